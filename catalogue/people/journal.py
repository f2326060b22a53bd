"""What was done to accounts: who, when, what, to whom."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.people import moments


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal."""

    at: str
    by: str | None
    what: str
    whom: str
    detail: str | None


def note(
    db: Connection, now: datetime, by: str | None, what: str, whom: str, detail: str | None = None
) -> None:
    """The journal says it, in the same transaction as what it says."""
    db.execute(
        "INSERT INTO journal (at, by, what, whom, detail) VALUES (?, ?, ?, ?, ?)",
        [moments.text(now), by, what, whom, detail],
    )


def entries(db: Connection, limit: int) -> list[Entry]:
    """The newest lines, the newest first."""
    rows = db.execute("SELECT at, by, what, whom, detail FROM journal ORDER BY id DESC LIMIT ?", [limit])
    return [Entry(*row) for row in rows]
