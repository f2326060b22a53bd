// Sentences in the reader's language: the page brings them, so that no script holds one.
//
//   say("queue.received", { n: 84 })   a sentence with {n} filled in; where the page brings [one, many], n chooses

const told = JSON.parse(document.getElementById("words").textContent);
const language = document.documentElement.lang;
// English for Europe: the day before the month, twenty-four hours.
const dates = language === "en" ? "en-GB" : language;
const clock = new Intl.DateTimeFormat(dates, { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat(dates, { day: "numeric", month: "long", year: "numeric" });
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const plural = new Intl.PluralRules(language);

export function say(key, values = {}) {
  const found = told[key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  const sentence = Array.isArray(found) ? found[plural.select(values.n) === "one" ? 0 : 1] : found;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

function shown(value) {
  return typeof value === "number" ? numbers.format(value) : String(value ?? "");
}

export function size(bytes) {
  const [unit, divisor] = bytes < 1e6 ? ["size.kb", 1e3] : bytes < 1e9 ? ["size.mb", 1e6] : ["size.gb", 1e9];
  return say(unit, { n: divisor === 1e3 ? Math.ceil(bytes / divisor) : bytes / divisor });
}

export function time(moment) {
  return say("time", Object.fromEntries(clock.formatToParts(new Date(moment)).map(({ type, value }) => [type, value])));
}

export function day(moment) {
  return days.format(new Date(moment));
}

export function distance(metres) {
  return metres < 1000 ? say("distance.m", { n: Math.round(metres) }) : say("distance.km", { n: metres / 1000 });
}
