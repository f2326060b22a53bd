// The photos that the next decision is about. It lives in the address (`sel`) and in the forms of the page.

let numbers = new Set();
let anchor = null;

const shots = () => [...document.querySelectorAll("#strip .shot")];

// The selection is what the address says.
export function read() {
  numbers = new Set((new URLSearchParams(location.search).get("sel") || "").split(",").filter(Boolean));
  anchor ??= current()?.dataset.number ?? null;
  mark();
}

export const current = () => document.querySelector("#strip .shot.current");

// The photo before or after this one in the outing.
export function beside(step) {
  const all = shots();
  return all[all.indexOf(current()) + step];
}

export function toggle(shot) {
  anchor = shot.dataset.number;
  numbers.has(anchor) ? numbers.delete(anchor) : numbers.add(anchor);
  write();
}

// Everything from where the selection began to this photo is selected.
export function runTo(shot) {
  const all = shots();
  const start = all.find((each) => each.dataset.number === anchor) || current() || shot;
  anchor = start.dataset.number;
  const [from, to] = [all.indexOf(start), all.indexOf(shot)].sort((a, b) => a - b);
  numbers = new Set(all.slice(from, to + 1).map((each) => each.dataset.number));
  write();
}

export function all() {
  numbers = new Set(shots().filter((shot) => shot.matches(".waits")).map((shot) => shot.dataset.number));
  write();
}

export function none() {
  numbers = new Set();
  anchor = current()?.dataset.number ?? null;
  write();
}

// The address, with this selection.
export function addressed(href) {
  const address = new URL(href, location.href);
  numbers.size ? address.searchParams.set("sel", [...numbers].join(",")) : address.searchParams.delete("sel");
  return address.href.replaceAll("%2C", ",");
}

function write() {
  history.replaceState(null, "", addressed(location.href));
  mark();
}

function mark() {
  for (const shot of shots()) {
    const chosen = numbers.has(shot.dataset.number);
    shot.classList.toggle("selected", chosen);
    shot.querySelector(".tick")?.setAttribute("aria-checked", String(chosen));
  }
  const chosen = shots().filter((shot) => numbers.has(shot.dataset.number)).map((shot) => shot.dataset.id);
  const here = document.getElementById("stage")?.dataset.photo;
  if (document.getElementById("strip")) {
    for (const field of document.querySelectorAll("[data-chosen]")) {
      const otherwise = field.dataset.chosen === "track" ? waiting() : [];
      field.value = (chosen.length ? chosen : otherwise.length ? otherwise : [here]).join(",");
    }
    tell(chosen.length);
  }
}

const waiting = () => shots().filter((shot) => shot.matches(".waits")).map((shot) => shot.dataset.id);

function tell(count) {
  const line = document.getElementById("chosen");
  const { none, one, many } = line.dataset;
  const text = count > 1 ? many.replace("{n}", count) : count ? one : none;
  if (line.textContent !== text) line.textContent = text;
  for (const button of document.querySelectorAll("[data-do=none]")) button.hidden = !count;
}
