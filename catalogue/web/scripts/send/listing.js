// Folders with how far each is; one that is opened lists its files. Thousands of rows are made only where somebody looks.

import { el } from "../terrain/dom.js";
import { say, size } from "../terrain/words.js";
import { isSettled } from "./known.js";

export const isReceived = (item) => item.state === "received" || isSettled(item);

export class Listing {
  constructor(list, folders) {
    this.folders = folders.map(([name, items]) => new Folder(name, items));
    list.replaceChildren(...this.folders.map((folder) => folder.element));
  }

  refresh() {
    for (const folder of this.folders) folder.refresh();
  }
}

class Folder {
  constructor(name, items) {
    this.items = items;
    this.count = el("span", { class: "soft" });
    this.bar = el("span", {});
    this.rows = el("ul", { class: "files" });
    this.element = el(
      "details",
      { class: "folder" },
      el("summary", {}, el("bdi", {}, name || say("loose")), " ", this.count, el("span", { class: "bar", "aria-hidden": "true" }, this.bar)),
      this.rows,
    );
    this.element.addEventListener("toggle", () => (this.element.open ? this.open() : this.close()));
    this.refresh();
  }

  open() {
    this.drawn = this.items.map((item) => {
      const state = el("span", { class: "soft" });
      const name = item.path.split("/").pop();
      return { item, state, row: el("li", {}, el("bdi", {}, name), " ", el("span", { class: "soft" }, size(item.size)), state) };
    });
    this.rows.replaceChildren(...this.drawn.map(({ row }) => row));
    this.refresh();
  }

  close() {
    this.drawn = undefined;
    this.rows.replaceChildren();
  }

  refresh() {
    const done = this.items.filter(isReceived).length;
    const failed = this.items.some((item) => item.state === "problem" || item.state === "quarantined");
    set(this.count, say("folder.count", { done, n: this.items.length }));
    this.bar.style.width = `${(100 * done) / this.items.length}%`;
    this.element.classList.toggle("bad", failed);
    for (const { item, state, row } of this.drawn ?? []) {
      set(state, told(item));
      row.classList.toggle("bad", item.state === "problem" || item.state === "quarantined");
      row.classList.toggle("good", isReceived(item) && item.state !== "quarantined");
    }
  }
}

function told(item) {
  if (item.state === "problem") return item.message || say(item.problem);
  if (isSettled(item)) return item.before && item.state !== "quarantined" ? say("state.before") : item.message;
  if (item.state === "sending") return say("state.sending", { n: Math.floor((100 * item.sent) / item.size) });
  return say(`state.${item.state}`);
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
