// Screen #camera: a photo that knows where it was taken and which way it looks, since the page takes it itself.
//
// What Android hides from pages in photos of the gallery, the page measures at the shutter: written into the file and told beside it.

import { compass } from "./compass.js";
import { part } from "./dom.js";
import { withFacts } from "./exif_writer.js";
import { lens } from "./lens.js";
import { phoneCamera } from "./phone_camera.js";
import { enqueue } from "./queue.js";
import { running } from "./recorder.js";
import { wake } from "./sender.js";
import { remember, setting } from "./store.js";
import { whereabouts } from "./whereabouts.js";
import { say } from "./words.js";

// An older fix was somewhere else: at a walk, ten metres and more.
const FRESH_S = 10;
const LOOK_MS = 1_000;

export function mount(section, app) {
  const at = (name) => part(section, name);
  const eye = lens(at("video"));
  const north = compass();
  const here = whereabouts(() => tellWhere());
  let seen = false;
  let busy = false;
  let taken = 0;
  let looking;

  const tellWhere = async () => {
    const fix = here.fix();
    const reading = north.reading();
    const where = !fix ? say(here.problem() === "denied" ? "camera.denied" : (await running()) ? "camera.by-track" : "camera.nowhere") : fix.age > FRESH_S ? say("camera.old", { n: Math.round(fix.age) }) : say("camera.here", { n: Math.round(fix.accuracy) });
    at("where").textContent = reading ? `${where} · ${say("camera.heading", { n: Math.round(reading.heading) })}` : where;
    at("compass").hidden = Boolean(reading) || !north.mustAsk();
  };

  const show = async () => {
    here.start();
    north.start();
    looking ??= setInterval(tellWhere, LOOK_MS);
    tellWhere();
    try {
      if (!(await eye.open())) return;
      tellFrame(eye.state().frame);
      at("torch").hidden = !eye.state().torch;
      ready(true);
    } catch {
      ready(false);
    }
  };
  const tellFrame = (isFrame) => (at("resolution").textContent = isFrame ? say("camera.frame", eye.state()) : "");
  const ready = (can) => {
    at("live").hidden = at("shutter").hidden = !can;
    at("fallback").hidden = can;
    at("trouble").hidden = can;
  };
  // The light of the camera goes out with the screen: a pocket needs neither.
  const hide = () => {
    eye.close();
    here.stop();
    north.stop();
    clearInterval(looking);
    looking = undefined;
  };

  const shoot = async () => {
    if (busy) return;
    busy = true;
    at("shutter").disabled = true;
    try {
      const facts = measured();
      const { blob, frame } = await eye.shoot();
      tellFrame(frame);
      flash();
      await keep(new Uint8Array(await blob.arrayBuffer()), facts);
    } catch {
      app.notice(say("camera.failed"), { bad: true });
    } finally {
      busy = false;
      at("shutter").disabled = false;
    }
  };

  // What is known at this moment: no fix that is old, no direction that is not told.
  const measured = () => {
    const fix = here.fix();
    const reading = north.reading();
    const now = new Date();
    return {
      taken: local(now),
      offset: zone(now),
      ...(fix && fix.age <= FRESH_S ? { position: { latitude: fix.latitude, longitude: fix.longitude, accuracy: fix.accuracy, at: fix.at } } : {}),
      ...(reading ? { heading: reading.heading, headingReference: reading.reference } : {}),
    };
  };

  const keep = async (bytes, facts) => {
    const name = `IMG_${facts.taken.replace(/[-:]/g, "").replace("T", "_").replace(".", "_")}.jpg`;
    const blob = new Blob([withFacts(bytes, facts)], { type: "image/jpeg" });
    const outing = (await running())?.id;
    const { outcome, photo } = await enqueue({ blob, name, door: "camera", outing, facts: { ...facts, taken: facts.taken.slice(0, 19) } });
    if (outcome === "full") return app.notice(say("camera.full"), { bad: true });
    if (at("copy").checked) save(blob, name);
    if (outcome !== "queued") return;
    taken += 1;
    at("count").textContent = say("camera.count", { n: taken });
    at("last").src = URL.createObjectURL(blob);
    at("last").hidden = false;
    at("last").dataset.photo = photo.id;
    wake();
  };

  const flash = () => {
    navigator.vibrate?.(30);
    at("live").classList.add("flash");
    setTimeout(() => at("live").classList.remove("flash"), 150);
  };

  at("shutter").addEventListener("click", shoot);
  phoneCamera(at("phone"), here, app);
  at("compass").addEventListener("click", () => north.ask().then(tellWhere, tellWhere));
  at("torch").addEventListener("click", () => {
    const on = at("torch").getAttribute("aria-pressed") !== "true";
    eye.torch(on)?.then(() => at("torch").setAttribute("aria-pressed", String(on)), () => {});
  });
  at("copy").addEventListener("change", () => remember("keep-copy", at("copy").checked));
  setting("keep-copy", false).then((kept) => (at("copy").checked = kept));
  document.addEventListener("visibilitychange", () => {
    if (!seen) return;
    if (document.visibilityState === "visible") show();
    else hide();
  });
  return {
    shown: () => {
      seen = true;
      return show();
    },
    hidden: () => {
      seen = false;
      hide();
    },
  };
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function local(moment) {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 23);
}

function zone(moment) {
  const minutes = -moment.getTimezoneOffset();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}
