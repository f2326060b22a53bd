"""What follows from a decision: places by rule and by person, the photo's row, its reasons for review."""

from collections.abc import Iterable

from catalogue.database.connection import Connection
from catalogue.photos.refreshing import refresh


def places_follow(db: Connection, photo_ids: Iterable[str], now: str) -> None:
    """Places, rows and reviews of these photos are what follows from claims and decisions."""
    for photo_id in photo_ids:
        _apply_decisions(db, photo_id)
        refresh(db, photo_id, now)


def _apply_decisions(db: Connection, photo_id: str) -> None:
    db.execute(
        """
        DELETE FROM photo_places WHERE photo_id = :id AND (relation = 'person' OR place_id IN (
            SELECT place_id FROM place_decisions WHERE photo_id = :id AND decision = 'is_not'))
        """,
        {"id": photo_id},
    )
    decided = db.execute(
        """
        SELECT place_id, kind, decision, made_by FROM place_decisions JOIN places ON places.id = place_id
        WHERE photo_id = ? AND decision <> 'is_not'
        """,
        [photo_id],
    ).fetchall()
    for place_id, kind, decision, by in decided:
        if decision == "main":
            db.execute(
                """
                UPDATE photo_places SET main = 0
                WHERE photo_id = ? AND place_id IN (SELECT id FROM places WHERE kind = ?)
                """,
                [photo_id, kind],
            )
        db.execute(
            """
            INSERT INTO photo_places (photo_id, place_id, relation, rule, main, decided_by)
            VALUES (?, ?, 'person', 'person', ?, ?)
            """,
            [photo_id, place_id, decision == "main", by],
        )
