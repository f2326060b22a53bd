// The desk's map: the photo, its neighbours, the candidates. A click or Enter places, a drag turns.

import { openMap } from "./map.js";
import { decide, go } from "./review_pages.js";
import * as selection from "./review_selection.js";
import { track } from "./review_track.js";

export class ReviewMap {
  constructor(element) {
    this.element = element;
    this.outing = null;
    addEventListener("track", async () => (await this.opening)?.track(track()));
  }

  // Draws what the page now says.
  async show() {
    const data = JSON.parse(document.getElementById("map-data")?.textContent || "null");
    if (!data) return;
    // Until it shows the photo, the map takes no decision: nobody places what they have not seen.
    this.element.ariaBusy = "true";
    const words = JSON.parse(this.element.dataset.words || "{}");
    const { shown: places, offered } = data;
    this.opening ??= openMap(this.element, { cluster: false, words, places, offered, stops: false, onPhoto: visit });
    const map = await this.opening;
    await map.photos(data.neighbours);
    map.candidates(data.candidates, choose);
    map.subject(data.photo, { onPlace: place, onHeading: turn });
    map.picking(place);
    map.track(track());
    if (this.outing !== data.outing || !this.sees(map, data)) map.fit(data.bounds);
    this.outing = data.outing;
    this.follow(map);
    this.element.ariaBusy = "false";
  }

  // Within one outing the view stays, as long as it holds what is to be seen.
  sees(map, { photo, bounds }) {
    const view = map.leaflet.getBounds();
    if (photo) return view.contains([photo.latitude, photo.longitude]);
    return !bounds || view.contains([[bounds[1], bounds[0]], [bounds[3], bounds[2]]]);
  }

  // A proposal that has the focus, or the pointer, is strong on the map.
  follow(map) {
    document.querySelectorAll(".proposals button").forEach((button) => {
      const index = Number(button.dataset.mark);
      const show = () => map.highlight(button.dataset.mark === undefined ? null : index);
      for (const name of ["focus", "pointerenter"]) button.addEventListener(name, show);
      for (const name of ["blur", "pointerleave"]) button.addEventListener(name, () => map.highlight(null));
    });
  }
}

function visit(id) {
  const shot = document.querySelector(`.shot[data-id="${CSS.escape(id)}"] .frame`);
  if (shot) go(selection.addressed(shot.href));
}

function place({ latitude, longitude }) {
  send("form-place", "where", `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`, { pointed: "1" });
}

function turn(degrees) {
  send("form-heading", "heading", String(Math.round(degrees)));
}

function choose(index) {
  document.querySelector(`.proposals button[data-mark="${index}"]`)?.click();
}

function send(id, name, value, more) {
  decide(document.getElementById(id), null, { [name]: value, ...more });
}
