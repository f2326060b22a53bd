// What the camera of the page knew at the shutter, written into the JPEG itself (Exif 3.0, 4.6): a file that is copied,
// mailed or found again in ten years says where it was taken and which way it looks.
//
//   withFacts(bytes, facts) -> bytes of the same picture with one Exif segment; every byte of the picture stays
//   dimensions(bytes) -> { width, height } as stored, or null
//
// facts: { taken "2026-11-26T15:04:05.123" local, offset "+01:00", position { latitude, longitude, accuracy, at }, heading, headingReference }
// What the phone's camera wrote stands; the page adds what is missing.

import { readTiff, writeTiff } from "./tiff.js";

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const [SOI, APP0, APP1, APP2, SOS, EOI] = [0xd8, 0xe0, 0xe1, 0xe2, 0xda, 0xd9];
const SEGMENT_AT_MOST = 0xffff - 2;
// A maker's time that is further from ours than this is that of another zone or of a clock that was never set.
const SAME_TIME_MS = 120_000;

export function withFacts(bytes, facts) {
  const head = segments(bytes);
  const own = head.filter(({ marker, payload }) => marker === APP1 && EXIF.every((byte, n) => payload[n] === byte));
  const read = own.length ? readTiff(own[0].payload.subarray(EXIF.length)) : null;
  const seen = { ...(frame(head) ?? { width: 0, height: 0 }), profile: head.some(({ marker }) => marker === APP2) };
  let tiff = writeTiff(merged(read, facts, seen));
  // A segment holds 64 kB: where the maker's tags leave no room, ours matter more.
  if (tiff.length + EXIF.length > SEGMENT_AT_MOST) tiff = writeTiff(merged(null, facts, seen));
  return replaced(bytes, own, own[0]?.start ?? afterJfif(head), segment(tiff));
}

export function dimensions(bytes) {
  return frame(segments(bytes));
}

function frame(head) {
  const { payload } = head.find(({ marker }) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) ?? {};
  if (!(payload?.length >= 5)) return null;
  return { width: payload[3] * 256 + payload[4], height: payload[1] * 256 + payload[2] };
}

// The segments before the pixels: { marker, start, end, payload }.
function segments(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new TypeError("no JPEG");
  const found = [];
  for (let start = 2; start + 4 <= bytes.length; ) {
    let at = start;
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === SOS || marker === EOI) break;
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (end > bytes.length) break;
    found.push({ marker, start, end, payload: bytes.subarray(at + 4, end) });
    start = end;
  }
  return found;
}

// JFIF wants to be the first segment, Exif too: readers look for both, and Exif right after JFIF is what they all find.
function afterJfif([first]) {
  return first?.marker === APP0 ? first.end : 2;
}

function segment(tiff) {
  const length = tiff.length + EXIF.length + 2;
  return concatenated([Uint8Array.of(0xff, APP1, length >> 8, length & 0xff, ...EXIF), tiff]);
}

// The bytes without the segments that go, and with another at a place before which none of these lies.
function replaced(bytes, going, place, segment) {
  const parts = [bytes.subarray(0, place), segment];
  let from = place;
  for (const { start, end } of going) {
    parts.push(bytes.subarray(from, start));
    from = end;
  }
  return concatenated([...parts, bytes.subarray(from)]);
}

function concatenated(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function merged(own, facts, seen) {
  const little = own?.little ?? false;
  const make = values(little);
  const placed = own && isPlaced(own);
  const times = timeTags(make, facts, moment(own?.photo.get(0x9003)));
  return {
    little,
    // Software is who wrote the file last: it is said whatever was there.
    image: over(own?.image, imageTags(make)).set(0x0131, make.ascii("phototheque")),
    photo: over(own?.photo, [...pictureTags(make, seen), ...times]),
    gps: over(placed ? own.gps : undefined, gpsTags(make, facts, placed, own)),
  };
}

// What was there and says something stands before what is added.
function over(own, added) {
  return new Map([...added, ...[...(own ?? [])].filter(([, entry]) => !isBlank(entry))]);
}

// A text that was never filled in: blanks, or a time of zeros.
function isBlank({ type, value }) {
  return type === 2 && /^[\s:0]*$/.test(letters(value));
}

// A position that says something: both hemispheres, and not 0°, 0°, which is what a receiver or an eraser leaves.
function isPlaced({ little, gps }) {
  const [latitude, longitude] = [degrees(gps.get(2), little), degrees(gps.get(4), little)];
  const sided = [[1, /^[NS]/i], [3, /^[EW]/i]].every(([tag, sides]) => sides.test(letters(gps.get(tag)?.value ?? [])));
  return sided && latitude <= 90 && longitude <= 180 && latitude + longitude > 0;
}

function degrees(entry, little) {
  if (entry?.type !== 5 || entry.count !== 3) return NaN;
  const view = new DataView(entry.value.buffer);
  return [1, 60, 3600].reduce((sum, divisor, n) => {
    const part = view.getUint32(n * 8, little) / view.getUint32(n * 8 + 4, little);
    return sum + (n && part > 60 ? NaN : part / divisor);
  }, 0);
}

function letters(value) {
  return String.fromCharCode(...value.slice(0, 1000)).split("\0")[0];
}

// What every Exif has to say, beside the orientation: pixels without a size of their own, colours at the centre.
function imageTags({ short, rational }) {
  return [[0x0112, short(1)], [0x011a, rational([72, 1])], [0x011b, rational([72, 1])], [0x0128, short(2)], [0x0213, short(1)]];
}

// Version 2.32, YCbCr; sRGB unless the file brings a profile.
function pictureTags({ short, opaque }, { width, height, profile }) {
  return [
    [0x9000, opaque(0x30, 0x32, 0x33, 0x32)],
    [0x9101, opaque(1, 2, 3, 0)],
    [0xa000, opaque(0x30, 0x31, 0x30, 0x30)],
    [0xa001, short(profile ? 0xffff : 1)],
    [0xa002, short(width)],
    [0xa003, short(height)],
  ];
}

function timeTags({ ascii }, { taken, offset }, theirs) {
  const [day, clock] = taken.split("T");
  const [seconds, thousandths = "0"] = clock.split(".");
  const ours = `${day.replaceAll("-", ":")} ${seconds}`;
  // The zone is that of the phone: it belongs to a time of the phone, and to none of another clock.
  if (theirs && !sameTime(theirs, ours)) return [];
  const zone = offset ? [[0x9011, ascii(offset)], [0x9012, ascii(offset)]] : [];
  if (theirs) return zone;
  const fraction = ascii(thousandths.padEnd(3, "0"));
  return [[0x9003, ascii(ours)], [0x9004, ascii(ours)], [0x9291, fraction], [0x9292, fraction], ...zone];
}

function sameTime(one, other) {
  const at = (said) => Date.parse(`${said.slice(0, 10).replaceAll(":", "-")}T${said.slice(11, 19)}Z`);
  return Math.abs(at(one) - at(other)) <= SAME_TIME_MS;
}

function gpsTags(make, { position, heading, headingReference }, placed, own) {
  const { ascii, rational, byte } = make;
  const tags = placed || !position ? [] : positionTags(make, position);
  if (heading !== undefined && heading !== null && !(placed && own.gps.has(0x11))) {
    tags.push([0x10, ascii(headingReference === "true" ? "T" : "M")], [0x11, rational([Math.round(heading * 100) % 36000, 100])]);
  }
  return tags.length ? [[0, byte(2, 3, 0, 0)], ...tags] : [];
}

function positionTags({ ascii, rational }, { latitude, longitude, accuracy, at }) {
  const tags = [
    [1, ascii(latitude < 0 ? "S" : "N")],
    [2, rational(...sexagesimal(latitude))],
    [3, ascii(longitude < 0 ? "W" : "E")],
    [4, rational(...sexagesimal(longitude))],
    [0x12, ascii("WGS-84")],
  ];
  if (accuracy > 0 && accuracy < 1e6) tags.push([0x1f, rational([Math.max(1, Math.round(accuracy * 1000)), 1000])]);
  if (at) {
    const [day, clock] = new Date(at).toISOString().slice(0, -1).split("T");
    const [hours, minutes, seconds] = clock.split(":").map(Number);
    tags.push([7, rational([hours, 1], [minutes, 1], [Math.round(seconds * 1000), 1000])], [0x1d, ascii(day.replaceAll("-", ":"))]);
  }
  return tags;
}

// Degrees, minutes, and seconds to the millionth: 0.03 mm, so that nothing of what was measured is lost.
function sexagesimal(degrees) {
  const parts = Math.round(Math.abs(degrees) * 3600e6);
  return [[Math.floor(parts / 3600e6), 1], [Math.floor(parts / 60e6) % 60, 1], [parts % 60e6, 1e6]];
}

function values(little) {
  const filled = (type, size, numbers, method) => {
    const view = new DataView(new ArrayBuffer(size * numbers.length));
    numbers.forEach((number, n) => view[method](n * size, number, little));
    return { type, count: numbers.length, value: new Uint8Array(view.buffer) };
  };
  return {
    ascii: (said) => ({ type: 2, count: said.length + 1, value: Uint8Array.from([...said, "\0"], (letter) => letter.charCodeAt(0)) }),
    byte: (...numbers) => ({ type: 1, count: numbers.length, value: Uint8Array.from(numbers) }),
    opaque: (...numbers) => ({ type: 7, count: numbers.length, value: Uint8Array.from(numbers) }),
    short: (number) => filled(3, 2, [number], "setUint16"),
    rational: (...fractions) => ({ ...filled(5, 4, fractions.flat(), "setUint32"), count: fractions.length }),
  };
}

// The time that a camera wrote; one that was never set is none.
function moment(entry) {
  const said = entry?.type === 2 ? letters(entry.value.subarray(0, 20)) : "";
  return /^[1-9]\d{3}:\d\d:\d\d \d\d:\d\d:\d\d/.test(said) ? said : undefined;
}
