// How fast bytes go, over the last twenty seconds, and how long the rest takes.

const OVER_MS = 20_000;
const MINUTE = 60;

export class Pace {
  constructor() {
    this.seen = [];
  }

  note(bytes, now = performance.now()) {
    this.seen.push({ bytes, now });
    while (this.seen.length > 2 && now - this.seen[0].now > OVER_MS) this.seen.shift();
  }

  // Bytes a second; 0 where nothing is known.
  rate() {
    const [first, last] = [this.seen[0], this.seen.at(-1)];
    return this.seen.length > 1 && last.now > first.now ? (1000 * Math.max(0, last.bytes - first.bytes)) / (last.now - first.now) : 0;
  }

  forget() {
    this.seen = [];
  }
}

// The words for a time that is left: [key, number].
export function timeLeft(seconds) {
  if (seconds < MINUTE) return ["time.seconds", 0];
  const minutes = Math.round(seconds / MINUTE);
  return minutes < 90 ? ["time.minutes", minutes] : ["time.hours", Math.round(minutes / 60)];
}
