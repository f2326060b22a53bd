// What a file is, by its first bytes and its name: a photo, a video, a screenshot, a copy that a messenger made.

const VIDEO_NAME = /\.(mp4|mov|m4v|3gp|avi|mkv|webm|mts)$/i;
const VIDEO_BRANDS = /^(isom|iso[2-6]|mp4\d|qt {2}|M4V|3gp|avc1|MSNV)/;
const PICTURE_BRANDS = /^(hei[cxms]|hev[cx]|mif1|msf1|avi[fs])/;
const SCREENSHOT_NAME = /screen[ _-]?shot|screen[ _-]?capture|capture[ _-]?d.?[ _-]?[eé]cran|^capture[ _+-]/i;
const MESSENGER_NAME = /-WA\d{4}|^signal-\d|^received_\d{6,}|^FB_IMG_\d|^photo_\d{4}-\d\d-\d\d_|^telegram/i;

// "photo", "video", or null for what is neither; `head` are the first bytes.
export function kindOf(name, type, head) {
  const text = String.fromCharCode(...head.subarray(0, 16));
  const brand = text.slice(4, 8) === "ftyp" ? text.slice(8, 12) : "";
  if (VIDEO_BRANDS.test(brand) || (type.startsWith("video/") && !PICTURE_BRANDS.test(brand))) return "video";
  if (VIDEO_NAME.test(name) && !isPicture(text, brand)) return "video";
  return isPicture(text, brand) ? "photo" : null;
}

function isPicture(text, brand) {
  return (
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("\x89PNG") ||
    text.startsWith("GIF8") ||
    (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") ||
    text.startsWith("II*\0") ||
    text.startsWith("MM\0*") ||
    text.startsWith("BM") ||
    PICTURE_BRANDS.test(brand)
  );
}

// Phones take no photo as PNG: one that names no camera is a picture of the screen, or was made by a program.
export function isScreenshot(name, head, facts) {
  return SCREENSHOT_NAME.test(name) || (head[0] === 0x89 && head[1] === 0x50 && !facts.make);
}

// A messenger makes a smaller copy and takes everything out of it; sent as a document, a photo keeps its time.
export function isMessaging(name, facts) {
  return MESSENGER_NAME.test(name) && !facts.make && !facts.position;
}
