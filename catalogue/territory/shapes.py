"""Shapes of places on the map, in metres: areas whole, lines cut into pieces that are quick to measure to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from catalogue.territory.projection import Numbers, metres
from catalogue.values.places import PlaceShape

Indices = NDArray[np.int64]
Geometries = NDArray[Any]

# Segments of a line that are measured at once: a route of 10,000 points is not walked whole for every photo.
_SEGMENTS = 48
_LINE, _AREA = 1, 2


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of shapes: what each is, whose it is (its number among the shapes), and where along it it begins.

    `start_m` is metres from the beginning of an itinerary over all its parts in order; 0 for areas.
    """

    geometry: Geometries
    shape: Indices
    start_m: Numbers


def projected(shapes: Sequence[PlaceShape]) -> Geometries:
    """The shapes in Lambert-93, flat; None where the text is no shape, is empty, or lies off the map."""
    # Objects, for NumPy would make all texts as long as the longest: gigabytes for one long route among communes.
    texts = np.array([s.shape for s in shapes], dtype=object)
    with np.errstate(all="ignore"):  # a corner at 1e400 is infinite, and found so below
        parsed = np.asarray(shapely.from_wkt(texts, on_invalid="ignore"), dtype=object)
        moved = shapely.transform(shapely.force_2d(parsed), _moved)
    broken = shapely.is_missing(moved) | shapely.is_empty(moved) | ~np.isfinite(_reach(moved))
    moved[broken] = None
    return np.asarray(moved, dtype=object)


def _moved(degrees: Numbers) -> Numbers:
    return np.column_stack(metres(degrees[:, 0], degrees[:, 1]))


def _reach(geometries: Geometries) -> Numbers:
    """A number for each shape that is finite only when all its corners are."""
    where, whose = shapely.get_coordinates(geometries, return_index=True)
    sums = np.zeros(len(geometries))
    with np.errstate(invalid="ignore"):
        np.add.at(sums, whose, np.abs(where).sum(axis=1))
    return sums


def is_area(geometries: Geometries) -> NDArray[np.bool_]:
    """Whether each shape has an inside."""
    return np.asarray(shapely.get_dimensions(geometries) == _AREA)


def pieces(geometries: Geometries) -> Pieces:
    """All shapes in pieces: lines cut short, areas and points whole. Missing shapes have none."""
    made = [piece for number, shape in enumerate(geometries) for piece in _pieces(number, shape)]
    return Pieces(
        np.array([geometry for geometry, _, _ in made], dtype=object),
        np.array([number for _, number, _ in made], dtype=np.int64),
        np.array([start for _, _, start in made], dtype=float),
    )


def outline(geometry: Any) -> Geometries:
    """The edge of an area, or the line or points themselves, cut into short pieces."""
    edge = shapely.boundary(geometry) if shapely.get_dimensions(geometry) == _AREA else geometry
    return np.array([piece for piece, _, _ in _pieces(0, edge)], dtype=object)


def _pieces(number: int, shape: Any) -> Iterator[tuple[Any, int, float]]:
    if shape is None:
        return
    if shapely.get_dimensions(shape) != _LINE:
        yield shape, number, 0.0
        return
    start_m = 0.0
    for part in _lines(shape):
        yield from ((line, number, start_m + along) for line, along in _cut(part))
        start_m += float(shapely.length(part))


def _lines(shape: Any) -> list[Any]:
    """The lines of a shape in order; a collection inside a collection is opened."""
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type in {"LineString", "LinearRing"}:
        return list(parts)
    return [line for part in parts if shapely.get_dimensions(part) == _LINE for line in _lines(part)]


def _cut(line: Any) -> Iterator[tuple[Any, float]]:
    """A line as pieces of a few segments, each with its metres from the beginning."""
    corners = shapely.get_coordinates(line)
    if len(corners) <= _SEGMENTS + 1:
        yield line, 0.0
        return
    steps = np.hypot(*np.diff(corners, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    for first in range(0, len(corners) - 1, _SEGMENTS):
        yield shapely.linestrings(corners[first : first + _SEGMENTS + 1]), float(reached[first])
