"""Who has had what: originals, exact positions, and whatever else is to be answered for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.people import moments
from catalogue.people.person import Person

_READ = """
    SELECT at, person_id, person, what, photo_id, detail FROM access_log
    WHERE (:photo_id IS NULL OR photo_id = :photo_id) AND (:person_id IS NULL OR person_id = :person_id)
    ORDER BY id DESC LIMIT :limit
"""
_PHOTO_ID = re.compile(r"[0-9a-f]{32}")
_ERASED = "0" * 32
# Columns of people.db that can name a photo.
_NAMING = (("access_log", "photo_id"), ("access_log", "detail"), ("links", "query"))


@dataclass(frozen=True, slots=True)
class Access:
    """One line: who had what. `person` is the name as it was; None for whoever came by a link."""

    at: str
    person_id: int | None
    person: str | None
    what: str
    photo_id: str | None
    detail: str | None


def note(
    db: Connection,
    person: Person | None,
    what: str,
    photo_ids: Iterable[str | None],
    detail: str | None,
    now: datetime,
) -> None:
    """The log has a line for each photo; a line about no photo in particular has None."""
    who = (person.id, person.name) if person else (None, None)
    db.executemany(
        "INSERT INTO access_log (at, person_id, person, what, photo_id, detail) VALUES (?, ?, ?, ?, ?, ?)",
        [(moments.text(now), *who, what, photo_id, detail) for photo_id in photo_ids],
    )


def read(db: Connection, photo_id: str | None, person_id: int | None, limit: int) -> list[Access]:
    """The newest lines, of a photo or of a person if these are said."""
    asked = {"photo_id": photo_id, "person_id": person_id, "limit": limit}
    return [Access(*row) for row in db.execute(_READ, asked)]


def forget_photos(db: Connection, is_erased: Callable[[str], bool]) -> None:
    """Photos that were erased for good are named nowhere in people.db: zeros stand where their ids stood."""
    for table, column in _NAMING:
        texts = db.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 ours
        for (text,) in texts.fetchall():
            without = _PHOTO_ID.sub(lambda found: _ERASED if is_erased(found[0]) else found[0], text)
            if without != text:
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [without, text])  # noqa: S608 ours
