"""What the pages of runs ask the catalogue. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.values.outcomes import Outcome
from catalogue.web.reading import MOST_FILES, Row, rows

# Failed first, then held, then skipped.
_NOT_TAKEN = "run_id = ? AND outcome IN ('failed', 'held', 'skipped')"
_ORDER = "CASE outcome WHEN 'failed' THEN 0 WHEN 'held' THEN 1 ELSE 2 END"
# As the gallery's filter `_run`: photos that a file of the run brought, or that a track of it placed.
_BROUGHT = """
    SELECT photo_id FROM files WHERE run_id = :run AND withdrawn IS NULL
    UNION SELECT photo_id FROM claims WHERE run_id = :run AND withdrawn IS NULL
"""
_PHOTOS = f"""
    SELECT id, number, caption, park, itinerary, cite, commune, taken_at, taken_year, taken_month, orientation,
        colour, renditions
    FROM photos WHERE state <> 'set_aside' AND id IN ({_BROUGHT}) ORDER BY taken_at IS NULL, taken_at, number
    LIMIT :most
"""  # noqa: S608 constants
_FILES = """
    SELECT path, message, size_bytes, photo_id, number, renditions, photos.orientation, colour
    FROM ingest_log LEFT JOIN photos ON photos.id = photo_id
    WHERE run_id = ? AND outcome = ? AND code = ? ORDER BY path LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Files of one run that met the same fate for the same reason; `files` may be cut short."""

    outcome: Outcome
    code: str
    count: int
    files: Sequence[Row]


def photos_brought(db: Connection, run_id: str, most: int) -> list[Row]:
    """The first photos that a run brought, or told something of, in the order in which they were taken."""
    return rows(db, _PHOTOS, {"run": run_id, "most": most})


def files_not_taken(db: Connection, run_id: str) -> list[NotTaken]:
    """Group what a run did not show as photos."""
    groups = db.execute(
        f"SELECT outcome, code, count(*) FROM ingest_log WHERE {_NOT_TAKEN} GROUP BY outcome, code "  # noqa: S608
        f"ORDER BY {_ORDER}, count(*) DESC, code",
        [run_id],
    ).fetchall()
    return [
        NotTaken(Outcome(outcome), code, count, rows(db, _FILES, [run_id, outcome, code, MOST_FILES]))
        for outcome, code, count in groups
    ]


def every_file_not_taken(db: Connection, run_id: str) -> Iterator[Row]:
    """Every file that a run did not show as a photo, for a sheet."""
    found = db.execute(
        "SELECT source, path, outcome, code, message, size_bytes, photo_id FROM ingest_log "  # noqa: S608
        f"WHERE {_NOT_TAKEN} ORDER BY {_ORDER}, code, path",
        [run_id],
    )
    names = [column[0] for column in found.description]
    return (dict(zip(names, row, strict=True)) for row in found)
