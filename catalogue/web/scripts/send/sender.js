// Items go to the server, a few at a time, for as long as it takes; each is received only when the server's hash equals ours.
//
//   const sender = new Sender(items, { hash, metadata, told });  sender.go(); sender.pause();
//   told() is called whenever something changed; sender.trouble is "", "offline", "logged-out" or a sentence of the server.

import { Upload } from "tus-js-client";
import { LoggedOut, Offline } from "../terrain/server.js";
import { Unreadable } from "./hashing.js";
import { isSettled, recognise } from "./known.js";

const AT_ONCE = 3;
//: So many files are hashed ahead of those that are on their way: their bytes are then still in the machine's memory.
const AHEAD = 12;
const ASKED_TOGETHER = 20;
const ASKED_AFTER_MS = 400;
const CHUNK = 8 * 1024 * 1024;
const LONGEST_WAIT_MS = 30_000;
const MOST_TIMES_DIFFERENT = 3;
const GONE = new Set([404, 410]);
//: For these the server means this file; for all others it means now.
const FINAL = new Set([400, 413, 415]);
//: Nothing is wrong: another request is at it, or what has come is more than we know.
const SOON = new Set([408, 409, 423, 429]);
class Soon extends Error {}

export class Sender {
  constructor(items, { hash, metadata, told }) {
    Object.assign(this, { items, hash, metadata, told });
    this.ready = [];
    this.unknown = [];
    this.next = 0;
    this.paused = true;
    this.trouble = "";
    this.uploads = new Set();
    this.waits = new Set();
  }

  go() {
    if (!this.paused) return;
    this.paused = false;
    this.trouble = "";
    this.wake();
    if (!this.running) {
      this.running = Promise.all([this.prepare(), ...Array.from({ length: AT_ONCE }, () => this.carry())]);
    }
    this.told();
  }

  pause(trouble = "") {
    this.paused = true;
    this.trouble = trouble;
    for (const upload of this.uploads) upload.stop();
    this.told();
  }

  // Those who wait look again at what there is to do.
  wake() {
    for (const go of this.waits) go();
    this.waits.clear();
  }

  news(ms) {
    return new Promise((resolve) => {
      this.waits.add(resolve);
      if (ms) setTimeout(resolve, ms);
    });
  }

  async going() {
    while (this.paused) await this.news();
  }

  // Each file is hashed, and the server asked whether it has it already.
  async prepare() {
    let asked = Date.now();
    while (this.next < this.items.length || this.unknown.length) {
      await this.going();
      while (this.ready.length >= AHEAD) await this.news();
      if (this.next < this.items.length) {
        const item = this.items[this.next++];
        if (await this.read(item)) this.unknown.push(item);
      }
      const due = Date.now() - asked > ASKED_AFTER_MS || this.unknown.length >= ASKED_TOGETHER;
      if (this.unknown.length && (due || this.next === this.items.length)) {
        await this.ask(this.unknown.splice(0));
        asked = Date.now();
      }
    }
    this.through = true;
    this.wake();
  }

  // True when its hash is known; a file that cannot be read is told on its item.
  async read(item) {
    item.state = "hashing";
    this.told();
    try {
      item.sha256 = await this.hash(item.file);
      item.state = "waiting";
      return true;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.fail(item, "problem.unreadable");
      return false;
    }
  }

  async ask(items) {
    await this.patiently(() => recognise(items));
    this.ready.push(...items.filter((item) => !isSettled(item) && item.state !== "received"));
    this.wake();
    this.told();
  }

  // Done again until it succeeds: a server that is away comes back.
  async patiently(act) {
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      await this.going();
      try {
        const done = await act();
        this.calm();
        return done;
      } catch (error) {
        if (this.paused) continue;
        if (error instanceof LoggedOut) this.pause("logged-out");
        else if (error instanceof Soon) await this.news(1000);
        else if (error instanceof Offline) this.worry("offline");
        else this.worry(error.message || "offline");
        if (!this.paused) await this.news(wait);
      }
    }
  }

  worry(trouble) {
    this.trouble = trouble;
    this.told();
  }

  calm() {
    if (this.trouble && !this.paused) this.worry("");
  }

  async carry() {
    for (;;) {
      await this.going();
      const item = this.ready.shift();
      if (item) {
        this.wake();
        await this.patiently(() => this.send(item));
      } else if (this.through) return;
      else await this.news();
    }
  }

  // One try. It throws what is to be tried again, and notes on the item what is not.
  async send(item) {
    if (this.paused) throw new Offline();
    item.state = "sending";
    try {
      const { id, sha256 } = await this.upload(item);
      item.upload = id;
      if (sha256 === item.sha256) Object.assign(item, { state: "received", sent: item.size, message: undefined });
      else await this.differs(item);
    } catch (error) {
      item.state = "waiting";
      await this.refused(item, error);
    } finally {
      this.told();
    }
  }

  async refused(item, error) {
    const answer = error.originalResponse;
    const status = answer?.getStatus() ?? 0;
    if (status === 401) throw new LoggedOut();
    if (status === 460) return this.differs(item);
    if (GONE.has(status) && item.upload) {
      Object.assign(item, { upload: undefined, sent: 0 });
      throw new Offline();
    }
    if (FINAL.has(status)) return this.fail(item, "problem.refused", answer.getBody());
    if (!status && !(await isReadable(item.file))) return this.fail(item, "problem.unreadable");
    if (SOON.has(status)) throw new Soon();
    if (status >= 400) throw new Error((answer.getBody() || "").trim());
    throw new Offline();
  }

  // The file has changed since it was hashed, or was spoilt on its way: looked at and sent again, a few times.
  async differs(item) {
    item.different = (item.different ?? 0) + 1;
    if (item.different >= MOST_TIMES_DIFFERENT) return this.fail(item, "problem.differs");
    Object.assign(item, { upload: undefined, sent: 0 });
    if (await this.read(item)) await this.send(item);
  }

  fail(item, problem, message) {
    Object.assign(item, { state: "problem", problem, message: (message || "").trim() || undefined, sent: 0 });
    this.told();
  }

  upload(item) {
    return new Promise((resolve, reject) => {
      const upload = new Upload(item.file, {
        endpoint: "/uploads/",
        uploadUrl: item.upload ? `/uploads/${item.upload}` : null,
        chunkSize: CHUNK,
        // Patience is ours: it knows of the other files.
        retryDelays: null,
        storeFingerprintForResuming: false,
        metadata: { ...this.metadata(item), sha256: item.sha256 },
        onUploadUrlAvailable: () => (item.upload = upload.url.split("/").pop()),
        onProgress: (sent) => {
          item.sent = sent;
          this.told();
        },
        onSuccess: ({ lastResponse }) => {
          this.uploads.delete(handle);
          resolve({ id: upload.url.split("/").pop(), sha256: lastResponse.getHeader("Upload-Sha256") });
        },
        onError: (error) => {
          this.uploads.delete(handle);
          reject(error);
        },
      });
      const handle = {
        stop: () => {
          this.uploads.delete(handle);
          upload.abort().finally(() => reject(new Offline()));
        },
      };
      this.uploads.add(handle);
      upload.start();
    });
  }
}

async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
