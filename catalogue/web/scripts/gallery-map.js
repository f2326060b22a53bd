// The map of the photo table: where it is moved to, the photos of the page are chosen, and the address says so.

import { turnTo } from "./gallery-page.js";

const SETTLING_MS = 900;
const PAUSE_MS = 350;

export function followMap(frame) {
  frame?.addEventListener("map-open", ({ detail: map }) => {
    // What moves it first is the fitting of its own photos.
    setTimeout(() => follow(map.leaflet), SETTLING_MS);
  });
}

function follow(leaflet) {
  let waiting;
  leaflet.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => choose(leaflet.getBounds()), PAUSE_MS);
  });
}

function choose(bounds) {
  const address = new URL(location.href);
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  address.searchParams.set("_bbox", box.map((degrees) => degrees.toFixed(4)).join(","));
  address.searchParams.delete("_next");
  address.hash = "";
  turnTo(address, "replaceState");
}
