// The band above every screen: is there a network, how many photos wait, is there room, is the session over.

import { part } from "./dom.js";
import { line, listen } from "./sender.js";
import { changed, database } from "./store.js";
import { say, size } from "./words.js";

// Below this share of what the browser may keep, whoever takes photos all day should know.
const LITTLE = 0.2;
const COUNT_MS = 400;

export function mount(band, app) {
  const state = part(band, "network");
  const unsent = part(band, "unsent");
  const session = part(band, "session");
  let counting;
  const network = () => {
    // Beside the number of those that wait there is room for little.
    state.textContent = say(app.online() ? "network.on" : unsent.hidden ? "network.off" : "network.away");
    band.classList.toggle("offline", !app.online());
  };
  const count = async () => {
    const n = await waiting();
    unsent.textContent = n ? say("queue.unsent", { n }) : "";
    unsent.hidden = !n;
    network();
    await room(part(band, "room"));
    counting = undefined;
  };
  addEventListener("online", network);
  addEventListener("offline", network);
  changed(() => (counting ??= setTimeout(count, COUNT_MS)));
  listen(() => {
    if (line.is === "session") session.hidden = false;
    else if (line.is === "sending") session.hidden = true;
  });
  network();
  count();
  return {
    session: (open) => (session.hidden = open),
    insecure: () => app.notice(say("insecure"), { bad: true }),
  };
}

async function waiting() {
  const db = await database();
  return (await db.count("photos")) - (await db.countFromIndex("photos", "state", "received"));
}

async function room(element) {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  const left = quota - usage;
  element.hidden = !(quota > 0 && left < LITTLE * quota);
  if (!element.hidden) element.textContent = say("room.little", { left: size(Math.max(0, left)) });
}
