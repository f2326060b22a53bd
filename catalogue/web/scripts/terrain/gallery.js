// Photos chosen on the phone: copied into the queue one after the other, and told about at once.
//
//   pick(files, { door, outing, path, choices, progress }) -> what came of it (see `result`); path is theirs alone when given
//   enqueue(photo)                                  see queue.js
//   mountGallery(element, app, { outing })          the part `_gallery.html`; outing() gives the id of its screen's outing
//
// A ZIP among the files is opened; its pictures count as picked.

import { enqueue, momentOf, shortened } from "./queue.js";
import { uuid } from "./hashing.js";
import { pointsOf, running } from "./recorder.js";
import { wake } from "./sender.js";
import { ownOutings } from "./store.js";
import { knows } from "./track.js";

export { enqueue } from "./queue.js";
export { mountGallery } from "./gallery_part.js";

// A clock that is ahead by less than this may be right: phones are slow to change zones.
const AHEAD_MS = 15 * 60_000;
const JUST_NOW_MS = 120_000;
const ZIP_NAME = /\.zip$/i;

export async function pick(files, { door = "gallery", outing, path, choices, progress } = {}) {
  const told = result();
  const all = [...files];
  let done = 0;
  for (const file of all) {
    if (told.full) told.left += 1;
    else await one(file, { door, outing, path, choices, pick: told.pick }, told);
    progress?.(++done, all.length);
  }
  return told;
}

function result() {
  return {
    pick: uuid(),
    ids: [],
    queued: 0,
    positioned: 0,
    redacted: 0,
    without: 0,
    tracked: 0,
    astray: 0,
    doubles: 0,
    sent: 0,
    ahead: 0,
    latest: "",
    shortened: 0,
    video: 0,
    full: false,
    left: 0,
    other: [],
    empty: [],
    unreadable: [],
    folder: [],
    bomb: [],
    broken: [],
    tracks: {},
  };
}

async function one(file, how, told) {
  if (ZIP_NAME.test(file.name)) return zipped(file, how, told);
  await kept({ blob: file, name: file.name, modified: new Date(file.lastModified).toISOString(), ...how }, told);
}

async function zipped(file, how, told) {
  const { unzipped } = await import("./zip.js");
  for await (const found of unzipped(file)) {
    if (found.problem) told[found.problem].push(found.name);
    else if (told.full) told.left += 1;
    else await kept({ ...how, blob: found.blob, name: found.name, path: found.path }, told);
  }
}

async function kept(picked, told) {
  const { outcome, photo } = await enqueue(picked);
  if (outcome === "queued") return void (await counted(photo, picked, told));
  if (outcome === "double") told[photo.state === "received" ? "sent" : "doubles"] += 1;
  else if (outcome === "video") told.video += 1;
  else if (outcome !== "full") told[outcome].push(shortened(picked.name));
  else {
    told.full = true;
    told.left += 1;
  }
}

async function counted(photo, picked, told) {
  told.ids.push(photo.id);
  told.queued += 1;
  if (photo.name !== picked.name) told.shortened += 1;
  const { position, absence } = photo.facts;
  told[position ? "positioned" : absence === "redacted" ? "redacted" : "without"] += 1;
  const moment = momentOf(photo.facts);
  if (!position && photo.outing) told[(await willBePlaced(photo, moment, told)) ? "tracked" : "astray"] += 1;
  if (moment && moment - Date.now() > AHEAD_MS) {
    told.ahead += 1;
    if (photo.facts.taken > told.latest) told.latest = photo.facts.taken;
  }
  wake();
}

async function trackOf(outing) {
  const [points, own] = [await pointsOf(outing), (await ownOutings()).find(({ id }) => id === outing)];
  return { points, runs: (await running())?.id === outing, handed: Boolean(own?.handed) };
}

// By the track as this phone knows it; a moment that it has not come to yet may still be in it.
async function willBePlaced({ outing }, moment, told) {
  if (!moment) return false;
  const { points, runs, handed } = (told.tracks[outing] ??= await trackOf(outing));
  return handed || knows(points, moment.getTime()) || (runs && Date.now() - moment < JUST_NOW_MS);
}
