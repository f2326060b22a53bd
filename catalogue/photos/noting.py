"""The reasons to look at a photo, as rows in `reviews`: what follows from it, less what a person has settled."""

from collections.abc import Sequence
from typing import Any

from catalogue import settings
from catalogue.database.connection import Connection
from catalogue.photos.doubts import Doubt, Known, Limits, doubts
from catalogue.values.claims import Claim
from catalogue.values.places import PlaceRelation

# What doubts ask of a row beside what follows from claims.
_OWN = ("state", "state_reason", "held_because", "added_at", "format", "width", "height")
_LIMITS = tuple(Limits.__slots__)
_STORED = f"SELECT name, value FROM settings WHERE name IN ({', '.join('?' * len(_LIMITS))})"  # noqa: S608 a count
_RELATIONS = """
    SELECT kind, place_id, name, relation, rule, distance_m, chainage_m,
        coalesce(decided_by, (SELECT d.made_by FROM place_decisions d
            WHERE d.photo_id = photo_places.photo_id AND d.place_id = places.id))
    FROM photo_places JOIN places ON places.id = place_id WHERE photo_places.photo_id = ?
"""
_ALIKE = """
    SELECT 1 FROM near_duplicates n
    JOIN photos a ON a.id = n.first_id AND a.state <> 'set_aside'
    JOIN photos b ON b.id = n.second_id AND b.state <> 'set_aside'
    WHERE n.decision IS NULL AND (n.first_id = :id OR n.second_id = :id) LIMIT 1
"""
_PERIMETER = """
    SELECT 1 FROM places JOIN place_shapes ON place_id = places.id
    WHERE kind = 'perimeter' AND retired_at IS NULL
"""


def note_doubts(
    db: Connection,
    photo_id: str,
    columns: dict[str, Any],
    claims: Sequence[Claim],
    contested: set[str],
    now: str,
) -> None:
    """The photo's rows in `reviews` are what follows from it; what was noted before keeps its moment."""
    wanted = {(d.reason.value, d.detail) for d in open_doubts(db, photo_id, columns, claims, contested)}
    noted = {
        tuple(row) for row in db.execute("SELECT reason, detail FROM reviews WHERE photo_id = ?", [photo_id])
    }
    if gone := noted - wanted:
        db.executemany(
            "DELETE FROM reviews WHERE photo_id = ? AND reason = ? AND detail = ?",
            [(photo_id, *d) for d in gone],
        )
    if new := wanted - noted:
        db.executemany("INSERT INTO reviews VALUES (?, ?, ?, ?)", [(photo_id, *d, now) for d in sorted(new)])


def open_doubts(
    db: Connection, photo_id: str, columns: dict[str, Any], claims: Sequence[Claim], contested: set[str]
) -> list[Doubt]:
    """Every doubt about a photo that nobody has settled, worst first; `columns` are those that follow from claims."""
    settled = set(db.execute("SELECT reason, detail FROM settlements WHERE photo_id = ?", [photo_id]))
    found = doubts(_known(db, photo_id, columns, claims, contested), limits_of(db))
    return [doubt for doubt in found if (doubt.reason.value, doubt.detail) not in settled]


def limits_of(db: Connection) -> Limits:
    """Where doubt begins in this library."""
    stored = dict(db.execute(_STORED, _LIMITS))
    return Limits(**{name: settings.number(name, stored) for name in _LIMITS})


def _known(
    db: Connection, photo_id: str, columns: dict[str, Any], claims: Sequence[Claim], contested: set[str]
) -> Known:
    own = db.execute(f"SELECT {', '.join(_OWN)} FROM photos WHERE id = ?", [photo_id]).fetchone()  # noqa: S608
    return Known(
        columns | dict(zip(_OWN, own, strict=True)),
        claims,
        [PlaceRelation(*row) for row in db.execute(_RELATIONS, [photo_id])],
        frozenset(contested),
        alike=db.execute(_ALIKE, {"id": photo_id}).fetchone() is not None,
        has_perimeter=db.execute(f"{_PERIMETER} LIMIT 1").fetchone() is not None,
    )


_OUTSIDE = f"""
    SELECT id FROM photos WHERE latitude IS NOT NULL AND position_method <> 'manual' AND EXISTS ({_PERIMETER})
        AND NOT EXISTS (SELECT 1 FROM photo_places JOIN places ON places.id = place_id
            WHERE photo_id = photos.id AND kind = 'perimeter' AND relation <> 'folder')
        AND NOT EXISTS (SELECT 1 FROM settlements WHERE photo_id = photos.id AND reason = 'outside-area')
"""  # noqa: S608 a constant


def note_outside(db: Connection, now: str) -> None:
    """Photos outside the area wait for review, and no others do for that reason: its perimeters have changed.

    The same rule as in `doubts`, for all photos at once. To be called in a transaction.
    """
    db.execute(f"DELETE FROM reviews WHERE reason = 'outside-area' AND photo_id NOT IN ({_OUTSIDE})")  # noqa: S608
    db.execute(
        f"INSERT INTO reviews SELECT id, 'outside-area', '', ? FROM ({_OUTSIDE}) WHERE true ON CONFLICT DO NOTHING",  # noqa: S608
        [now],
    )
