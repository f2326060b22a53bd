// A track, looked at first: the table of what would be placed stands over the desk until it is agreed to or left.

import { announce, word } from "./review_pages.js";

let lines = null;

// The track that was looked at last; it stays on the map.
export const track = () => lines;

export async function previewTrack(form) {
  document.documentElement.classList.add("busy");
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form), headers: { Accept: "application/json, text/html" } });
    if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) return refused(await answer.json());
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const preview = page.getElementById("track-preview");
    preview ? show(preview) : announce(word("lost"), true);
  } catch {
    announce(word("lost"), true);
  } finally {
    document.documentElement.classList.remove("busy");
  }
}

function refused({ said }) {
  announce(said || word("lost"), true);
}

function show(preview) {
  lines = JSON.parse(preview.querySelector("#track-lines")?.textContent || "null");
  dispatchEvent(new CustomEvent("track"));
  const box = document.createElement("section");
  box.className = "preview-box";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", "track-title");
  box.append(preview);
  document.querySelector(".preview-box")?.remove();
  document.querySelector("main").append(box);
  (box.querySelector("[data-first]") || box).focus();
}
