"""What the page of a photo asks the catalogue. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.web.reading import Row, rows


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """Everything that is known of one photo."""

    photo: Row
    themes: Sequence[str]
    places: Sequence[Row]
    files: Sequence[Row]
    companions: Sequence[Row]
    claims: Sequence[Row]
    reviews: Sequence[Row]
    changes: Sequence[Row]


def photo_page(db: Connection, photo_id: str) -> PhotoPage | None:
    """Read everything known of a photo; None when there is no such photo."""
    found = rows(db, "SELECT * FROM photos WHERE id = ?", [photo_id])
    if not found:
        return None
    return PhotoPage(
        photo=found[0],
        themes=[row["theme"] for row in rows(db, _THEMES, [photo_id])],
        places=rows(db, _PLACES, [photo_id]),
        files=rows(db, _FILES, [photo_id]),
        companions=rows(db, "SELECT * FROM companions WHERE photo_id = ? ORDER BY path", [photo_id]),
        claims=rows(db, _CLAIMS, [photo_id]),
        reviews=rows(db, "SELECT * FROM reviews WHERE photo_id = ? ORDER BY noted_at", [photo_id]),
        changes=rows(db, _CHANGES, [photo_id]),
    )


# What a question does when it is answered follows from the rest.
_CHANGES = "SELECT * FROM changes WHERE photo_id = ? AND field NOT LIKE 'review:%' ORDER BY id DESC"
_THEMES = "SELECT theme FROM photo_themes WHERE photo_id = ? ORDER BY theme"
_PLACES = """
    SELECT id AS place_id, places_named.kind, name, relation, rule, distance_m, chainage_m, section, main, decided_by
    FROM photo_places JOIN places_named ON places_named.id = place_id WHERE photo_id = ?
    ORDER BY kind, main DESC, distance_m, name
"""
_FILES = """
    SELECT files.*, runs.started_at FROM files JOIN runs ON runs.id = run_id WHERE photo_id = ? ORDER BY files.id
"""
_CLAIMS = """
    SELECT claims.*, files.name AS file_name FROM claims LEFT JOIN files ON files.id = file_id
    WHERE claims.photo_id = ? ORDER BY claims.withdrawn IS NOT NULL, subject, claims.id
"""


def turnings(db: Connection, photo_ids: Sequence[str]) -> dict[str, int]:
    """How photos that have a picture are turned: their pictures have it in their addresses."""
    marks = ", ".join("?" * len(photo_ids))
    query = f"SELECT id, coalesce(orientation, 0) FROM photos WHERE renditions = 'ready' AND id IN ({marks})"  # noqa: S608
    return dict(db.execute(query, list(photo_ids)).fetchall())
