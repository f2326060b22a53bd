"""What lies within reach of a place, by metres on the map of France: shapes, points, and squares of the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, degrees, floor, pi, radians, sinh, tan
from math import atan as arctan
from typing import Any

import numpy as np
import shapely

from catalogue.territory.projection import metres
from catalogue.web.shapes import Box
from catalogue.web.tile_cache import Tile

#: Scales of the background: from where a whole territory is seen to where a path is.
WIDEST, DEEPEST = 8, 17

#: Where metres of the map of France (Lambert-93) are metres of the ground.
_FRANCE: Box = (-10.0, 41.0, 11.0, 52.0)
#: A degree of latitude, and the share of it that one of longitude has at the northern end of France.
_DEGREE_M = 111_000
_NARROWEST = 0.6
#: Borders of squares are bent on the map of France: so many straight parts follow them.
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Corridor:
    """An area: on the map of France in metres, and the box of degrees that it surely lies in."""

    area: Any
    box: Box

    def touches(self, wkts: Sequence[str]) -> list[bool]:
        """Which of these shapes, in degrees, lie in it or reach into it."""
        there = shapely.intersects(self.area, on_map(shapely.from_wkt(list(wkts))))
        return [bool(one) for one in there]

    def holds(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[bool]:
        """Which of these points lie in it."""
        east, north = metres(list(longitudes), list(latitudes))
        return [bool(one) for one in shapely.intersects_xy(self.area, east, north)]


def corridor(wkt: str, reach_m: float) -> Corridor:
    """Everything within so many metres of a shape; ValueError where the map of France does not reach."""
    shape = shapely.make_valid(shapely.from_wkt(wkt))
    west, south, east, north = shapely.bounds(shape).tolist()
    if not (_FRANCE[0] <= west <= east <= _FRANCE[2] and _FRANCE[1] <= south <= north <= _FRANCE[3]):
        raise ValueError(f"not on the map of France: {wkt[:60]}")
    area = shapely.buffer(on_map(shape), reach_m)
    shapely.prepare(area)
    reach = reach_m / _DEGREE_M * 1.01
    return Corridor(
        area, (west - reach / _NARROWEST, south - reach, east + reach / _NARROWEST, north + reach)
    )


def on_map(shapes: Any) -> Any:
    """Shapes in degrees as shapes in metres."""
    return shapely.transform(shapely.force_2d(shapes), lambda at: np.column_stack(metres(at[:, 0], at[:, 1])))


def tiles_of(area: Corridor, most: int) -> list[Tile]:
    """The squares that touch an area, the widest first, down to the scale at which they are still `most` or fewer."""
    chosen: list[Tile] = []
    level = _touching(area, _covering(area.box, WIDEST))
    while level and len(chosen) + len(level) <= most:
        chosen += level
        if level[0].z == DEEPEST:
            break
        level = _touching(area, [child for tile in level for child in _children(tile)])
    return chosen


def _covering(box: Box, z: int) -> list[Tile]:
    west, south, east, north = box
    columns = range(_column(west, z), _column(east, z) + 1)
    lines = range(_line(north, z), _line(south, z) + 1)
    return [Tile(z, x, y) for x in columns for y in lines]


def _touching(area: Corridor, tiles: list[Tile]) -> list[Tile]:
    if not tiles:
        return []
    there = shapely.intersects(area.area, on_map(np.array([_square(tile) for tile in tiles])))
    return [tile for tile, touches in zip(tiles, there, strict=True) if touches]


def _children(tile: Tile) -> list[Tile]:
    return [Tile(tile.z + 1, 2 * tile.x + right, 2 * tile.y + below) for right in (0, 1) for below in (0, 1)]


def _square(tile: Tile) -> Any:
    west, east = (x / 2**tile.z * 360 - 180 for x in (tile.x, tile.x + 1))
    north, south = (degrees(arctan(sinh(pi * (1 - 2 * y / 2**tile.z)))) for y in (tile.y, tile.y + 1))
    return shapely.segmentize(shapely.box(west, south, east, north), (east - west) / _PARTS)


def _column(longitude: float, z: int) -> int:
    return _within(z, (longitude + 180) / 360)


def _line(latitude: float, z: int) -> int:
    """The line of squares, from the north, that a latitude lies in.

    >>> _line(50.43, 8), _column(2.58, 8)
    (86, 129)
    """
    return _within(z, (1 - asinh(tan(radians(latitude))) / pi) / 2)


def _within(z: int, share: float) -> int:
    squares = 1 << z
    return min(squares - 1, max(0, floor(share * squares)))
