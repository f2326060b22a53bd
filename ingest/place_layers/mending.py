"""Shapes that a kind of place can have: of the right dimension, finite, valid; mended where that can be done."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from catalogue.values.places import PlaceKind
from ingest.place_layers.orders import Note

_POINT, _LINE, _AREA = 0, 1, 2
_SHAPES = {_POINT: "a point", _LINE: "a line", _AREA: "a polygon"}
_DECIMALS = 7
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Mended:
    """A shape as it is kept, or why it is not; `code` is empty when it is as it was."""

    shape: Any = None
    code: str = ""
    message: str = ""


def dimensions(kind: str) -> tuple[int, ...]:
    """What a place of this kind may be drawn as: 1 a line, 2 a polygon, 0 a point."""
    if kind == PlaceKind.ITINERARY:
        return (_LINE,)
    return (_AREA, _POINT) if kind == PlaceKind.SITE else (_AREA,)


def mend(shape: Any, kind: str) -> Mended:
    """The shape, fit to be kept as a place of this kind. `code` tells what was done, or why it cannot be."""
    if shape is None or shape.is_empty:
        return Mended(None, "no-shape", "has no shape, or none that can be read")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return Mended(None, "not-finite", "has coordinates that are no numbers (NaN or infinite)")
    parts = _parts(shape)
    there = {shapely.get_dimensions(part) for part in parts}
    wanted = next((d for d in dimensions(kind) if d in there), None)
    if wanted is None:
        asked = " or ".join(_SHAPES[d] for d in dimensions(kind))
        return Mended(
            None, "other-shape", f"is {_SHAPES.get(max(there), 'a shape')}; {_kind(kind)} is {asked}"
        )
    kept = _joined([part for part in parts if shapely.get_dimensions(part) == wanted], wanted)
    if wanted == _AREA:
        return _whole_area(kept, mixed=len(there) > 1)
    if wanted == _LINE and kept.length == 0:
        return Mended(None, "no-length", "is a line without length")
    return Mended(kept, *_MIXED) if len(there) > 1 else Mended(kept)


_MIXED = ("mixed", "also holds shapes of another sort, which were left out")


def _kind(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _parts(shape: Any) -> list[Any]:
    """The simple shapes inside, however deep collections lie in one another."""
    parts, waiting = [], [shape]
    while waiting:
        each = waiting.pop()
        if hasattr(each, "geoms"):
            waiting += reversed(each.geoms)
        elif not each.is_empty:
            parts.append(each)
    return parts


def _joined(parts: list[Any], dimension: int) -> Any:
    if len(parts) == 1:
        return shapely.LineString(parts[0].coords) if dimension == _LINE else parts[0]
    return {_POINT: shapely.MultiPoint, _LINE: shapely.MultiLineString, _AREA: shapely.MultiPolygon}[
        dimension
    ](parts)


def _whole_area(area: Any, *, mixed: bool) -> Mended:
    if shapely.is_valid(area):
        return Mended(area, *_MIXED) if mixed else Mended(area)
    why = shapely.is_valid_reason(area).split("[")[0].strip().lower()
    parts = [p for p in _parts(shapely.make_valid(area)) if shapely.get_dimensions(p) == _AREA and p.area > 0]
    if not parts:
        return Mended(None, "beyond-repair", f"is no area ({why}) and cannot be repaired")
    return Mended(_joined(parts, _AREA), "repaired", f"was not valid ({why}) and was repaired")


def rounded(shape: Any) -> Any:
    """The shape on a grid of 7 decimals, a centimetre; areas stay valid."""
    size = 10**-_DECIMALS
    near = shapely.set_precision(shape, size, mode="pointwise")
    if shapely.is_valid(near) and not near.is_empty:
        return near
    kept = shapely.set_precision(shape, size)
    return shape if kept.is_empty else kept


def text(shape: Any) -> str:
    """WKT with at most 7 decimals."""
    return str(shapely.to_wkt(shape, rounding_precision=_DECIMALS))


def note(mended: Mended, row: int) -> Note:
    """What was done with a row, to be told."""
    return Note(mended.code, mended.message, row)
