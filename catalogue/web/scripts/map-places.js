// Places by kind: fields, lines, their names, and a legend that shows and hides each kind.

import "leaflet";
import { collection, html } from "./map-drawing.js";

const L = window.L;

// The widest lie lowest, so that what lies within them can be reached.
const KINDS = ["epci", "perimeter", "commune", "park", "cite", "site", "terril", "itinerary"];
const WORDS = {
  epci: "EPCI",
  perimeter: "Perimeters",
  commune: "Communes",
  park: "Parks",
  cite: "Miners’ estates",
  site: "Sites at stake",
  terril: "Terrils",
  itinerary: "Itineraries",
};
// Nobody goes through more stops than this with a keyboard.
const MOST_STOPS = 80;

export class Places {
  constructor({ leaflet, say, options }) {
    this.leaflet = leaflet;
    this.say = say;
    this.options = options;
    this.layers = new Map();
    for (const [level, kind] of KINDS.entries()) leaflet.createPane(kind).style.zIndex = 350 + level;
  }

  async show(from) {
    this.layers.forEach((layer) => layer.remove());
    this.layers.clear();
    this.boxes?.forEach((box) => (box.checked = false));
    if (Array.isArray(from)) {
      const kinds = KINDS.filter((kind) => from.includes(kind) || this.options.offered?.includes(kind));
      this._legend(kinds, from);
      await Promise.all(kinds.filter((kind) => from.includes(kind)).map((kind) => this._fetch(kind)));
    } else {
      const { features } = await collection(from);
      for (const kind of KINDS) {
        const those = features.filter((feature) => feature.properties.kind === kind);
        if (those.length) this._draw(kind, those, `given ${kind}`);
      }
    }
  }

  bounds(which = "") {
    const bounds = L.latLngBounds([]);
    this.layers.forEach((layer, key) => key.startsWith(which) && bounds.extend(layer.getBounds()));
    return bounds;
  }

  async _fetch(kind) {
    const address = new URL(this.options.placesFrom ?? "/map/places.geojson", location.href);
    address.searchParams.set("kind", kind);
    const { features } = await collection(String(address));
    this._draw(kind, features);
    return features.length;
  }

  // Places that were given stand beside those that the legend shows and hides.
  _draw(kind, features, key = kind) {
    const stops = this.options.stops !== false && features.length <= MOST_STOPS;
    const layer = L.geoJSON(
      { type: "FeatureCollection", features },
      {
        pane: kind,
        style: () => ({ className: `place ${kind}`, pane: kind }),
        pointToLayer: (_, position) => L.circleMarker(position, { radius: 7, className: `place ${kind}`, pane: kind }),
        onEachFeature: ({ properties }, shape) => this._tell(properties, shape, stops),
      },
    );
    this.layers.set(key, layer.addTo(this.leaflet));
  }

  _tell(properties, shape, stops) {
    shape.bindTooltip(html("span", {}, properties.name), { sticky: true, className: "place-name" });
    shape.on("click", (event) => this._chosen(properties, shape, event));
    if (!stops) return;
    shape.on("add", () => {
      const element = shape.getElement?.();
      if (!element) return;
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "link");
      element.setAttribute("aria-label", properties.name);
      element.addEventListener("keydown", (event) => {
        if (event.key === "Enter") this._chosen(properties, shape, { latlng: shape.getBounds?.().getCenter() });
      });
    });
  }

  // While a position is picked, a place is ground like any other.
  _chosen(properties, shape, event) {
    if (this.leaflet.getContainer().classList.contains("picking")) return;
    if (event.originalEvent) L.DomEvent.stopPropagation(event);
    if (this.options.onPlace) this.options.onPlace(properties);
    else if (properties.id) shape.unbindPopup().bindPopup(card(properties, this.say)).openPopup(event.latlng);
  }

  _legend(kinds, shown) {
    this.legend?.remove();
    if (!kinds.length) return;
    this.boxes = [];
    const rows = kinds.map((kind) => this._row(kind, shown.includes(kind)));
    const box = html("details", { class: "legend" }, html("summary", {}, this.say("Layers")), ...rows);
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    this.legend = L.control({ position: "topright" });
    this.legend.onAdd = () => box;
    this.legend.addTo(this.leaflet);
  }

  _row(kind, checked) {
    const box = html("input", { type: "checkbox" });
    box.checked = checked;
    this.boxes.push(box);
    box.addEventListener("change", () => this._toggle(kind, box));
    return html("label", {}, box, html("span", { class: `swatch ${kind}` }), this.say(WORDS[kind]));
  }

  async _toggle(kind, box) {
    const there = this.layers.get(kind);
    if (there) {
      box.checked ? there.addTo(this.leaflet) : there.remove();
      return;
    }
    box.disabled = true;
    try {
      await this._fetch(kind);
    } catch {
      box.checked = false;
    }
    box.disabled = false;
  }
}

function card({ id, name, kind, photos }, say) {
  const count = photos === undefined ? null : html("span", { class: "soft" }, `${photos} ${say("photos")}`);
  return html("a", { class: "place-card", href: `/places/${id}` }, html("strong", {}, name), count);
}
