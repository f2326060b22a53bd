// What stands on a screen to choose photos: of which outing, taken by whom, the button, and what came of it.

import { el, part } from "./dom.js";
import { pick } from "./gallery.js";
import { answered, latestFirst, reword } from "./queue.js";
import { changed, database, ownOutings, photosIn, remember, setting } from "./store.js";
import { wake } from "./sender.js";
import { day, say } from "./words.js";

const OFFERED = 12;
const NAMED = 3;
// Whoever took photos on a shared phone yesterday has not taken those of today.
const STANDS_MS = 12 * 3600_000;
let parts = 0;

export function mountGallery(element, app, { outing } = {}) {
  const at = (name) => part(element, `gallery-${name}`);
  const files = at("files");
  let last = [];

  const take = async (list) => {
    if (!list.length) return;
    const choices = await taker();
    if (!choices) return;
    at("said").replaceChildren();
    const progress = (done, n) => {
      at("progress").hidden = done === n;
      at("progress").textContent = say("picked.progress", { done, n });
    };
    progress(0, list.length);
    const told = await pick(list, { outing: outing?.() ?? (at("outing").value || undefined), choices, progress });
    last = told.ids;
    at("said").replaceChildren(...(await sentences(told)));
  };

  // Who took them, as metadata says it; null while a name is missing.
  const taker = async () => {
    const kind = at("taker").value;
    const name = at("taker-name").value.trim();
    if (kind !== "me" && !name) {
      app.notice(say("taker.missing"), { bad: true });
      at("taker-name").focus();
      return null;
    }
    await remember("taker", { kind, name, at: Date.now() });
    if (name) await remember("taker-names", [name, ...(await setting("taker-names", [])).filter((each) => each !== name)].slice(0, OFFERED));
    return kind === "colleague" ? { creator: name } : kind === "received" ? { receivedFrom: name } : {};
  };

  const reworded = async (more) => {
    if (!last.length) return;
    const n = await reword(last, more);
    wake();
    app.notice(n < last.length ? say("picked.some-reworded", { n, all: last.length }) : say("picked.reworded", { n }));
  };

  files.addEventListener("change", async () => {
    const list = [...files.files];
    await take(list);
    files.value = "";
  });
  at("zip").addEventListener("change", async () => {
    await take([...at("zip").files]);
    at("zip").value = "";
  });
  at("taker").addEventListener("change", () => {
    const kind = at("taker").value;
    named(at, kind);
    if (kind === "me") taker().then((choices) => reworded({ choices }));
    else at("taker-name").focus();
  });
  at("taker-name").addEventListener("change", async () => {
    const choices = await taker();
    if (choices) await reworded({ choices });
  });
  at("outing").addEventListener("change", () => reworded({ outing: at("outing").value }));
  dropping(element, take, (names) => at("said").replaceChildren(...problem("folder", names)));
  questions(at("question"));
  changed(() => offer(at("outing"), outing));
  offer(at("outing"), outing);
  recall(at);
}

// The outings of this phone, the latest first; by the time of each photo, unless one is chosen.
async function offer(select, outing) {
  const outings = (await ownOutings()).sort(latestFirst).slice(0, OFFERED);
  const shown = JSON.stringify(outings.map(({ id, name }) => [id, name]));
  select.closest("label").hidden = Boolean(outing) || !outings.length;
  if (select.dataset.shown === shown) return;
  select.dataset.shown = shown;
  const chosen = select.value;
  select.replaceChildren(
    el("option", { value: "" }, say("outing.by-time")),
    ...outings.map(({ id, name, started_at }) => el("option", { value: id }, started_at ? `${name} · ${day(started_at)}` : name)),
  );
  select.value = outings.some(({ id }) => id === chosen) ? chosen : "";
}

async function recall(at) {
  const names = await setting("taker-names", []);
  const list = el("datalist", { id: `taker-names-${++parts}` }, ...names.map((value) => el("option", { value })));
  at("taker-row").append(list);
  at("taker-name").setAttribute("list", list.id);
  const { kind = "me", name = "", at: when = 0 } = await setting("taker", {});
  if (Date.now() - when > STANDS_MS || kind === "me") return;
  at("taker").value = kind;
  at("taker-name").value = name;
  named(at, kind);
}

function named(at, kind) {
  const from = kind === "received";
  at("taker-row").hidden = kind === "me";
  at("taker-label").textContent = say(from ? "taker.from" : "taker.name");
}

function dropping(element, take, folders) {
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", async (event) => {
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    const entries = items.map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
    const names = entries.filter(([entry]) => entry?.isDirectory).map(([{ name }]) => name);
    await take(entries.filter(([entry, file]) => file && !entry?.isDirectory).map(([, file]) => file));
    if (names.length) folders(names);
  });
}

async function sentences(told) {
  const lines = [];
  const add = (key, n, more) => n && lines.push(el("p", {}, say(key, { n, ...more })));
  if (told.queued) lines.push(el("p", { class: "picked" }, await summary(told)));
  if (told.full) {
    lines.push(el("p", { class: "notice bad" }, [say("picked.full-in", { n: told.queued }), say("picked.full-out", { n: told.left })].join(" ")));
  }
  add("picked.doubles", told.doubles);
  add("picked.sent", told.sent);
  add("picked.videos", told.video);
  if (told.ahead) add("picked.ahead", told.ahead, { when: day(told.latest) });
  add("picked.shortened", told.shortened);
  for (const kind of ["other", "empty", "unreadable", "folder", "bomb", "broken"]) lines.push(...problem(kind, told[kind]));
  return lines.length ? lines : [el("p", {}, say("picked.nothing"))];
}

async function summary(told) {
  const parts = [
    told.positioned && say("picked.positioned", { n: told.positioned }),
    told.redacted && say("picked.redacted", { n: told.redacted }),
    told.without && say("picked.without", { n: told.without }),
  ].filter(Boolean);
  const sum = say("picked.sum", { picked: say("picked.photos", { n: told.queued }), parts: parts.join(", ") });
  const lost = told.redacted + told.without;
  if (!lost) return say("picked.placed", { sum });
  if (told.tracked === lost) return say("picked.tracked", { sum, n: lost });
  if (told.astray === lost) return say("picked.astray", { sum, n: lost });
  return told.tracked ? say("picked.partly", { sum, n: told.tracked }) : say("picked.untracked", { sum, n: lost });
}

function problem(kind, names) {
  if (!names.length) return [];
  const first = names.slice(0, NAMED).join(", ");
  const shown = names.length > NAMED ? say("picked.and-more", { first, n: names.length - NAMED }) : first;
  return [el("p", { class: "notice bad" }, say(`problem.${kind}`, { n: names.length, names: shown }))];
}

// Screenshots and messengers' copies are asked about once, together; until then they are kept, and not sent.
async function questions(form) {
  const draw = async () => {
    const asked = await photosIn("asked");
    const of = (kind) => asked.filter(({ facts }) => facts[kind]).map(({ id }) => id);
    const [screenshots, messaging] = [of("screenshot"), of("messaging")];
    form.hidden = !asked.length;
    part(form, "screenshots").hidden = !screenshots.length;
    part(form, "messaging").hidden = !messaging.length;
    part(form, "screenshots-said").textContent = say("question.screenshots", { n: screenshots.length });
    part(form, "messaging-said").textContent = say("question.messaging", { n: messaging.length });
    return { screenshots, messaging };
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { screenshots, messaging } = await draw();
    const both = [
      [screenshots, form.elements.screenshots.checked],
      [messaging, form.elements.messaging.checked],
    ];
    await answered(...[true, false].map((wanted) => both.flatMap(([ids, kept]) => (kept === wanted ? ids : []))));
    wake();
  });
  changed(draw);
  await draw();
}
