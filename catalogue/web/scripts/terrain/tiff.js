// Directories of tags, as EXIF keeps them in a TIFF block (TIFF 6.0, section 2): read, and written anew.
//
//   readTiff(bytes) -> { little, image, photo, gps } of Map(tag -> { type, count, value: bytes }), or null
//   writeTiff({ little, image, photo, gps }) -> bytes
//
// Values are kept as the bytes that they are, and written in the order of bytes in which they were read. What holds
// addresses within its old block cannot be moved, and is left out: notes of the maker, the small picture, tables of strips.

const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const PHOTO = 0x8769;
const GPS = 0x8825;
const ADDRESSES = new Set([0x0111, 0x0117, 0x0144, 0x0145, 0x014a, 0x0201, 0x0202, PHOTO, GPS, 0x927c, 0xa005]);
const ENTRY = 12;
const ENTRIES_AT_MOST = 500;

export function readTiff(bytes) {
  try {
    return read(bytes);
  } catch (error) {
    // An address that leads out of the block: a damaged one says nothing.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function read(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  if (view.getUint16(2, little) !== 42) return null;
  const first = directory(view, view.getUint32(4, little), little);
  const inner = (tag) => {
    const pointer = first.get(tag);
    return pointer?.type === 4 ? directory(view, number(pointer.value, little), little) : new Map();
  };
  const [photo, gps] = [inner(PHOTO), inner(GPS)];
  for (const tags of [first, photo, gps]) for (const tag of ADDRESSES) tags.delete(tag);
  return { little, image: first, photo, gps };
}

function number(value, little) {
  return new DataView(value.buffer, value.byteOffset).getUint32(0, little);
}

function directory(view, at, little) {
  const tags = new Map();
  const count = Math.min(view.getUint16(at, little), ENTRIES_AT_MOST);
  for (let n = 0; n < count; n += 1) {
    const entry = at + 2 + n * ENTRY;
    const [tag, type] = [view.getUint16(entry, little), view.getUint16(entry + 2, little)];
    const [items, size] = [view.getUint32(entry + 4, little), SIZES[type]];
    if (!size || tags.has(tag)) continue;
    const place = items * size <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
    if (place + items * size > view.byteLength) continue;
    tags.set(tag, { type, count: items, value: new Uint8Array(view.buffer, view.byteOffset + place, items * size).slice() });
  }
  return tags;
}

export function writeTiff({ little, image, photo, gps }) {
  const pointer = () => ({ type: 4, count: 1, value: new Uint8Array(4) });
  const first = new Map(image);
  if (photo.size) first.set(PHOTO, pointer());
  if (gps.size) first.set(GPS, pointer());
  const [photoAt, gpsAt] = [8 + sizeOf(first), 8 + sizeOf(first) + (photo.size ? sizeOf(photo) : 0)];
  const out = new DataView(new ArrayBuffer(gpsAt + (gps.size ? sizeOf(gps) : 0)));
  out.setUint16(0, little ? 0x4949 : 0x4d4d);
  out.setUint16(2, 42, little);
  out.setUint32(4, 8, little);
  for (const [tag, at] of [[PHOTO, photoAt], [GPS, gpsAt]]) {
    const { value } = first.get(tag) ?? {};
    if (value) new DataView(value.buffer).setUint32(0, at, little);
  }
  write(out, 8, first, little);
  if (photo.size) write(out, photoAt, photo, little);
  if (gps.size) write(out, gpsAt, gps, little);
  return new Uint8Array(out.buffer);
}

// A directory is followed by those of its values that do not fit into its entries, each at an even address.
function sizeOf(tags) {
  const values = [...tags.values()].reduce((sum, { value }) => sum + outside(value), 0);
  return 2 + tags.size * ENTRY + 4 + values;
}

function outside(value) {
  return value.length > 4 ? value.length + (value.length % 2) : 0;
}

function write(out, at, tags, little) {
  const bytes = new Uint8Array(out.buffer);
  out.setUint16(at, tags.size, little);
  let entry = at + 2;
  let free = entry + tags.size * ENTRY + 4;
  for (const [tag, { type, count, value }] of [...tags].sort(([a], [b]) => a - b)) {
    out.setUint16(entry, tag, little);
    out.setUint16(entry + 2, type, little);
    out.setUint32(entry + 4, count, little);
    if (value.length > 4) out.setUint32(entry + 8, free, little);
    bytes.set(value, value.length > 4 ? free : entry + 8);
    free += outside(value);
    entry += ENTRY;
  }
}
