"""Places by what a person writes at the desk: the middle of each, and how far it reaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians

from catalogue.database.connection import Connection
from catalogue.database.folding import fold

_METRES_PER_DEGREE = 111_320.0
_ALL = """
    SELECT id, kind, name, commune, coalesce(code, ''), coalesce(short_name, ''), latitude, longitude,
        west, south, east, north,
        coalesce((SELECT group_concat(alias, char(10)) FROM place_aliases WHERE place_id = id), '')
    FROM places LEFT JOIN place_shapes ON place_id = id
    WHERE retired_at IS NULL AND latitude IS NOT NULL ORDER BY name, id
"""
# What a person means first by a name that several kinds bear.
_KINDS = ("park", "cite", "terril", "site", "commune", "itinerary", "epci", "perimeter")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a point: its middle, in WGS84 degrees, and the radius in metres within which all of it lies."""

    id: int
    kind: str
    name: str
    commune: str
    latitude: float
    longitude: float
    radius_m: float | None


def named(db: Connection, text: str) -> Spot | None:
    """The place that a text means: the same name before a code or an alias, sites before communes; None if none."""
    found = sorted(_ranked(db, text, whole=True), key=lambda pair: pair[0])
    return found[0][1] if found else None


def search(db: Connection, text: str, most: int = 8) -> list[Spot]:
    """Places whose name, code or alias holds what is written, those that begin with it first."""
    found = sorted(
        _ranked(db, text, whole=False), key=lambda pair: (*pair[0], len(pair[1].name), pair[1].name)
    )
    return [spot for _, spot in found[:most]]


def _ranked(db: Connection, text: str, *, whole: bool) -> Iterator[tuple[tuple[int, int], Spot]]:
    """Places that fit, each with how well: 0 is best, then the rank of its kind."""
    wanted = fold(" ".join(text.split()))
    if not wanted:
        return
    for place_id, kind, name, commune, code, short, latitude, longitude, *box, aliases in db.execute(_ALL):
        shown = f"{name} ({commune})" if commune else name
        words = [fold(each) for each in (shown, name, short, code, *aliases.split("\n")) if each]
        rank = _fit(wanted, words, whole=whole)
        if rank is not None:
            spot = Spot(place_id, kind, name, commune, latitude, longitude, _radius_m(box))
            yield (rank, _KINDS.index(kind) if kind in _KINDS else len(_KINDS)), spot


def _fit(wanted: str, words: list[str], *, whole: bool) -> int | None:
    if wanted in words:
        return 0
    if whole:
        return None
    if any(word.startswith(wanted) for word in words):
        return 1
    if any(f" {wanted}" in word for word in words):
        return 2
    return 3 if any(wanted in word for word in words) else None


def _radius_m(box: list[float | None]) -> float | None:
    """Half the diagonal of the box around a shape; None for a place without one."""
    west, south, east, north = box
    if west is None or south is None or east is None or north is None:
        return None
    height = (north - south) * _METRES_PER_DEGREE
    width = (east - west) * _METRES_PER_DEGREE * cos(radians((south + north) / 2))
    return round(hypot(width, height) / 2)
