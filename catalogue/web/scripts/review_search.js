// Names of places while they are written: a list above the field, worked with arrows and Enter.

const PATIENCE_MS = 140;

export function offerPlaces() {
  const field = document.getElementById("where");
  if (!field || field.dataset.offers) return;
  field.dataset.offers = "yes";
  const list = document.getElementById("found");
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(field, list), PATIENCE_MS);
  });
  field.addEventListener("keydown", (event) => step(event, field, list));
  field.addEventListener("blur", () => setTimeout(() => close(field, list), 150));
  list.addEventListener("mousedown", (event) => choose(event.target.closest("li"), field, list));
}

async function look(field, list) {
  const asked = field.value.trim();
  if (asked.length < 2 || /^[-+\d]/.test(asked)) return close(field, list);
  const answer = await fetch(`/review/api/places?q=${encodeURIComponent(asked)}`).catch(() => null);
  if (!answer?.ok || field.value.trim() !== asked) return;
  const { places } = await answer.json();
  show(places, field, list);
}

// What was written is not understood: the field keeps it, and these places may have been meant.
export function askBack({ form, places }) {
  const field = form.querySelector("input:not([type=hidden])");
  field?.focus();
  field?.select();
  if (field?.id === "where") show(places, field, document.getElementById("found"));
}

function show(places, field, list) {
  list.replaceChildren(...places.map(line));
  list.hidden = !places.length;
  field.setAttribute("aria-expanded", String(places.length > 0));
}

function line(place, index) {
  const item = document.createElement("li");
  Object.assign(item, { id: `found-${index}`, role: "option" });
  item.dataset.value = place.name;
  item.dataset.where = place.where;
  item.setAttribute("role", "option");
  const about = document.createElement("span");
  about.className = "soft";
  about.textContent = ` ${place.about}`;
  item.append(place.name, about);
  return item;
}

function step(event, field, list) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = [...list.children];
  const at = items.findIndex((item) => item.ariaSelected === "true");
  if (move && !list.hidden) {
    event.preventDefault();
    items.forEach((item) => (item.ariaSelected = "false"));
    const next = items[(at + move + items.length) % items.length];
    next.ariaSelected = "true";
    field.setAttribute("aria-activedescendant", next.id);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    choose(items[at], field, list);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close(field, list);
  }
}

function choose(item, field, list) {
  if (!item) return;
  field.value = item.dataset.where;
  close(field, list);
  field.form.requestSubmit();
}

function close(field, list) {
  list.hidden = true;
  list.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
