"""Finding places by what a person calls them: a name, with or without its commune, a code, a short name, an alias."""

from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.errors import NoSuchPlace

_BY_NAME = """
    SELECT places_named.id, places_named.name, places.name FROM places JOIN places_named USING (id)
    WHERE places.kind = :kind AND places.name IN (:text, :before_brackets)
"""
_ALL = """
    SELECT id, name, coalesce(code, ''), coalesce(short_name, ''),
        (SELECT group_concat(alias, char(10)) FROM place_aliases WHERE place_id = id)
    FROM places_named WHERE kind = ?
"""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place, and the name that pages show it by."""

    id: int
    name: str


def find_places(db: Connection, kind: str, text: str) -> tuple[FoundPlace, ...]:
    """The places of a kind that a text means; none when it means nothing.

    The name that pages show means that place alone, a name that repeats means all of that name. Otherwise it is a
    code, a short name such as CALL, or a name or alias written without regard for accents and capitals: the first
    of these that fits.
    """
    return _by_name(db, kind, text) or _by_other_words(db, kind, text)


def places_called(db: Connection, kind: str, text: str) -> tuple[FoundPlace, ...]:
    """The places of a kind that a text means; NoSuchPlace when it means nothing."""
    found = find_places(db, kind, text)
    if not found:
        raise NoSuchPlace(kind, text)
    return found


def _by_name(db: Connection, kind: str, text: str) -> tuple[FoundPlace, ...]:
    asked = {"kind": kind, "text": text, "before_brackets": text.rpartition(" (")[0]}
    rows = db.execute(_BY_NAME, asked).fetchall()
    shown = [FoundPlace(place, name) for place, name, _ in rows if name == text]
    return tuple(shown or [FoundPlace(place, name) for place, name, plain in rows if plain == text])


def _by_other_words(db: Connection, kind: str, text: str) -> tuple[FoundPlace, ...]:
    folded = fold(text.strip())
    ranked: dict[int, list[FoundPlace]] = {}
    for place, name, code, short_name, aliases in db.execute(_ALL, [kind]) if folded else ():
        for rank, words in enumerate(((code,), (short_name,), (name, *(aliases or "").split("\n")))):
            if folded in map(fold, words):
                ranked.setdefault(rank, []).append(FoundPlace(place, name))
                break
    return tuple(ranked[min(ranked)]) if ranked else ()
