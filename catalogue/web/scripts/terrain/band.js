// The band above every screen: is there a network, how many photos wait, is there room, is the session over.

import { say } from "./words.js";
import { changed, database } from "./store.js";
import { part } from "./dom.js";

export function mount(band, app) {
  const state = part(band, "network");
  const unsent = part(band, "unsent");
  const session = part(band, "session");
  const network = () => {
    state.textContent = say(app.online() ? "network.on" : "network.off");
    band.classList.toggle("offline", !app.online());
  };
  const count = async () => {
    const n = await waiting();
    unsent.textContent = n ? say("queue.unsent", { n }) : "";
    unsent.hidden = !n;
  };
  addEventListener("online", network);
  addEventListener("offline", network);
  changed(count);
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
