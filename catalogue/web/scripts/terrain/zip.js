// A ZIP, opened in the page: one picture at a time, so that neither its size nor what it pretends fills the phone.
//
//   for await (const found of unzipped(file)) ...   { name, path, blob }, or { name, problem: "bomb" | "broken" }

import { Unzip, UnzipInflate } from "fflate";

// No photo packs better than this: what does was made to burst.
const MOST_RATIO = 40;
const SMALL = 1 << 20;
const LARGEST = 250e6;
const MOST_FILES = 3000;
const MOST_BYTES = 6e9;

export async function* unzipped(file) {
  const base = file.name.replace(/\.zip$/i, "");
  const reading = new Reading(base);
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      reading.push(value ?? new Uint8Array(0), done);
      yield* reading.taken();
      if (done || reading.over) break;
    }
  } catch {
    yield* reading.taken();
    yield { name: file.name, problem: "broken" };
    return;
  }
  if (reading.unfinished()) yield { name: file.name, problem: "broken" };
}

class Reading {
  constructor(base) {
    this.base = base;
    this.found = [];
    this.open = 0;
    this.files = this.bytes = 0;
    this.over = false;
    this.unzip = new Unzip((entry) => this.entry(entry));
    this.unzip.register(UnzipInflate);
  }

  push(bytes, last) {
    // In small steps: one step of a bomb unpacks to a thousand times its size.
    for (let at = 0; at < bytes.length && !this.over; at += 1 << 14) this.unzip.push(bytes.subarray(at, at + (1 << 14)), false);
    if (last && !this.over) this.unzip.push(new Uint8Array(0), true);
  }

  *taken() {
    while (this.found.length) yield this.found.shift();
  }

  unfinished() {
    return this.open > 0 || (!this.files && !this.over);
  }

  entry(entry) {
    const path = safePath(entry.name);
    this.files += 1;
    if (entry.name.endsWith("/") || !path || hidden(path)) return;
    if (this.files > MOST_FILES || tooLarge(entry.originalSize, entry.size)) return this.burst(path);
    this.collect(entry, path);
  }

  collect(entry, path) {
    const parts = [];
    let size = 0;
    this.open += 1;
    entry.ondata = (error, part, last) => {
      if (this.over) return;
      if (error) throw error;
      size += part.length;
      this.bytes += part.length;
      if (size > (entry.originalSize ?? LARGEST) || tooLarge(size, entry.size) || this.bytes > MOST_BYTES) {
        this.open -= 1;
        return this.burst(path);
      }
      parts.push(part);
      if (last) {
        this.open -= 1;
        this.found.push({ name: path.split("/").pop(), path: `${this.base}/${path}`, blob: new Blob(parts) });
      }
    };
    entry.start();
  }

  burst(path) {
    this.over = true;
    this.found.push({ name: path, problem: "bomb" });
  }
}

function tooLarge(size, packed) {
  return size > LARGEST || (packed > 0 && size > SMALL && size / packed > MOST_RATIO);
}

function hidden(path) {
  return path.split("/").some((part) => part === "__MACOSX" || part.startsWith("."));
}

// Where it lay is evidence, and leads nowhere but down.
export function safePath(name) {
  const parts = name.replace(/[\x00-\x1f\x7f-\x9f]/g, "").replaceAll("\\", "/").split("/");
  return parts.map((part) => part.trim()).filter((part) => part && part !== "." && part !== ".." && !/^[a-z]:$/i.test(part)).join("/");
}
