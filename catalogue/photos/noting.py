"""Photos outside the area, noted for all photos at once: for when the area has changed."""

from catalogue.database.connection import Connection
from catalogue.photos.gathering import PERIMETER

_OUTSIDE = f"""
    SELECT id FROM photos WHERE latitude IS NOT NULL AND position_method <> 'manual' AND EXISTS ({PERIMETER})
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
