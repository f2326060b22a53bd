"""Other names that people give places: short names, and names that folders bear."""

from catalogue.database.connection import Connection
from catalogue.errors import NoSuchPlace
from catalogue.places.finding import FoundPlace, places_called


def the_place(db: Connection, kind: str, called: str) -> FoundPlace:
    """The one place of this kind that a text means; NoSuchPlace when it means none, or several.

    A retired place is meant only where no other bears the name.
    """
    found = places_called(db, kind, called)
    living = [place for place in found if not _is_retired(db, place.id)] or found
    if len(living) > 1:
        raise NoSuchPlace(kind, called, len(living))
    return living[0]


def _is_retired(db: Connection, place_id: int) -> bool:
    retired_at = db.execute("SELECT retired_at FROM places WHERE id = ?", [place_id]).fetchone()[0]
    return retired_at is not None


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
