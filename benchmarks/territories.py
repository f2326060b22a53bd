"""A territory as large as the real one, drawn at random: 1,500 communes, 36 EPCI, 160 cités, 60 parks, 1,300 lines."""

import itertools
from collections.abc import Iterator

import numpy as np
import shapely
from pyproj import Transformer

from catalogue.values.gazetteer import Place
from catalogue.values.places import Evidence, PlaceShape

COMMUNES, EPCI, CITES, PARKS, STRETCHES = 1_500, 36, 160, 60, 1_300
_ACROSS = 50  # communes in a row
_WIDE_M = 2_500
_WEST_M, _SOUTH_M = 640_000.0, 7_020_000.0
_CORNER = np.array((_WEST_M, _SOUTH_M))
_BATCH = 20_000


def shapes() -> list[PlaceShape]:
    """Draw every place; the same each time. Outlines have some 200 corners, lines some 80."""
    dice = np.random.default_rng(1)
    high = COMMUNES // _ACROSS
    cells = [(x, y) for y in range(high) for x in range(_ACROSS)]
    drawn = [
        ("commune", _around(dice, (x + 0.5) * _WIDE_M, (y + 0.5) * _WIDE_M, 0.58 * _WIDE_M)) for x, y in cells
    ]
    blocks = itertools.product(np.linspace(0, _ACROSS, 10)[:-1], np.linspace(0, high, 5)[:-1])
    drawn += [("epci", _box(x, y, _ACROSS / 9, high / 4)) for x, y in blocks]
    for kind, number, radius in (("cite", CITES, 250.0), ("park", PARKS, 600.0)):
        where = dice.uniform((0, 0), (_ACROSS * _WIDE_M, high * _WIDE_M), (number, 2))
        drawn += [(kind, _around(dice, x, y, radius)) for x, y in where]
    starts = dice.uniform((0, 0), (_ACROSS * _WIDE_M, high * _WIDE_M), (STRETCHES, 2))
    drawn += [("itinerary", _walk(dice, start)) for start in starts]
    to_degrees = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True).transform
    texts = shapely.to_wkt(
        shapely.transform(np.array([shape for _, shape in drawn]), to_degrees, interleaved=False),
        rounding_precision=7,
    )
    return [
        PlaceShape(n, kind, f"{kind} {n}", str(n), f"layer of {kind}", text)
        for n, ((kind, _), text) in enumerate(zip(drawn, texts, strict=True), start=1)
    ]


def places(drawn: list[PlaceShape]) -> list[Place]:
    """Name them."""
    return [Place(shape.id, shape.kind, shape.name) for shape in drawn]


def photos(number: int) -> Iterator[list[Evidence]]:
    """Photos all over the territory, in batches: every third knows its heading, every fourth a folder's name."""
    dice = np.random.default_rng(2)
    to_degrees = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True).transform
    size = (_ACROSS * _WIDE_M, COMMUNES // _ACROSS * _WIDE_M)
    for first in range(0, number, _BATCH):
        few = min(_BATCH, number - first)
        x, y = (dice.uniform((0, 0), size, (few, 2)) + _CORNER).T
        longitude, latitude = to_degrees(x, y)
        heading = dice.uniform(0, 360, few)
        rows = zip(longitude.tolist(), latitude.tolist(), heading.tolist(), strict=True)
        yield [
            Evidence(
                lat,
                lon,
                head if n % 3 == 0 else None,
                None,
                (f"cite {1537 + n % CITES}", "2018-05") if n % 4 == 0 else (),
            )
            for n, (lon, lat, head) in enumerate(rows)
        ]


def _around(dice: np.random.Generator, x: float, y: float, radius: float) -> shapely.Geometry:
    angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    out = radius * (1 + 0.15 * np.sin(angles * dice.integers(2, 9)) + dice.normal(0, 0.01, 200))
    corners = np.column_stack((_WEST_M + x + out * np.sin(angles), _SOUTH_M + y + out * np.cos(angles)))
    return shapely.Polygon(corners)


def _box(x: float, y: float, wide: float, high: float) -> shapely.Geometry:
    corner = (_WEST_M + x * _WIDE_M, _SOUTH_M + y * _WIDE_M)
    block = shapely.box(*corner, corner[0] + wide * _WIDE_M, corner[1] + high * _WIDE_M)
    return shapely.segmentize(block, 100)


def _walk(dice: np.random.Generator, start: np.ndarray) -> shapely.Geometry:
    steps = np.cumsum(dice.normal((12, 4), 15, (80, 2)), axis=0)
    return shapely.LineString(_CORNER + start + steps)
