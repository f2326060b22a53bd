// The map of the photo table: where it is moved to, the photos of the page are chosen, and the address says so.

const SETTLING_MS = 900;
const PAUSE_MS = 350;

const frame = document.querySelector(".gallery-map");
frame?.addEventListener("map-open", ({ detail: map }) => {
  // What moves it first is the fitting of its own photos.
  setTimeout(() => follow(map.leaflet), SETTLING_MS);
});

function follow(leaflet) {
  let waiting;
  let asking;
  leaflet.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      asking?.abort();
      asking = new AbortController();
      choose(leaflet.getBounds(), asking.signal);
    }, PAUSE_MS);
  });
}

async function choose(bounds, signal) {
  const address = new URL(location.href);
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  address.searchParams.set("_bbox", box.map((degrees) => degrees.toFixed(4)).join(","));
  address.searchParams.delete("_next");
  address.hash = "";
  try {
    const answer = await fetch(address, { signal });
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

function show(page) {
  const open = new Set([...document.querySelectorAll(".facet[open]")].map((facet) => facet.dataset.facet));
  for (const facet of page.querySelectorAll(".facet")) facet.open = open.has(facet.dataset.facet);
  for (const part of ["#facets", "[data-part=head]", "[data-part=photos]"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  document.title = page.title;
}
