"""Filters by place and theme: a photo is found under every one that it belongs to, in whatever way.

`?cite=Barrois` means any relation to the place, unless `_far=0` or `_near=0` leaves out what is only seen from afar
or only close by; what a person decided always counts. Several filters of one kind must all hold. Datasette would
take such a parameter for a column, and look into the main place alone, so on the way in it is called `_cite`;
`?cite__exact=Barrois` and the other comparisons are left to Datasette, and mean the main place. Themes are no
column at all; relations to places do not concern them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import Any

from catalogue.values.places import Relation

#: Kinds of places that photos are filtered by.
KINDS = ("park", "itinerary", "cite", "commune", "epci", "site", "terril")
THEME = "theme"
#: What a photo has any number of.
MANY = (*KINDS, THEME)
_INNER = {f"_{kind}": kind for kind in MANY}


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
    """Rename filters by place and theme so that Datasette leaves them to us; one without a name chooses nothing.

    >>> inwards([("park", "Olhain"), ("park__in", "a,b"), ("cite", "")])
    [('_park', 'Olhain'), ('park__in', 'a,b')]
    """
    return [
        (f"_{name}" if name in MANY else name, value) for name, value in query if name not in MANY or value
    ]


def outwards(query: Query) -> list[tuple[str, str]]:
    """Give back the names that a person writes.

    >>> outwards([("_park", "Olhain"), ("_sort", "number")])
    [('park', 'Olhain'), ('_sort', 'number')]
    """
    return [(_INNER.get(name, name), value) for name, value in query]


def asked_places(query: Query) -> list[tuple[str, str]]:
    """List the filters by place and theme of a query, as kind and text.

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


class Share(Enum):
    """How many of all photos a selection leaves, as far as it matters to how they are looked up."""

    FEW = 1
    SOME = 2
    MANY = 3


def clause(number: int, kind: str, keys: Iterable[Any], ties: Ties, share: Share = Share.SOME) -> Clause:
    """Write the condition that a photo belongs to one of some places or themes; without any no photo fits.

    `number` tells the conditions of one query apart. Where a selection leaves few photos they are looked up and
    sorted; otherwise the index that is in order already is walked, and photos are asked one by one for what is
    common: at 100,000 photos either costs 20 ms more where the other is right.
    """
    params = {f"{kind}{number}_{n}": key for n, key in enumerate(keys)}
    if not params:
        return Clause("0", {})
    listed = ", ".join(f":{name}" for name in params)
    if kind == THEME:
        belongs = f"from photo_themes where theme in ({listed})"
    else:
        left_out = [relation for tie, relation in SWITCHES.values() if tie not in ties]
        belongs = f"from photo_places where place_id in ({listed}){_unless(left_out)}"
    if share is Share.MANY:
        return Clause(f"exists (select 1 {belongs} and photo_id = id)", params)
    return Clause(f"{walking(share)}id in (select photo_id {belongs})", params)


def walking(share: Share) -> str:
    """Give what keeps SQLite from looking photos up by a column: a plus, unless there are few of them."""
    return "" if share is Share.FEW else "+"


def _unless(left_out: Sequence[Relation]) -> str:
    if not left_out:
        return ""
    relations = ", ".join(f"'{relation}'" for relation in left_out)
    decided = (
        "(photo_id, place_id) in (select photo_id, place_id from place_decisions where decision <> 'is_not')"
    )
    return f" and (relation not in ({relations}) or {decided})"
