// The places that outings go to, found by typing a part of their names; the list is kept for days without a network.

import { el } from "./dom.js";
import { LoggedOut, Offline, Refused, ask } from "./server.js";
import { remember, setting } from "./store.js";
import { say } from "./words.js";

const PLACES = "places";
// More than this nobody reads: one types, or asks for all.
const MOST = 30;

export function listDestinations(at) {
  let known = [];
  let here = new Set();
  let all = false;

  const draw = () => {
    const words = folded(at("filter").value).split(/\s+/).filter(Boolean);
    const found = known.filter((place) => words.every((word) => place.folded.includes(word)));
    const listed = all ? found : found.slice(0, MOST);
    at("places").replaceChildren(...listed.map((place) => row(place, here)));
    at("places-said").textContent = known.length ? (found.length ? say("parcel.places", { n: found.length }) : say("parcel.places-none")) : say("parcel.places-unknown");
    at("more").hidden = listed.length === found.length;
  };
  const learn = (places) => {
    known = places.map((place) => ({ ...place, folded: folded(`${place.name} ${place.commune} ${say(`parcel.kind.${place.kind}`)}`) }));
    draw();
  };

  at("filter").addEventListener("input", () => {
    all = false;
    draw();
  });
  at("more").addEventListener("click", () => {
    all = true;
    draw();
  });
  return {
    async show(prepared) {
      here = prepared;
      if (known.length) draw();
      else learn(await setting(PLACES, []));
      try {
        const { places } = await ask("/terrain/api/places");
        await remember(PLACES, places);
        learn(places);
      } catch (error) {
        if (!(error instanceof Offline || error instanceof LoggedOut || error instanceof Refused)) throw error;
      }
    },
  };
}

function row({ id, kind, name, commune, drawn }, here) {
  const what = [say(`parcel.kind.${kind}`), commune, !drawn && say("parcel.undrawn")].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    el(
      "a",
      { href: `#prepare/new/place=${id}` },
      el("strong", {}, name),
      el("span", { class: "soft" }, what, here.has(id) && el("span", { class: "here" }, ` · ${say("parcel.here")}`)),
    ),
  );
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();
}
