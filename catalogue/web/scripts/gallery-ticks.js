// Ticks live in the address, and every link of the page carries them: to other pages of the gallery, to photos, to a
// search. Without this script a form keeps them.

import { say, take, whenShown } from "./gallery-page.js";

const TICKED = "_ticked";
const ticked = new Set();
const boxes = () => [...document.querySelectorAll(`.tick input[name=${TICKED}]`)];
let last = null;

export function tickable() {
  read();
  whenShown(read);
  addEventListener("popstate", read);
  document.addEventListener("click", run);
  document.addEventListener("change", ({ target }) => target.matches?.(".tick input") && tick([target]));
  // The links are told at the last moment, however they are followed.
  for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, carry, true);
  document.querySelector("form.search")?.addEventListener("submit", ({ target }) => carryHidden(target));
}

// The photo that holds the focus is ticked, or no longer; with Shift all between the last one and it.
export function toggle(box, event) {
  box.checked = !box.checked;
  tick(event.shiftKey ? between(box) : [box]);
}

function read() {
  ticked.clear();
  const numbers = new URLSearchParams(location.search).getAll(TICKED).join(",").split(",").filter(Boolean);
  numbers.forEach((number) => ticked.add(number));
  for (const box of boxes()) box.checked = ticked.has(box.value);
  for (const keep of document.querySelectorAll(".acts .keep")) keep.hidden = true;
  if (new URLSearchParams(location.search).getAll(TICKED).length > 1) take(addressed(location.href));
}

function run(event) {
  const box = event.target.closest?.(".tick input");
  if (box && event.shiftKey && last) tick(between(box));
  const none = event.target.closest?.("[data-act=none]");
  if (!none) return;
  event.preventDefault();
  ticked.clear();
  told();
}

function between(box) {
  const all = boxes();
  const [from, to] = [all.findIndex((one) => one.value === last), all.indexOf(box)].sort((a, b) => a - b);
  const chosen = from < 0 ? [box] : all.slice(from, to + 1);
  for (const one of chosen) one.checked = box.checked;
  return chosen;
}

function tick(chosen) {
  const { most, full } = document.querySelector(".acts .ticked").dataset;
  for (const box of chosen) {
    if (!box.checked) ticked.delete(box.value);
    else if (ticked.has(box.value) || ticked.size < Number(most)) ticked.add(box.value);
    else {
      told();
      return say(full);
    }
    last = box.value;
  }
  told();
}

// What is ticked, said everywhere on the page.
function told() {
  for (const box of boxes()) box.checked = ticked.has(box.value);
  take(addressed(location.href));
  const bar = document.querySelector(".acts .ticked");
  const words = counted(bar.dataset);
  bar.hidden = !ticked.size;
  bar.querySelector("[data-count]").textContent = words;
  for (const act of bar.querySelectorAll("[data-act]")) {
    const address = new URL(act.href);
    if (act.dataset.act !== "none") address.searchParams.set("_among", numbers());
    act.href = act.dataset.act === "see" ? addressed(address) : address.href;
  }
  say(words);
}

function counted({ one, many }) {
  const language = document.documentElement.lang;
  const kind = new Intl.PluralRules(language).select(ticked.size);
  return kind === "one" && ticked.size ? one : many.replace("%n", ticked.size.toLocaleString(language));
}

const numbers = () => [...ticked].join(",");

function addressed(address) {
  const told = new URL(address, location.href);
  if (ticked.size) told.searchParams.set(TICKED, numbers());
  else told.searchParams.delete(TICKED);
  return told.href.replaceAll("%2C", ",");
}

function carry({ target }) {
  const link = target.closest?.("a[href]");
  if (!link || link.getAttribute("href").startsWith("#") || link.dataset.act) return;
  const { pathname, origin } = new URL(link.href);
  if (origin !== location.origin) return;
  if (pathname === location.pathname || pathname.startsWith("/photos/")) link.href = addressed(link.href);
  else if (pathname.startsWith("/language/")) link.search = new URLSearchParams({ next: location.pathname + location.search });
}

function carryHidden(form) {
  let hidden = form.querySelector(`[name=${TICKED}]`);
  if (!ticked.size) return hidden?.remove();
  if (!hidden) {
    hidden = Object.assign(document.createElement("input"), { type: "hidden", name: TICKED });
    form.append(hidden);
  }
  hidden.value = numbers();
}
