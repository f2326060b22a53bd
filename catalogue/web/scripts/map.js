// One map for every page: photos, places, and what the desk needs to put a photo in its place.
//
//   import { openMap } from "./map.js";
//   const map = await openMap(element, { photos: "/map/photos.geojson?park=Olhain", places: ["park", "itinerary"] });
//
// Positions are objects { longitude, latitude } in WGS84 degrees; headings are degrees from true north, clockwise;
// lengths are metres. GeoJSON has the longitude first. Nothing is asked of another machine.
//
// openMap(element, options) -> Promise of a map. Options, all of them optional:
//   photos      address of, or a FeatureCollection of points. Properties: id, and where known heading, accuracy,
//               how ("measured" | "deduced" | "estimated" | "placed"), caption; or count, for many photos in one point
//   cluster     false shows each photo by itself (default true)
//   places      kinds shown from the start: ["park", "itinerary", …]; or a FeatureCollection; none by default.
//               Properties: id, kind, name
//   offered     kinds that the legend offers besides; each is fetched when it is first ticked
//   stops       false keeps places out of the way of the Tab key
//   placesFrom  address that answers ?kind=… (default "/map/places.geojson")
//   bounds      [west, south, east, north] to begin with (default: whatever is shown)
//   tiles       false draws no background (default true: our own route)
//   deepest     the deepest scale that the background has (default 18): beyond it, its squares are enlarged
//   words       sentences by their English, {"Layers": "Couches"}; what is missing is said in English
//   onPhoto(id, event)   a photo was clicked, or Enter pressed on it (default: a small card with a link)
//   onPlace(properties)  a place was clicked (default: a small card with a link)
//   onMove({ west, south, east, north, zoom })   the view has changed
//
// The map:
//   photos(from)            replace the photos: address or FeatureCollection -> Promise of how many there are
//   places(from)            replace the places: kinds or FeatureCollection -> Promise
//   select(ids)             draw these photos as selected
//   subject(photo, { onPlace(position), onHeading(degrees) })
//                           the one photo that is being looked at: { longitude, latitude, heading, accuracy, how },
//                           with its cone, and its circle of true radius. With onPlace it can be dragged (arrow keys
//                           move it), with onHeading its direction has a handle to drag (arrow keys turn it).
//                           null takes it away. The callbacks come when it is let go.
//   picking(onPick)         a click, or Enter at the middle of the map, gives a position; null ends it
//   track(lines)            draw lines, each an array of [longitude, latitude, …]; null takes them away
//   nearestOnTrack(position) -> { longitude, latitude, line, index, fraction, distance } or null: the point of the
//                           drawn track nearest to a position, `fraction` of the way from point `index` to the next
//   candidates(list, onChoose)  numbered marks: { name, longitude, latitude, shape } where shape is a geometry or null;
//                           onChoose(index); null takes them away
//   highlight(index)        draw one candidate strongly, null none
//   fit()                   show all there is; fit([west, south, east, north]) shows that
//   look(position, zoom)    go there; without zoom the scale stays
//   remove()                the element is as it was
//   leaflet                 the Leaflet map, for what is not foreseen here

import "leaflet";
import { Candidates } from "./map-candidates.js";
import { Ground } from "./map-ground.js";
import { Photos } from "./map-photos.js";
import { Places } from "./map-places.js";
import { Subject } from "./map-subject.js";
import { Track } from "./map-track.js";

const L = window.L;
/* global MAP_SHEET */

// The mining basin, for a map that has nothing to show yet.
const BASIN = [2.2, 50.25, 3.75, 50.7];

export async function openMap(element, options = {}) {
  await sheet();
  const map = new PhotoMap(element, options);
  await map.fill();
  return map;
}

class PhotoMap {
  constructor(element, options) {
    const say = (sentence) => options.words?.[sentence] ?? sentence;
    this.element = element;
    this.options = options;
    element.classList.add("map");
    element.replaceChildren();
    this.leaflet = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      // Half steps: what is to be seen fills the frame, on a phone too.
      zoomSnap: 0.5,
      minZoom: 6,
      maxZoom: 19,
      fadeAnimation: !still(),
      zoomAnimation: !still(),
      markerZoomAnimation: !still(),
    });
    this.fit(options.bounds ?? BASIN);
    const parts = { leaflet: this.leaflet, say, options };
    this.ground = new Ground(parts);
    this._places = new Places(parts);
    this._track = new Track(parts);
    this._photos = new Photos(parts);
    this._candidates = new Candidates(parts);
    this._subject = new Subject(parts);
    this.leaflet.on("moveend", () => this._moved());
    this._resized = new ResizeObserver(() => this.leaflet.invalidateSize({ animate: false }));
    this._resized.observe(element);
  }

  async fill() {
    const { photos, places, offered, bounds } = this.options;
    const waiting = [];
    if (places || offered) waiting.push(this.places(places ?? []));
    if (photos) waiting.push(this.photos(photos));
    const went = await Promise.allSettled(waiting);
    if (!bounds) this.fit();
    if (went.some((each) => each.status === "rejected")) this.ground.failed();
  }

  photos(from) {
    return this._photos.show(from);
  }

  places(from) {
    return this._places.show(from);
  }

  select(ids) {
    this._photos.select(ids);
  }

  subject(photo, callbacks) {
    this._subject.show(photo, callbacks);
  }

  picking(onPick) {
    this.ground.picking(onPick);
  }

  track(lines) {
    this._track.show(lines);
  }

  nearestOnTrack(position) {
    return this._track.nearest(position);
  }

  candidates(list, onChoose) {
    this._candidates.show(list, onChoose);
  }

  highlight(index) {
    this._candidates.highlight(index);
  }

  fit(box) {
    const bounds = box ? boundsOf(box) : this._everything();
    if (bounds.isValid()) this.leaflet.fitBounds(bounds, { padding: [24, 24], maxZoom: 16, animate: false });
  }

  look({ longitude, latitude }, zoom = this.leaflet.getZoom()) {
    this.leaflet.setView([latitude, longitude], zoom, { animate: !still() });
  }

  remove() {
    this._resized.disconnect();
    this.leaflet.remove();
    this.element.classList.remove("map");
  }

  // Photos decide the view, and places that were given; kinds of places are wide, and stand for it only where there
  // is nothing else.
  _everything() {
    const parts = [this._photos, this._subject, this._track, this._candidates].map((part) => part.bounds());
    const near = [...parts, this._places.bounds("given")].filter((bounds) => bounds.isValid());
    if (!near.length) near.push(this._places.bounds());
    return near.reduce((all, bounds) => (bounds.isValid() ? all.extend(bounds) : all), L.latLngBounds([]));
  }

  _moved() {
    const bounds = this.leaflet.getBounds();
    this.options.onMove?.({
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
      zoom: this.leaflet.getZoom(),
    });
  }
}

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

let arriving = null;

// The sheet of the map comes with the first map.
function sheet() {
  arriving ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(MAP_SHEET, import.meta.url);
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
  return arriving;
}
