// Pages of the desk, fetched and put in place; decisions, sent and answered.

const listeners = [];
let fetching = null;
let deciding = false;

// Calls back whenever another photo has been put in place.
export function onShown(callback) {
  listeners.push(callback);
}

// Says something in the live region; `bad` is a refusal.
export function announce(text, bad = false) {
  const region = document.getElementById("said");
  if (!region) return;
  const line = document.createElement("p");
  line.textContent = text;
  line.classList.toggle("bad", bad);
  region.replaceChildren(line);
}

export function word(name, values = {}) {
  const words = JSON.parse(document.getElementById("desk-words")?.textContent || "{}");
  return (words[name] || "").replace(/\{(\w+)\}/g, (gap, key) => values[key] ?? gap);
}

// Shows the page at an address; what was asked for before and has not come yet is no longer wanted.
export async function go(address, { push = true } = {}) {
  fetching?.abort();
  fetching = new AbortController();
  const { signal } = fetching;
  try {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    if (push) history.pushState(null, "", answer.url);
    put(page);
  } catch (error) {
    if (error.name !== "AbortError") announce(word("lost"), true);
  }
}

function put(page) {
  const [old, main] = [document.querySelector("main"), page.querySelector("main")];
  const stripAt = document.getElementById("strip")?.scrollLeft;
  document.title = page.title;
  if (old.className === main.className) swapParts(page);
  else old.replaceWith(main);
  keepStrip(stripAt);
  if (document.getElementById("stage")?.getBoundingClientRect().top < 0) scrollTo({ top: 0 });
  focusStage();
  fetchPicture();
  listeners.forEach((callback) => callback());
}

function swapParts(page) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const next = page.getElementById(part.id);
    const open = part.querySelector(":scope > details")?.open;
    if (next) part.replaceWith(next);
    if (next && open !== undefined) next.querySelector(":scope > details").open = open;
  }
}

function keepStrip(left) {
  const current = document.querySelector(".shot.current");
  const strip = document.getElementById("strip");
  if (strip && left !== undefined) strip.scrollLeft = left;
  if (current && strip) {
    const [from, to] = [current.offsetLeft - strip.offsetLeft, strip.clientWidth];
    if (from < strip.scrollLeft || from + current.clientWidth > strip.scrollLeft + to) strip.scrollLeft = from - to / 2;
  }
}

// Focus does not fall to the top of the page when the control that was used has gone.
function focusStage() {
  const active = document.activeElement;
  if (active && active !== document.body && active.isConnected) return;
  const start = document.querySelector("main [autofocus]") || document.getElementById("stage");
  if (start && !start.hasAttribute("autofocus")) start.tabIndex = -1;
  start?.focus({ preventScroll: true });
}

// On the map Enter places what is shown: it has the focus for one decision, not for the photo that comes next.
function leaveMap() {
  if (document.activeElement?.closest("#map")) document.activeElement.blur();
  focusStage();
}

// The picture that comes next is there before it is asked for.
function fetchPicture() {
  const next = document.getElementById("stage")?.dataset.next;
  const shot = document.querySelector(`.shot[data-id="${next}"] img`);
  if (next) new Image().src = shot ? shot.src.replace("/images/400/", "/images/1600/") : `/images/1600/${next}`;
}

// Sends a form, with `more` fields; a second one waits for nothing while the first is on its way: nobody has seen what
// it would be about. What was not understood stays as it was written.
export async function decide(form, submitter, more = {}) {
  if (deciding) return;
  deciding = true;
  document.documentElement.classList.add("busy");
  try {
    const told = await send(form, submitter, more);
    document.querySelector(".preview-box")?.remove();
    if (told.stay) dispatchEvent(new CustomEvent("misunderstood", { detail: { form, places: told.places ?? [] } }));
    else if (told.next) await go(told.next);
    if (!told.bad) leaveMap();
    announce(told.said, told.bad);
  } catch {
    announce(word("lost"), true);
  } finally {
    deciding = false;
    document.documentElement.classList.remove("busy");
  }
}

async function send(form, submitter, more) {
  // A field of the form may be called `action`, and would hide the property of that name.
  const data = new FormData(form, submitter);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
  if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) return { said: word("lost"), bad: true };
  return answer.json();
}

export function watchHistory() {
  addEventListener("popstate", () => go(location.href, { push: false }));
  fetchPicture();
  keepStrip();
}
