// What the phone keeps, in IndexedDB: nothing that was shown as queued is lost by a reload, a closed tab or a flat battery.
//
//   photos   { id, name, size, type, sha256, path, picked_at, pick, by, door, outing, modified, facts, choices, state, not_before, upload, offset, receipt,
//              problem, fate, away }
//            id is a UUID of the phone. state: asked (a question waits for its answer) or waiting -> announced -> sending -> received,
//            or refused with its problem { code, sentence }; upload is the address at the server; receipt { sha256, at } only when the
//            server's sha256 equals ours, fate { state, code, message, photo } what became of it there. facts are what was read of the
//            file { taken, offset, position, absence, screenshot, messaging }; choices what a person said { creator, receivedFrom,
//            caption, themes }
//   files    { id, blob }   the bytes of a photo as they were picked, until there is its receipt: apart, so that they are written once
//   thumbs   { id, jpeg }   a small picture of it, as bytes
//   outings  { id, name, place, started_at, ended_at, ... }     id is a UUID of the phone
//   points   { outing, at, latitude, longitude, accuracy, sent }  key [outing, at]
//   parcels  { id, name, size, prepared_at, ... }
//   settings { name, value }

import { openDB } from "idb";

const NAME = "phototheque";
const VERSION = 1;

let opened;

export function database() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db) {
      const photos = db.createObjectStore("photos", { keyPath: "id" });
      photos.createIndex("state", "state");
      photos.createIndex("sha256", "sha256");
      photos.createIndex("outing", "outing");
      db.createObjectStore("files", { keyPath: "id" });
      db.createObjectStore("thumbs", { keyPath: "id" });
      db.createObjectStore("outings", { keyPath: "id" });
      const points = db.createObjectStore("points", { keyPath: ["outing", "at"] });
      points.createIndex("outing", "outing");
      db.createObjectStore("parcels", { keyPath: "id" });
      db.createObjectStore("settings", { keyPath: "name" });
    },
    // Another tab wants a newer library: this one lets go, and opens anew when it is next asked.
    blocking(_current, _wanted, event) {
      event.target.close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

// A photo is queued when this has ended, its bytes with it, and a flat battery does not lose it; otherwise it throws.
export async function keepPhoto(photo, blob) {
  const db = await database();
  const change = db.transaction(["photos", "files"], "readwrite", { durability: "strict" });
  await Promise.all([
    change.objectStore("files").put({ id: photo.id, blob }),
    change.objectStore("photos").put(photo),
    change.done,
  ]);
}

// What `how(photo)` returns is added to the photo; undefined where there is none, or where it returns nothing.
export async function changePhoto(id, how) {
  const db = await database();
  const change = db.transaction(["photos", "files"], "readwrite", { durability: "strict" });
  const photo = await change.objectStore("photos").get(id);
  const more = photo && how(photo);
  if (more) {
    await change.objectStore("photos").put({ ...photo, ...more });
    // The server has the same bytes: the phone need not keep a second copy beside its gallery.
    if (more.receipt) await change.objectStore("files").delete(id);
  }
  await change.done;
  if (more) tell();
  return more ? { ...photo, ...more } : undefined;
}

export async function dropPhotos(ids) {
  const change = (await database()).transaction(["photos", "files", "thumbs"], "readwrite");
  for (const id of ids) for (const name of ["photos", "files", "thumbs"]) change.objectStore(name).delete(id);
  await change.done;
  tell();
}

export async function photosIn(state) {
  return (await database()).getAllFromIndex("photos", "state", state);
}

// Outings of whoever is logged in on this phone, which may be shared: nobody sees where somebody else went.
export async function ownOutings() {
  const me = await whoIsIt();
  return (await (await database()).getAll("outings")).filter(({ by = me }) => by === me);
}

export async function whoIsIt() {
  return (await setting("person", null))?.id ?? 0;
}

export async function setting(name, otherwise) {
  return (await (await database()).get("settings", name))?.value ?? otherwise;
}

export async function remember(name, value) {
  await (await database()).put("settings", { name, value });
  tell();
}

// Everything that shows what the phone keeps listens here, in this tab and in the others.
const channel = new BroadcastChannel("phototheque");
const listeners = new Set();
channel.onmessage = () => listeners.forEach((listen) => listen());

export function changed(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

export function tell() {
  channel.postMessage("changed");
  listeners.forEach((listen) => listen());
}
