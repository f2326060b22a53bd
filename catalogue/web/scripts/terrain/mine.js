// Screen #mine: what I sent, where it was placed, what became of it; `#mine/<upload>` is one of these photos.
//
// What was last seen is kept, and shown without a network. What is said of a photo offline waits, and is told later.

import { el, part } from "./dom.js";
import { openSheet } from "./sheet.js";
import { LoggedOut, Offline, Refused, ask } from "./server.js";
import { database, remember, setting } from "./store.js";
import { showLater } from "./thumbs.js";
import { day, say, time } from "./words.js";

const SEEN = "mine";
const UNTOLD = "untold";
// How often what became of photos is looked at while the list is on the screen.
const AGAIN_MS = 20_000;

export function mount(section, app) {
  const at = (name) => part(section, name);
  let known = { photos: [], themes: [] };
  let only = "all";
  let shown;
  let sheet;
  let drawn;

  const recall = async () => {
    const [kept, person] = [await setting(SEEN, null), await setting("person", null)];
    if (kept && kept.person === person?.id) known = kept;
  };
  const refresh = async () => {
    try {
      await tellUntold(app);
      known = { ...(await ask("/terrain/api/mine")), person: (await setting("person", null))?.id, at: Date.now() };
      await remember(SEEN, known);
      at("seen").textContent = "";
    } catch (error) {
      if (!(error instanceof Offline || error instanceof LoggedOut || error instanceof Refused)) throw error;
      at("seen").textContent = known.at ? say("mine.as-of", { when: `${day(known.at)}, ${time(known.at)}` }) : say("mine.unseen");
    }
  };
  const draw = async () => {
    if (shown === undefined) return;
    for (const [name, isOf] of Object.entries(LISTS)) {
      at(name).textContent = say(`mine.${name}`, { n: known.photos.filter(isOf).length });
      at(name).setAttribute("aria-pressed", String(only === name));
    }
    const listed = known.photos.filter(LISTS[only]);
    // What was never asked is not known: `seen` says so.
    at("none").hidden = listed.length > 0 || !known.at;
    at("none").textContent = known.photos.length ? say("mine.complete") : say("mine.none");
    const now = JSON.stringify(listed);
    if (now === drawn) return;
    drawn = now;
    const own = await ownThumbs();
    at("list").replaceChildren(...listed.map((photo) => row(photo, own)));
  };
  const open = async () => {
    const photo = known.photos.find(({ id }) => id === shown);
    at("overview").hidden = Boolean(photo);
    at("sheet").hidden = !photo;
    if (sheet?.id === photo?.id) return;
    sheet?.close();
    sheet = photo && openSheet(at("sheet"), photo, { known, app, say: tell, learn, thumb: (await ownThumbs()).get(photo.id) });
  };
  // One photo as the server tells it after something was said of it.
  const tell = async (photo, said) => {
    const told = await describe(photo, said, app);
    if (told) await learn(photo, told.photo);
    return told?.action;
  };
  const learn = async (photo, facts) => {
    photo.facts = facts;
    for (const each of known.photos) if (each.id === photo.id) each.facts = facts;
    await remember(SEEN, known);
  };
  const look = async () => {
    await draw();
    await refresh();
    await draw();
    await open();
  };

  for (const name of Object.keys(LISTS)) {
    at(name).addEventListener("click", () => {
      only = name;
      draw();
    });
  }
  addEventListener("online", () => shown !== undefined && look());
  // What is received or taken in meanwhile appears by itself.
  setInterval(() => shown === "" && document.visibilityState === "visible" && look(), AGAIN_MS);
  return {
    shown: async (rest) => {
      shown = rest;
      await recall();
      await open();
      await look();
    },
    hidden: () => {
      shown = undefined;
      sheet?.close();
      sheet = undefined;
    },
  };
}

const wants = ({ facts, theirs }) => Boolean(theirs && facts?.needs.length);
const needs = (what) => (photo) => wants(photo) && photo.facts.needs.includes(what);
const LISTS = { all: () => true, nowhere: needs("position"), wordless: needs("words") };

function row(photo, own) {
  const { id, name, facts, message } = photo;
  const what = el("div", { class: "what" }, el("span", { class: "name" }, facts?.when ?? name), ...place(facts));
  what.append(el("span", { class: "state" }, became(photo) || message));
  if (photo.gap && !facts?.sign) what.append(el("span", { class: "state" }, gapSaid(photo.gap)));
  if (wants(photo)) what.append(el("span", { class: "needs" }, facts.needs.map((need) => say(`needs.${need}`)).join(" · ")));
  return el("li", { "data-state": photo.state }, el("a", { href: `#mine/${id}` }, picture(photo, own.get(id)), what));
}

// Why the track of its outing could not place a photo.
export function gapSaid({ from, to }) {
  const at = (moment) => (moment ? time(moment) : "");
  return say(!from ? "gap.before" : to ? "gap" : "gap.after", { from: at(from), to: at(to) });
}

function place(facts) {
  if (!facts) return [];
  const where = facts.sign ? `${facts.sign} ${facts.where || facts.position}` : facts.position;
  return [el("span", { class: "soft" }, where)];
}

// What is not plain: everything that is in the catalogue, and needs nothing, says so by its place.
export function became({ state, message, facts }) {
  if (facts?.aside) return facts.aside;
  return state === "catalogued" ? "" : message;
}

// The phone's own small picture where it has one: it costs nothing to send, and is there offline.
export function picture({ facts }, thumb) {
  const image = el("img", { alt: "", width: 96, height: 96, loading: "lazy" });
  if (facts) image.style.backgroundColor = facts.colour;
  if (thumb) {
    image.dataset.photo = thumb;
    showLater(image);
  } else if (facts?.shown) image.src = `/images/400/${facts.id}`;
  return image;
}

// Which photo of this phone an upload is, where the phone has a small picture of it.
async function ownThumbs() {
  const db = await database();
  const [photos, thumbs] = await Promise.all([db.getAll("photos"), db.getAllKeys("thumbs")]);
  const drawn = new Set(thumbs);
  return new Map(photos.filter(({ id, upload }) => upload && drawn.has(id)).map(({ id, upload }) => [upload.split("/").pop(), id]));
}

async function describe(photo, said, app) {
  const by = app.person()?.name || undefined;
  try {
    return await ask(`/terrain/api/photos/${photo.facts.id}`, { method: "POST", json: { ...said, by } });
  } catch (error) {
    if (!(error instanceof Offline || error instanceof LoggedOut)) throw error;
    const untold = await setting(UNTOLD, {});
    await remember(UNTOLD, { ...untold, [photo.facts.id]: { ...untold[photo.facts.id], ...said, by } });
    return undefined;
  }
}

// What was said without a network; what the server refuses now is told, and is not tried for ever.
async function tellUntold(app) {
  const untold = await setting(UNTOLD, {});
  for (const [photo, json] of Object.entries(untold)) {
    try {
      await ask(`/terrain/api/photos/${photo}`, { method: "POST", json });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.message) app.notice(error.message, { bad: true });
    }
    const { [photo]: _, ...rest } = await setting(UNTOLD, {});
    await remember(UNTOLD, rest);
  }
}
