// Records where the phone is while an outing runs, and tells the server, which places the outing's photos by it.
//
//   start({ name, place }) stop() resume() running() -> outing or undefined
//   pointsOf(id) -> points in order of time; sync() sends what the server has not; listen(callback)
//   callback("synced") when the server has been told something.  state: { problem, accuracy, at } of the last fix; problem is "" | "denied" | "lost" | "unable" | "coarse"
//
// Each point is in IndexedDB before anything else happens to it. The track belongs to whoever records it: it is sent to their own
// outing alone, and `forget` deletes it here and there.

import { uuid } from "./hashing.js";
import { Offline, ask } from "./server.js";
import { database, ownOutings, remember, setting, tell, whoIsIt } from "./store.js";
import { metres } from "./track.js";

// A fix this unsure says in which street somebody is, not at which house.
const UNSURE_M = 100;
const EVERY_MS = 3_000;
const EVERY_M = 5;
const BATCH = 500;
const SYNC_MS = 20_000;
const A_DAY_MS = 24 * 3600_000;
const RUNNING = "running-outing";

export const state = { problem: "", accuracy: undefined, at: undefined };
const listeners = new Set();
let watching;
let awake;
let last;
let syncing;
let timer;

export function listen(callback) {
  listeners.add(callback);
}

function told(what) {
  for (const callback of listeners) callback(what);
}

export async function running() {
  const id = await setting(RUNNING, null);
  return id ? (await ownOutings()).find((outing) => outing.id === id) : undefined;
}

export async function start({ name, place }) {
  const outing = { id: uuid(), by: await whoIsIt(), name, place, started_at: new Date().toISOString(), ended_at: null, told: false };
  await (await database()).put("outings", outing);
  await remember(RUNNING, outing.id);
  await resume();
  sync();
  return outing;
}

// After a reload, a closed tab or a flat battery the outing goes on; only its agent ends it.
export async function resume() {
  if (!(await running()) || watching !== undefined) return;
  if (!("geolocation" in navigator) || !isSecureContext) return problem("unable");
  watching = navigator.geolocation.watchPosition(fixed, failed, { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 });
  await stayAwake();
  timer ??= setInterval(sync, SYNC_MS);
}

export async function stop() {
  const outing = await running();
  if (watching !== undefined) navigator.geolocation.clearWatch(watching);
  watching = last = undefined;
  awake?.release().catch(() => {});
  awake = undefined;
  clearInterval(timer);
  timer = undefined;
  problem("");
  if (!outing) return;
  await (await database()).put("outings", { ...outing, ended_at: new Date().toISOString(), told: false });
  await remember(RUNNING, null);
  sync();
}

async function fixed({ coords, timestamp }) {
  const outing = await running();
  if (!outing) return;
  const point = { outing: outing.id, at: new Date(timestamp).toISOString(), latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, sent: 0 };
  // A position that the phone remembered from before says nothing of this outing. Of a clock that is wrong the server tells.
  const early = Date.parse(outing.started_at) - timestamp;
  if (early > 0 && early < A_DAY_MS) return;
  state.accuracy = coords.accuracy;
  state.at = timestamp;
  if (coords.accuracy > UNSURE_M) return problem("coarse");
  problem("");
  if (!isWorthKeeping(point)) return told();
  last = point;
  await (await database()).put("points", point);
  told();
}

function isWorthKeeping(point) {
  if (!last || last.outing !== point.outing) return true;
  return Date.parse(point.at) - Date.parse(last.at) >= EVERY_MS || metres(last, point) >= EVERY_M;
}

function failed(error) {
  problem(error.code === error.PERMISSION_DENIED ? "denied" : "lost");
}

function problem(what) {
  state.problem = what;
  told();
}

async function stayAwake() {
  if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  // A low battery refuses it: the outing goes on, with the gaps that this makes.
  awake = await navigator.wakeLock.request("screen").catch(() => undefined);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  if (watching !== undefined) stayAwake();
  sync();
});
addEventListener("online", () => sync());

export async function pointsOf(id) {
  return (await database()).getAllFromIndex("points", "outing", id);
}

// The server knows every outing of this phone, and every point of it; without a network it is told later.
export function sync() {
  syncing ??= all()
    .then((n) => n && told("synced"), excuse)
    .finally(() => (syncing = undefined));
  return syncing;
}

// How much there was to tell.
async function all() {
  let n = 0;
  for (const outing of await ownOutings()) {
    if (!outing.told) {
      await tellOf(outing);
      n += 1;
    }
    n += await sendPoints(outing.id);
  }
  return n;
}

async function tellOf({ id, name, place, started_at, ended_at }) {
  await ask(`/terrain/api/outings/${id}`, { method: "PUT", json: { name, place, started_at, ended_at } });
  const db = await database();
  const now = await db.get("outings", id);
  // It may have been ended while the server was told.
  if (now && now.ended_at === ended_at) await db.put("outings", { ...now, told: true });
}

async function sendPoints(id) {
  const waiting = (await pointsOf(id)).filter(({ sent }) => !sent);
  for (let from = 0; from < waiting.length; from += BATCH) {
    const batch = waiting.slice(from, from + BATCH);
    const points = batch.map(({ at, latitude, longitude, accuracy }) => [at, latitude, longitude, accuracy ?? null]);
    const { left_out } = await ask(`/terrain/api/outings/${id}/points`, { method: "POST", json: { points } });
    if (left_out) problem("clock");
    const change = (await database()).transaction("points", "readwrite");
    for (const point of batch) change.store.put({ ...point, sent: 1 });
    await change.done;
  }
  return waiting.length;
}

// Told once: the band says that a session is over, and the next round tries again.
function excuse(error) {
  if (!(error instanceof Offline)) console.warn(error);
}

export async function forget(id) {
  await ask(`/terrain/api/outings/${id}/track`, { method: "DELETE" });
  await drop(id);
  tell();
  told();
}

// A track that the server keeps no longer is not kept here either.
export async function tidy(known) {
  for (const { id, told: isTold, ended_at } of await ownOutings()) {
    const isAllSent = !(await pointsOf(id)).some(({ sent }) => !sent);
    if (isTold && ended_at && isAllSent && !known.find((outing) => outing.id === id)?.points) await drop(id);
  }
}

async function drop(id) {
  const change = (await database()).transaction("points", "readwrite");
  for (const key of await change.store.index("outing").getAllKeys(id)) change.store.delete(key);
  await change.done;
}

export async function handOver(id, file) {
  await sync();
  const told = await ask(`/terrain/api/outings/${id}/gpx`, { method: "POST", body: file });
  const db = await database();
  const outing = await db.get("outings", id);
  // Its points are at the server alone: from now on this phone does not know all of the track.
  if (outing) await db.put("outings", { ...outing, handed: true });
  return told;
}
