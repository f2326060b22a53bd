// What is sent and what stays, by name, kind and size alone: the server looks inside.

const PHOTO = /\.(jpe?g|jpe|heic|heif|hif|png|webp|tiff?|avif)$/i;
const RAW = /\.(nef|nrw|cr2|cr3|crw|arw|sr2|dng|orf|rw2|raf|pef|srw|3fr|rwl)$/i;
const VIDEO = /\.(mp4|mov|m4v|3gp|avi|mkv|webm|mts|m2ts|mpe?g|wmv)$/i;
const ARCHIVE = /\.(zip|7z|rar|tar|gz|tgz)$/i;
// As in ingest/discover/rules.py: thumbnails, waste bins and caches of NAS boxes, systems and photo programs.
const NEVER_ENTERED = /^(@eaDir|\.@__thumb|#recycle|@Recycle|\$RECYCLE\.BIN|\.Trash.*|\.thumbnails|\.picasaoriginals|__MACOSX|.*\.lrdata)$/i;
const CLUTTER = /^(\._.*|Thumbs\.db|\.DS_Store|desktop\.ini|\.picasa\.ini|\.nomedia|.*\.aae|.*\.thm)$/i;

// "photo", or why a file stays: "system", "empty", "track", "sidecar", "raw", "video", "archive", "document".
export function kindOf(path, type, bytes) {
  const parts = path.split("/");
  const name = parts.pop();
  if (CLUTTER.test(name) || parts.some((part) => NEVER_ENTERED.test(part))) return "system";
  if (/\.gpx$/i.test(name)) return "track";
  if (/\.xmp$/i.test(name)) return "sidecar";
  if (RAW.test(name)) return "raw";
  if (VIDEO.test(name) || type.startsWith("video/")) return "video";
  if (ARCHIVE.test(name)) return "archive";
  if (!PHOTO.test(name) && !type.startsWith("image/")) return "document";
  return bytes ? "photo" : "empty";
}

export function folderOf(path) {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

// The photos among what was chosen, as items to send, and the rest by why it stays. A path that came twice counts once.
export function sorted(found) {
  const items = new Map();
  const left = new Map();
  for (const { file, path } of found) {
    const kind = kindOf(path, file.type, file.size);
    if (kind === "photo") items.set(path, { file, path, folder: folderOf(path), size: file.size, state: "waiting", sent: 0 });
    else left.set(kind, [...(left.get(kind) ?? []), path]);
  }
  return { items: [...items.values()], left };
}

// [folder, items] in order of name.
export function byFolder(items) {
  const folders = new Map();
  for (const item of items) {
    if (!folders.has(item.folder)) folders.set(item.folder, []);
    folders.get(item.folder).push(item);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}
