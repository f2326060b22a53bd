// Another address of the gallery, put in the place of this page without leaving it.

const PARTS = ["#facets", "[data-part=head]", "[data-part=photos]", "[data-part=acts]"];
let shown = location.search;
let asking;

// Fetches an address and shows it; `how` is the method of history that takes it, none when the address is there
// already. What cannot be fetched is gone to.
export async function turnTo(address, how) {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.status);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (how) take(address, how);
    else shown = location.search;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

// The address of what is shown already.
export function take(address, how = "replaceState") {
  history[how](null, "", readable(address));
  shown = location.search;
}

// Commas part ticks and areas, and are read more easily as such.
function readable(address) {
  return String(address).replaceAll("%2C", ",");
}

export function say(words) {
  const said = document.querySelector("[data-said]");
  if (said) said.textContent = words;
}

export const whenShown = (then) => document.addEventListener("gallery-shown", then);

addEventListener("popstate", () => {
  if (location.search !== shown) turnTo(location.href);
});

function show(page) {
  const open = new Set([...document.querySelectorAll(".facets details[open]")].map(nameOf));
  const held = heldLink();
  for (const facet of page.querySelectorAll(".facets details")) facet.open = open.has(nameOf(facet));
  for (const part of PARTS) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  document.title = page.title;
  document.dispatchEvent(new Event("gallery-shown"));
  held?.()?.focus();
  say(document.querySelector("h1").textContent);
}

const nameOf = (facet) => facet.dataset.facet ?? facet.className;

// The filter that holds the focus is there again in another page, under the same words.
function heldLink() {
  const link = document.activeElement?.closest?.(".facet li a");
  if (!link) return null;
  const words = (one) => one.firstElementChild?.nextSibling?.textContent.trim() || one.firstElementChild?.textContent;
  const [facet, said] = [link.closest(".facet").dataset.facet, words(link)];
  return () => [...document.querySelectorAll(`[data-facet="${facet}"] li a`)].find((one) => words(one) === said);
}
