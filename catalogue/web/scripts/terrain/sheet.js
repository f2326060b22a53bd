// One photo of mine: what is known of it, and what I say of it while I remember; every saying can be taken back.

import { el, part } from "./dom.js";
import { became, gapSaid, picture } from "./mine.js";
import { pointsOf } from "./recorder.js";
import { Refused, ask } from "./server.js";
import { database } from "./store.js";
import { pieces } from "./track.js";
import { say } from "./words.js";

const KINDS = ["itinerary", "park", "cite"];
// How close the map opens: a hamlet, then a house.
const [NEAR_ZOOM, CLOSE_ZOOM] = [14, 17];

export function openSheet(element, photo, { known, app, say: tell, learn, thumb }) {
  const at = (name) => part(element, name);
  const closing = new AbortController();
  const on = (name, kind, act) => at(name).addEventListener(kind, act, { signal: closing.signal });
  let map;
  let chosen = null;
  let last;

  const facts = () => {
    const { facts: told, name } = photo;
    at("picture").replaceChildren(picture(photo, thumb));
    at("name").textContent = name;
    at("when").textContent = told?.when ? `${told.when_sign} ${told.when}` : "";
    at("where").textContent = told ? [told.sign, told.position, told.where && `· ${told.where}`].filter(Boolean).join(" ") : "";
    at("gap").hidden = !photo.gap || Boolean(told?.sign);
    if (photo.gap) at("gap").textContent = gapSaid(photo.gap);
    at("became").textContent = became(photo) || photo.message;
    at("page").hidden = !told;
    if (told) at("page").href = `/photos/${told.id}`;
    at("form").hidden = !photo.theirs || Boolean(told?.aside);
  };
  const form = () => {
    at("caption").value = photo.facts?.caption ?? "";
    const own = photo.facts?.themes ?? [];
    const all = [...new Set([...own, ...known.themes])];
    at("themes").replaceChildren(...all.map((theme) => chip(theme, own.includes(theme))));
    at("themes-frame").hidden = !all.length;
  };
  const save = async (said, sentence) => {
    last = undefined;
    try {
      last = await tell(photo, said);
      done(last ? sentence : say("sheet.later"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      done(error.message || say("sheet.refused"), true);
    }
    facts();
  };
  const done = (sentence, bad = false) => {
    at("done").hidden = false;
    at("done").classList.toggle("bad", bad);
    at("done-said").textContent = sentence;
    at("undo").hidden = !last;
    at("done").scrollIntoView({ block: "center" });
  };

  const place = (position) => {
    chosen = position;
    at("place-save").hidden = false;
    at("place-said").textContent = say("sheet.chosen");
    map?.subject({ ...position, how: "placed" }, { onPlace: place });
  };
  const openPlace = async () => {
    at("place").hidden = false;
    at("place-open").hidden = at("place-save").hidden = true;
    at("place").scrollIntoView({ block: "start" });
    try {
      const { openMap } = await import("../map.js");
      map ??= await openMap(at("map"), { words: JSON.parse(at("map").dataset.words), places: KINDS });
    } catch {
      at("map").textContent = say("sheet.no-map");
      return;
    }
    map.track(await trackOf(photo));
    const here = photo.facts;
    if (here?.latitude != null) {
      map.subject(here, { onPlace: place });
      map.look(here, CLOSE_ZOOM);
    } else if (neighbour(photo, known)) map.look(neighbour(photo, known), NEAR_ZOOM);
    map.picking(place);
  };
  const mine = () => {
    at("place-said").textContent = say("sheet.locating");
    navigator.geolocation?.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        place({ latitude, longitude });
        at("place-said").textContent = say("sheet.located", { n: Math.round(accuracy) });
        map?.look({ latitude, longitude }, CLOSE_ZOOM);
      },
      () => (at("place-said").textContent = say("sheet.unlocated")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 10_000 },
    );
  };

  on("form", "submit", (event) => {
    event.preventDefault();
    const themes = [...at("themes").querySelectorAll(":checked")].map(({ value }) => value);
    save({ caption: at("caption").value, themes }, say("sheet.described"));
  });
  on("place-open", "click", openPlace);
  on("place-mine", "click", mine);
  on("place-save", "click", async () => {
    const { latitude, longitude } = chosen;
    at("place").hidden = true;
    at("place-open").hidden = false;
    await save({ latitude, longitude }, say("sheet.placed"));
  });
  on("undo", "click", async () => {
    try {
      await ask(`/terrain/api/actions/${last}/undo`, { method: "POST", json: { by: app.person()?.name || undefined } });
      last = undefined;
      const told = await ask("/terrain/api/mine");
      await learn(photo, told.photos.find(({ id }) => id === photo.id)?.facts);
      form();
      facts();
      done(say("sheet.undone"));
    } catch (error) {
      done(error.message || say("sheet.refused"), true);
    }
  });

  for (const name of ["done", "place"]) at(name).hidden = true;
  at("place-save").hidden = true;
  at("place-open").hidden = false;
  at("place-said").textContent = "";
  facts();
  form();
  scrollTo(0, 0);
  return {
    id: photo.id,
    close: () => {
      closing.abort();
      map?.remove();
      at("map").replaceChildren();
    },
  };
}

function chip(theme, checked) {
  return el("label", { class: "chip" }, el("input", { type: "checkbox", value: theme, checked }), el("span", {}, theme));
}

// Where its outing went, as far as this phone still knows: that is what one remembers by.
async function trackOf({ id }) {
  const sent = (await (await database()).getAll("photos")).find(({ upload }) => upload?.endsWith(id));
  const points = sent?.outing ? await pointsOf(sent.outing) : [];
  return pieces(points)
    .filter((piece) => piece.length > 1)
    .map((piece) => piece.map(({ longitude, latitude }) => [longitude, latitude]));
}

// The photo sent next to this one that has a position: an agent does not go far between two.
function neighbour(photo, { photos }) {
  const here = photos.indexOf(photo);
  const placed = photos.filter(({ facts }) => facts?.latitude != null);
  return placed.sort((a, b) => Math.abs(photos.indexOf(a) - here) - Math.abs(photos.indexOf(b) - here))[0]?.facts;
}
