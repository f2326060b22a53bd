// Sends what is queued, for ever: announcements first, then the originals, one or two at a time, until each has its receipt.
//
//   start()                    this tab sends, as soon as no other one does
//   wake()                     something was queued: look, unless the line is being waited for
//   now()                      the person, or the line, says: try at once
//   line                       { is, until, sentence, tries } with is: "idle" | "sending" | "waiting" | "offline" | "paused" | "wifi" |
//                              "session" | "elsewhere"; until is when the next try comes
//   progress                   Map of photo id -> bytes on the server's side, for those on their way
//   listen(f)                  f() when either has changed
//   retry(id)                  a photo that was not taken is tried anew

import { momentOf } from "./queue.js";
import { LoggedOut, Offline, Refused, ask } from "./server.js";
import { changed, changePhoto, database, photosIn, setting } from "./store.js";
import { sha256 } from "./hashing.js";
import * as lines from "./line.js";
import * as tus from "./tus.js";

const [FIRST_MS, LONGEST_MS] = [1000, 60_000];
const ANNOUNCED_AT_ONCE = 4;
const MOST_SPOILED = 3;
const ASKED_AT_ONCE = 50;
const ON_ITS_WAY = new Set(["announced", "sending"]);
// What is said of a file that will not change by trying again. Of bytes, 400 says that they did not all come.
const NEVER_BEGUN = new Set([400, 403, 412, 413, 415]);
const NEVER_TAKEN = new Set([403, 413, 415]);
// There is no room for more that is unfinished, on the disk or of one person: what was begun goes first.
const HELD_BACK = new Set([429, 507]);

export const line = { is: "idle", until: 0, sentence: "", tries: 0 };
export const progress = new Map();
const listeners = new Set();
let rouse = () => {};
let stop = new AbortController();
let curious = FIRST_MS;
// So many could not be announced in this round.
let held = 0;

export function listen(hear) {
  listeners.add(hear);
}

function show(is, more = {}) {
  Object.assign(line, { until: 0, sentence: "" }, more, { is });
  listeners.forEach((hear) => hear());
}

export function start() {
  addEventListener("online", now);
  addEventListener("offline", () => stop.abort());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
  lines.lineChanged(async () => {
    await reconsider();
    wake();
  });
  changed(async () => {
    await reconsider();
    if (line.is !== "idle" || (await anything())) wake();
  });
  if (!navigator.locks) return void forever();
  show("elsewhere");
  navigator.locks.request("phototheque-sender", forever);
}

export function wake() {
  if (["idle", "paused", "wifi"].includes(line.is)) rouse();
}

export function now() {
  line.tries = 0;
  curious = FIRST_MS;
  rouse();
}

async function anything() {
  const db = await database();
  const counts = await Promise.all(["waiting", "announced", "sending"].map((state) => db.countFromIndex("photos", "state", state)));
  return counts.some(Boolean);
}

// Paused, or no longer on Wi-Fi: what is on its way stops, and keeps what has come.
async function reconsider() {
  if (line.is === "sending" && (await hindrance())) stop.abort();
}

async function hindrance() {
  if (await setting("paused", false)) return "paused";
  if ((await setting("wifi-only", false)) && lines.kind() === "cellular") return "wifi";
  return navigator.onLine ? null : "offline";
}

async function forever() {
  for (;;) {
    const why = await hindrance();
    if (why) await resting(why, LONGEST_MS);
    else await turn();
  }
}

async function turn() {
  try {
    stop = new AbortController();
    const busy = await round();
    line.tries = 0;
    if (!busy) await resting("idle", await learn());
  } catch (error) {
    await waited(error);
  }
}

function resting(is, ms, more) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    rouse = () => {
      clearTimeout(timer);
      resolve();
    };
    show(is, { until: is === "waiting" ? Date.now() + ms : 0, ...more });
  });
}

// Ever longer, up to a minute, and never all phones at the same moment.
async function waited(error) {
  if (error instanceof LoggedOut) return resting("session", LONGEST_MS);
  if (!(error instanceof Offline || error instanceof Refused)) console.error(error);
  if (stop.signal.aborted && (await hindrance())) return undefined;
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** line.tries);
  const ms = Math.max((error.after ?? 0) * 1000, most * (0.5 + Math.random() / 2));
  return resting("waiting", ms, { tries: line.tries + 1, sentence: error instanceof Refused ? error.message : "" });
}

// Everything that can be done now; false when there was nothing.
async function round() {
  const announced = await announceAll();
  const sent = await sendAll();
  return announced || sent;
}

async function announceAll() {
  const all = await photosIn("waiting");
  // Of some a position is still expected.
  const waiting = all.filter(({ not_before: then = 0 }) => then <= Date.now()).sort((a, b) => a.size - b.size);
  held = all.length - waiting.length;
  if (!waiting.length) return false;
  show("sending");
  await together(ANNOUNCED_AT_ONCE, async () => {
    const photo = waiting.shift();
    if (!photo || stop.signal.aborted) return false;
    return announced(photo);
  });
  held = await (await database()).countFromIndex("photos", "state", "waiting");
  return true;
}

async function announced(photo) {
  if (photo.stale) await forgotten(photo.stale);
  try {
    const person = await setting("person", null);
    const upload = await tus.announce(photo.size, metadata(photo, person));
    // Somebody may have said otherwise meanwhile: then it is announced again.
    const said = (now) => now.state === "waiting" && JSON.stringify(metadata(now)) === JSON.stringify(metadata(photo));
    await changePhoto(photo.id, (now) => (said(now) ? { state: "announced", upload, offset: 0, stale: undefined } : { stale: upload }));
    line.tries = 0;
    return true;
  } catch (error) {
    if (HELD_BACK.has(error.status) && (await anyAnnounced())) return false;
    return judged(photo, error, NEVER_BEGUN);
  }
}

async function anyAnnounced() {
  const db = await database();
  return (await db.countFromIndex("photos", "state", "announced")) + (await db.countFromIndex("photos", "state", "sending")) > 0;
}

function metadata({ name, path, type, sha256: hash, outing, door, modified, by, facts, choices }, person) {
  const taken = momentOf(facts) ? { takenAt: facts.taken, offset: facts.offset } : {};
  return {
    filename: name,
    relativePath: path,
    filetype: type,
    sha256: hash,
    outing,
    door,
    lastModified: modified,
    ...taken,
    // What a file says of itself is in the file; only the camera of this page knows what no file says.
    ...(door === "camera" ? measured(facts) : {}),
    // On a shared phone somebody else may be logged in by now than when the photo was picked.
    creator: choices.creator ?? (by && person && by.id !== person.id && !choices.receivedFrom ? by.name : undefined),
    receivedFrom: choices.receivedFrom,
    caption: choices.caption,
    themes: choices.themes?.length ? JSON.stringify(choices.themes) : undefined,
  };
}

function measured({ position, heading, headingReference, around }) {
  if (around) return { positionBefore: beside(around.before), positionAfter: beside(around.after) };
  return {
    position: position && `${position.latitude},${position.longitude}`,
    accuracy: position?.accuracy,
    heading,
    headingReference: heading === undefined ? undefined : headingReference,
  };
}

function beside(fix) {
  return fix && [fix.latitude, fix.longitude, fix.accuracy, fix.seconds].join(",");
}

async function forgotten(address) {
  try {
    await tus.withdraw(address);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

async function sendAll() {
  let any = false;
  await together(lines.atOnce(), async () => {
    const photo = stop.signal.aborted ? undefined : await next();
    if (!photo) return false;
    any = true;
    show("sending");
    await sent(photo);
    // What was picked meanwhile is announced before anything else is sent.
    return !(await fresh());
  });
  return any;
}

// True when something waits to be announced that was not held back before.
async function fresh() {
  return (await (await database()).countFromIndex("photos", "state", "waiting")) > held;
}

// What was begun, then the smallest; nothing that is on its way.
async function next() {
  const left = [...(await photosIn("sending")), ...(await photosIn("announced"))].filter(({ id }) => !progress.has(id));
  const photo = left.sort((a, b) => b.offset - a.offset || a.size - b.size)[0];
  if (photo) progress.set(photo.id, photo.offset);
  return photo;
}

async function sent({ id }) {
  // Read again, now that nobody else here takes it: it may have come, or have been taken out, since the list was made.
  const photo = await (await database()).get("photos", id);
  try {
    if (!ON_ITS_WAY.has(photo?.state)) return;
    const file = await (await database()).get("files", photo.id);
    if (!file) return void (await refused(photo, { code: "gone" }));
    const hash = await sentWhole(photo, file.blob);
    if (hash !== photo.sha256) throw new Refused(460, "");
    await changePhoto(photo.id, () => ({ state: "received", offset: photo.size, problem: undefined, receipt: { sha256: hash, at: new Date().toISOString() } }));
    curious = FIRST_MS;
  } catch (error) {
    await judged(photo, error, NEVER_TAKEN);
  } finally {
    progress.delete(id);
    listeners.forEach((hear) => hear());
  }
}

async function sentWhole({ id, upload, size }, blob) {
  let { offset, sha256: hash } = await tus.standing(upload);
  await unsent({ id }, { state: "sending", offset });
  while (offset < size) {
    const from = offset;
    const moved = (n) => {
      progress.set(id, Math.min(size, from + n));
      listeners.forEach((hear) => hear());
    };
    const chunk = blob.slice(offset, offset + lines.chunkSize());
    ({ offset, sha256: hash } = await tus.append(upload, chunk, offset, { moved, signal: stop.signal }));
    line.tries = 0;
    await unsent({ id }, { offset });
  }
  return hash ?? (await tus.standing(upload)).sha256;
}

// True when the next photo may be tried; what concerns the line, or whoever is logged in, is thrown.
async function judged(photo, error, never) {
  if (!(error instanceof Refused)) throw error;
  const { status } = error;
  if (status === 404 || status === 410) await again(photo);
  else if (status === 460) await spoiled(photo);
  else if (never.has(status)) await refused(photo, { code: "refused", sentence: error.message });
  else throw error;
  return true;
}

function again(photo, more = {}) {
  return unsent(photo, { state: "waiting", upload: undefined, offset: 0, ...more });
}

// What has its receipt is received, whatever else is found out about it later.
function unsent({ id }, more) {
  return changePhoto(id, ({ receipt }) => (receipt ? undefined : more));
}

// A photo that was not taken is tried anew, for whoever says so.
export async function retry(id) {
  await changePhoto(id, ({ upload }) => ({ state: "waiting", upload: undefined, stale: upload, offset: 0, problem: undefined }));
  now();
}

function refused(photo, problem) {
  return unsent(photo, { state: "refused", problem });
}

// What came was something else: from the beginning, unless it is the copy on the phone that has changed.
async function spoiled(photo) {
  const times = (photo.spoiled ?? 0) + 1;
  const file = await (await database()).get("files", photo.id);
  const whole = file && (await sha256(new Uint8Array(await file.blob.arrayBuffer()))) === photo.sha256;
  if (!whole) return refused(photo, { code: "damaged" });
  await again(photo, { spoiled: times, stale: photo.upload, problem: undefined });
  if (times >= MOST_SPOILED) await unsent(photo, { state: "refused", spoiled: 0, problem: { code: "spoiled" } });
  return undefined;
}

// What became of those that were received; returned is after how long to ask again.
async function learn() {
  const open = (await photosIn("received")).filter(({ fate, away }) => !away && (!fate || fate.state === "received"));
  if (!open.length) return LONGEST_MS;
  for (let at = 0; at < open.length; at += ASKED_AT_ONCE) await learned(open.slice(at, at + ASKED_AT_ONCE));
  curious = Math.min(LONGEST_MS, curious * 1.5);
  return curious;
}

async function learned(photos) {
  const { uploads } = await ask(`/uploads/?ids=${photos.map(({ upload }) => tus.idOf(upload)).join(",")}`);
  const found = new Map(uploads.map((upload) => [upload.id, upload]));
  for (const { id, upload, fate: before } of photos) {
    const { state, code, message, photo } = found.get(tus.idOf(upload)) ?? {};
    if (state && (state !== before?.state || photo !== before?.photo)) await changePhoto(id, () => ({ fate: { state, code, message, photo } }));
  }
}

// `step()` runs in so many strands until it says false; when one fails the others end what they are at.
async function together(strands, step) {
  let over = false;
  const strand = async () => {
    try {
      while (!over && (await step()));
    } catch (error) {
      over = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: strands }, strand));
  const failed = ends.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  if (failed.length) throw failed.find((error) => error instanceof LoggedOut) ?? failed[0];
}
