// The track of an outing, and the point of it that is nearest.

import "leaflet";

const L = window.L;

export class Track {
  constructor({ leaflet }) {
    this.leaflet = leaflet;
    this.group = L.featureGroup().addTo(leaflet);
    this.lines = [];
  }

  show(lines) {
    this.group.clearLayers();
    this.lines = (lines ?? []).filter((line) => line.length > 1);
    for (const line of this.lines) {
      const points = line.map(([longitude, latitude]) => [latitude, longitude]);
      this.group.addLayer(L.polyline(points, { className: "track", interactive: false }));
    }
  }

  bounds() {
    return this.group.getBounds();
  }

  // Measured in the plane of the map, which near one point is the ground's at another scale.
  nearest({ longitude, latitude }) {
    const place = L.CRS.EPSG3857;
    const from = place.project(L.latLng(latitude, longitude));
    let best = null;
    this.lines.forEach((line, number) => {
      const points = line.map(([lng, lat]) => place.project(L.latLng(lat, lng)));
      for (let index = 0; index + 1 < points.length; index++) {
        const found = alongSegment(from, points[index], points[index + 1]);
        if (!best || found.square < best.square) best = { ...found, line: number, index };
      }
    });
    if (!best) return null;
    const { lat, lng } = place.unproject(best.point);
    const distance = this.leaflet.distance([latitude, longitude], [lat, lng]);
    return { longitude: lng, latitude: lat, line: best.line, index: best.index, fraction: best.fraction, distance };
  }
}

function alongSegment(from, start, end) {
  const [x, y] = [end.x - start.x, end.y - start.y];
  const length = x * x + y * y;
  const along = length ? ((from.x - start.x) * x + (from.y - start.y) * y) / length : 0;
  const fraction = Math.min(1, Math.max(0, along));
  const point = L.point(start.x + fraction * x, start.y + fraction * y);
  return { fraction, point, square: (point.x - from.x) ** 2 + (point.y - from.y) ** 2 };
}
