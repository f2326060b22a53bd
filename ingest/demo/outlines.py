"""Rough outlines: round ones for heaps and parks, square ones for estates, cells for communes. Pure.

A ring is a list of (longitude, latitude), rounded to ten centimetres, its first point repeated.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from ingest.demo.noise import stream
from ingest.demo.places import Reach
from ingest.demo.spots import Spot

Ring = list[tuple[float, float]]
_Plane = list[tuple[float, float]]  # metres to the east and to the north of a middle

_CORNERS = 14
_CUT = 0.25  # of a square's side, at each corner
_DECIMALS = 6


def ring(points: Sequence[Spot]) -> Ring:
    """The points as a closed ring, counter-clockwise as GeoJSON asks (RFC 7946, section 3.1.6)."""
    found = [(round(p.longitude, _DECIMALS), round(p.latitude, _DECIMALS)) for p in points]
    found.append(found[0])
    twice_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(found))
    return found if twice_area > 0 else found[::-1]


def round_ring(middle: Spot, reach_m: Reach, name: str) -> Ring:
    """An uneven oval around a middle; the name gives it its own shape."""
    rng, corners = stream("outline", name), range(_CORNERS)
    angles = [2 * math.pi * n / _CORNERS for n in corners]
    sizes = [float(rng.uniform(0.9, 1.08)) for _ in corners]
    return ring(
        [
            middle.moved(reach_m[0] * math.cos(a) * size, reach_m[1] * math.sin(a) * size)
            for a, size in zip(angles, sizes, strict=True)
        ]
    )


def square_ring(middle: Spot, reach_m: Reach) -> Ring:
    """A rectangle whose corners are cut; its sides lie where `reach_m` says."""
    east, north = reach_m
    inner_e, inner_n = east * (1 - _CUT), north * (1 - _CUT)
    corners = (
        (inner_e, -north), (east, -inner_n), (east, inner_n), (inner_e, north),
        (-inner_e, north), (-east, inner_n), (-east, -inner_n), (-inner_e, -north),
    )  # fmt: skip
    return ring([middle.moved(*corner) for corner in corners])


def cells(middles: Sequence[tuple[Spot, float]]) -> list[Ring]:
    """An area around each middle, as far as it reaches in metres; where two would overlap, a straight line parts them.

    The line stands where both circles are equally far (a power diagram), so the larger gets more.
    """
    return [_cell(number, middles) for number in range(len(middles))]


def _cell(number: int, middles: Sequence[tuple[Spot, float]]) -> Ring:
    middle, reach_m = middles[number]
    area = [
        (reach_m * math.cos(2 * math.pi * n / _CORNERS), reach_m * math.sin(2 * math.pi * n / _CORNERS))
        for n in range(_CORNERS)
    ]
    for other, (there, their_reach_m) in enumerate(middles):
        east, north = middle.from_here(there)
        if other != number and math.hypot(east, north) < reach_m + their_reach_m:
            limit = (east**2 + north**2 + reach_m**2 - their_reach_m**2) / 2
            area = _cut_off(area, east, north, limit)
    return ring([middle.moved(*point) for point in area])


def _cut_off(area: _Plane, east: float, north: float, limit: float) -> _Plane:
    """The part of a convex area where `east * x + north * y` is below the limit (Sutherland and Hodgman, 1974)."""
    kept: _Plane = []
    for (x1, y1), (x2, y2) in pairwise([*area, area[0]]):
        here, there = east * x1 + north * y1 - limit, east * x2 + north * y2 - limit
        if here <= 0:
            kept.append((x1, y1))
        if (here < 0) != (there < 0) and here != there:
            share = here / (here - there)
            kept.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))
    return kept
