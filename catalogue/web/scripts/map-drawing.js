// How things are drawn: elements of SVG and HTML, made without a line of markup, so that no name can become code.

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function html(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const REACH = 44;
const HALF_WIDTH_DEG = 28;

// A camera: its dot, filled as surely as it is known, and the cone that it looks along.
export function camera({ heading, how }) {
  const picture = svg("svg", { viewBox: "-48 -48 96 96", width: 96, height: 96, "aria-hidden": "true" });
  if (isAngle(heading)) picture.append(cone(heading));
  picture.append(svg("circle", { class: "dot", r: 6 }));
  if (how === "deduced") picture.append(svg("path", { class: "half", d: "M0,-6 A6,6 0 0 1 0,6 Z" }));
  return html("span", { class: `camera ${how ?? "measured"}` }, picture);
}

export function cone(heading) {
  const [x, y] = [Math.sin(radians(HALF_WIDTH_DEG)) * REACH, -Math.cos(radians(HALF_WIDTH_DEG)) * REACH];
  const d = `M0,0 L${-x},${y} A${REACH},${REACH} 0 0 1 ${x},${y} Z`;
  return svg("path", { class: "cone", d, transform: `rotate(${heading})` });
}

export function isAngle(value) {
  return typeof value === "number" && Number.isFinite(value);
}

export function radians(degrees) {
  return (degrees * Math.PI) / 180;
}

// What an address answers, or the collection that was given instead of an address.
export async function collection(from, signal) {
  if (typeof from !== "string") return from ?? { type: "FeatureCollection", features: [] };
  const answer = await fetch(from, { signal, headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${from}: ${answer.status}`);
  return answer.json();
}
