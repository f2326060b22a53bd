// A run that the page follows: the bar, the line and the counts are brought up to date until it is over; then the page
// is loaded anew and shows what came of it. Without this script the page loads itself anew every few seconds.

const EVERY_MS = 1000;
// Readers are told now and then, not every second.
const SPOKEN_EVERY_MS = 15000;

const section = document.querySelector("[data-follow]");
const [bar, line, spoken, counts] = ["progress", ".line", "[aria-live]", ".tally"].map((name) => section.querySelector(name));
let spokenAt = performance.now();

follow();

async function follow() {
  try {
    const answer = await fetch(section.dataset.follow, { headers: { Accept: "application/json" } });
    // Logged out, or forgotten: the page itself says so.
    if ([401, 403, 404].includes(answer.status)) return location.reload();
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    if (told.over) return location.reload();
    show(told);
  } catch {
    line.textContent = section.dataset.lost;
  }
  setTimeout(follow, EVERY_MS);
}

function show(told) {
  if (told.total === null) bar.removeAttribute("value");
  else [bar.max, bar.value] = [told.total || 1, told.done];
  line.textContent = told.line;
  counts.replaceChildren(...told.counts.map(count));
  if (performance.now() - spokenAt < SPOKEN_EVERY_MS) return;
  spokenAt = performance.now();
  spoken.textContent = told.line;
}

function count({ outcome, words }) {
  const item = document.createElement("li");
  item.className = outcome;
  item.textContent = words;
  return item;
}
