// What moving a clock would do, said under the field while it is written; nothing is changed by it.

const PATIENCE_MS = 250;
const ASKED = ["photo", "span", "since", "until"];

export function foretellClock() {
  const form = document.querySelector("form[data-clock]");
  if (!form || form.dataset.foretold) return;
  form.dataset.foretold = "yes";
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => foretell(form), PATIENCE_MS);
  });
}

async function foretell(form) {
  const line = form.querySelector("[data-foretold-here]");
  const span = form.elements.span.value;
  if (!span.trim()) return line.replaceChildren();
  const asked = new URLSearchParams(ASKED.map((name) => [name, form.elements[name].value]));
  const answer = await fetch(`/review/api/clock?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || form.elements.span.value !== span) return;
  line.textContent = (await answer.json()).said;
}
