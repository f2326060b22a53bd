// What a picture's EXIF says of when, where and by what it was taken: enough to tell it to whoever picked it. What counts
// is read again on the server. exifr does more, for a quarter of all that a phone may load (docs/decisions/0014-uploads.md).
//
//   readExif(bytes) -> { make, taken: "2018-05-12T14:32:08", offset: "+02:00", position: { latitude, longitude }, absence }
//                      absence is why there is no position: "no-gps", "redacted" (all zero, as Android makes it)

// A JPEG has its block in the beginning; other formats where they like.
const SEARCHED = 1 << 20;
const [LETTER_X, LETTER_I] = [0x78, 0x69];
const MOST_TAGS = 400;
// Tags of TIFF 6.0 and EXIF 2.32.
const MAKE = 0x010f;
const CHANGED = 0x0132;
const TO_EXIF = 0x8769;
const TO_GPS = 0x8825;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4];
const [ASCII, SHORT, LONG, RATIONAL] = [2, 3, 4, 5];
const ERASED = "erased";
const MOMENT = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)/;

export function readExif(bytes) {
  try {
    const start = block(bytes);
    return start < 0 ? { absence: "no-gps" } : facts(new Tiff(bytes, start));
  } catch (error) {
    // Cut off or made up: nothing is known.
    if (error instanceof RangeError) return { absence: "no-gps" };
    throw error;
  }
}

// "Exif\0\0" in JPEG and HEIC, "EXIF" and a length in WebP, "eXIf" in PNG: then the block, which begins as a TIFF does.
function block(bytes) {
  const last = bytes[0] === 0xff ? Math.min(bytes.length, SEARCHED) : bytes.length;
  for (let at = 1; at < last; at++) {
    if ((bytes[at] | 0x20) !== LETTER_X || (bytes[at + 1] | 0x20) !== LETTER_I) continue;
    if (!/^exif$/i.test(letters(bytes, at - 1))) continue;
    const start = [at + 3, at + 5, at + 7].find((each) => /^(II\*\0|MM\0\*)$/.test(letters(bytes, each)));
    if (start !== undefined) return start;
  }
  return -1;
}

function letters(bytes, at) {
  return String.fromCharCode(...bytes.subarray(Math.max(0, at), at + 4));
}

function facts(tiff) {
  const main = tiff.directory(tiff.number(4, LONG));
  const camera = main.has(TO_EXIF) ? tiff.directory(main.get(TO_EXIF)) : new Map();
  const gps = main.has(TO_GPS) ? tiff.directory(main.get(TO_GPS)) : new Map();
  const when = MOMENT.exec(camera.get(TAKEN) ?? main.get(CHANGED) ?? "");
  return {
    make: main.get(MAKE) || undefined,
    taken: when && when[1] !== "0000" ? `${when[1]}-${when[2]}-${when[3]}T${when[4]}` : undefined,
    offset: /^[+-]\d\d:\d\d$/.exec(camera.get(OFFSET) ?? "")?.[0],
    ...where(gps),
  };
}

function where(gps) {
  if (gps.get(LAT) === ERASED && gps.get(LON) === ERASED) return { absence: "redacted" };
  const [latitude, longitude] = [angle(gps.get(LAT), gps.get(LAT_REF), "S"), angle(gps.get(LON), gps.get(LON_REF), "W")];
  if (latitude === undefined || longitude === undefined) return { absence: "no-gps" };
  if (latitude === 0 && longitude === 0) return { absence: "no-gps" };
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return { absence: "no-gps" };
  return { position: { latitude, longitude } };
}

function angle(parts, reference, negative) {
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every(Number.isFinite)) return undefined;
  const [degrees, minutes, seconds] = parts;
  return (degrees + minutes / 60 + seconds / 3600) * (reference?.toUpperCase() === negative ? -1 : 1);
}

class Tiff {
  constructor(bytes, start) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
    this.little = this.view.getUint8(0) === 0x49;
  }

  number(at, type) {
    return type === SHORT ? this.view.getUint16(at, this.little) : this.view.getUint32(at, this.little);
  }

  directory(at) {
    const tags = new Map();
    try {
      const count = Math.min(this.number(at, SHORT), MOST_TAGS);
      for (let i = 0; i < count; i++) this.read(at + 2 + 12 * i, tags);
    } catch (error) {
      // Cut off, or pointing beyond its end: what was read until there stands.
      if (!(error instanceof RangeError)) throw error;
    }
    return tags;
  }

  read(entry, tags) {
    const value = this.value(entry);
    if (value !== undefined) tags.set(this.number(entry, SHORT), value);
  }

  value(entry) {
    const [type, count] = [this.number(entry + 2, SHORT), this.number(entry + 4, LONG)];
    if (type === ASCII) return this.text(count > 4 ? this.number(entry + 8, LONG) : entry + 8, Math.min(count, 200));
    if (type === RATIONAL && count <= 3) return this.rationals(this.number(entry + 8, LONG), count);
    return (type === SHORT || type === LONG) && count === 1 ? this.number(entry + 8, type) : undefined;
  }

  text(at, length) {
    let text = "";
    for (let i = 0; i < length && this.view.getUint8(at + i); i++) text += String.fromCharCode(this.view.getUint8(at + i));
    return text.trim();
  }

  rationals(at, count) {
    const parts = Array.from({ length: 2 * count }, (_, i) => this.number(at + 4 * i, LONG));
    // Erased in place, the divisors are zero too; a camera without a fix writes 0/1.
    if (parts.every((part) => part === 0)) return ERASED;
    return Array.from({ length: count }, (_, i) => parts[2 * i] / parts[2 * i + 1]);
  }
}
