// One file into the queue: read, hashed, looked at, kept. What this returns as queued is in the phone's storage.
//
//   enqueue({ blob, name, door, outing, path, modified, pick, facts, choices, notBefore })
//     notBefore: milliseconds of the moment before which it is not announced
//     facts, when they are known better than by the file (the camera of this page):
//     { taken: "2018-05-12T14:32:08", offset: "+02:00", position: { latitude, longitude, accuracy }, heading, headingReference }
//     and `around` (phone_camera.js), when the position is from before or after the photo
//     -> { outcome: "queued", photo }    also with photo.state "asked": it waits for an answer about it
//        { outcome: "double", photo }    the same bytes are in the queue, or were sent: photo is the one that is there
//        { outcome: "empty" | "unreadable" | "folder" | "video" | "other" | "full" }
//   amend(id, facts)         what is measured of a photo after it was kept
//   reword(ids, more)        what a person says of photos that are not on their way yet -> how many it was said of
//   answered(keep, leave)    ids of photos that are queued now, and of those that are left out

import { readExif } from "./exif.js";
import { sha256, uuid } from "./hashing.js";
import { isMessaging, isScreenshot, kindOf } from "./looks.js";
import { changePhoto, database, dropPhotos, keepPhoto, ownOutings, remember, setting, tell } from "./store.js";
import { makeThumb } from "./thumbs.js";

// Longer names fit into no header; what they end in says what they are.
const LONGEST_NAME = 200;
const LONGEST_PATH = 600;
const FOLDER_SIZES = 4096;
// An outing's own photos may be taken a moment before it was started, or after it was ended.
const AROUND_MS = 15 * 60_000;

export async function enqueue(picked) {
  const bytes = await bytesOf(picked.blob);
  if (typeof bytes === "string") return { outcome: bytes };
  const kind = kindOf(picked.name, picked.blob.type, bytes);
  if (kind !== "photo") return { outcome: kind ?? "other" };
  const hash = await sha256(bytes);
  const there = await (await database()).getFromIndex("photos", "sha256", hash);
  if (there) return { outcome: "double", photo: there };
  const blob = new Blob([bytes], { type: picked.blob.type });
  const photo = await described(picked, bytes, hash);
  try {
    await keepPhoto(photo, blob);
  } catch (error) {
    if (isFull(error)) return { outcome: "full" };
    throw error;
  }
  tell();
  await makeThumb(photo.id, blob);
  tell();
  await askToPersist();
  return { outcome: "queued", photo };
}

// The bytes are read now: a picture that is changed or removed afterwards is still whole here.
async function bytesOf(blob) {
  try {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return bytes.length ? bytes : "empty";
  } catch {
    return blob.type === "" && blob.size % FOLDER_SIZES === 0 ? "folder" : "unreadable";
  }
}

async function described({ name, blob, door, outing, path, modified, pick, facts, choices, notBefore }, bytes, hash) {
  const read = facts ?? readExif(bytes);
  const screenshot = !facts && isScreenshot(name, bytes, read);
  const messaging = !facts && !screenshot && isMessaging(name, read);
  return {
    id: uuid(),
    name: shortened(name),
    size: blob.size,
    type: blob.type,
    sha256: hash,
    path: path ? path.slice(-LONGEST_PATH) : undefined,
    picked_at: new Date().toISOString(),
    pick,
    by: await setting("person", null),
    door,
    outing: outing ?? (await outingAt(momentOf(read))),
    modified,
    facts: { ...read, screenshot, messaging },
    choices: choices ?? {},
    state: screenshot || messaging ? "asked" : "waiting",
    not_before: notBefore,
    offset: 0,
  };
}

export function shortened(name) {
  if (name.length <= LONGEST_NAME) return name;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? "";
  return name.slice(0, LONGEST_NAME - ending.length) + ending;
}

// A camera's clock without a zone shows the time of where it is, which is where its phone is.
export function momentOf({ taken, offset }) {
  const moment = taken ? new Date(taken + (offset ?? "")) : null;
  return moment && !Number.isNaN(moment.getTime()) ? moment : null;
}

async function outingAt(moment) {
  if (!moment) return undefined;
  const outings = await ownOutings();
  const during = ({ started_at, ended_at }) =>
    moment >= new Date(started_at) - AROUND_MS && moment <= +(ended_at ? new Date(ended_at) : new Date()) + AROUND_MS;
  return outings.filter((each) => each.started_at && during(each)).sort(latestFirst)[0]?.id;
}

export function latestFirst(a, b) {
  return (b.started_at ?? "").localeCompare(a.started_at ?? "");
}

export function isFull(error) {
  return error?.name === "QuotaExceededError" || /quota|space|disk/i.test(error?.message ?? "");
}

// Asked once: a browser that is short of room must not take the queue.
export async function askToPersist() {
  if (!navigator.storage?.persist || (await setting("persist-asked"))) return;
  await remember("persist-asked", true);
  await navigator.storage.persist().catch(() => false);
}

export async function reword(ids, more) {
  const changed = await Promise.all(ids.map((id) => changePhoto(id, (photo) => worded(photo, more))));
  return changed.filter(Boolean).length;
}

// What is known of a photo only after it was kept.
export function amend(id, facts) {
  return changePhoto(id, (photo) => ({ ...worded(photo, { facts: { ...photo.facts, ...facts } }), not_before: undefined }));
}

// What was announced already is announced anew; bytes that are on their way are let go on.
function worded(photo, { outing, choices, facts }) {
  if (!["asked", "waiting", "announced"].includes(photo.state)) return undefined;
  const said = { choices: choices ?? photo.choices, facts: facts ?? photo.facts, ...(outing === undefined ? {} : { outing: outing || undefined }) };
  if (photo.state !== "announced") return said;
  return { ...said, state: "waiting", upload: undefined, stale: photo.upload };
}

export async function answered(keep, leave) {
  await Promise.all(keep.map((id) => changePhoto(id, () => ({ state: "waiting" }))));
  await dropPhotos(leave);
}
