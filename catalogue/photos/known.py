"""What the catalogue already knows of the files that a run meets."""

from typing import NamedTuple

from catalogue.database.connection import Connection


class Known(NamedTuple):
    """What became of a file the last time it was met."""

    outcome: str
    code: str
    photo_id: str | None


#: Failures that may be gone the next time though the file looks the same: a right given, a cable plugged in.
TRIED_AGAIN = frozenset({"unreadable", "unreadable-folder", "vanished", "changed-while-read"})

# Sources above and below a source are meant too: ingesting a sub-folder meets the same files.
_UNDER = """undone = 0 AND (source = :s OR substr(source, 1, length(:s) + 1) = :s || '/'
    OR substr(:s, 1, length(source) + 1) = source || '/')"""


def settled_files(db: Connection, source: str, program_version: str) -> dict[str, tuple[str, int, int, str]]:
    """Every file under a source that needs no second look while it stands as it was, by absolute printable path.

    The values are that path again, size, mtime_ns and the outcome of then: rows as SQLite gives them, since
    there may be a million.

    A file that was taken in is settled while its size and time stand; one that was skipped or failed, only
    while the program is the same too, since a newer one may know better.
    """
    rows = db.execute(
        f"""
        SELECT source || '/' || path, size_bytes, mtime_ns, outcome FROM ingest_log
        WHERE id IN (SELECT max(id) FROM ingest_log WHERE {_UNDER} GROUP BY source, path)
          AND (outcome IN ('stored', 'healed', 'duplicate', 'held', 'unchanged') OR program_version = :version)
          AND code NOT IN ({", ".join(f"'{code}'" for code in sorted(TRIED_AGAIN))})
        ORDER BY id
        """,  # noqa: S608 constants
        {"s": source.rstrip("/"), "version": program_version},
    )
    return {row[0]: row for row in rows}


def files_met(db: Connection, source: str) -> dict[str, Known]:
    """Every file met before under a source, by absolute printable path; the last meeting counts."""
    rows = db.execute(
        f"""
        SELECT source || '/' || path, outcome, code, photo_id FROM ingest_log WHERE {_UNDER} ORDER BY id
        """,  # noqa: S608 a constant
        {"s": source.rstrip("/")},
    )
    return {path: Known(*facts) for path, *facts in rows}


def needs_no_look(db: Connection, sha256: str) -> bool:
    """True when the catalogue has these bytes, and would learn nothing from reading them again."""
    row = db.execute(
        """
        SELECT 1 FROM files JOIN photos ON photos.id = photo_id
        WHERE sha256 = ? AND coalesce(held_because, '') <> 'too-large' LIMIT 1
        """,
        [sha256],
    ).fetchone()
    return row is not None


def meet_too_large_again(db: Connection) -> None:
    """Files that were too large will be met by the next ingest of their source: a limit has changed."""
    db.execute("UPDATE ingest_log SET undone = 1 WHERE code = 'too-large'")


def photo_of_bytes(db: Connection, sha256: str) -> str | None:
    """The photo whose store holds these bytes, if any."""
    row = db.execute("SELECT photo_id FROM files WHERE sha256 = ? LIMIT 1", [sha256]).fetchone()
    return row[0] if row else None


def has_photo(db: Connection, photo_id: str) -> bool:
    """True when the photo is in the catalogue, whatever its state."""
    return db.execute("SELECT 1 FROM photos WHERE id = ?", [photo_id]).fetchone() is not None


def meet_failed_again(db: Connection, run_id: str) -> None:
    """Files that failed in a run will be met by the next ingest of their source, even if they look as they did."""
    db.execute(
        """
        UPDATE ingest_log SET undone = 1 WHERE outcome = 'failed' AND (source, path) IN (
            SELECT source, path FROM ingest_log WHERE run_id = ? AND outcome = 'failed')
        """,
        [run_id],
    )
