// Which way the camera looks, from the sensors of the phone.
//
//   cameraHeading({ alpha, beta, gamma }, screenAngle) -> degrees from north of the direction that the rear camera looks in,
//       phone upright, tilted or on its side; held flat, of the direction that the top of the picture points to
//   readingOf(event, screenAngle) -> { heading, reference, accuracy } or null when the event says nothing of north
//   compass() -> { start(), stop(), reading(), mustAsk(), ask() } of this page
//
// A browser's compass is magnetic, on Android (the rotation vector) as on iPhones (magneticHeading): said so, never converted
// here. The course of the Geolocation is the way that one walks, and not the way that one looks: never taken for a heading.

const FLAT = Math.sin((15 * Math.PI) / 180);
const radians = (degrees) => (degrees * Math.PI) / 180;

export function cameraHeading({ alpha, beta, gamma }, screenAngle = 0) {
  const turn = rotation(radians(alpha), radians(beta), radians(gamma));
  const [east, north, up] = turn([0, 0, -1]);
  if (Math.hypot(east, north) >= FLAT) return bearing(east, north);
  // Looking at the ground, or into the sky: only the picture has a direction. Its top points forward when the
  // camera looks down, and backward when it looks up.
  const angle = radians(screenAngle);
  const [topEast, topNorth] = turn([Math.sin(angle), Math.cos(angle), 0]);
  return up < 0 ? bearing(topEast, topNorth) : bearing(-topEast, -topNorth);
}

// From axes of the phone (x to the right of the screen, y to its top, z out of it) to east, north, up: the intrinsic
// rotations Z-X'-Y'' of the specification (Device Orientation and Motion, 4.1).
function rotation(alpha, beta, gamma) {
  const [ca, sa] = [Math.cos(alpha), Math.sin(alpha)];
  const [cb, sb] = [Math.cos(beta), Math.sin(beta)];
  const [cg, sg] = [Math.cos(gamma), Math.sin(gamma)];
  return ([x, y, z]) => [
    (ca * cg - sa * sb * sg) * x - sa * cb * y + (ca * sg + sa * sb * cg) * z,
    (sa * cg + ca * sb * sg) * x + ca * cb * y + (sa * sg - ca * sb * cg) * z,
    -cb * sg * x + sb * y + cb * cg * z,
  ];
}

function bearing(east, north) {
  return round((Math.atan2(east, north) * 180) / Math.PI);
}

function round(degrees) {
  return (Math.round((((degrees % 360) + 360) % 360) * 10) / 10) % 360;
}

export function readingOf(event, screenAngle = 0) {
  const { webkitCompassHeading: heading, webkitCompassAccuracy: accuracy } = event;
  if (Number.isFinite(heading)) {
    // Negative: the compass is not calibrated, and points anywhere. It tells of the top of the phone held upright as of
    // the camera behind it; on its side the camera looks a quarter further.
    if (accuracy < 0) return null;
    return { heading: round(heading + screenAngle), reference: "magnetic", accuracy: Number.isFinite(accuracy) ? accuracy : null };
  }
  const known = [event.alpha, event.beta, event.gamma].every(Number.isFinite);
  // Without `absolute` the angles begin wherever the phone lay when the page was opened.
  if (!known || !event.absolute) return null;
  return { heading: cameraHeading(event, screenAngle), reference: "magnetic", accuracy: null };
}

export function compass() {
  const sensor = window.DeviceOrientationEvent;
  const types = ["deviceorientationabsolute", "deviceorientation"];
  let last = null;
  let allowed = typeof sensor?.requestPermission !== "function";
  // Browsers tell of changes only: a phone that is held still keeps its last reading while we listen.
  const listen = (event) => (last = readingOf(event, screen.orientation?.angle ?? window.orientation ?? 0) ?? last);
  return {
    start: () => types.forEach((type) => addEventListener(type, listen)),
    stop() {
      types.forEach((type) => removeEventListener(type, listen));
      last = null;
    },
    reading: () => last,
    mustAsk: () => !allowed,
    // iPhones ask their owner, and only after a tap.
    async ask() {
      allowed = (await sensor.requestPermission()) === "granted";
      return allowed;
    },
  };
}
