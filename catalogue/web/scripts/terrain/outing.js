// Screen #outing: an outing is begun and ended here, and nowhere else; its track, its gaps, and those of before.

import { el, part } from "./dom.js";
import { mountGallery } from "./gallery.js";
import { parcels } from "./parcels.js";
import { momentOf } from "./queue.js";
import * as recorder from "./recorder.js";
import { LoggedOut, Offline, ask } from "./server.js";
import { changed, database, ownOutings } from "./store.js";
import { gaps, knows, metres, pieces } from "./track.js";
import { day, distance, say, time } from "./words.js";

const CLOSE_ZOOM = 16;
const REDRAW_MS = 2_000;
const AGAIN_MS = 5_000;
// So many past outings are unfolded.
const LATEST = 3;

export function mount(section, app) {
  const at = (name) => part(section, name);
  const mark = document.querySelector('#band [data-part="recording"]');
  let outing;
  // The map, once something is to be seen on it: a promise, since two drawings may come at once.
  let map;
  let seen = false;
  let drawing;
  let again;

  mountGallery(at("gallery"), app, { outing: () => outing?.id });

  const draw = async () => {
    drawing = undefined;
    outing = await recorder.running();
    at("begin").hidden = Boolean(outing);
    at("running").hidden = !outing;
    mark.hidden = !outing || isBlind();
    at("problem").textContent = recorder.state.problem ? say(`track.${recorder.state.problem}`) : "";
    at("problem").hidden = !recorder.state.problem;
    if (!outing) return;
    const points = await recorder.pointsOf(outing.id);
    at("name").textContent = outing.name;
    at("figures").textContent = figures(outing, points);
    at("gaps").replaceChildren(...(await gapsSaid(outing.id, points)));
    if (seen) await follow(points);
  };
  const soon = () => (drawing ??= setTimeout(draw, REDRAW_MS));

  // The map is loaded once there is something to see on it.
  const follow = async (points) => {
    if (!points.length) return;
    const lines = pieces(points).map((piece) => piece.map(({ longitude, latitude }) => [longitude, latitude]));
    const here = points.at(-1);
    at("map").hidden = false;
    try {
      const zoom = map ? undefined : CLOSE_ZOOM;
      const mine = (map ??= opened(at("map"), here));
      const drawn = await mine;
      // The outing was ended meanwhile.
      if (map !== mine) return;
      drawn.track(lines.filter((line) => line.length > 1));
      drawn.subject({ longitude: here.longitude, latitude: here.latitude, accuracy: here.accuracy, how: "measured" });
      drawn.look(here, zoom);
    } catch {
      map = undefined;
      at("map").hidden = true;
    }
  };

  at("begin").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = at("new-name").value.trim() || say("outing.of", { day: day(Date.now()) });
    await recorder.start({ name, place: placeNamed(name) });
    at("new-name").value = "";
    await draw();
  });
  at("stop").addEventListener("click", async () => {
    const { name } = outing;
    await recorder.stop();
    map?.then((drawn) => drawn.remove(), () => {});
    map = undefined;
    at("map").hidden = true;
    await draw();
    await past();
    app.notice(say("outing.ended", { name }));
  });
  at("install").hidden = matchMedia("(display-mode: standalone)").matches;
  at("gpx").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) await handOver(outing.id, file);
    target.value = "";
  });

  let places = [];
  const placeNamed = (name) => places.find((place) => place.name === name)?.id;
  const offerPlaces = async () => {
    if (places.length || !app.online()) return;
    places = await ask("/explore/catalogue/places.json?_shape=array&kind__in=itinerary,cite,park&_size=max&_sort=name&_col=id&_col=name").catch(() => []);
    at("names").replaceChildren(...places.map(({ name }) => el("option", { value: name })));
  };

  const handOver = async (id, file) => {
    await guarded(async () => {
      const { new: n } = await recorder.handOver(id, file);
      app.notice(say(n ? "track.handed" : "track.handed-none", { n }));
      await past();
    });
  };
  const forget = (id, name) =>
    confirm(say("track.sure", { name })) &&
    guarded(async () => {
      await recorder.forget(id);
      app.notice(say("track.forgotten"));
      await past();
    });
  // What the server refuses it says itself; what it does not hear is tried again by hand.
  const guarded = async (act) => {
    try {
      await act();
    } catch (error) {
      const why = error instanceof Offline ? say("track.offline") : error instanceof LoggedOut ? say("track.logged-out") : error.message;
      app.notice(why || say("track.offline"), { bad: true });
    }
  };

  const past = async () => {
    const kept = await known();
    const ended = kept.filter(({ id }) => id !== outing?.id);
    at("past").hidden = !ended.length;
    // What this phone alone says may be older than what the server knows.
    clearTimeout(again);
    if (seen && kept.some(({ local }) => local)) again = setTimeout(past, AGAIN_MS);
    const earlier = ended.slice(LATEST);
    at("past-list").replaceChildren(...ended.slice(0, LATEST).map(row));
    at("earlier").hidden = !earlier.length;
    at("earlier-title").textContent = say("outing.earlier", { n: earlier.length });
    at("earlier-list").replaceChildren(...earlier.map(row));
  };
  const row = ({ id, name, started_at, points, kept_until, local, ...brought }) =>
    el(
      "li",
      {},
      el("strong", {}, name),
      ...fruits(brought),
      el("p", { class: "soft" }, started_at ? `${day(started_at)} · ` : "", points ? say("track.kept", { n: points, day: kept_until ? day(kept_until) : "" }) : say(local ? "track.local" : "track.none")),
      el(
        "div",
        { class: "row" },
        !local && el("label", { class: "button file" }, say("track.hand-over"), el("input", { class: "unseen", type: "file", accept: ".gpx,application/gpx+xml", onchange: ({ target }) => target.files[0] && handOver(id, target.files[0]) })),
        points ? el("button", { type: "button", class: "button", onclick: () => forget(id, name) }, say("track.forget")) : undefined,
      ),
    );
  // Of the server, or without a network what this phone knows of itself.
  const known = async () => {
    try {
      const { outings } = await ask("/terrain/api/outings");
      await recorder.tidy(outings);
      return outings;
    } catch {
      const own = await ownOutings();
      return own.map((each) => ({ ...each, local: true })).sort((a, b) => b.started_at.localeCompare(a.started_at));
    }
  };

  recorder.listen((what) => (what === "synced" && seen ? past() : soon()));
  changed(soon);
  setInterval(() => outing && seen && soon(), 10_000);
  recorder.resume().then(draw);
  recorder.sync();
  return {
    shown: async () => {
      seen = true;
      await draw();
      await Promise.all([past(), offerPlaces()]);
    },
    hidden: () => (seen = false),
  };
}

// What its photos became, once the server has some; those that stand nowhere wait in My photos.
function fruits({ photos: n, by_track: placed, nowhere }) {
  if (!n) return [];
  const said = [say("outing.photos", { n })];
  if (placed) said.push(say("outing.by-track", { n: placed }));
  const wanting = nowhere ? [" · ", el("a", { href: "#mine" }, say("outing.nowhere", { n: nowhere }))] : [];
  return [el("p", { class: "fruits" }, said.join(" · "), ...wanting)];
}

// Over the layers of what was prepared for this place, where something was.
async function opened(element, here) {
  const { openMap } = await import("../map.js");
  const around = (await parcels()).find(({ box: [west, south, east, north] }) => here.longitude >= west && here.longitude <= east && here.latitude >= south && here.latitude <= north);
  return openMap(element, { words: JSON.parse(element.dataset.words), places: around?.layers ?? [], deepest: around?.deepest ?? undefined });
}

function figures({ started_at }, points) {
  if (!points.length && isBlind()) return say("track.no-track");
  const said = [say("track.since", { time: time(started_at) }), say("track.points", { n: points.length })];
  if (points.length > 1) said.push(distance(way(points)));
  if (recorder.state.accuracy) said.push(say("track.accuracy", { n: Math.round(recorder.state.accuracy) }));
  return said.join(" · ");
}

// This phone gives no position, and will not by waiting.
function isBlind() {
  return ["denied", "unable"].includes(recorder.state.problem);
}

function way(points) {
  return pieces(points).reduce((sum, piece) => sum + piece.slice(1).reduce((all, point, i) => all + metres(piece[i], point), 0), 0);
}

// Each gap, with how many photos of this phone were taken in it and have no position of their own.
async function gapsSaid(id, points) {
  const photos = await (await database()).getAllFromIndex("photos", "outing", id);
  const lost = photos.filter(({ facts }) => !facts.position).map(({ facts }) => momentOf(facts)?.getTime());
  return gaps(points).map(({ from, to }) => {
    const n = lost.filter((moment) => moment > Date.parse(from) && moment < Date.parse(to) && !knows(points, moment)).length;
    return el("li", {}, say(n ? "gap.photos" : "gap", { from: time(from), to: time(to), n }));
  });
}
