// Photos as points: clusters from afar; close by their cones, and the circles within which they lie.

import "leaflet";
import "leaflet.markercluster";
import { camera, collection, html } from "./map-drawing.js";

const L = window.L;

// From this scale on (about 1:35,000) it shows where a camera looked, and how exactly that is known.
const CLOSE = 14;
const MOST_CIRCLES = 250;
const PAUSE_MS = 400;

// Of thousands of photos a few dozen are in view: what they look like is made when they are.
const Drawn = L.DivIcon.extend({
  createIcon(old) {
    this.options.html ||= this.options.draw();
    return L.DivIcon.prototype.createIcon.call(this, old);
  },
});

export class Photos {
  constructor({ leaflet, say, options }) {
    this.leaflet = leaflet;
    this.say = say;
    this.options = options;
    this.markers = new Map();
    this.selected = new Set();
    this.group = options.cluster === false ? L.featureGroup() : clusters(say);
    this.circles = L.layerGroup();
    leaflet.addLayer(this.circles).addLayer(this.group);
    leaflet.on("moveend", () => this._closer());
    leaflet.on("moveend", () => this._finer());
    this.group.on("animationend spiderfied unspiderfied", () => this._closer());
  }

  show(from) {
    this.from = from;
    this.coarse = false;
    return this._draw(from);
  }

  async _draw(from) {
    this.asking?.abort();
    this.asking = new AbortController();
    const { features } = await collection(from, this.asking.signal);
    this.coarse ||= features.some((feature) => feature.properties.count > 1);
    this.group.clearLayers();
    this.markers.clear();
    const markers = features.filter((feature) => feature.geometry?.type === "Point").map((each) => this._marker(each));
    this.group.addLayers ? this.group.addLayers(markers) : markers.forEach((each) => this.group.addLayer(each));
    this._closer();
    return markers.reduce((sum, marker) => sum + marker.count, 0);
  }

  // Where there were too many photos to send each, those in view are asked for again.
  _finer() {
    clearTimeout(this.waiting);
    if (!this.coarse || typeof this.from !== "string") return;
    this.waiting = setTimeout(async () => {
      const bounds = this.leaflet.getBounds().pad(0.2);
      const address = new URL(this.from, location.href);
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      address.searchParams.set("_bbox", box.map((degrees) => degrees.toFixed(4)).join(","));
      try {
        await this._draw(String(address));
      } catch (error) {
        // What is drawn stays; the next move asks again.
        if (error.name !== "AbortError") console.warn(error);
      }
    }, PAUSE_MS);
  }

  select(ids) {
    const before = this.selected;
    this.selected = new Set(ids);
    for (const id of [...before, ...this.selected]) {
      const marker = this.markers.get(id);
      if (!marker) continue;
      marker.options.icon.options.className = this._class(id);
      marker.getElement()?.classList.toggle("selected", this.selected.has(id));
      marker.setZIndexOffset(this.selected.has(id) ? 1000 : 0);
    }
  }

  bounds() {
    return this.group.getBounds();
  }

  _marker({ geometry, properties }) {
    const [longitude, latitude] = geometry.coordinates;
    const marker = L.marker([latitude, longitude], { keyboard: true, icon: this._icon(properties) });
    marker.count = properties.count ?? 1;
    marker.accuracy = properties.accuracy;
    if (properties.id) this.markers.set(properties.id, marker);
    marker.on("add", () => named(marker, properties.caption || this.say("Photo")));
    marker.on("click", (event) => this._chosen(marker, properties, event.originalEvent));
    marker.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key === "Enter") this._chosen(marker, properties, originalEvent);
    });
    return marker;
  }

  _icon(properties) {
    if (properties.count > 1) return heap(properties.count);
    const draw = () => camera(properties);
    return new Drawn({ className: this._class(properties.id), html: null, draw, iconSize: [44, 44] });
  }

  _class(id) {
    return this.selected.has(id) ? "photo-point selected" : "photo-point";
  }

  _chosen(marker, properties, event) {
    if (!properties.id) this.leaflet.setView(marker.getLatLng(), this.leaflet.getZoom() + 2);
    else if (this.options.onPhoto) this.options.onPhoto(properties.id, event);
    else marker.unbindPopup().bindPopup(card(properties, this.say), { minWidth: 180 }).openPopup();
  }

  // Circles of those in view alone: each is a shape of its own.
  _closer() {
    const close = this.leaflet.getZoom() >= CLOSE;
    this.leaflet.getContainer().classList.toggle("close", close);
    this.circles.clearLayers();
    if (!close) return;
    const view = this.leaflet.getBounds();
    const near = [...this.markers.values()].filter(
      (marker) => marker.accuracy > 0 && marker._map && view.contains(marker.getLatLng()),
    );
    for (const marker of near.slice(0, MOST_CIRCLES)) {
      const look = { radius: marker.accuracy, className: "accuracy", interactive: false };
      this.circles.addLayer(L.circle(marker.getLatLng(), look));
    }
  }
}

function clusters(say) {
  return L.markerClusterGroup({
    chunkedLoading: true,
    showCoverageOnHover: false,
    spiderLegPolylineOptions: { className: "spider-leg" },
    maxClusterRadius: (zoom) => (zoom >= 17 ? 14 : zoom >= CLOSE ? 34 : 52),
    iconCreateFunction: (cluster) => {
      const count = cluster.getAllChildMarkers().reduce((sum, marker) => sum + (marker.count ?? 1), 0);
      cluster.on("add", () => named(cluster, `${count} ${say("photos")}`));
      return heap(count);
    },
  });
}

function heap(count) {
  const size = Math.round(30 + 7 * Math.log10(count));
  const draw = () => html("span", {}, count < 10000 ? String(count) : `${Math.round(count / 1000)}k`);
  return new Drawn({ className: "heap", html: null, draw, iconSize: [size, size] });
}

function named(marker, name) {
  marker.getElement()?.setAttribute("aria-label", name);
}

function card({ id, caption }, say) {
  const picture = html("img", { src: `/images/400/${id}`, alt: caption ?? "", width: 180, height: 135 });
  const under = html("span", {}, caption || say("Open the photo"));
  return html("a", { class: "photo-card", href: `/photos/${id}` }, picture, under);
}
