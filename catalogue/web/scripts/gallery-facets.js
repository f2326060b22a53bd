// Filters: a value is found in a long list by typing; on a phone their sheet stays open and counts while one chooses.

import { turnTo, whenShown } from "./gallery-page.js";

const MANY = 8;
const phone = matchMedia("(max-width: 52rem)");

export function findable() {
  prepare();
  whenShown(prepare);
  const sheet = document.querySelector("#facets");
  sheet.addEventListener("click", choose);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && open() && close());
  document.addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll("details.orders[open]")) menu.open = menu.contains(target);
  });
}

const open = () => phone.matches && location.hash === "#facets";
// The sheet was a step of its own: going back from the photos does not open it again.
const close = () => location.replace("#content");

function choose(event) {
  const link = event.target.closest("a");
  if (!link || !open() || event.ctrlKey || event.metaKey) return;
  if (link.closest(".sheet-end")) {
    event.preventDefault();
    close();
  } else if (new URL(link.href).pathname === location.pathname) {
    event.preventDefault();
    const address = new URL(link.href);
    address.hash = "facets";
    turnTo(address, "replaceState");
  }
}

function prepare() {
  for (const facet of document.querySelectorAll(".facet")) {
    const long = facet.dataset.whole || facet.querySelectorAll("li").length > MANY;
    if (long && !facet.querySelector(".by-year, .find")) facet.querySelector("summary").after(finder(facet));
  }
}

function finder(facet) {
  const field = Object.assign(document.createElement("input"), { type: "search", className: "find" });
  const name = facet.querySelector("summary").firstChild.textContent.trim();
  const words = document.querySelector("#facets").dataset.find.replace("…", name);
  field.setAttribute("aria-label", words);
  field.placeholder = words;
  field.addEventListener("input", async () => {
    if (facet.dataset.whole) await complete(facet);
    const wanted = folded(field.value);
    for (const value of facet.querySelectorAll("li")) value.hidden = !folded(value.textContent).includes(wanted);
  });
  return field;
}

// The values that the page left out.
async function complete(facet) {
  const address = facet.dataset.whole;
  delete facet.dataset.whole;
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const whole = page.querySelector(`[data-facet="${facet.dataset.facet}"] ul`);
  if (whole) facet.querySelector("ul").replaceWith(whole);
  facet.querySelector(".whole")?.remove();
}

const folded = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().trim();
