// Outings that were prepared. What each is lies in IndexedDB, its squares of the map and its thumbnails in the cache PARCELS,
// from which sw.js answers where the network does not. A file that two outings need is there once.
//
//   { id, name, kind, place, asked, format, prepared_at, box, deepest, layers, layersBytes, photos, addresses, left, sizes, absent }
//            addresses are all files of the parcel, left those that are still to be taken, sizes { address: bytes } those that
//            are there, absent those that the server does not have; asked is what it was asked with ("place=82")

import { LoggedOut, Offline, ask } from "./server.js";
import { database, tell } from "./store.js";

// As in sw.js: its name, and the header of what is asked of the server alone.
const PARCELS = "parcels";
const DIRECT = { "x-parcel": "take" };
export const FORMAT = 1;

const AT_A_TIME = 4;
const SAVE_EVERY = 20;
const A_DAY_MS = 24 * 3600 * 1000;

export async function parcels() {
  const all = await (await database()).getAll("parcels");
  return all.sort((one, other) => other.prepared_at - one.prepared_at);
}

export async function parcel(id) {
  return (await database()).get("parcels", id);
}

export const photoAddress = (id) => `/images/400/${id}`;

export function bytesOf({ sizes, layersBytes }) {
  return layersBytes + Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
}

// What goes when a parcel is freed: its files that no other one needs.
export function ownBytes(one, all) {
  const shared = usedBy(all.filter(({ id }) => id !== one.id));
  return one.layersBytes + Object.entries(one.sizes).reduce((sum, [address, bytes]) => sum + (shared.has(address) ? 0 : bytes), 0);
}

// The parcel is known to the phone, its files are still to be taken. Those that were taken within a day are not taken twice.
export async function begin(plan, asked) {
  const old = await parcel(plan.id);
  const addresses = [...plan.photos.map(({ id }) => photoAddress(id)), ...plan.tiles.addresses];
  const resumed = old?.left.length && Date.now() - old.prepared_at < A_DAY_MS;
  const record = {
    id: plan.id,
    name: plan.name,
    kind: plan.kind,
    place: plan.place,
    asked,
    format: plan.format,
    prepared_at: Date.now(),
    box: plan.box,
    deepest: plan.tiles.deepest,
    layers: plan.layers,
    layersBytes: plan.sizes.layers,
    photos: plan.photos,
    addresses,
    left: resumed ? addresses.filter((each) => !(each in old.sizes) || old.left.includes(each)) : addresses,
    sizes: old?.sizes ?? {},
    absent: [],
  };
  await (await database()).put("parcels", record);
  tell();
  return record;
}

// Takes what is left, and tells how far it is. Throws Offline, LoggedOut or QuotaExceededError where it cannot go on, AbortError
// where it was stopped; what was taken by then stays.
export async function take(id, { signal, progress }) {
  const db = await database();
  const cache = await caches.open(PARCELS);
  const record = await parcel(id);
  const waiting = [...record.left];
  const settled = new Set();
  let failure;
  const save = () => {
    record.left = record.left.filter((address) => !settled.has(address));
    settled.clear();
    return db.put("parcels", record);
  };
  const one = async (address) => {
    const bytes = await taken(cache, address, signal);
    if (bytes === undefined) {
      record.absent.push(address);
      delete record.sizes[address];
    } else record.sizes[address] = bytes;
    settled.add(address);
    progress({ done: record.addresses.length - record.left.length + settled.size, all: record.addresses.length, bytes: bytesOf(record) });
    if (settled.size >= SAVE_EVERY) await save();
  };
  const worker = async () => {
    while (!failure && waiting.length) {
      await one(waiting.shift()).catch((error) => (failure ??= error));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  await save();
  if (failure) throw failure;
  await forgetFormer(record, cache);
  tell();
  return record;
}

// How many bytes one file has that is now kept; undefined where the server does not have it.
async function taken(cache, address, signal) {
  const answer = await reached(() => fetch(address, { signal, credentials: "same-origin", redirect: "manual", headers: DIRECT }), signal);
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new LoggedOut();
  if (answer.status >= 500) throw new Offline();
  if (answer.status !== 200) {
    // A photo that was erased meanwhile leaves the phone too.
    if (answer.status !== 204) await cache.delete(address);
    return answer.status === 204 ? (await (await cache.match(address))?.blob())?.size : undefined;
  }
  const blob = await reached(() => answer.blob(), signal);
  await cache.put(address, new Response(blob, { headers: { "content-type": blob.type } }));
  return blob.size;
}

async function reached(asking, signal) {
  try {
    return await asking();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Offline();
  }
}

// What an earlier preparation of the same outing took, and this one no longer has.
async function forgetFormer(record, cache) {
  const kept = new Set(record.addresses);
  const former = Object.keys(record.sizes).filter((address) => !kept.has(address));
  if (!former.length) return;
  await drop(former, await others(record.id), cache);
  for (const address of former) delete record.sizes[address];
  await (await database()).put("parcels", record);
}

// The outing is no longer on the phone, nor are its files, save those that another one needs.
export async function free(id) {
  const record = await parcel(id);
  if (!record) return;
  await (await database()).delete("parcels", id);
  // Files that were kept, but not yet noted, go too.
  await drop([...record.addresses, ...Object.keys(record.sizes)], await others(id), await caches.open(PARCELS));
  tell();
}

// Photos that were erased or set aside since the outing was prepared leave the phone; returned is how many.
export async function forgetGone() {
  const all = await parcels();
  const ids = [...new Set(all.flatMap(({ photos }) => photos.map(({ id }) => id)))];
  if (!ids.length) return 0;
  const { gone } = await ask("/terrain/api/parcels/gone", { method: "POST", json: { ids } });
  const [lost, cache] = [new Set(gone), await caches.open(PARCELS)];
  await Promise.all(gone.map((id) => cache.delete(photoAddress(id))));
  const affected = all.filter(({ photos }) => photos.some(({ id }) => lost.has(id)));
  await Promise.all(affected.map((record) => changed(record.id, (now) => without(now, lost))));
  if (gone.length) tell();
  return gone.length;
}

// As it is now: somebody may be taking more of it along.
async function changed(id, how) {
  const change = (await database()).transaction("parcels", "readwrite");
  const record = await change.store.get(id);
  if (record) await change.store.put(how(record));
  await change.done;
}

function without(record, lost) {
  const addresses = new Set([...lost].map(photoAddress));
  const others = (list) => list.filter((address) => !addresses.has(address));
  return {
    ...record,
    photos: record.photos.filter(({ id }) => !lost.has(id)),
    addresses: others(record.addresses),
    left: others(record.left),
    sizes: Object.fromEntries(Object.entries(record.sizes).filter(([address]) => !addresses.has(address))),
  };
}

async function drop(addresses, all, cache) {
  const needed = usedBy(all);
  await Promise.all(addresses.filter((address) => !needed.has(address)).map((address) => cache.delete(address)));
}

async function others(id) {
  return (await parcels()).filter((each) => each.id !== id);
}

function usedBy(all) {
  return new Set(all.flatMap(({ addresses, sizes }) => [...addresses, ...Object.keys(sizes)]));
}
