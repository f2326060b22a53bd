// Where the phone is while the camera shows: fixes counted by when they arrived, since a phone's clock may be wrong.
//
//   whereabouts() -> { start(), stop(), fix() } ; fix() is { latitude, longitude, accuracy, at, age } or null, age in seconds

export function whereabouts(onChange = () => {}) {
  let watching;
  let last = null;
  let problem = "";
  return {
    start() {
      if (watching !== undefined || !("geolocation" in navigator)) return;
      const seen = ({ coords }) => {
        last = { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, at: new Date().toISOString(), arrived: performance.now() };
        problem = "";
        onChange();
      };
      const failed = (error) => {
        problem = error.code === error.PERMISSION_DENIED ? "denied" : "lost";
        onChange();
      };
      const wanted = { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 };
      watching = navigator.geolocation.watchPosition(seen, failed, wanted);
      // A second watcher, beside that of an outing, may hear nothing before the phone has moved.
      navigator.geolocation.getCurrentPosition(seen, failed, wanted);
    },
    stop() {
      if (watching !== undefined) navigator.geolocation.clearWatch(watching);
      watching = undefined;
      last = null;
    },
    problem: () => problem,
    fix() {
      if (!last) return null;
      const { arrived, ...fix } = last;
      return { ...fix, age: (performance.now() - arrived) / 1000 };
    },
  };
}
