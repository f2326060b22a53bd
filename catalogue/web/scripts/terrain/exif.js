// What a picture's EXIF says of when, where and by what it was taken: enough to tell it to whoever picked it. What counts
// is read again on the server. exifr does more, for a quarter of all that a phone may load (docs/decisions).
//
//   readExif(bytes) -> { make, taken: "2018-05-12T14:32:08", offset: "+02:00", position: { latitude, longitude }, absence }
//                      absence is why there is no position: "no-gps", "redacted" (all zero, as Android makes it)

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
// The block stands at the beginning of JPEG and WebP, and soon after it in HEIC.
const SEARCHED = 1 << 20;
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
const MOMENT = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)/;

export function readExif(bytes) {
  try {
    const start = block(bytes.subarray(0, SEARCHED));
    return start < 0 ? { absence: "no-gps" } : facts(new Tiff(bytes, start));
  } catch (error) {
    // Cut off or made up: nothing is known.
    if (error instanceof RangeError) return { absence: "no-gps" };
    throw error;
  }
}

function block(bytes) {
  for (let at = bytes.indexOf(EXIF[0]); at >= 0 && at < bytes.length - 14; at = bytes.indexOf(EXIF[0], at + 1)) {
    if (!EXIF.every((byte, i) => bytes[at + i] === byte)) continue;
    const order = String.fromCharCode(...bytes.subarray(at + 6, at + 10));
    if (order === "II*\0" || order === "MM\0*") return at + 6;
  }
  return -1;
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
  const [latitude, longitude] = [angle(gps.get(LAT), gps.get(LAT_REF), "S"), angle(gps.get(LON), gps.get(LON_REF), "W")];
  if (latitude === undefined || longitude === undefined) return { absence: "no-gps" };
  // Android erases by zeroes: nobody stands at 0°, 0°.
  if (latitude === 0 && longitude === 0) return { absence: "redacted" };
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
    const count = Math.min(this.number(at, SHORT), MOST_TAGS);
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + 12 * i;
      const value = this.value(entry);
      if (value !== undefined) tags.set(this.number(entry, SHORT), value);
    }
    return tags;
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
    return Array.from({ length: count }, (_, i) => {
      const [over, under] = [this.number(at + 8 * i, LONG), this.number(at + 8 * i + 4, LONG)];
      // Zeroed in place, the divisor is zero too.
      return over === 0 ? 0 : over / under;
    });
  }
}
