"""A photo's row follows from its claims and places; so do its themes, its search text, and what waits for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.photos.claims import in_order
from catalogue.photos.doubts import Known, Limits, doubts
from catalogue.photos.gathering import (
    FOLLOWING,
    PLACE_KINDS,
    Columns,
    Gathered,
    Question,
    gather,
    has_perimeter,
    limits_of,
)
from catalogue.photos.showing import conflicts, shown, themes
from catalogue.values.aspects import aspect_of
from catalogue.values.claims import Claim, Subject

__all__ = ["FOLLOWING", "PLACE_KINDS", "Followed", "follow", "refresh", "refresh_all"]

Changed = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a photo ought to be: columns, themes, open questions (reason and detail), and folded search text."""

    columns: Columns
    themes: set[str]
    questions: set[Question]
    text: str


def refresh(db: Connection, photo_id: str, now: str) -> Changed:
    """The photo's row, themes, search text and reasons for review follow from its claims, places and decisions.

    Returned is what changed: column → (before, after).
    """
    return refresh_all(db, [photo_id], now).get(photo_id, {})


def refresh_all(db: Connection, photo_ids: Sequence[str], now: str) -> dict[str, Changed]:
    """As `refresh`, for many photos at once; returned are those whose row changed."""
    limits, bounded = limits_of(db), has_perimeter(db)
    changed: dict[str, Changed] = {}
    for batch in gather(db, photo_ids):
        told = [(photo, follow(photo, limits, has_perimeter=bounded)) for photo in batch]
        differing = {photo.photo_id: found for photo, to in told if (found := _differences(photo, to))}
        _write_rows(db, differing)
        _write_themes(db, told)
        _write_questions(db, told, now)
        _write_texts(db, told)
        changed |= differing
    return changed


def follow(photo: Gathered, limits: Limits, *, has_perimeter: bool) -> Followed:
    """Work out what a photo ought to be. Pure; the audit asks it too."""
    claims = in_order(photo.by_file)
    columns = shown(claims) | photo.main
    aspect = aspect_of(photo.row["width"], photo.row["height"], columns["orientation"])
    columns["aspect"] = aspect.value if aspect else None
    keywords = themes(claims)
    known = Known(
        photo.row | columns,
        claims,
        photo.relations,
        frozenset(conflicts(photo.by_file.values())),
        alike=photo.alike,
        has_perimeter=has_perimeter,
    )
    due = {(d.reason.value, d.detail) for d in doubts(known, limits)}
    return Followed(
        columns, keywords, due - photo.settled, search_text(columns, keywords, claims, photo.names)
    )


Told = Sequence[tuple[Gathered, Followed]]


def _differences(photo: Gathered, to: Followed) -> Changed:
    return {
        name: (photo.row[name], to.columns[name]) for name in FOLLOWING if photo.row[name] != to.columns[name]
    }


def _write_rows(db: Connection, differing: Mapping[str, Changed]) -> None:
    """Only columns that changed are written: an index of others stays as it is."""
    alike: dict[tuple[str, ...], list[list[Any]]] = {}
    for photo_id, columns in differing.items():
        alike.setdefault(tuple(columns), []).append([*(after for _, after in columns.values()), photo_id])
    for names, rows in alike.items():
        assigned = ", ".join(f"{name} = ?" for name in names)
        db.executemany(f"UPDATE photos SET {assigned} WHERE id = ?", rows)  # noqa: S608 names of FOLLOWING


def _write_themes(db: Connection, told: Told) -> None:
    gone = [(photo.photo_id, theme) for photo, to in told for theme in sorted(photo.themes - to.themes)]
    new = [(photo.photo_id, theme) for photo, to in told for theme in sorted(to.themes - photo.themes)]
    db.executemany("DELETE FROM photo_themes WHERE photo_id = ? AND theme = ?", gone)
    db.executemany("INSERT INTO photo_themes VALUES (?, ?)", new)


def _write_questions(db: Connection, told: Told, now: str) -> None:
    """What was noted before keeps its moment."""
    gone = [(photo.photo_id, *q) for photo, to in told for q in photo.noted - to.questions]
    new = [(photo.photo_id, *q, now) for photo, to in told for q in sorted(to.questions - photo.noted)]
    db.executemany("DELETE FROM reviews WHERE photo_id = ? AND reason = ? AND detail = ?", gone)
    db.executemany("INSERT INTO reviews VALUES (?, ?, ?, ?)", new)


def _write_texts(db: Connection, told: Told) -> None:
    changed = [(photo.row["number"], to.text) for photo, to in told if photo.text != to.text]
    db.executemany("DELETE FROM photo_search WHERE rowid = ?", [(number,) for number, _ in changed])
    db.executemany("INSERT INTO photo_search (rowid, text) VALUES (?, ?)", changed)


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


def search_text(
    columns: Columns, keywords: Iterable[str], claims: Sequence[Claim], places: Iterable[str]
) -> str:
    """Folded text of everything a person may look for, each line once.

    A photo is found by what it shows, its themes, the names of its places, and those of its folders and files.
    """
    names = [c.value for c in claims if c.subject in (Subject.FOLDER, Subject.NAME)]
    told = columns | {"taken_on": (columns["taken_at"] or "")[:_DATE_LENGTH]}
    lines = [
        *(told[name] for name in _SEARCHED),
        *sorted(keywords),
        *sorted(places),
        *sorted(filter(None, names)),
    ]
    return "\n".join(dict.fromkeys(fold(str(line)) for line in lines if line))
