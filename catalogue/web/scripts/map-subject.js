// The one photo that is looked at: dragged to its place, turned to what it shows.

import "leaflet";
import { camera, html, isAngle, radians } from "./map-drawing.js";

const L = window.L;
const ARM_PX = 58;
const STEP_PX = 2;
const TURN_DEG = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Subject {
  constructor({ leaflet, say }) {
    this.leaflet = leaflet;
    this.say = say;
    this.parts = L.layerGroup().addTo(leaflet);
    this.photo = null;
    leaflet.on("zoomend", () => this._putHandle());
  }

  show(photo, { onPlace, onHeading } = {}) {
    this.parts.clearLayers();
    this.handle = this.circle = this.marker = null;
    this.photo = photo && isAngle(photo.longitude) && isAngle(photo.latitude) ? { ...photo } : null;
    if (!this.photo) return;
    Object.assign(this, { onPlace, onHeading });
    const at = L.latLng(photo.latitude, photo.longitude);
    if (photo.accuracy > 0) this._circle(at);
    this._camera(at);
    if (onHeading) this._handle();
  }

  bounds() {
    if (!this.photo) return L.latLngBounds([]);
    const { longitude, latitude, accuracy } = this.photo;
    return L.latLng(latitude, longitude).toBounds(2 * Math.max(accuracy || 0, 150));
  }

  _circle(at) {
    const look = { radius: this.photo.accuracy, className: "accuracy strong", interactive: false };
    this.circle = L.circle(at, look).addTo(this.parts);
  }

  _camera(at) {
    const draggable = Boolean(this.onPlace);
    this.marker = L.marker(at, { icon: this._icon(), draggable, keyboard: draggable, zIndexOffset: 3000 });
    this.marker.addTo(this.parts);
    if (!draggable) return;
    this._name(this.marker, this.say("Where the camera stood: drag it, or use the arrow keys"));
    this.marker.on("drag", () => this._moved());
    this.marker.on("dragend", () => this.onPlace?.(this._position()));
    this.marker.getElement().addEventListener("keydown", (event) => this._step(event));
  }

  _icon() {
    return L.divIcon({ className: "photo-point subject", html: camera(this.photo), iconSize: [44, 44] });
  }

  _handle() {
    const icon = L.divIcon({ className: "heading-handle", html: html("span", {}), iconSize: [44, 44] });
    this.handle = L.marker(this.marker.getLatLng(), { icon, draggable: true, keyboard: true, zIndexOffset: 3001 });
    this.handle.addTo(this.parts);
    this._name(this.handle, this.say("Where it looks: drag it, or turn it with the arrow keys"));
    this.handle.on("drag", () => this._turn(this._towardsHandle()));
    this.handle.on("dragend", () => this._turned());
    this.handle.getElement().addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -TURN_DEG, ArrowRight: TURN_DEG }[event.key];
      if (!by) return;
      stop(event);
      this._turn(((this.photo.heading ?? 0) + by + 360) % 360);
      this._turned();
    });
    this._putHandle();
  }

  // A photo that looks nowhere yet has its handle to the north, hollow.
  _putHandle() {
    if (!this.handle) return;
    const heading = radians(this.photo.heading ?? 0);
    const at = this.leaflet.latLngToLayerPoint(this.marker.getLatLng());
    const end = at.add([Math.sin(heading) * ARM_PX, -Math.cos(heading) * ARM_PX]);
    this.handle.setLatLng(this.leaflet.layerPointToLatLng(end));
    this.handle.getElement()?.classList.toggle("unset", !isAngle(this.photo.heading));
  }

  // Angles on the map are angles on the ground: the projection is conformal.
  _towardsHandle() {
    const from = this.leaflet.latLngToLayerPoint(this.marker.getLatLng());
    const to = this.leaflet.latLngToLayerPoint(this.handle.getLatLng());
    return Math.round((Math.atan2(to.x - from.x, from.y - to.y) * 180) / Math.PI + 360) % 360;
  }

  _turn(heading) {
    this.photo.heading = heading;
    this.marker.getElement().replaceChildren(camera(this.photo));
  }

  _turned() {
    this._putHandle();
    this.onHeading?.(this.photo.heading);
  }

  _step(event) {
    const way = ARROWS[event.key];
    if (!way) return;
    stop(event);
    const pixels = event.shiftKey ? STEP_PX * 10 : STEP_PX;
    const at = this.leaflet.latLngToLayerPoint(this.marker.getLatLng()).add(way.map((each) => each * pixels));
    this.marker.setLatLng(this.leaflet.layerPointToLatLng(at));
    this._moved();
    this.onPlace?.(this._position());
  }

  _moved() {
    this.circle?.setLatLng(this.marker.getLatLng());
    Object.assign(this.photo, this._position());
    this._putHandle();
  }

  _position() {
    const { lat, lng } = this.marker.getLatLng();
    return { longitude: lng, latitude: lat };
  }

  _name(marker, words) {
    marker.getElement().setAttribute("aria-label", words);
    marker.getElement().setAttribute("title", words);
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
