// Opens the maps that stand in a page, each when it comes into view: until then nothing of the map is loaded.
//
// <div data-map …>: data-photos is an address; data-places the kinds shown, data-offered those offered besides;
// data-shapes the address of places that are shown whatever is ticked; data-subject one photo, data-bounds and
// data-words, as JSON.

const opening = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      opening.unobserve(target);
      open(target);
    }
  },
  { rootMargin: "200px" },
);

for (const element of document.querySelectorAll("[data-map]")) opening.observe(element);

async function open(element) {
  const { photos, places, offered, shapes, tiles } = element.dataset;
  const told = (name) => (element.dataset[name] ? JSON.parse(element.dataset[name]) : undefined);
  const kinds = (list) => list?.split(" ").filter(Boolean);
  const before = [...element.childNodes];
  try {
    const { openMap } = await import("./map.js");
    const map = await openMap(element, {
      photos,
      places: kinds(places),
      offered: kinds(offered),
      tiles: tiles !== "off",
      bounds: told("bounds"),
      words: told("words"),
    });
    const subject = told("subject");
    if (shapes) await map.places(shapes);
    if (subject) map.subject(subject);
    if ((shapes || subject) && !told("bounds")) map.fit();
    element.dispatchEvent(new CustomEvent("map-open", { bubbles: true, detail: map }));
  } catch (error) {
    element.replaceChildren(...before);
    element.classList.add("map-failed");
    console.error(error);
  }
}
