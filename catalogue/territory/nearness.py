"""Which shapes points lie in, or near to: arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.territory.projection import Numbers
from catalogue.territory.shapes import Geometries, Indices, Pieces, is_area, outline, pieces

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Nearby:
    """Pairs of a point and a shape, once each: how far apart, and where along the shape when it is a line.

    `distance_m` is 0 and `inside` true for a point in an area or on its edge; a hole is outside.
    `chainage_m` is not a number for areas.
    """

    point: Indices
    shape: Indices
    distance_m: Numbers
    chainage_m: Numbers
    inside: Flags


class Nearness:
    """An index of shapes, each of which is looked for within a reach of its own, in metres."""

    def __init__(self, geometries: Geometries, reach_m: Numbers) -> None:
        self._pieces: Pieces = pieces(geometries)
        self._area = is_area(self._pieces.geometry)
        self._reach = reach_m[self._pieces.shape] if len(self._pieces.shape) else np.empty(0)
        shapely.prepare(self._pieces.geometry[self._area])
        self._tree = shapely.STRtree(_boxes(self._pieces.geometry, self._reach))

    def of(self, x: Numbers, y: Numbers) -> Nearby:
        """Every shape that holds a point, or lies within its reach of it. Points are in metres, and finite."""
        dots = shapely.points(x, y)
        point, piece = self._tree.query(dots)
        inside = np.zeros(len(point), dtype=bool)
        area = self._area[piece]
        inside[area] = shapely.intersects_xy(
            self._pieces.geometry[piece[area]], x[point[area]], y[point[area]]
        )
        distance = np.where(inside, 0.0, np.inf)
        measured = ~inside & (self._reach[piece] > 0)
        distance[measured] = shapely.distance(self._pieces.geometry[piece[measured]], dots[point[measured]])
        kept = inside | (distance <= self._reach[piece])
        return self._nearest(dots, point[kept], piece[kept], distance[kept], inside[kept])

    def _nearest(
        self, dots: Geometries, point: Indices, piece: Indices, distance: Numbers, inside: Flags
    ) -> Nearby:
        """Of several pieces of one shape the nearest counts; of equals the first along it."""
        shape, start = self._pieces.shape[piece], self._pieces.start_m[piece]
        order = np.lexsort((start, distance, shape, point))
        point, shape, piece = point[order], shape[order], piece[order]
        first = np.ones(len(point), dtype=bool)
        first[1:] = (point[1:] != point[:-1]) | (shape[1:] != shape[:-1])
        point, shape, piece, kept = point[first], shape[first], piece[first], order[first]
        return Nearby(point, shape, distance[kept], self._chainage(dots, point, piece), inside[kept])

    def _chainage(self, dots: Geometries, point: Indices, piece: Indices) -> Numbers:
        geometry = self._pieces.geometry[piece]
        line = shapely.get_dimensions(geometry) == 1
        found = np.full(len(point), np.nan)
        found[line] = self._pieces.start_m[piece[line]] + shapely.line_locate_point(
            geometry[line], dots[point[line]]
        )
        return found


class Edge:
    """One shape, ready to be measured to from anywhere."""

    def __init__(self, geometry: shapely.Geometry) -> None:
        self._area = geometry if shapely.get_dimensions(geometry) == 2 else None  # noqa: PLR2004 an area
        if self._area is not None:
            shapely.prepare(self._area)
        self._tree = shapely.STRtree(outline(geometry))

    def distance_m(self, x: Numbers, y: Numbers) -> Numbers:
        """How far each point is from the shape, 0 inside it."""
        (which, _), apart = self._tree.query_nearest(
            shapely.points(x, y), return_distance=True, all_matches=False
        )
        distance = np.full(len(x), np.nan)
        distance[which] = apart
        if self._area is not None:
            distance[shapely.intersects_xy(self._area, x, y)] = 0.0
        return distance


def _boxes(geometries: Geometries, reach_m: Numbers) -> Geometries:
    """The boxes around shapes, each widened by its reach."""
    if not len(geometries):
        return np.empty(0, dtype=object)
    west, south, east, north = shapely.bounds(geometries).T
    wide: Geometries = shapely.box(west - reach_m, south - reach_m, east + reach_m, north + reach_m)
    return wide
