// The keyboard: keys press the controls that bear them, so that nothing can be done by key alone.

import { go } from "./review_pages.js";
import * as selection from "./review_selection.js";

const FORWARD = new Set(["j", "ArrowRight", "ArrowDown"]);
const BACK = new Set(["k", "ArrowLeft", "ArrowUp"]);
// What the map itself understands while it has the focus; every other key means there what it means anywhere.
const OF_MAP = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", " ", "+", "-", "=", "_"]);

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const help = document.querySelector("dialog[open]");
    if (help) return event.key === "?" && help.close();
    if (event.key === "Escape") leave(event);
    else if (!takes(event.target, event.key) && press(event)) event.preventDefault();
  });
}

// Whether an element has a use of its own for a key.
function takes(element, key) {
  return writes(element) || (OF_MAP.has(key) && element.closest("#map"));
}

function writes(element) {
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function leave(event) {
  const preview = document.querySelector(".preview-box");
  if (preview) preview.remove();
  else if (writes(event.target) || event.target.closest("#map")) rest();
  else selection.none();
}

export function rest() {
  const stage = document.getElementById("stage");
  stage.tabIndex = -1;
  stage.focus({ preventScroll: true });
}

// True when the key meant something.
function press(event) {
  const key = named(event);
  // A key that is held down means one decision, not one for each photo that comes.
  if (event.repeat && !FORWARD.has(key) && !BACK.has(key)) return true;
  if (key === "Enter") return onControl(event.target) ? false : click("[data-first], [data-key='Enter']");
  if (FORWARD.has(key)) return along(1, event.shiftKey);
  if (BACK.has(key)) return along(-1, event.shiftKey);
  if (key === "x") return tick();
  if (key === "m") return focus("#map");
  return focus(`[data-focus-key='${CSS.escape(key)}']`) || click(`[data-key='${CSS.escape(key)}']`);
}

// Digits by their place on the keyboard: on a French one they need Shift.
function named(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return digit[1];
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

function onControl(element) {
  return element.matches("a, button, summary, [role=checkbox]");
}

function within() {
  return document.querySelector(".preview-box") || document;
}

function click(selector) {
  const control = within().querySelector(selector);
  if (!control) return false;
  control.click();
  const field = control.matches("summary") && control.parentElement.open && control.parentElement.querySelector("input:not([type=hidden])");
  if (field) field.focus();
  return true;
}

function focus(selector) {
  const control = within().querySelector(selector);
  control?.focus();
  control?.scrollIntoView({ block: "nearest" });
  return Boolean(control);
}

function along(step, selecting) {
  const shot = selection.beside(step);
  if (!shot) return true;
  if (selecting) selection.runTo(shot);
  go(selection.addressed(shot.querySelector(".frame").href));
  return true;
}

function tick() {
  const shot = document.querySelector(".shot.current[data-number]");
  if (shot) selection.toggle(shot);
  return Boolean(shot);
}
