"""What a photo looks at: shapes that the angle of its picture meets, from where the camera stood."""

from dataclasses import dataclass

import numpy as np
import shapely

from catalogue.territory.nearness import _boxes
from catalogue.territory.projection import Numbers
from catalogue.territory.shapes import Geometries, Indices

#: A wider angle than this is no picture of something far away.
WIDEST_DEG = 170.0
#: Of each kind only so many are named, the nearest: what lies behind them is mostly hidden.
FEW = 3
_FAN = np.linspace(-1.0, 1.0, 9)


@dataclass(frozen=True, slots=True)
class Seen:
    """Pairs of a point and a shape that its picture meets, and how far its nearest visible edge is."""

    point: Indices
    shape: Indices
    distance_m: Numbers


class Outlook:
    """An index of shapes that are photographed from afar, each within a range of its own, in metres."""

    def __init__(self, geometries: Geometries, range_m: Numbers) -> None:
        self._number = np.flatnonzero((range_m > 0) & ~shapely.is_missing(geometries))
        self._shapes = shapely.make_valid(geometries[self._number])
        self._range = range_m[self._number]
        self._tree = shapely.STRtree(_boxes(self._shapes, self._range))
        circle = shapely.minimum_bounding_radius(self._shapes)
        west, south, east, north = shapely.bounds(self._shapes).reshape(-1, 4).T
        self._middle_x, self._middle_y = (west + east) / 2, (south + north) / 2
        # The middle of the box is not that of the circle: twice the radius reaches every corner from anywhere inside.
        self._radius = 2 * np.asarray(circle, float)
        shapely.prepare(self._shapes)

    def of(self, x: Numbers, y: Numbers, heading_deg: Numbers, view_deg: Numbers) -> Seen:
        """Every shape within range that the picture meets; headings are from the map's north, angles whole."""
        if not len(self._number) or not len(x):
            return Seen(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        half = np.minimum(view_deg, WIDEST_DEG) / 2
        point, found = self._tree.query(shapely.points(x, y))
        likely = self._may_meet(x[point], y[point], heading_deg[point], half[point], found)
        point, found = point[likely], found[likely]
        cone = _cones(x[point], y[point], heading_deg[point], half[point], self._range[found])
        met = shapely.intersects(self._shapes[found], cone)
        point, found, cone = point[met], found[met], cone[met]
        visible = shapely.intersection(self._shapes[found], cone)
        distance = np.asarray(shapely.distance(visible, shapely.points(x[point], y[point])))
        near = distance <= self._range[found]
        return Seen(point[near], self._number[found[near]], distance[near])

    def _may_meet(self, x: Numbers, y: Numbers, heading: Numbers, half: Numbers, found: Indices) -> Numbers:
        """Whether a circle around the shape meets the angle: cheap, and never wrong about those it refuses."""
        east, north = self._middle_x[found] - x, self._middle_y[found] - y
        away = np.hypot(east, north)
        radius = self._radius[found]
        width = np.degrees(np.arcsin(np.minimum(radius / np.maximum(away, 1e-9), 1.0)))
        off = np.abs((np.degrees(np.arctan2(east, north)) - heading + 180.0) % 360.0 - 180.0)
        likely: Numbers = (away <= radius) | (off <= half + width)
        return likely


def _cones(x: Numbers, y: Numbers, heading: Numbers, half: Numbers, range_m: Numbers) -> Geometries:
    """The angle that each picture shows, as an area that reaches at least its range."""
    angles = np.radians(heading[:, None] + half[:, None] * _FAN[None, :])
    reach = range_m / np.cos(np.radians(half) / (len(_FAN) - 1))
    corners = np.empty((len(x), len(_FAN) + 2, 2))
    corners[:, 0] = corners[:, -1] = np.column_stack((x, y))
    corners[:, 1:-1, 0] = x[:, None] + reach[:, None] * np.sin(angles)
    corners[:, 1:-1, 1] = y[:, None] + reach[:, None] * np.cos(angles)
    cones: Geometries = shapely.polygons(corners)
    return cones
