"""The places of the catalogue, as values for matching names, and how places come to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.values.gazetteer import Gazetteer, Place


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place to be registered by its name; its shape may follow."""

    kind: str
    name: str
    short_name: str | None = None
    code: str | None = None
    commune: str | None = None
    aliases: tuple[str, ...] = ()


def load_gazetteer(db: Connection) -> Gazetteer:
    """Every place, with its names."""
    aliases: dict[int, list[str]] = {}
    for place_id, alias in db.execute("SELECT place_id, alias FROM place_aliases"):
        aliases.setdefault(place_id, []).append(alias)
    places = [
        Place(place_id, kind, name, (*aliases.get(place_id, ()), *([short] if short else [])))
        for place_id, kind, name, short in db.execute(
            "SELECT id, kind, name, short_name FROM places ORDER BY id"
        )
    ]
    return Gazetteer(places, fold)


def register(db: Connection, places: Iterable[NamedPlace]) -> list[int]:
    """Each place stands in the catalogue once, by kind, name and commune; returned are their ids, in order.

    To be called in a transaction.
    """
    return [_register(db, place) for place in places]


def _register(db: Connection, place: NamedPlace) -> int:
    place_id = _known(db, place) or _inserted(db, place)
    db.executemany(
        "INSERT INTO place_aliases VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(place_id, a) for a in place.aliases],
    )
    return place_id


def _known(db: Connection, place: NamedPlace) -> int | None:
    """The place of this kind, name and commune; where several layers have one, the newest that is not retired."""
    row = db.execute(
        """
        SELECT id FROM places WHERE kind = ? AND name = ? AND commune = ?
        ORDER BY retired_at IS NOT NULL, id DESC LIMIT 1
        """,
        [place.kind, place.name, place.commune or ""],
    ).fetchone()
    return int(row[0]) if row else None


def _inserted(db: Connection, place: NamedPlace) -> int:
    made = db.execute(
        "INSERT INTO places (kind, name, short_name, code, commune) VALUES (?, ?, ?, ?, ?)",
        [place.kind, place.name, place.short_name, place.code, place.commune or ""],
    )
    return int(made.lastrowid or 0)
