"""A small library that every test may change: photos of two outings, some without position, two that look alike."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from making import jpeg, write

from catalogue.database.connection import Connection
from catalogue.library import Library
from catalogue.places.gazetteer import NamedPlace

PLACES = (
    NamedPlace("park", "Olhain"),
    NamedPlace("park", "Îles"),
    NamedPlace("itinerary", "EuroVelo 5", aliases=("EV5",)),
)


@dataclass(frozen=True)
class Opened:
    """A library, its connection, and its photos by the name of their file."""

    library: Library
    photos: dict[str, str]
    places: dict[str, int]

    @property
    def db(self) -> Connection:
        """The connection."""
        return self.library.db

    def row(self, name: str) -> dict[str, Any]:
        """The photo with this file, as a row."""
        found = self.db.execute("SELECT * FROM photos WHERE id = ?", [self.photos[name]])
        return dict(zip([c[0] for c in found.description], found.fetchone(), strict=True))

    def ids(self, *names: str) -> list[str]:
        """The photos with these files."""
        return [self.photos[name] for name in names]

    def reasons(self, name: str) -> set[str]:
        """Why the photo waits."""
        rows = self.db.execute("SELECT reason FROM reviews WHERE photo_id = ?", [self.photos[name]])
        return {row[0] for row in rows}


def fill(source: Path) -> None:
    """Photos of an outing in Olhain, of a burst, and of nowhere."""
    olhain = "Olhain/2018-05"
    write(source, f"{olhain}/1.jpg", jpeg(1, taken="2018-05-12T14:30:00", model="D90", gps=(50.43, 2.58)))
    write(source, f"{olhain}/2.jpg", jpeg(2, taken="2018-05-12T14:31:00", model="D90"))
    write(source, f"{olhain}/3.jpg", jpeg(3, taken="2018-05-12T14:32:00", model="D90", caption="Belvédère"))
    write(source, f"{olhain}/4.jpg", jpeg(4, taken="2000-01-01T00:01:00", model="D90"))
    write(source, "EV5/5.jpg", jpeg(5, taken="2019-07-01T10:00:00", model="Pixel 4a"))
    write(source, "EV5/6.jpg", jpeg(6, size=(128, 96), taken="2019-07-01T10:00:02", model="Pixel 4a"))
    write(source, "EV5/6 small.jpg", jpeg(6, size=(64, 48), taken="2019-07-01T10:00:02", model="Pixel 4a"))
    write(source, "EV5/IMG-20190701-WA0001.jpg", jpeg(7))


def known(library: Library) -> Opened:
    """The library with its photos by name."""
    photos = dict(library.db.execute("SELECT name, photo_id FROM files").fetchall())
    places = dict(library.db.execute("SELECT name, id FROM places").fetchall())
    return Opened(library, photos, places)


_STANDING = {
    "photos": "SELECT * FROM photos ORDER BY id",
    "photo_places": "SELECT * FROM photo_places ORDER BY photo_id, place_id, relation",
    "photo_themes": "SELECT * FROM photo_themes ORDER BY photo_id, theme",
    "photo_search": "SELECT rowid, text FROM photo_search ORDER BY rowid",
    "reviews": "SELECT * FROM reviews ORDER BY photo_id, reason, detail",
    "claims": "SELECT * FROM claims WHERE withdrawn IS NULL ORDER BY id",
    "place_decisions": "SELECT * FROM place_decisions ORDER BY photo_id, place_id",
    "settlements": "SELECT * FROM settlements ORDER BY photo_id, reason, detail",
    "near_duplicates": "SELECT * FROM near_duplicates ORDER BY first_id, second_id",
}


def standing(db: Connection) -> dict[str, list[Any]]:
    """Every row that decisions touch, by table; of claims those that stand."""
    return {table: db.execute(query).fetchall() for table, query in _STANDING.items()}


def decided(db: Connection) -> dict[str, list[Any]]:
    """Every row that decisions touch, but for what names and folders of further copies say."""
    rows = standing(db)
    claims = db.execute(
        "SELECT * FROM claims WHERE source = 'manual' AND withdrawn IS NULL ORDER BY id"
    ).fetchall()
    return rows | {"claims": claims}
