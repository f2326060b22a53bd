// SHA-256 of files, by a worker. Files are read one at a time, whichever page asks for how many.

export class Unreadable extends Error {}

export function hasher(address) {
  const worker = new Worker(address);
  const waiting = new Map();
  let count = 0;
  worker.onmessage = ({ data: { n, sha256, error } }) => {
    const { resolve, reject } = waiting.get(n);
    waiting.delete(n);
    if (error) reject(new Unreadable(error));
    else resolve(sha256);
  };
  return (file) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject });
      worker.postMessage({ n: count, file });
    });
}
