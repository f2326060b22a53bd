"""What the pages ask the catalogue. Reads only; a query here answers one question of a page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from catalogue.database.connection import Connection, connect
from catalogue.home.paths import Home

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
    """The library in a few numbers. `photos` are those that the gallery shows: without those set aside, and versions.

    `located` of them have a position, `uncredited` have nobody to credit; `places` were photographed.
    """

    photos: int
    located: int
    uncredited: int
    places: int
    set_aside: int
    first_year: int | None
    last_year: int | None


_FIGURES = """
    SELECT count(*), count(position_method), count(*) FILTER (WHERE rights = 'credit-missing'),
        min(taken_year), max(taken_year)
    FROM photos WHERE state <> 'set_aside' AND version_of IS NULL
"""


def figures(db: Connection) -> Figures:
    """Count the library, in one pass over its photos."""
    photos, located, uncredited, first, last = db.execute(_FIGURES).fetchone()
    (aside,) = db.execute("SELECT count(*) FROM photos WHERE state = 'set_aside'").fetchone()
    (places,) = db.execute("SELECT count(DISTINCT place_id) FROM photo_places").fetchone()
    return Figures(photos, located, uncredited, places, aside, first, last)


def latest_photos(db: Connection, most: int) -> list[Row]:
    """List the photos that came last, newest first."""
    return rows(
        db,
        """
        SELECT id, number, caption, park, itinerary, cite, commune, taken_at, taken_year, taken_month, orientation,
            colour, renditions
        FROM photos WHERE state <> 'set_aside' AND version_of IS NULL ORDER BY number DESC LIMIT ?
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
class StoredFile:
    """An original as it lies in the store, the name it came with, and the photo that it is of."""

    sha256: str
    extension: str
    name: str
    photo_id: str


def stored_file(db: Connection, sha256: str) -> StoredFile | None:
    """Find an original by its hash; None when the store does not hold it."""
    row = db.execute(
        "SELECT sha256, extension, name, photo_id FROM files WHERE sha256 = ? ORDER BY id LIMIT 1", [sha256]
    ).fetchone()
    return StoredFile(*row) if row else None


def rows(db: Connection, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
    """Give every row of a query by the names of its columns."""
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
