// The review desk with script: decisions without loading a page anew, the keyboard, the selection, the map.
//
// Every control is a link or a form that works without script; here its answer is fetched and put in place.

import { decide, go, onShown, watchHistory } from "./review_pages.js";
import { listen } from "./review_keys.js";
import * as selection from "./review_selection.js";
import { foretellClock } from "./review_clock.js";
import { askBack, offerPlaces } from "./review_search.js";
import { previewTrack } from "./review_track.js";

document.documentElement.classList.add("scripted");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-track]")) {
    event.preventDefault();
    previewTrack(form);
  } else if (form.matches("[data-decide]")) {
    event.preventDefault();
    decide(form, event.submitter);
  }
});

document.addEventListener("click", (event) => {
  const told = event.target.closest("[data-do], .shot a, #bar a[data-key]");
  if (!told || event.button || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  act(told, event);
});

function act(told, event) {
  const shot = told.closest(".shot");
  if (told.dataset.do === "help") document.getElementById("help").showModal();
  else if (told.dataset.do === "all") selection.all();
  else if (told.dataset.do === "none") selection.none();
  else if (told.dataset.do === "close-preview") told.closest(".preview-box").remove();
  else if (!shot || !shot.dataset.number) go(told.href);
  else if (told.matches(".tick") || event.shiftKey) event.shiftKey ? selection.runTo(shot) : selection.toggle(shot);
  else go(selection.addressed(told.href));
}

let map;

async function shown() {
  for (const button of document.querySelectorAll("[data-do=help]")) button.hidden = false;
  selection.read();
  offerPlaces();
  foretellClock();
  const element = document.getElementById("map");
  if (!element) return;
  const { ReviewMap } = await import("./review_map.js");
  if (map?.element !== element) map = new ReviewMap(element);
  map.show();
}

// Where there is room the queues stand open; elsewhere they are a line.
function openQueues() {
  const queues = document.querySelector("#queues details");
  if (queues && matchMedia("(min-width: 84.01rem)").matches) queues.open = true;
}

openQueues();
onShown(shown);
addEventListener("misunderstood", ({ detail }) => askBack(detail));
watchHistory();
listen();
shown();
