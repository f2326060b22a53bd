"""Photos that are none: a person sets them aside, and may bring them back by undoing that."""

from collections.abc import Sequence

from catalogue.database.connection import Connection
from catalogue.reviewing.acting import acting
from catalogue.reviewing.journal import Action

#: Why such a photo is set aside.
UNWANTED = "unwanted"


def set_aside(db: Connection, photo_ids: Sequence[str], by: str, *, seen: int | None = None) -> Action:
    """The photos are no longer shown, and wait for nobody; originals and all that is known stay. `set-aside`."""
    with acting(db, "set-aside", photo_ids, by, seen=seen, with_pairs=True) as journal:
        for photo_id in journal.photo_ids:
            db.execute(
                "UPDATE photos SET state = 'set_aside', state_reason = ? WHERE id = ?", [UNWANTED, photo_id]
            )
    return journal.action
