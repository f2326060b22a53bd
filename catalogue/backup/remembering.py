"""Which library this is, and when it was last backed up.

The id of a library stands in its catalogue, because it has to go wherever the catalogue goes: a restored library is
the same library. The moment of the last backup stands beside it, in `last-backup.json`, because it must not go
along: it is true of this home, and a copy cannot know of its own end.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from catalogue.database.connection import Connection, writing
from catalogue.home.notes import read_note, write_note
from catalogue.home.paths import Home
from catalogue.values.moments import in_utc

_ID = "library_id"
_FILE = "last-backup.json"


def library_id(db: Connection) -> str | None:
    """Which library this is; None while it was never backed up."""
    row = db.execute("SELECT value FROM settings WHERE name = ?", [_ID]).fetchone()
    return None if row is None else str(row[0])


def given_library_id(db: Connection) -> str:
    """Which library this is, from now on at least."""
    with writing(db):
        db.execute("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO NOTHING", [_ID, str(uuid4())])
    return library_id(db) or ""


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest copy that was made of a home: when, where, its stamp, and how many originals it lacks."""

    at: datetime
    destination: str
    stamp: str
    lacking: int


def last_backup(home: Home) -> datetime | None:
    """When the newest copy of this home was made, as far as the home knows; None for never."""
    told = read_note(home.root / _FILE).get("last")
    with suppress(TypeError, KeyError, ValueError):
        return datetime.fromisoformat(told["at"]).astimezone(UTC)  # type: ignore[index] # anything else is caught
    return None


def last_backup_to(home: Home, destination: str) -> str | None:
    """When a copy was last made into this folder, as text; None for never."""
    at = _destinations(read_note(home.root / _FILE)).get(destination)
    return None if at is None else str(at)


def remember(home: Home, last: LastBackup) -> None:
    """The home knows, durably, that this copy was made."""
    at = in_utc(last.at)
    destinations = _destinations(read_note(home.root / _FILE)) | {last.destination: at}
    told = {
        "last": {"at": at, "to": last.destination, "copy": last.stamp, "lacking": last.lacking},
        "destinations": destinations,
    }
    write_note(home.root / _FILE, told)


def _destinations(told: dict[str, Any]) -> dict[str, Any]:
    found = told.get("destinations")
    return found if isinstance(found, dict) else {}
