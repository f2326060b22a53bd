// What somebody drops or chooses, as [{ file, path }]: the path from the folder that was chosen, which tells of where its photos were taken.

// A drop: its folders are walked. `met(n)` says how many files were met so far.
export async function dropped(transfer, met) {
  // The browser forgets what was dropped as soon as its event is over: all entries are asked for at once.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return chosen(transfer.files);
  const found = [];
  const waiting = entries.reverse();
  while (waiting.length) {
    const entry = waiting.pop();
    if (entry.isDirectory) waiting.push(...(await within(entry)).reverse());
    else found.push({ file: await opened(entry), path: entry.fullPath.replace(/^\//, "") });
    if (found.length % 200 === 0) met(found.length);
  }
  return found.filter(({ file }) => file);
}

// What an <input type="file"> holds; with webkitdirectory the paths are told.
export function chosen(files) {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

// A folder tells its entries in parts, and says that it is through by an empty one.
async function within(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    const part = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!part.length) return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    entries.push(...part);
  }
}

// A file that goes while the folder is being walked is not there.
function opened(entry) {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}
