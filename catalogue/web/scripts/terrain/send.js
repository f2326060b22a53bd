// Screen #send: how much of the queue has come, what the line is like, and each photo with its state in words.

import { el, part } from "./dom.js";
import { mountGallery } from "./gallery.js";
import { dropPhotos, changed, changePhoto, database, remember, setting } from "./store.js";
import { kind as lineKind, isWeak } from "./line.js";
import { line, listen, now, progress, retry, start } from "./sender.js";
import { showLater } from "./thumbs.js";
import { say, size } from "./words.js";

const DRAW_MS = 250;
// A reader's voice hears of progress once in a while, not of each chunk.
const SPOKEN_MS = 15_000;
const LEAVING = new Set(["waiting", "announced", "sending"]);

export function mount(section, app) {
  const at = (name) => part(section, name);
  const rows = new Map();
  let seen = false;
  let drawing;
  let spoken = 0;

  const soon = () => {
    if (seen) drawing ??= setTimeout(draw, DRAW_MS);
  };
  const draw = async () => {
    const photos = (await (await database()).getAll("photos")).filter(({ away }) => !away);
    drawing = undefined;
    list(at("list"), rows, photos);
    summary(photos);
  };

  const summary = (photos) => {
    const received = photos.filter(({ state }) => state === "received").length;
    const bytes = photos.reduce((sum, { size: each }) => sum + each, 0);
    const there = photos.reduce((sum, photo) => sum + come(photo), 0);
    const percent = bytes ? Math.floor((100 * there) / bytes) : 0;
    at("empty").hidden = photos.length > 0;
    at("queue").hidden = !photos.length;
    at("received").textContent = say("sum.received", { n: received, all: photos.length });
    at("bar").setAttribute("aria-valuenow", percent);
    at("bar").firstElementChild.style.width = `${percent}%`;
    at("percent").textContent = say("sum.bytes", { there: size(there), all: size(bytes), percent });
    at("closing").hidden = !received;
    at("closing").textContent = say("sum.closing", { n: received });
    at("away").hidden = !received;
    const left = photos.filter(({ state }) => LEAVING.has(state)).length;
    at("now").hidden = !left || !["waiting", "session", "offline"].includes(line.is);
    at("line").textContent = left ? lineWords() : "";
    speak(received, photos.length);
  };

  const speak = (received, all) => {
    if (Date.now() - spoken < SPOKEN_MS && received < all) return;
    const sentence = all ? say("sum.received", { n: received, all }) : "";
    if (at("live").textContent === sentence) return;
    spoken = Date.now();
    at("live").textContent = sentence;
  };

  mountGallery(at("gallery"), app);
  at("now").addEventListener("click", now);
  at("away").addEventListener("click", putAway);
  switches(at);
  changed(soon);
  listen(soon);
  setInterval(() => line.until && soon(), 1000);
  start();
  return {
    shown: () => {
      seen = true;
      draw();
    },
    hidden: () => (seen = false),
  };
}

function come({ id, size: whole, offset, state }) {
  return state === "received" ? whole : (progress.get(id) ?? offset ?? 0);
}

// « Réseau faible · reprise dans 12 s »
function lineWords() {
  const seconds = Math.max(1, Math.ceil((line.until - Date.now()) / 1000));
  const is = line.is === "waiting" ? say("line.waiting", { n: seconds }) : say(`line.${line.is}`);
  const how = navigator.onLine && isWeak() ? say("line.weak") : lineKind() === "wifi" ? say("line.on-wifi") : "";
  return [how, line.sentence, is].filter(Boolean).join(" · ");
}

async function putAway() {
  const received = (await (await database()).getAllFromIndex("photos", "state", "received")).filter(({ away }) => !away);
  await Promise.all(received.map(({ id }) => changePhoto(id, () => ({ away: true }))));
}

async function switches(at) {
  const both = [
    [at("wifi-only"), "wifi-only"],
    [at("paused"), "paused"],
  ];
  for (const [box, name] of both) {
    box.checked = await setting(name, false);
    box.addEventListener("change", () => remember(name, box.checked));
  }
  // Where the phone does not say what it is connected by, the switch would promise what nobody can keep.
  if (lineKind() !== undefined) return;
  at("wifi-only").disabled = true;
  at("wifi-unknown").hidden = false;
}

// The rows stay what they are: only what has changed is written.
function list(element, rows, photos) {
  const shown = photos.sort(inOrder);
  const ids = new Set(shown.map(({ id }) => id));
  for (const [id, row] of rows) {
    if (ids.has(id)) continue;
    row.item.remove();
    rows.delete(id);
  }
  let before = null;
  for (const photo of shown) {
    if (!rows.has(photo.id)) rows.set(photo.id, newRow(photo));
    const row = rows.get(photo.id);
    fill(row, photo);
    const place = before ? before.nextSibling : element.firstChild;
    if (place !== row.item) element.insertBefore(row.item, place);
    before = row.item;
  }
}

const ORDER = ["refused", "asked", "sending", "announced", "waiting", "received"];

function inOrder(a, b) {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.picked_at.localeCompare(b.picked_at);
}

function newRow({ id, name, size: bytes }) {
  const image = el("img", { alt: "", width: 56, height: 56, "data-photo": id });
  const state = el("span", { class: "state" });
  const more = el("div", { class: "more" });
  const item = el("li", {}, image, el("div", { class: "what" }, el("span", { class: "name" }, name), state, more), el("span", { class: "size soft" }, size(bytes)));
  return { item, image, state, more };
}

function fill(row, photo) {
  if (!row.image.src) showLater(row.image);
  const words = stateWords(photo);
  if (row.state.textContent !== words) row.state.textContent = words;
  const look = photo.state === "received" && photo.fate?.state === "quarantined" ? "quarantined" : photo.state;
  if (row.item.dataset.state === look) return;
  row.item.dataset.state = look;
  row.more.replaceChildren(...(photo.state === "refused" ? repairs(photo) : []));
}

function repairs({ id, problem }) {
  const again = el("button", { type: "button", class: "button", onclick: () => retry(id) }, say("row.again"));
  const leave = el("button", { type: "button", class: "button", onclick: () => dropPhotos([id]) }, say("row.leave"));
  return ["gone", "damaged"].includes(problem.code) ? [leave] : [again, leave];
}

function stateWords(photo) {
  const { state, problem, fate } = photo;
  if (state === "refused") return problem.sentence || say(`trouble.${problem.code}`);
  if (state === "received") return fate && fate.state !== "received" ? say("row.fate", { fate: fate.message }) : say("row.received");
  const percent = Math.floor((100 * come(photo)) / photo.size);
  if (state === "sending" && !percent && !progress.has(photo.id)) return say("row.waiting");
  if (state === "sending") return progress.has(photo.id) ? say("row.sending", { percent }) : say("row.stopped", { percent });
  return say(`row.${state}`);
}
