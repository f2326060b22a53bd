// A prepared outing, as it is seen in the field: the map with where one is, and the old pictures; all of it without a network.

import { el } from "./dom.js";
import { photoAddress } from "./parcels.js";
import { day, distance, say } from "./words.js";

const WATCH = { enableHighAccuracy: true, maximumAge: 5_000 };
// How close the map goes: where one stands, and where a picture was taken.
const [HERE_ZOOM, PHOTO_ZOOM] = [16, 17];

export function openPrepared(at, record) {
  const pictures = new Map();
  let map;
  let here;
  let watch;
  let closed = false;

  const choose = (id) => {
    for (const [each, button] of pictures) button.setAttribute("aria-pressed", String(each === id));
    map?.select([id]);
    pictures.get(id)?.scrollIntoView({ block: "nearest", inline: "center" });
  };
  const go = (photo) => {
    choose(photo.id);
    if (photo.latitude !== null) map?.look(photo, PHOTO_ZOOM);
  };
  const located = ({ coords }) => {
    here = { longitude: coords.longitude, latitude: coords.latitude, accuracy: coords.accuracy, how: "measured" };
    map?.subject(here);
    at("position").textContent = say("parcel.you", { distance: distance(coords.accuracy) });
    at("here").hidden = false;
  };
  const draw = async () => {
    const words = JSON.parse(at("map").dataset.words);
    const onPlace = ({ name }) => (at("position").textContent = name);
    const options = { words, places: record.layers, photos: points(record.photos), bounds: record.box, deepest: record.deepest ?? undefined, onPhoto: choose, onPlace };
    try {
      const { openMap } = await import("../map.js");
      if (closed) return;
      map = await openMap(at("map"), options);
    } catch (error) {
      console.warn(error);
      at("map").textContent = say("parcel.no-map");
      return;
    }
    if (closed) map.remove();
    else if (here) map.subject(here);
  };

  at("opened-name").textContent = record.name;
  at("position").textContent = "";
  at("here").hidden = true;
  at("here").onclick = () => map?.look(here, HERE_ZOOM);
  at("strip-title").hidden = !record.photos.length;
  at("strip-title").textContent = say("parcel.photos", { n: record.photos.length });
  at("strip").replaceChildren(
    ...record.photos.map((photo) => {
      const button = picture(photo, () => go(photo));
      pictures.set(photo.id, button);
      return el("li", {}, button);
    }),
  );
  draw();
  watch = navigator.geolocation?.watchPosition(located, () => here || (at("position").textContent = say("parcel.where")), WATCH);
  return {
    close() {
      closed = true;
      navigator.geolocation?.clearWatch(watch);
      map?.remove();
      map = undefined;
      at("map").replaceChildren();
      at("strip").replaceChildren();
    },
  };
}

function picture({ id, caption, colour, taken_at: taken, year }, onclick) {
  const image = el("img", { src: photoAddress(id), alt: caption ?? "", width: 152, height: 114, decoding: "async" });
  if (colour) image.style.backgroundColor = colour;
  const when = taken ? day(taken) : (year ?? say("parcel.undated"));
  return el(
    "button",
    { type: "button", "aria-pressed": "false", onclick },
    image,
    el("span", { class: "when" }, String(when)),
    caption && el("span", { class: "caption" }, caption),
  );
}

function points(photos) {
  const features = photos
    .filter(({ latitude }) => latitude !== null)
    .map(({ id, longitude, latitude, heading, accuracy, how, caption }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: { id, heading, accuracy, how, caption },
    }));
  return { type: "FeatureCollection", features };
}
