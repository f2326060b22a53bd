"""Finding places by what a person calls them: a name, with or without its commune, a code, a short name, an alias."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.errors import NoSuchPlace

_BY_NAME = """
    SELECT places_named.id, places_named.name, places.name FROM places JOIN places_named USING (id)
    WHERE places.kind = :kind AND places.name IN (:text, :before_brackets)
"""
_ALL = """
    SELECT id, places_named.name, coalesce(places.code, ''), coalesce(places.short_name, ''),
        places.name || coalesce(char(10) || (
            SELECT group_concat(alias, char(10)) FROM place_aliases WHERE place_id = places.id), '')
    FROM places_named JOIN places USING (id) WHERE places.kind = ?
"""


_JOINED = 3
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])[^a-z0-9]+(?=[0-9])")
_BETWEEN = re.compile(r"[^\w/]+|_")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place, and the name that pages show it by."""

    id: int
    name: str


@lru_cache(maxsize=20_000)
def in_one(text: str) -> str:
    """A name folded and in one word; numbers beside each other stay two.

    >>> in_one("Loos-en-Gohelle"), in_one("loos en gohelle"), in_one("11-19"), in_one("EuroVelo 5")
    ('loosengohelle', 'loosengohelle', '11/19', 'eurovelo5')
    """
    return _BETWEEN.sub("", _BETWEEN_NUMBERS.sub("/", fold(text)))


def find_places(db: Connection, kind: str, text: str) -> tuple[FoundPlace, ...]:
    """The places of a kind that a text means; none when it means nothing.

    The name that pages show means that place alone, a name that repeats means all of that name. Otherwise it is a
    code, a short name such as CALL, or a name or alias written without regard for accents and capitals, or without
    regard for spaces, hyphens and the like either: the first of these that fits.
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
    folded, joined = fold(text.strip()), in_one(text)
    ranked: dict[int, list[FoundPlace]] = {}
    for place, name, code, short_name, aliases in db.execute(_ALL, [kind]) if folded else ():
        names = (name, *aliases.split("\n"))
        for rank, words in enumerate(((code,), (short_name,), names)):
            if folded in map(fold, words):
                ranked.setdefault(rank, []).append(FoundPlace(place, name))
                break
        else:
            if joined and joined in map(in_one, (short_name, *names)):
                ranked.setdefault(_JOINED, []).append(FoundPlace(place, name))
    return tuple(ranked[min(ranked)]) if ranked else ()
