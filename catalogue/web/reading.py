"""What the pages ask the catalogue. Reads only; a query here answers one question of a page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from catalogue.database.connection import Connection, connect
from catalogue.home.paths import Home
from catalogue.values.outcomes import Outcome

Row = dict[str, Any]
#: A page shows this many files of one kind, and says how many more there are.
MOST_FILES = 200


@contextmanager
def reading(home: Home) -> Iterator[Connection]:
    """One unchanging view of the catalogue, however many queries a page asks."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        db.execute("BEGIN")
        yield db


@dataclass(frozen=True, slots=True)
class Figures:
    """The library in a few numbers. Photos set aside are not counted in `photos`."""

    photos: int
    held: int
    set_aside: int
    places: int
    first_year: int | None
    last_year: int | None


def figures(db: Connection) -> Figures:
    """Count the library, in one pass over its photos."""
    states = {
        state: facts
        for state, *facts in db.execute(
            "SELECT state, count(*), min(taken_year), max(taken_year) FROM photos GROUP BY state"
        )
    }
    set_aside = states.pop("set_aside", [0])[0]
    years = [year for _, first, last in states.values() for year in (first, last) if year is not None]
    return Figures(
        photos=sum(facts[0] for facts in states.values()),
        held=states.get("held", [0])[0],
        set_aside=set_aside,
        places=db.execute("SELECT count(*) FROM places").fetchone()[0],
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )


def latest_photos(db: Connection, most: int) -> list[Row]:
    """List the photos that came last, newest first."""
    return rows(
        db,
        """
        SELECT id, number, caption, park, itinerary, cite, commune, taken_at, taken_year, taken_month, orientation,
            colour, renditions
        FROM photos WHERE state <> 'set_aside' ORDER BY number DESC LIMIT ?
        """,
        [most],
    )


def reviews_by_reason(db: Connection) -> list[Row]:
    """Count the photos that wait for a person, by reason, the largest number first."""
    return rows(
        db,
        """
        SELECT reason, count(DISTINCT photo_id) AS photos FROM reviews JOIN photos ON photos.id = photo_id
        WHERE state <> 'set_aside' GROUP BY reason ORDER BY photos DESC, reason
        """,
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """Files of one run that met the same fate for the same reason; `files` may be cut short."""

    outcome: Outcome
    code: str
    count: int
    files: Sequence[Row]


def files_not_taken(db: Connection, run_id: str) -> list[Refused]:
    """Group what a run did not show as photos: failed first, then held, then skipped."""
    groups = db.execute(
        """
        SELECT outcome, code, count(*) FROM ingest_log
        WHERE run_id = ? AND outcome IN ('failed', 'held', 'skipped') GROUP BY outcome, code
        ORDER BY CASE outcome WHEN 'failed' THEN 0 WHEN 'held' THEN 1 ELSE 2 END, count(*) DESC, code
        """,
        [run_id],
    ).fetchall()
    return [
        Refused(Outcome(outcome), code, count, _files_of(db, run_id, outcome, code))
        for outcome, code, count in groups
    ]


def _files_of(db: Connection, run_id: str, outcome: str, code: str) -> list[Row]:
    return rows(
        db,
        """
        SELECT path, message, size_bytes, photo_id FROM ingest_log
        WHERE run_id = ? AND outcome = ? AND code = ? ORDER BY path LIMIT ?
        """,
        [run_id, outcome, code, MOST_FILES],
    )


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An original as it lies in the store, and the name it came with."""

    sha256: str
    extension: str
    name: str


def stored_file(db: Connection, sha256: str) -> StoredFile | None:
    """Find an original by its hash; None when the store does not hold it."""
    row = db.execute(
        "SELECT sha256, extension, name FROM files WHERE sha256 = ? ORDER BY id LIMIT 1", [sha256]
    ).fetchone()
    return StoredFile(*row) if row else None


def rows(db: Connection, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
    """Give every row of a query by the names of its columns."""
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
