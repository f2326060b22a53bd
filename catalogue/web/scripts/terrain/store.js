// What the phone keeps, in IndexedDB: nothing that was shown as queued is lost by a reload, a closed tab or a flat battery.
//
//   photos   { id, blob, name, size, type, sha256, path, picked_at, door, outing, facts, choices, state, upload, offset, receipt, problem }
//            id is a UUID of the phone. state: waiting -> announced -> sending -> received; upload is the address at the server;
//            receipt { sha256, at } only when the server's sha256 equals ours. facts are what was read of the file
//            { taken, offset, position, absence, screenshot, messaging }; choices what a person said { creator, receivedFrom, caption, themes }
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
