"""What the catalogue already knows of the files that a run meets."""

from typing import NamedTuple

from catalogue.database.connection import Connection
from catalogue.values.outcomes import TAKEN_IN, Outcome


class Known(NamedTuple):
    """What became of a file the last time it was met."""

    size_bytes: int
    mtime_ns: int
    outcome: str
    code: str
    photo_id: str | None
    program_version: str


# A file that was already there when two runs met it at once is taken in as well.
_TAKEN_IN = frozenset(outcome.value for outcome in (*TAKEN_IN, Outcome.UNCHANGED))

#: Failures that may be gone the next time though the file looks the same: a right given, a cable plugged in.
TRIED_AGAIN = frozenset({"unreadable", "unreadable-folder", "vanished", "changed-while-read"})


def files_met(db: Connection, source: str) -> dict[str, Known]:
    """Every file met before under a source, by absolute printable path; the last meeting counts.

    Sources above and below this one are searched too: ingesting a sub-folder meets the same files.
    """
    rows = db.execute(
        """
        SELECT source || '/' || path, size_bytes, mtime_ns, outcome, code, photo_id, program_version
        FROM ingest_log
        WHERE undone = 0 AND (source = :s OR substr(source, 1, length(:s) + 1) = :s || '/'
              OR substr(:s, 1, length(source) + 1) = source || '/')
        ORDER BY id
        """,
        {"s": source.rstrip("/")},
    )
    return {path: Known(*facts) for path, *facts in rows}


def is_settled(known: Known, size_bytes: int, mtime_ns: int, program_version: str) -> bool:
    """True when meeting this file again cannot change anything.

    A file that was taken in is settled while its size and time stand; one that was skipped or failed, only
    while the program is the same too, since a newer one may know better.
    """
    if known.size_bytes != size_bytes or known.mtime_ns != mtime_ns:
        return False
    if known.code in TRIED_AGAIN:
        return False
    return known.outcome in _TAKEN_IN or known.program_version == program_version


def photo_of_bytes(db: Connection, sha256: str) -> str | None:
    """The photo whose store holds these bytes, if any."""
    row = db.execute("SELECT photo_id FROM files WHERE sha256 = ? LIMIT 1", [sha256]).fetchone()
    return row[0] if row else None


def has_photo(db: Connection, photo_id: str) -> bool:
    """True when the photo is in the catalogue, whatever its state."""
    return db.execute("SELECT 1 FROM photos WHERE id = ?", [photo_id]).fetchone() is not None
