"""A photo's row follows from its claims and places; so do its themes and what a search finds."""

from collections.abc import Sequence
from typing import Any

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.photos.claims import claims_of, in_order
from catalogue.photos.noting import note_doubts
from catalogue.photos.showing import Columns, conflicts, shown, themes
from catalogue.values.aspects import aspect_of
from catalogue.values.claims import Claim, Subject

# Columns that only places decide; the names are a promise to other tools.
PLACE_KINDS = ("park", "itinerary", "cite", "commune", "epci")

# Every column that follows from claims and places, in the order of the statement below.
FOLLOWING = (
    "taken_at",
    "taken_method",
    "utc_offset",
    "taken_year",
    "taken_month",
    "latitude",
    "longitude",
    "position_method",
    "position_absence",
    "position_accuracy_m",
    "heading_deg",
    "heading_reference",
    "orientation",
    "camera_make",
    "camera_model",
    "lens",
    "focal_length_mm",
    "caption",
    "creator",
    "credit",
    "copyright",
    "licence",
    "rating",
    "usage_terms",
    "diffusion",
    "alt_text",
    "rights",
    "aspect",
    *PLACE_KINDS,
)
_UPDATE = f"UPDATE photos SET {', '.join(f'{c} = :{c}' for c in FOLLOWING)} WHERE id = :id"  # noqa: S608
_SELECT = f"SELECT {', '.join(FOLLOWING)} FROM photos WHERE id = ?"  # noqa: S608


def refresh(db: Connection, photo_id: str, now: str) -> dict[str, tuple[Any, Any]]:
    """The photo's row, themes, search text and reasons for review follow from its claims, places and decisions.

    Returned is what changed: column → (before, after).
    """
    by_file = claims_of(db, photo_id)
    claims = in_order(by_file)
    columns = following(db, photo_id, claims)
    before = dict(zip(FOLLOWING, db.execute(_SELECT, [photo_id]).fetchone(), strict=True))
    changed = {name: (before[name], columns[name]) for name in FOLLOWING if before[name] != columns[name]}
    if changed:
        db.execute(_UPDATE, {**columns, "id": photo_id})
    _write_themes(db, photo_id, themes(claims))
    note_doubts(db, photo_id, columns, claims, conflicts(by_file.values()), now)
    write_search_text(db, photo_id, columns, claims)
    return changed


def following(db: Connection, photo_id: str, claims: Sequence[Claim]) -> Columns:
    """Columns of a photo that follow from its claims, its places and its size."""
    columns = shown(claims) | main_places(db, photo_id)
    width, height = db.execute("SELECT width, height FROM photos WHERE id = ?", [photo_id]).fetchone()
    aspect = aspect_of(width, height, columns["orientation"])
    return columns | {"aspect": aspect.value if aspect else None}


def main_places(db: Connection, photo_id: str) -> Columns:
    """The name of the main place of each kind; where names repeat the commune stands in brackets."""
    columns: Columns = dict.fromkeys(PLACE_KINDS)
    rows = db.execute(
        """
        SELECT p.kind, CASE WHEN p.commune <> '' AND EXISTS (
                   SELECT 1 FROM places q WHERE q.kind = p.kind AND q.name = p.name AND q.id <> p.id)
               THEN p.name || ' (' || p.commune || ')' ELSE p.name END
        FROM photo_places JOIN places p ON p.id = place_id
        WHERE photo_id = ? AND main = 1
        """,
        [photo_id],
    )
    columns.update((kind, name) for kind, name in rows if kind in columns)
    return columns


def write_search_text(db: Connection, photo_id: str, columns: Columns, claims: Sequence[Claim]) -> None:
    """What a search finds the photo by is what it shows, its themes, its places, and its file names."""
    number = db.execute("SELECT number FROM photos WHERE id = ?", [photo_id]).fetchone()[0]
    text = search_text(db, photo_id, columns, claims)
    if db.execute("SELECT text FROM photo_search WHERE rowid = ?", [number]).fetchone() == (text,):
        return
    db.execute("DELETE FROM photo_search WHERE rowid = ?", [number])
    db.execute("INSERT INTO photo_search (rowid, text) VALUES (?, ?)", [number, text])


_SEARCHED = (
    "caption",
    "alt_text",
    "creator",
    "credit",
    "taken_on",
    "taken_year",
    "camera_make",
    "camera_model",
)
# Of a moment, the date up to its `T`: minutes would answer whoever looks for terril 58, and so would a bare day.
_DATE_LENGTH = len("2018-05-12T")


def search_text(db: Connection, photo_id: str, columns: Columns, claims: Sequence[Claim]) -> str:
    """Folded text of everything a person may look for, each line once."""
    places = db.execute(
        """
        SELECT name FROM places JOIN photo_places ON places.id = place_id WHERE photo_id = :id
        UNION SELECT short_name FROM places JOIN photo_places ON places.id = place_id WHERE photo_id = :id
        UNION SELECT alias FROM place_aliases JOIN photo_places USING (place_id) WHERE photo_id = :id
        ORDER BY 1
        """,
        {"id": photo_id},
    )
    names = [c.value for c in claims if c.subject in (Subject.FOLDER, Subject.NAME)]
    taken_on = (columns["taken_at"] or "")[:_DATE_LENGTH]
    shown_texts = [(columns | {"taken_on": taken_on})[name] for name in _SEARCHED]
    lines = [*shown_texts, *sorted(themes(claims)), *(p[0] for p in places), *sorted(filter(None, names))]
    return "\n".join(dict.fromkeys(fold(str(line)) for line in lines if line))


def _write_themes(db: Connection, photo_id: str, wanted: set[str]) -> None:
    db.execute("DELETE FROM photo_themes WHERE photo_id = ?", [photo_id])
    db.executemany("INSERT INTO photo_themes VALUES (?, ?)", [(photo_id, theme) for theme in sorted(wanted)])
