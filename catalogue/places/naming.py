"""Other names that people give places: short names, and names that folders bear."""

import re

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.errors import NoSuchPlace

_WITH_COMMUNE = re.compile(r"(?P<name>.+?)\s*\((?P<commune>[^()]+)\)")


def find_place(db: Connection, kind: str, called: str) -> int:
    """Id of the place of this kind that bears a code, name, `name (commune)`, short name or alias, accents or not.

    NoSuchPlace when there is none, or when several bear the name. Retired places are left out.
    """
    places = db.execute(
        "SELECT id, name, commune, code, short_name FROM places WHERE kind = ? AND retired_at IS NULL", [kind]
    ).fetchall()
    wanted = fold(called.strip())
    split = _WITH_COMMUNE.fullmatch(wanted)
    aliases = {
        place_id
        for place_id, alias in db.execute("SELECT place_id, alias FROM place_aliases")
        if fold(alias) == wanted
    }
    ranks: dict[int, list[int]] = {}
    for place_id, name, commune, code, short in places:
        full = split is not None and (fold(name), fold(commune)) == (split["name"], split["commune"])
        fits = (fold(code or ""), fold(name), wanted if full else "", fold(short or ""))
        rank = fits.index(wanted) if wanted in fits else len(fits)
        if rank < len(fits) or place_id in aliases:
            ranks.setdefault(rank, []).append(place_id)
    if not ranks:
        raise NoSuchPlace(kind, called)
    return _only(ranks[min(ranks)], kind, called)


def _only(found: list[int], kind: str, called: str) -> int:
    if len(found) > 1:
        raise NoSuchPlace(kind, called, len(found))
    return found[0]


def add_alias(db: Connection, place_id: int, alias: str) -> None:
    """The place is found by this name too. To be called in a transaction."""
    db.execute("INSERT INTO place_aliases VALUES (?, ?) ON CONFLICT DO NOTHING", [place_id, alias])


def remove_alias(db: Connection, place_id: int, alias: str) -> bool:
    """The place is no longer found by this name; False when it was not. To be called in a transaction."""
    return (
        db.execute("DELETE FROM place_aliases WHERE place_id = ? AND alias = ?", [place_id, alias]).rowcount
        > 0
    )


def shorten(db: Connection, place_id: int, short_name: str | None) -> None:
    """The place has this short name, in place of any other; None takes it away. To be called in a transaction."""
    db.execute("UPDATE places SET short_name = ? WHERE id = ?", [short_name, place_id])
