// The page `/send`: a folder is dropped, looked at, sent, and followed until each file is a photo.

import { el, part } from "../terrain/dom.js";
import { say, size } from "../terrain/words.js";
import { chosen, dropped } from "./gathering.js";
import { hasher } from "./hashing.js";
import { follow, isSettled } from "./known.js";
import { Listing, isReceived } from "./listing.js";
import { Pace, timeLeft } from "./pace.js";
import { Sender } from "./sender.js";
import { byFolder, sorted } from "./sorting.js";

const SHOWN_EVERY_MS = 400;
const FOLLOWED_AFTER_MS = 2000;
const MOST_NAMED = 50;
const MOST_LINKED = 3;
const NEW = new Set(["catalogued", "held"]);
const GALLERY = "/explore/catalogue/photos";

const page = document.getElementById("content");
const of = (name) => part(page, name);
let hash;
let items = [];
let left = new Map();
let sender;
let listing;
let pace;
let before = 0;

document.documentElement.classList.add("scripted");
addEventListener("dragover", (event) => {
  event.preventDefault();
  page.classList.add("over");
});
addEventListener("dragleave", (event) => event.relatedTarget || page.classList.remove("over"));
addEventListener("drop", async (event) => {
  event.preventDefault();
  page.classList.remove("over");
  if (isBusy()) return notice(say("busy"));
  take(await dropped(event.dataTransfer, (n) => notice(say("looking", { n }))));
});
for (const name of ["folder", "photos"]) {
  const input = of(`choose-${name}`);
  input.addEventListener("change", () => {
    if (isBusy()) notice(say("busy"));
    else take(chosen(input.files));
    input.value = "";
  });
}
of("send").addEventListener("click", send);
of("clear").addEventListener("click", clear);
of("pause").addEventListener("click", () => (sender.paused ? sender.go() : sender.pause()));
addEventListener("online", () => sender?.wake());
addEventListener("beforeunload", (event) => isBusy() && event.preventDefault());
// Opened from elsewhere, a page that browsers do not call secure cannot compare what was received.
if (!crypto.subtle) {
  notice(say("unlocked"), true);
  for (const each of page.querySelectorAll("input")) each.disabled = true;
}

function isBusy() {
  return Boolean(sender) && items.some((item) => item.state !== "problem" && !isReceived(item));
}

function notice(text, bad = false) {
  const line = of("notice");
  line.textContent = text;
  line.classList.toggle("bad", bad);
  line.hidden = !text;
}

// What was chosen joins what was chosen before, until it is sent.
function take(found) {
  if (sender) clear();
  const more = sorted(found);
  const known = new Set(items.map((item) => item.path));
  items.push(...more.items.filter((item) => !known.has(item.path)));
  for (const [kind, paths] of more.left) left.set(kind, [...new Set([...(left.get(kind) ?? []), ...paths])]);
  notice(items.length ? "" : say("nothing"));
  summarise();
}

function clear() {
  sender?.pause();
  [items, left, sender] = [[], new Map(), undefined];
  for (const name of ["summary", "progress", "folders", "done", "left", "track"]) of(name).hidden = true;
  of("choosing").hidden = false;
  notice("");
}

function summarise() {
  const folders = byFolder(items);
  of("summary").hidden = !items.length;
  of("count").textContent = `${say("photos.size", { n: items.length, size: size(bytes(items)) })} ${say("folders", { n: folders.length })}`;
  of("send").textContent = say("go", { n: items.length });
  of("rows").replaceChildren(
    ...folders.map(([name, inside]) =>
      el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, name || say("loose"))), el("td", {}, say("photos", { n: inside.length })), el("td", {}, size(bytes(inside)))),
    ),
  );
  showLeft();
}

function showLeft() {
  const n = [...left.values()].reduce((sum, paths) => sum + paths.length, 0);
  of("left").hidden = !n;
  of("track").hidden = !left.has("track");
  of("left-count").textContent = say("left", { n });
  of("left-rows").replaceChildren(
    ...[...left].map(([kind, paths]) =>
      el(
        "li",
        {},
        say(`left.${kind}`, { n: paths.length }),
        el("ul", { class: "files soft" }, paths.slice(0, MOST_NAMED).map((path) => el("li", {}, el("bdi", {}, path)))),
        paths.length > MOST_NAMED && el("p", { class: "soft" }, say("left.more", { n: paths.length - MOST_NAMED })),
      ),
    ),
  );
}

function send() {
  if (!items.length || sender) return;
  hash ??= hasher(page.querySelector("[data-worker]").dataset.worker);
  const creator = of("creator").value.trim();
  sender = new Sender(items, {
    hash,
    told: soon,
    metadata: (item) => ({
      filename: item.path.split("/").pop(),
      relativePath: item.path,
      filetype: item.file.type,
      lastModified: new Date(item.file.lastModified).toISOString(),
      door: "folder",
      ...(creator ? { creator } : {}),
    }),
  });
  pace = new Pace();
  before = 0;
  listing = new Listing(of("folder-list"), byFolder(items));
  of("choosing").hidden = of("summary").hidden = true;
  of("progress").hidden = of("folders").hidden = false;
  sender.go();
  of("progress").focus();
  followAll();
}

// Scripts tell of every part that goes: the page shows it a few times a second.
let due;
function soon() {
  due ??= setTimeout(() => {
    due = undefined;
    show();
  }, SHOWN_EVERY_MS);
}

function show() {
  if (!sender) return;
  const received = items.filter(isReceived);
  const sent = items.reduce((sum, item) => sum + (item.before ? 0 : item.sent), 0);
  const kept = bytes(items.filter((item) => item.before));
  const total = bytes(items.filter((item) => item.state !== "problem"));
  if (sender.paused || sender.trouble) pace.forget();
  else pace.note(sent);
  of("bar").style.width = `${total ? (100 * (sent + kept)) / total : 100}%`;
  of("line").textContent = [
    say("progress", { done: received.length, n: items.length }),
    say("progress.bytes", { done: size(sent + kept), size: size(total) }),
    ...speed(total - sent - kept),
  ].join(" · ");
  const trouble = sender.trouble;
  of("trouble").textContent = trouble ? (["offline", "logged-out"].includes(trouble) ? say(trouble) : trouble) : sender.paused ? say("paused") : "";
  of("trouble").hidden = !of("trouble").textContent;
  of("again").hidden = trouble !== "logged-out";
  of("pause").textContent = say(sender.paused ? "resume" : "pause");
  of("pause").hidden = !isBusy();
  listing.refresh();
  showDone(received);
}

function speed(rest) {
  const rate = pace.rate();
  if (!rate || !rest) return [];
  const [key, n] = timeLeft(rest / rate);
  return [say("rate", { size: size(rate) }), say(key, { n })];
}

function showDone(received) {
  const done = !isBusy();
  of("done").hidden = !done;
  if (!done) return;
  const n = (state) => items.filter((item) => item.state === state).length;
  const counts = {
    received: received.length,
    duplicate: n("duplicate") + n("healed"),
    held: n("held"),
    quarantined: n("quarantined"),
    problem: n("problem"),
    waiting: n("received"),
  };
  const sentences = Object.entries(counts).filter(([key, count]) => count || key === "received");
  const text = sentences.map(([key, count]) => say(`done.${key}`, { n: count })).join(" ; ");
  if (of("result").textContent !== text) of("result").textContent = text;
  // A few are named one by one; many are those that have come since.
  const all = items.filter((item) => item.photo);
  const fresh = all.filter((item) => NEW.has(item.state));
  const photos = [...new Set((fresh.length ? fresh : all.slice(0, MOST_LINKED)).map((item) => item.photo))];
  of("gallery").hidden = !photos.length;
  of("gallery").href = photos.length <= MOST_LINKED ? `${GALLERY}?id__in=${photos.join(",")}` : `${GALLERY}?added_at__gte=${encodeURIComponent(first())}`;
}

// When the first of these was begun, as the server's clock has it.
function first() {
  return items.map((item) => item.begun).filter(Boolean).sort()[0] ?? "";
}

// Until the catalogue has said of each what became of it.
async function followAll() {
  const mine = sender;
  for (let wait = FOLLOWED_AFTER_MS; sender === mine; wait = Math.min(wait * 1.2, 15_000)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const waiting = items.filter((item) => item.state === "received");
    if (!waiting.length && !isBusy()) return;
    try {
      if (waiting.length && (await follow(waiting))) {
        wait = FOLLOWED_AFTER_MS;
        soon();
      }
    } catch {
      // The sender says what is wrong; here it is asked again.
    }
  }
}

function bytes(some) {
  return some.reduce((sum, item) => sum + item.size, 0);
}
