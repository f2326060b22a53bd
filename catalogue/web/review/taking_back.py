"""What `z` takes back: the last decision of a person, or the last track that they had followed."""

from collections.abc import Sequence

from catalogue.database.connection import Connection, writing
from catalogue.errors import CannotUndo
from catalogue.library import Library, now_text
from catalogue.photos.undoing import undo_run
from catalogue.reviewing.journal import Action
from catalogue.reviewing.undoing import Done, last_actions, undo

_RUN = "run:"
_TRACKS = """
    SELECT id, started_at, stored + healed FROM runs
    WHERE door = 'track' AND state = 'finished' AND made_by = ? ORDER BY started_at DESC, id DESC LIMIT 1
"""


def latest(db: Connection, by: str) -> Done | None:
    """The last thing that this person did and that stands; tracks are runs, and count too."""
    if not by:
        return None
    action = next(iter(last_actions(db, by, most=1)), None)
    run = db.execute(_TRACKS, [by]).fetchone()
    if run and (action is None or run[1] >= action.made_at):
        return Done(f"{_RUN}{run[0]}", "track", by, run[1], run[2], None)
    return action


def take_back(library: Library, action_id: str, by: str) -> Action:
    """The action, or the run of a track, is taken back. CannotUndo."""
    if not action_id.startswith(_RUN):
        return undo(library.db, action_id, by)
    run_id = action_id.removeprefix(_RUN)
    with writing(library.db) as db:
        row = db.execute(
            "SELECT stored + healed FROM runs WHERE id = ? AND door = 'track' AND state = 'finished'",
            [run_id],
        ).fetchone()
        if row is None:
            raise CannotUndo(f"there is no run {run_id} that stands")
        undone = undo_run(db, run_id, now_text())
        _place_again(library, undone.photos)
    return Action(action_id, "track", row[0])


def _place_again(library: Library, photo_ids: Sequence[str]) -> None:
    """Places follow positions, back as well as forth."""
    from catalogue.placing.classification import classifier_of, place_photos  # noqa: PLC0415 slow to load

    if photo_ids:
        place_photos(library.db, photo_ids, classifier_of(library.db, library.stored_settings()), now_text())
