// The phone's page: which screen is seen, what stands in the band above, and the service worker that keeps it all.
//
// A screen is a <section id="…" data-screen> of the shell and a module with `mount(section, app)`; it may return
// { shown(rest), hidden() }, called when its address comes (`#outing`, `#mine/…` with rest "…") and goes.
// app: { go(hash), notice(sentence, { bad }), person() -> { id, name, role } or null, online() }

import { mount as mountCamera } from "./camera.js";
import { mount as mountMine } from "./mine.js";
import { mount as mountOuting } from "./outing.js";
import { mount as mountPrepare } from "./prepare.js";
import { mount as mountSend } from "./send.js";
import { mount as mountInstall } from "./install.js";
import { mount as mountBand } from "./band.js";
import { forgetGone } from "./parcels.js";
import { LoggedOut, Offline, Refused, ask } from "./server.js";
import { remember, setting } from "./store.js";

const FIRST = "outing";
const mounts = { outing: mountOuting, send: mountSend, mine: mountMine, prepare: mountPrepare, camera: mountCamera, install: mountInstall };
// Screens that are reached from another one keep its tab lit.
const TABS = { prepare: "outing", camera: "outing", install: "outing" };
const TIDY_MS = 3600_000;
const screens = new Map();
let seen;
let who = null;
// When photos that are gone were last asked about: not each time that the page is looked at.
let tidied = 0;

const app = {
  go: (hash) => (location.hash = hash),
  person: () => who,
  online: () => navigator.onLine,
  notice(sentence, { bad = false } = {}) {
    const line = document.getElementById("notice");
    line.textContent = sentence;
    line.classList.toggle("bad", bad);
    line.hidden = !sentence;
  },
};

for (const section of document.querySelectorAll("[data-screen]")) {
  screens.set(section.id, { section, ...(mounts[section.id]?.(section, app) ?? {}) });
}
const band = mountBand(document.getElementById("band"), app);
addEventListener("hashchange", show);
addEventListener("online", known);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && known());
show();
known();
look();

function show() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  const wanted = screens.has(name) ? name : FIRST;
  if (seen !== undefined && seen !== wanted) screens.get(seen).hidden?.();
  for (const [each, { section }] of screens) section.hidden = each !== wanted;
  for (const link of document.querySelectorAll("nav.tabs a")) {
    if (link.hash === `#${TABS[wanted] ?? wanted}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  seen = wanted;
  app.notice("");
  screens.get(wanted).shown?.(rest.join("/"));
}

// Who this is: asked when there is a network, remembered for when there is none.
async function known() {
  who ??= await setting("person", null);
  try {
    who = await ask("/terrain/api/me");
    await remember("person", who);
    band.session(true);
    if (Date.now() - tidied > TIDY_MS) {
      await forgetGone();
      tidied = Date.now();
    }
  } catch (error) {
    if (error instanceof LoggedOut) band.session(false);
    else if (!(error instanceof Offline || error instanceof Refused)) throw error;
  }
}

// Without HTTPS a browser has no service worker: the page says so, and still sends what it is given.
async function look() {
  if (!("serviceWorker" in navigator)) return band.insecure();
  await navigator.serviceWorker.register("/terrain/sw.js", { scope: "/terrain/" });
}
