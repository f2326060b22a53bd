// Places that a photo may belong to, numbered as the keys that choose them.

import "leaflet";
import { html, isAngle } from "./map-drawing.js";

const L = window.L;

export class Candidates {
  constructor({ leaflet }) {
    this.leaflet = leaflet;
    this.group = L.featureGroup().addTo(leaflet);
    this.drawn = [];
  }

  show(list, onChoose) {
    this.group.clearLayers();
    this.drawn = (list ?? []).map((candidate, index) => this._draw(candidate, index, onChoose));
  }

  highlight(index) {
    this.drawn.forEach(({ shape, mark }, each) => {
      for (const element of elements(shape).concat(elements(mark))) {
        element.classList.toggle("strong", each === index);
      }
      if (each === index) shape?.bringToFront();
    });
  }

  bounds() {
    return this.group.getBounds();
  }

  _draw(candidate, index, onChoose) {
    const style = { className: "candidate" };
    const shape = candidate.shape
      ? L.geoJSON(candidate.shape, { style, pointToLayer: (_, at) => L.circleMarker(at, style) })
      : null;
    const mark = this._mark(candidate, index);
    for (const layer of [shape, mark]) {
      if (!layer) continue;
      layer.addTo(this.group);
      layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        onChoose?.(index);
      });
    }
    return { shape, mark };
  }

  _mark({ name, longitude, latitude }, index) {
    if (!isAngle(longitude) || !isAngle(latitude)) return null;
    const icon = L.divIcon({ className: "candidate-mark", html: html("span", {}, String(index + 1)), iconSize: [28, 28] });
    return L.marker([latitude, longitude], { icon, title: name, alt: name, zIndexOffset: 2000 });
  }
}

function elements(layer) {
  if (!layer) return [];
  const found = [];
  if (layer.eachLayer) layer.eachLayer((each) => found.push(...elements(each)));
  else if (layer.getElement?.()) found.push(layer.getElement());
  return found;
}
