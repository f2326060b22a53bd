// What a track says, without asking anybody: its pieces, its gaps, and whether it knows where a moment was. Pure.
//
//   points are { at, latitude, longitude } in order of time; moments are milliseconds

// A track that says nothing for so long has stopped: another app was in front, or the phone was off.
const GAP_MS = 60_000;
// As the server places photos (catalogue/outings): a way that nobody knows, a halt, a last picture.
const BROKEN_MS = 120_000;
const [HALT_M, HALT_MS] = [30, 300_000];
const BEYOND_MS = 30_000;

// The track, broken where it stopped for a while.
export function pieces(points) {
  const found = [];
  for (const point of points) {
    const before = found.at(-1)?.at(-1);
    if (before && Date.parse(point.at) - Date.parse(before.at) <= GAP_MS) found.at(-1).push(point);
    else found.push([point]);
  }
  return found;
}

// [{ from, to }] : from when to when no point came.
export function gaps(points) {
  const breaks = pieces(points).map((piece) => [piece[0].at, piece.at(-1).at]);
  return breaks.slice(1).map(([to], i) => ({ from: breaks[i][1], to }));
}

// Whether the track can place a photo of this moment.
export function knows(points, moment) {
  const before = points.findLast(({ at }) => Date.parse(at) <= moment);
  const after = points.find(({ at }) => Date.parse(at) > moment);
  const [since, until] = [before ? moment - Date.parse(before.at) : Infinity, after ? Date.parse(after.at) - moment : Infinity];
  if (Math.min(since, until) <= BEYOND_MS || since + until <= BROKEN_MS) return true;
  return Boolean(before && after) && metres(before, after) <= HALT_M && Math.min(since, until) <= HALT_MS;
}

export function metres(a, b) {
  const east = (b.longitude - a.longitude) * Math.cos(((a.latitude + b.latitude) * Math.PI) / 360);
  return Math.hypot(b.latitude - a.latitude, east) * 111_195;
}
