// Keys of the gallery: from photo to photo, ticks, map, edit, search, and a list of them. All of it is links and boxes
// that the page has anyway.

import { toggle } from "./gallery-ticks.js";

const PHOTOS = ".row .shot > a, tr.shot .caption a";
const dialog = document.querySelector("dialog.keys");
const shots = () => [...document.querySelectorAll(PHOTOS)];
const follow = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: (event) => tickHere(event),
  m: () => follow(".to-map"),
  n: () => follow('.pages [rel="next"]'),
  p: () => follow('.pages [rel="prev"]'),
  e: () => follow(".acts .ticked:not([hidden]) [data-act=edit]"),
  "/": () => document.querySelector("#site-search").focus(),
  "?": () => dialog.showModal(),
};
const ARROWS = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => line(1), ArrowUp: () => line(-1) };

export function listen() {
  const button = document.querySelector("[data-keys]");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, .map-frame, dialog[open]")) return;
    const onPhotos = event.target === document.body || event.target.closest?.(".pictures");
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? (onPhotos && ARROWS[event.key]);
    if (!act || (ARROWS[event.key] && !here())) return;
    event.preventDefault();
    act(event);
  });
}

function here() {
  return document.activeElement?.closest?.(".shot")?.querySelector(".row a, .caption a, :scope > a");
}

function step(by) {
  const all = shots();
  const at = all.indexOf(here());
  reach(at < 0 ? all.find(inView) ?? all[0] : all[at + by]);
}

// The nearest photo of the line above or below.
function line(by) {
  const from = here().getBoundingClientRect();
  const middle = from.left + from.width / 2;
  const beyond = shots()
    .map((shot) => ({ shot, box: shot.getBoundingClientRect() }))
    .filter(({ box }) => by * (box.top - from.top) > from.height / 2);
  const next = Math.min(...beyond.map(({ box }) => Math.abs(box.top - from.top)));
  const off = ({ box }) => Math.abs(box.left + box.width / 2 - middle);
  const near = beyond.filter(({ box }) => Math.abs(box.top - from.top) < next + from.height / 2);
  reach(near.sort((a, b) => off(a) - off(b))[0]?.shot);
}

function reach(shot) {
  shot?.focus({ focusVisible: true });
  shot?.scrollIntoView({ block: "nearest" });
}

const inView = (shot) => shot.getBoundingClientRect().top >= 0;

function tickHere(event) {
  const box = document.activeElement?.closest?.(".shot")?.querySelector(".tick input");
  if (box) toggle(box, event);
}
