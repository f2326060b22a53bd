// Where the phone is while the camera shows: fixes counted by when they arrived, since a phone's clock may be wrong.
//
//   whereabouts(onChange) -> { start(), stop(), problem(), fix(), next(ms) }
//   fix() is { latitude, longitude, accuracy, at, age } or null, age in seconds
//   next(ms) asks for another one: a promise of it, or of null when none comes in time

const WANTED = { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 };

export function whereabouts(onChange = () => {}) {
  const waiting = new Set();
  let watching;
  let last = null;
  let problem = "";

  const seen = ({ coords }) => {
    last = { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, at: new Date().toISOString(), arrived: performance.now() };
    problem = "";
    for (const told of waiting) told(fix());
    onChange();
  };
  const failed = (error) => {
    problem = error.code === error.PERMISSION_DENIED ? "denied" : "lost";
    onChange();
  };
  // A second watcher, beside that of an outing, may hear nothing before the phone has moved.
  const askNow = () => navigator.geolocation?.getCurrentPosition(seen, failed, WANTED);
  const fix = () => {
    if (!last) return null;
    const { arrived, ...found } = last;
    return { ...found, age: (performance.now() - arrived) / 1000 };
  };

  return {
    start() {
      if (watching !== undefined || !("geolocation" in navigator)) return;
      watching = navigator.geolocation.watchPosition(seen, failed, WANTED);
      askNow();
    },
    stop() {
      if (watching !== undefined) navigator.geolocation.clearWatch(watching);
      watching = undefined;
      last = null;
    },
    problem: () => problem,
    fix,
    next: (ms) =>
      new Promise((done) => {
        const told = (found) => {
          waiting.delete(told);
          clearTimeout(late);
          done(found);
        };
        const late = setTimeout(told, ms, null);
        waiting.add(told);
        askNow();
      }),
  };
}
