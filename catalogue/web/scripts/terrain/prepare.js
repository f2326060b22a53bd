// Screen #prepare: where one goes, what that takes, what is on the phone. `#prepare/new/place=82` and `#prepare/new/near` say what
// would be taken, `#prepare/take/<parcel>` goes on taking, `#prepare/<parcel>` is the outing itself, which prepared.js shows.

import { el, part } from "./dom.js";
import { listDestinations } from "./destinations.js";
import { FORMAT, begin, bytesOf, free, ownBytes, parcel, parcels, photoAddress, take } from "./parcels.js";
import { openPrepared } from "./prepared.js";
import { askToPersist } from "./queue.js";
import { LoggedOut, Offline, Refused, ask } from "./server.js";
import { say, size } from "./words.js";

const OLD_DAYS = 7;
const A_DAY_MS = 24 * 3600 * 1000;
const POSITION = { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 };
// Of what is left, this much stays for the photos of the day.
const USABLE = 0.8;

export function mount(section, app) {
  const at = (name) => part(section, name);
  const destinations = listDestinations(at);
  // What is being taken, whichever screen is seen: { id, stop, over, told }.
  let job;
  let seen;
  let opened;

  const view = (name) => {
    for (const each of ["overview", "plan", "opened"]) at(each).hidden = each !== name;
  };

  const overview = async () => {
    view("overview");
    const all = await parcels();
    at("kept-frame").hidden = !all.length;
    at("kept").replaceChildren(...all.map((record) => kept(record, all)));
    await destinations.show(new Set(all.map(({ place }) => place)));
  };
  const kept = (record, all) => {
    const freed = size(ownBytes(record, all));
    const remove = async () => {
      await stopped(record.id);
      await free(record.id);
      at("freed").hidden = false;
      at("freed").textContent = say("parcel.freed", { size: freed, name: record.name });
      await overview();
    };
    const wanting = record.left.length > 0;
    return el(
      "li",
      {},
      el(
        "a",
        { class: "open", href: `#prepare/${encodeURIComponent(record.id)}` },
        el("strong", {}, record.name),
        el("span", { class: "soft" }, `${age(record)} · ${size(bytesOf(record))}`),
        wanting && el("span", { class: "wanting" }, say("parcel.partly", { n: record.left.length })),
      ),
      el(
        "div",
        { class: "row" },
        el("a", { class: "button", href: wanting ? `#prepare/take/${encodeURIComponent(record.id)}` : anew(record) }, say(wanting ? "parcel.go-on" : "parcel.again")),
        el("button", { type: "button", class: "button", onclick: remove }, say("parcel.free", { size: freed })),
      ),
    );
  };

  // What would be taken is said first, with its size.
  const plan = async (which) => {
    blank(which === "near" ? say("parcel.locating") : say("parcel.asking"));
    try {
      const asked = which === "near" ? await nearby() : which;
      if (seen !== `new/${which}`) return;
      const told = await ask(`/terrain/api/parcels?${asked}`);
      if (seen !== `new/${which}`) return;
      await offer(told, asked);
    } catch (error) {
      if (seen === `new/${which}`) at("plan-size").textContent = whyNot(error);
    }
  };
  const blank = (sentence, name = "") => {
    view("plan");
    at("plan-name").textContent = name;
    at("holds").replaceChildren();
    at("plan-size").textContent = sentence;
    for (const each of ["mobile", "taking", "outcome", "take", "stop", "open"]) at(each).hidden = true;
  };
  const offer = async (told, asked) => {
    at("plan-name").textContent = told.name;
    at("holds").replaceChildren(...holds(told));
    const bytes = told.sizes.layers + told.sizes.photos + told.tiles.bytes;
    const left = await room();
    const fits = left === undefined || bytes < left * USABLE;
    const sentence = left === undefined ? "parcel.size" : fits ? "parcel.size-left" : "parcel.too-large";
    at("plan-size").textContent = say(sentence, { size: size(bytes), left: size(left ?? 0) });
    at("mobile").hidden = navigator.connection?.type !== "cellular";
    at("mobile").textContent = say("parcel.mobile");
    at("take").hidden = !fits;
    at("take").onclick = async () => {
      at("take").hidden = true;
      await stopped();
      await begin(told, asked);
      seen = `take/${told.id}`;
      history.replaceState(null, "", `#prepare/take/${encodeURIComponent(told.id)}`);
      run(told.id);
    };
  };

  // Taking goes on while another screen is seen; the bar is drawn when this one is.
  const run = (id) => {
    const stopping = new AbortController();
    const mine = { id, stop: () => stopping.abort(), told: undefined };
    job = mine;
    askToPersist();
    const progress = (told) => {
      mine.told = told;
      if (seen === `take/${id}`) draw(told);
    };
    at("stop").hidden = false;
    at("outcome").hidden = true;
    mine.over = take(id, { signal: stopping.signal, progress })
      .then(() => undefined, (error) => error)
      .then(async (error) => {
        if (job === mine) job = undefined;
        if (seen === `take/${id}`) await outcome(id, error);
      });
  };
  const draw = ({ done, all, bytes }) => {
    const percent = all ? Math.floor((100 * done) / all) : 100;
    at("taking").hidden = false;
    at("taking-bar").firstElementChild.style.width = `${percent}%`;
    at("taking-bar").setAttribute("aria-valuenow", percent);
    at("taking-said").textContent = say("parcel.taking", { done, all, size: size(bytes) });
  };
  const outcome = async (id, error) => {
    const record = await parcel(id);
    if (!record) return;
    at("stop").hidden = true;
    at("outcome").hidden = false;
    at("outcome").classList.toggle("bad", Boolean(error) && error.name !== "AbortError");
    at("outcome").replaceChildren(...(error ? ended(error, record) : ready(record)).map((sentence) => el("p", {}, sentence)));
    at("take").hidden = !error;
    at("take").textContent = say("parcel.go-on");
    at("take").onclick = () => goOn(id);
    at("open").hidden = Boolean(error);
    at("open").href = `#prepare/${encodeURIComponent(id)}`;
  };
  const goOn = async (id) => {
    const record = await parcel(id);
    if (!record) return app.go("#prepare");
    blank("", record.name);
    at("holds").replaceChildren(...holds({ ...record, tiles: { addresses: record.addresses.slice(record.photos.length) } }));
    draw(job?.id === id && job.told ? job.told : { done: record.addresses.length - record.left.length, all: record.addresses.length, bytes: bytesOf(record) });
    if (job?.id === id) at("stop").hidden = false;
    else {
      await stopped();
      run(id);
    }
  };
  // One outing is taken at a time; a parcel is freed when nothing writes to it any more.
  const stopped = async (id = job?.id) => {
    if (job?.id !== id) return;
    job?.stop();
    await job?.over;
  };

  const open = async (id) => {
    const record = await parcel(id);
    if (!record) return app.go("#prepare");
    if (record.format !== FORMAT) return app.go(anew(record));
    view("opened");
    at("opened-age").textContent = age(record);
    opened = openPrepared(at, record);
  };

  at("take").dataset.said = at("take").textContent;
  at("stop").addEventListener("click", () => job?.stop());
  return {
    shown: async (rest) => {
      leave();
      seen = decodeURIComponent(rest);
      at("take").textContent = at("take").dataset.said;
      const [what, ...which] = seen.split("/");
      if (!seen) await overview();
      else if (what === "new") await plan(which.join("/"));
      else if (what === "take") await goOn(which.join("/"));
      else await open(seen);
    },
    hidden: leave,
  };

  function leave() {
    seen = undefined;
    opened?.close();
    opened = undefined;
    at("freed").hidden = true;
    at("filter").value = "";
  }
}

const anew = ({ asked }) => `#prepare/new/${asked}`;

export function age({ prepared_at: since, format }) {
  if (format !== FORMAT) return say("parcel.other-format");
  const n = Math.max(0, Math.floor((Date.now() - since) / A_DAY_MS));
  const said = n === 0 ? say("parcel.today") : n === 1 ? say("parcel.yesterday") : say("parcel.days", { n });
  return n < OLD_DAYS ? said : say("parcel.old", { age: said });
}

function holds({ layers, photos, tiles }) {
  const lines = [
    photos.length ? say("parcel.photos", { n: photos.length }) : say("parcel.photos-none"),
    say("parcel.around", { n: layers.features.length }),
    tiles.addresses.length ? say("parcel.tiles", { n: tiles.addresses.length }) : say("parcel.tiles-none"),
  ];
  return lines.map((line) => el("li", {}, line));
}

function ready(record) {
  const photos = record.absent.filter((address) => address.startsWith(photoAddress(""))).length;
  const tiles = record.absent.length - photos;
  const isBare = tiles > 0 && tiles === record.addresses.length - record.photos.length;
  return [
    say(isBare ? "parcel.ready-bare" : "parcel.ready", { size: size(bytesOf(record)) }),
    ...(photos ? [say("parcel.missing", { n: photos })] : []),
    ...(tiles ? [say("parcel.tiles-missing", { n: tiles })] : []),
  ];
}

function ended(error, record) {
  if (error.name === "AbortError") return [say("parcel.stopped", { n: record.left.length })];
  if (error.name === "QuotaExceededError") return [say("parcel.full")];
  if (error instanceof LoggedOut) return [say("parcel.session")];
  if (error instanceof Offline) return [say("parcel.cut")];
  throw error;
}

function whyNot(error) {
  if (error instanceof Offline) return say("parcel.offline");
  if (error instanceof LoggedOut) return say("parcel.session");
  if (error instanceof Refused) return error.message || say("parcel.refused");
  if (error instanceof GeolocationPositionError) return say("parcel.no-position");
  throw error;
}

async function nearby() {
  const { coords } = await new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, POSITION));
  return `near=${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
}

async function room() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota > 0 ? Math.max(0, quota - usage) : undefined;
}
