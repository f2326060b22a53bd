// The phone's own camera, opened from the page where the page has none: what it hides of the position, the page
// knew just before, and learns again on the way back. Both are kept, with how far in time they are from the photo.
//
//   phoneCamera(input, here, app) ; input is <input type="file" capture>, here what `whereabouts` returns
//   facts.around = { before, after }: each { latitude, longitude, accuracy, at, seconds } or undefined

import { readExif } from "./exif.js";
import { amend, enqueue, momentOf } from "./queue.js";
import { running } from "./recorder.js";
import { wake } from "./sender.js";
import { say } from "./words.js";

// Whoever was longer in the phone's own camera has walked on since.
const STILL_S = 60;
// A receiver that was asleep behind the camera needs a moment.
const RETURN_MS = 8_000;
const FATES = { queued: "camera.queued", full: "camera.full" };

export function phoneCamera(input, here, app) {
  let before = null;

  // The photo is kept first: a page that is closed while it waits for a position loses nothing but the position.
  const take = async (file) => {
    const back = Date.now();
    // What cannot be read is told by the queue.
    const read = readExif(new Uint8Array(await file.arrayBuffer().catch(() => [])));
    const told = (after) => withAround(read, [before, after], back);
    const outing = (await running())?.id;
    const notBefore = read.position ? undefined : back + RETURN_MS;
    const { outcome, photo } = await enqueue({ blob: file, name: file.name, door: "camera", outing, modified: file.lastModified, facts: told(here.fix()), notBefore });
    app.notice(say(FATES[outcome] ?? "camera.not-queued"), { bad: outcome !== "queued" });
    if (outcome !== "queued") return;
    if (!read.position) await here.next(RETURN_MS).then((after) => amend(photo.id, told(after ?? here.fix())));
    wake();
  };

  input.addEventListener("click", () => (before = here.fix()));
  input.addEventListener("change", async () => {
    here.start();
    for (const file of input.files) await take(file);
    input.value = "";
  });
}

function withAround(read, fixes, back) {
  if (read.position) return { ...read, around: {} };
  const moment = momentOf(read)?.getTime() ?? back;
  const near = fixes.filter(Boolean).map((fix) => beside(fix, moment)).filter(({ seconds }) => seconds <= STILL_S).sort((a, b) => a.seconds - b.seconds);
  const around = { before: near.find(({ at }) => Date.parse(at) <= moment), after: near.find(({ at }) => Date.parse(at) > moment) };
  return { ...read, ...(near.length ? { absence: undefined, position: near[0] } : {}), around };
}

function beside({ latitude, longitude, accuracy, at }, moment) {
  return { latitude, longitude, accuracy, at, seconds: Math.round(Math.abs(Date.parse(at) - moment) / 1000) };
}
