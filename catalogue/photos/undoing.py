"""Undoing a run: what only it brought is put away, what it said is as before. No file leaves the store."""

from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.photos.recording import RUN_UNDONE
from catalogue.photos.refreshing import refresh
from catalogue.photos.resemblance import ask_again

# A photo that this run alone brought: every standing file of it came in this run.
_ONLY_HERE = """
    SELECT DISTINCT photo_id FROM files AS f WHERE run_id = :run AND withdrawn IS NULL AND NOT EXISTS (
        SELECT 1 FROM files AS other
        WHERE other.photo_id = f.photo_id AND other.run_id <> :run AND other.withdrawn IS NULL)
"""
_SHARED = """
    SELECT DISTINCT photo_id FROM files AS f WHERE run_id = :run AND withdrawn IS NULL AND EXISTS (
        SELECT 1 FROM files AS other
        WHERE other.photo_id = f.photo_id AND other.run_id <> :run AND other.withdrawn IS NULL)
"""
# A run without files, such as one of tracks, told of photos that others brought.
_TOLD = """
    SELECT DISTINCT photo_id FROM claims WHERE run_id = :run AND withdrawn IS NULL AND photo_id NOT IN (
        SELECT photo_id FROM files WHERE run_id = :run AND withdrawn IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many photos an undoing put away, and how many it gave back their earlier face.

    `photos` are those whose claims are others now: their places are to be found again.
    """

    put_away: int
    restored: int
    photos: tuple[str, ...] = ()


def undo_run(db: Connection, run_id: str, now: str) -> Undone:
    """The run is undone; to be called in a transaction. Ingesting the same files again brings all back."""
    only = [row[0] for row in db.execute(_ONLY_HERE, {"run": run_id})]
    shared = [row[0] for row in db.execute(_SHARED, {"run": run_id})]
    told = [row[0] for row in db.execute(_TOLD, {"run": run_id})]
    for photo_id in only:
        _put_away(db, photo_id, run_id)
    ask_again(db, only, now)
    _give_back(db, run_id)
    restored = sum(_take_back(db, photo_id, run_id, now) for photo_id in (*shared, *told))
    db.execute("UPDATE ingest_log SET undone = 1 WHERE run_id = ?", [run_id])
    db.execute(
        "UPDATE runs SET state = 'undone', finished_at = coalesce(finished_at, ?) WHERE id = ?", [now, run_id]
    )
    return Undone(len(only), restored, (*shared, *told))


def superseded_by(run_id: str) -> str:
    """How a claim says which run withdrew it: undone, the run gives it back."""
    return f"run {run_id}"


def _give_back(db: Connection, run_id: str) -> None:
    """Claims that this run withdrew stand again, but for those of runs that were undone since.

    Where a later run withdrew what this one said, it withdraws them from now on.
    """
    db.execute(
        """
        UPDATE claims SET withdrawn = (
            SELECT later.withdrawn FROM claims AS later
            WHERE later.photo_id = claims.photo_id AND later.subject = claims.subject AND later.run_id = :run
                AND later.withdrawn LIKE 'run %')
        WHERE withdrawn = :by AND (run_id IS NULL OR run_id NOT IN (SELECT id FROM runs WHERE state = 'undone'))
        """,
        {"run": run_id, "by": superseded_by(run_id)},
    )


def _put_away(db: Connection, photo_id: str, run_id: str) -> None:
    """The photo is aside with its files; its claims stand, for it must be known again when it comes back."""
    db.execute(
        "UPDATE files SET withdrawn = ? WHERE photo_id = ? AND run_id = ?", [RUN_UNDONE, photo_id, run_id]
    )
    db.execute(
        "UPDATE photos SET state = 'set_aside', state_reason = ? WHERE id = ? AND state <> 'set_aside'",
        [RUN_UNDONE, photo_id],
    )


def _take_back(db: Connection, photo_id: str, run_id: str, now: str) -> bool:
    """What this run said of a photo is withdrawn; true when its face changed."""
    _hand_claims_on(db, photo_id, run_id)
    db.execute(
        "UPDATE files SET withdrawn = ? WHERE photo_id = ? AND run_id = ?", [RUN_UNDONE, photo_id, run_id]
    )
    db.execute(
        "UPDATE claims SET withdrawn = ? WHERE photo_id = ? AND run_id = ? AND withdrawn IS NULL",
        [RUN_UNDONE, photo_id, run_id],
    )
    changed = refresh(db, photo_id, now)
    if "orientation" in changed:
        db.execute(
            "UPDATE photos SET renditions = 'pending' WHERE id = ? AND renditions = 'ready'", [photo_id]
        )
    return bool(changed)


def _hand_claims_on(db: Connection, photo_id: str, run_id: str) -> None:
    """What lies in the bytes is kept as long as another arrival brought the same bytes."""
    db.execute(
        """
        UPDATE claims SET file_id = twin.id, run_id = twin.run_id
        FROM files AS mine JOIN files AS twin ON twin.sha256 = mine.sha256 AND twin.run_id <> :run
        WHERE claims.file_id = mine.id AND mine.photo_id = :photo AND mine.run_id = :run
          AND twin.withdrawn IS NULL AND claims.source IN ('exif', 'xmp', 'iptc', 'windows', 'inferred')
        """,
        {"photo": photo_id, "run": run_id},
    )
