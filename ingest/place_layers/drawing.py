"""Rows become places: stretches of one name one itinerary, parts of one code one area; measured, with a point on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from catalogue.database.folding import fold
from catalogue.places.drawn import DrawnPlace
from catalogue.values.places import PlaceKind, Section
from ingest.place_layers.chaining import Stretch, chains
from ingest.place_layers.coordinates import metres
from ingest.place_layers.fields import WITH_COMMUNE, repeated
from ingest.place_layers.mending import rounded, text
from ingest.place_layers.orders import LayerOrder, Note

_DECIMALS, _LENGTH_DECIMALS = 7, 2
_LINE, _AREA = 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file, as far as a place is made of it. `shape` is in WGS84 degrees; `number` counts from 1."""

    number: int
    name: str
    shape: Any
    code: str | None = None
    commune: str | None = None
    section: str | None = None
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    epci_siren: str | None = None


def draw(order: LayerOrder, rows: Sequence[Row]) -> tuple[list[DrawnPlace], list[Note]]:
    """The places of the rows, in the order of the file."""
    groups = _grouped(order.kind, rows)
    drawn = [
        _draw_itinerary(group) if order.kind == PlaceKind.ITINERARY else _draw_one(group) for group in groups
    ]
    if order.kind in WITH_COMMUNE:
        drawn = _with_communes(order, drawn)
    return drawn, _notes_on_codes(drawn)


def _grouped(kind: str, rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[object, list[Row]] = {}
    for row in rows:
        if kind == PlaceKind.ITINERARY:
            key: object = fold(row.name)
        else:
            key = (row.code, fold(row.name)) if row.code else row.number
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _draw_one(rows: Sequence[Row]) -> DrawnPlace:
    """An area, or the points of a site; the parts of one place are one shape."""
    shape = rows[0].shape if len(rows) == 1 else shapely.union_all([row.shape for row in rows])
    shape = rounded(shape)
    area_m2 = float(shapely.area(metres(shape))) if shapely.get_dimensions(shape) == _AREA else None
    return _place(rows, shape, shapely.point_on_surface(shape), area_m2=_short(area_m2))


def _draw_itinerary(rows: Sequence[Row]) -> DrawnPlace:
    """One line to walk along, of all stretches; where they do not touch, the next part goes on counting."""
    owners = [(row, rounded(part)) for row in rows for part in _lines(row.shape)]
    owners = [(row, part) for row, part in owners if part.length > 0]
    in_metres = [shapely.get_coordinates(metres(part)) for _, part in owners]
    degrees = [shapely.get_coordinates(part) for _, part in owners]
    walked, sections, at_m = [], list[Section](), 0.0
    for chain in chains([Stretch(tuple(c[0].tolist()), tuple(c[-1].tolist())) for c in in_metres]):
        path, last = [], None
        for link in chain:
            step = -1 if link.turned else 1
            there = in_metres[link.number][::step]
            start_m = at_m
            at_m += _length(there if last is None else np.vstack([last, there]))
            last = there[-1:]
            path.append(degrees[link.number][::step])
            _extend(sections, owners[link.number][0].section, start_m, at_m)
        walked.append(shapely.LineString(_without_repeats(np.vstack(path))))
    shape = walked[0] if len(walked) == 1 else shapely.MultiLineString(walked)
    middle = shapely.line_interpolate_point(shape, 0.5, normalized=True)
    return _place(rows, shape, middle, length_m=_short(at_m), sections=tuple(sections))


def _lines(shape: Any) -> list[Any]:
    return list(shape.geoms) if hasattr(shape, "geoms") else [shape]


def _length(coordinates: Any) -> float:
    return float(np.hypot(*np.diff(coordinates, axis=0).T).sum())


def _without_repeats(coordinates: Any) -> Any:
    differs = (np.diff(coordinates, axis=0) != 0).any(axis=1)
    return coordinates[np.concatenate([[True], differs])]


def _extend(sections: list[Section], name: str | None, start_m: float, end_m: float) -> None:
    """The section goes on, or a new one begins."""
    if name is None:
        return
    start, end = round(start_m, _LENGTH_DECIMALS), round(end_m, _LENGTH_DECIMALS)
    if sections and sections[-1].name == name and sections[-1].end_m == start:
        start = sections.pop().start_m
    sections.append(Section(name, start, end))


def _place(
    rows: Sequence[Row],
    shape: Any,
    point: Any,
    *,
    length_m: float | None = None,
    area_m2: float | None = None,
    sections: tuple[Section, ...] = (),
) -> DrawnPlace:
    first = rows[0]
    west, south, east, north = (round(float(x), _DECIMALS) for x in shapely.bounds(shape))
    return DrawnPlace(
        name=first.name,
        shape=text(shape),
        bounds=(west, south, east, north),
        latitude=round(point.y, _DECIMALS),
        longitude=round(point.x, _DECIMALS),
        code=first.code if len({row.code for row in rows}) == 1 else None,
        short_name=first.short_name,
        aliases=tuple(dict.fromkeys(alias for row in rows for alias in row.aliases)),
        commune=(first.commune or "") if len({row.commune for row in rows}) == 1 else "",
        epci_siren=first.epci_siren,
        length_m=length_m,
        area_m2=area_m2,
        sections=sections,
    )


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, _LENGTH_DECIMALS)


def _with_communes(order: LayerOrder, places: list[DrawnPlace]) -> list[DrawnPlace]:
    """A place that does not tell its commune is in the one where its point lies, if that is known."""
    if not order.communes or all(place.commune for place in places):
        return places
    tree = shapely.STRtree(shapely.from_wkt([shape for _, shape in order.communes]))
    points = shapely.points([(place.longitude, place.latitude) for place in places])
    inside = dict(tree.query(points, predicate="intersects").T.tolist())
    return [
        replace(place, commune=order.communes[inside[n]][0]) if not place.commune and n in inside else place
        for n, place in enumerate(places)
    ]


def _notes_on_codes(places: Sequence[DrawnPlace]) -> list[Note]:
    """A code that two places bear tells neither from the other, and that is said."""
    twice = sorted(repeated([place.code for place in places]))
    if not twice:
        return []
    shown = ", ".join(twice[:5]) + (" …" if len(twice) > 5 else "")  # noqa: PLR2004 a few examples
    return [
        Note("code-repeated", f"Several places bear one code ({shown}): they are told apart by their names.")
    ]
