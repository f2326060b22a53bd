"""Places by what a person writes at the desk: the middle of each, and how far it reaches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians

from catalogue.database.connection import Connection
from catalogue.database.folding import fold

_METRES_PER_DEGREE = 111_320.0
_ALL = """
    SELECT id, kind, name, commune, coalesce(code, ''), coalesce(short_name, ''), latitude, longitude,
        west, south, east, north,
        coalesce((SELECT group_concat(alias, char(10)) FROM place_aliases WHERE place_id = id), '')
    FROM places LEFT JOIN place_shapes ON place_id = id
    WHERE retired_at IS NULL AND latitude IS NOT NULL ORDER BY name, commune, id
"""
# What a person means first by a name that several kinds bear.
_KINDS = ("park", "cite", "terril", "site", "commune", "itinerary", "epci", "perimeter")
#: Two places that share kind, name and commune are told apart by their number: `Cité 5 (Lens) #812`.
_NUMBERED = re.compile(r"#(\d{1,15})\s*$")
_PARTS = re.compile(r"[\s'()-]+")
#: Of 100, how alike a name must be to be offered for one that is not known.
_ALIKE = 70
#: Those that are less alike than the best by more than this are not meant.
_AS_GOOD = 10


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
    others: tuple[str, ...] = field(default=(), repr=False)

    @property
    def shown(self) -> str:
        """The name with its commune, which tells apart the four that are called Cité du Moulin."""
        return f"{self.name} ({self.commune})" if self.commune else self.name

    @property
    def names(self) -> list[str]:
        """All by which it is known, folded: with its commune and without, then short names, codes and aliases."""
        together = [_plain(self.shown), fold(self.name)]
        return list(dict.fromkeys([*together, *(fold(other) for other in self.others if other)]))


def named(db: Connection, text: str) -> list[Spot]:
    """The places that a text may mean equally well: none, the one, or several that only a person can choose among.

    A name counts before a code or an alias, and sites before communes.
    """
    every = all_places(db)
    if numbered := _NUMBERED.search(text):
        return [spot for spot in every if spot.id == int(numbered[1])]
    wanted = _plain(text)
    ranked = [(rank, spot) for spot in every if wanted and (rank := _rank(wanted, spot)) is not None]
    best = min((rank for rank, _ in ranked), default=None)
    return [spot for rank, spot in ranked if rank == best]


def search(db: Connection, text: str, most: int = 8) -> list[Spot]:
    """Places whose name, code or alias holds what is written, those that begin with it first.

    Where none does, those whose name is nearly that.
    """
    every, wanted = all_places(db), fold(" ".join(text.split()))
    if not wanted:
        return []
    found = [(fit, _kind(spot), spot) for spot in every if (fit := _fit(wanted, spot.names)) is not None]
    found.sort(key=lambda each: (each[0], each[1], len(each[2].name), each[2].name))
    return [spot for _, _, spot in found[:most]] or _alike(every, wanted, most)


def by_id(db: Connection, place_id: int) -> Spot | None:
    """One place; None when it is not there, or has no position."""
    return next((spot for spot in all_places(db) if spot.id == place_id), None)


def where(spot: Spot, among: Sequence[Spot]) -> str:
    """What to write to mean this place and none of the others."""
    same = [other for other in among if other.shown == spot.shown]
    return f"{spot.shown} #{spot.id}" if len(same) > 1 else spot.shown


def all_places(db: Connection) -> list[Spot]:
    """Every place that has a position, by name."""
    return list(_spots(db))


def _spots(db: Connection) -> Iterator[Spot]:
    for place_id, kind, name, commune, code, short, latitude, longitude, *box, aliases in db.execute(_ALL):
        others = (short, code, *aliases.split("\n"))
        yield Spot(place_id, kind, name, commune, latitude, longitude, _radius_m(box), others)


def _rank(wanted: str, spot: Spot) -> tuple[bool, int] | None:
    """How well a text names a place: False for its own name, True for a code or an alias; then its kind."""
    if wanted in (_plain(spot.shown), _plain(spot.name)):
        return False, _kind(spot)
    return (True, _kind(spot)) if any(wanted == _plain(other) for other in spot.others) else None


def _kind(spot: Spot) -> int:
    return _KINDS.index(spot.kind) if spot.kind in _KINDS else len(_KINDS)


def _plain(text: str) -> str:
    """`Cité du Moulin (Somain)`, `cite du moulin, somain` and `cité du moulin somain` are one."""
    return " ".join(re.sub(r"[(),]", " ", fold(text)).split())


def _fit(wanted: str, words: Sequence[str]) -> int | None:
    if wanted in words:
        return 0
    if any(word.startswith(wanted) for word in words):
        return 1
    if any(f" {wanted}" in word for word in words):
        return 2
    return 3 if any(wanted in word for word in words) else None


def _alike(every: Sequence[Spot], wanted: str, most: int) -> list[Spot]:
    """Places that are called nearly so; a slip in one word of a long name is one too."""
    from rapidfuzz import fuzz  # noqa: PLC0415 slow to load, and most names are well written

    scored = [
        (
            max(
                fuzz.ratio(wanted, part)
                for name in map(fold, (spot.name, *spot.others))
                for part in (name, *_PARTS.split(name))
            ),
            spot,
        )
        for spot in every
    ]
    best = max((score for score, _ in scored), default=0.0)
    scored = [(score, spot) for score, spot in scored if score >= max(_ALIKE, best - _AS_GOOD)]
    scored.sort(key=lambda each: (-each[0], _kind(each[1]), each[1].name))
    return [spot for _, spot in scored[:most]]


def _radius_m(box: list[float | None]) -> float | None:
    """Half the diagonal of the box around a shape; None for a place without one."""
    west, south, east, north = box
    if west is None or south is None or east is None or north is None:
        return None
    height = (north - south) * _METRES_PER_DEGREE
    width = (east - west) * _METRES_PER_DEGREE * cos(radians((south + north) / 2))
    return round(hypot(width, height) / 2)
