"""Filters by place: a photo is found under every place that it belongs to, in whatever way.

`?cite=Barrois` means any relation to the place, unless `_far=0` or `_near=0` leaves out what is only seen from afar
or only close by; what a person decided always counts. Several filters of one kind must all hold. Datasette would
take such a parameter for a column, and look into the main place alone, so on the way in it is called `_cite`;
`?cite__exact=Barrois` and the other comparisons are left to Datasette, and mean the main place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from catalogue.values.places import Relation

#: Kinds of places that photos are filtered by.
KINDS = ("park", "itinerary", "cite", "commune", "epci", "site", "terril")
_INNER = {f"_{kind}": kind for kind in KINDS}


class Ties(IntFlag):
    """How a photo belongs to a place, as far as a reader may leave it out."""

    THERE = 1
    NEAR = 2
    FAR = 4


EVERY = Ties.THERE | Ties.NEAR | Ties.FAR
#: What a parameter of the address leaves out when it is 0.
SWITCHES: Mapping[str, tuple[Ties, Relation]] = {
    "_far": (Ties.FAR, Relation.LOOKING_AT),
    "_near": (Ties.NEAR, Relation.NEAR),
}
OFF = "0"

Query = Sequence[tuple[str, str]]


def inwards(query: Query) -> list[tuple[str, str]]:
    """Rename filters by place so that Datasette leaves them to us; a place without a name chooses nothing.

    >>> inwards([("park", "Olhain"), ("park__in", "a,b"), ("cite", "")])
    [('_park', 'Olhain'), ('park__in', 'a,b')]
    """
    return [
        (f"_{name}" if name in KINDS else name, value) for name, value in query if name not in KINDS or value
    ]


def outwards(query: Query) -> list[tuple[str, str]]:
    """Give back the names that a person writes.

    >>> outwards([("_park", "Olhain"), ("_sort", "number")])
    [('park', 'Olhain'), ('_sort', 'number')]
    """
    return [(_INNER.get(name, name), value) for name, value in query]


def asked_places(query: Query) -> list[tuple[str, str]]:
    """List the filters by place of a query, as kind and text.

    >>> asked_places([("_park", "Olhain"), ("taken_year", "2018")])
    [('park', 'Olhain')]
    """
    return [(_INNER[name], value) for name, value in query if name in _INNER and value]


def kept_ties(query: Query) -> Ties:
    """Tell which ties to places count.

    >>> kept_ties([("_far", "0")]) == Ties.THERE | Ties.NEAR
    True
    """
    left_out = [SWITCHES[name][0] for name, value in query if name in SWITCHES and value == OFF]
    return EVERY & ~sum(left_out, Ties(0))


def tie_of(relation: str) -> Ties:
    """Tell the tie that a relation is."""
    return next((tie for tie, left_out in SWITCHES.values() if relation == left_out), Ties.THERE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on photos in SQL, and its values."""

    sql: str
    params: Mapping[str, Any]


def clause(number: int, places: Iterable[int], ties: Ties, *, common: bool = False) -> Clause:
    """Write the condition that a photo belongs to one of some places; without places no photo fits.

    `number` tells the conditions of one query apart. Photos are asked one by one for places that are `common`,
    and looked up among those of rarer ones: at 100,000 photos either costs 20 ms more where the other is right.
    """
    params = {f"place{number}_{n}": place for n, place in enumerate(places)}
    if not params:
        return Clause("0", {})
    left_out = [relation for tie, relation in SWITCHES.values() if tie not in ties]
    listed = ", ".join(f":{name}" for name in params)
    belongs = f"from photo_places where place_id in ({listed}){_unless(left_out)}"
    if common:
        return Clause(f"exists (select 1 {belongs} and photo_id = id)", params)
    # The unary plus keeps SQLite from looking photos up one by one: it walks the index that is in order already.
    return Clause(f"+id in (select photo_id {belongs})", params)


def _unless(left_out: Sequence[Relation]) -> str:
    if not left_out:
        return ""
    relations = ", ".join(f"'{relation}'" for relation in left_out)
    decided = (
        "(photo_id, place_id) in (select photo_id, place_id from place_decisions where decision <> 'is_not')"
    )
    return f" and (relation not in ({relations}) or {decided})"
