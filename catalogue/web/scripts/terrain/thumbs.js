// Small pictures of what was picked: made once, kept as bytes, shown when their row comes into view.

import { database } from "./store.js";

const SIDE = 160;
// Larger files are drawn by no phone without trouble.
const LARGEST = 60e6;

// A picture that this browser cannot draw (HEIC elsewhere than on Apple's) simply has none.
export async function makeThumb(id, blob) {
  if (blob.size > LARGEST) return;
  try {
    const jpeg = await drawn(blob);
    await (await database()).put("thumbs", { id, jpeg });
  } catch {
    // It cannot be drawn, or there is no room: the photo itself is kept.
  }
}

async function drawn(blob) {
  const picture = await createImageBitmap(blob);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.7));
  return small.arrayBuffer();
}

const seeing = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seeing.unobserve(target);
      show(target);
    }
  },
  { rootMargin: "300px" },
);

// The picture of a photo stands in an <img data-photo="id"> once that is near.
export function showLater(image) {
  seeing.observe(image);
}

async function show(image) {
  const found = await (await database()).get("thumbs", image.dataset.photo);
  if (!found) return;
  image.src = URL.createObjectURL(new Blob([found.jpeg], { type: "image/jpeg" }));
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
}
