"""Taking an action back: every row that it changed is as it was before."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalogue.database.connection import Connection, writing
from catalogue.errors import CannotUndo
from catalogue.library import now_text
from catalogue.photos.refreshing import refresh_all
from catalogue.reviewing.acting import partners
from catalogue.reviewing.following import places_follow
from catalogue.reviewing.journal import (
    SET,
    THEME_CHANGE,
    Action,
    Change,
    differences,
    faces,
    withdrawn_by,
    write_changes,
)

_UNDONE = "undone"
#: Actions that say nothing of where a photo is or what it shows.
UNMOVING = frozenset({"edit", "captions", "set-aside", "restore"})


class Done(NamedTuple):
    """An action as it stands."""

    id: str
    what: str
    made_by: str
    made_at: str
    photos: int
    undone_at: str | None


def undo(db: Connection, action_id: str, by: str) -> Action:
    """What the action changed is as before, and the journal says who took it back.

    An action that later ones build on is refused (CannotUndo): they are to be undone first.
    """
    with writing(db):
        done = _standing(db, action_id)
        _check_not_built_on(db, done)
        now, changes = now_text(), _changes(db, action_id)
        concerned = list(dict.fromkeys([*(c.photo_id for c in changes), *_claimed(db, action_id)]))
        before = faces(db, concerned)
        _restore_claims(db, action_id, concerned)
        for change in reversed(changes):
            _restore_row(db, change)
        if done.what in UNMOVING:
            refresh_all(db, concerned, now)
        else:
            places_follow(db, concerned, now)
        for change in changes:
            _restore_moment(db, change)
        told = [*_themes_back(changes), *differences(before, faces(db, concerned))]
        write_changes(db, action_id, told, by, now)
        db.execute("UPDATE actions SET undone_at = ? WHERE id = ?", [now, action_id])
    return Action(done.id, done.what, done.photos)


def last_actions(db: Connection, by: str | None = None, most: int = 20) -> list[Done]:
    """The latest actions that stand, newest first; of one person, if one is named."""
    rows = db.execute(
        """
        SELECT id, what, made_by, made_at, photos, undone_at FROM actions
        WHERE undone_at IS NULL AND (:by IS NULL OR made_by = :by) ORDER BY id DESC LIMIT :most
        """,
        {"by": by, "most": most},
    )
    return [Done(*row) for row in rows]


def _standing(db: Connection, action_id: str) -> Done:
    row = db.execute(
        "SELECT id, what, made_by, made_at, photos, undone_at FROM actions WHERE id = ?", [action_id]
    ).fetchone()
    if row is None:
        raise CannotUndo(f"there is no action {action_id}")
    done = Done(*row)
    if done.undone_at:
        raise CannotUndo(f"it was undone at {done.undone_at}")
    return done


# Claims of this action that a later one withdrew, and rows that it changed and a later one changed again.
_BUILT_ON = """
    SELECT made_by, made_at FROM actions WHERE undone_at IS NULL AND id <> :id AND id IN (
        SELECT substr(withdrawn, 8) FROM claims WHERE action_id = :id AND withdrawn LIKE 'action %'
        UNION
        SELECT later.action_id FROM changes AS mine JOIN changes AS later
            ON later.photo_id = mine.photo_id AND later.field = mine.field AND later.id > mine.id
        WHERE mine.action_id = :id AND later.action_id <> :id AND (
            mine.field IN ('state', 'state_reason', 'version_of') OR mine.field LIKE 'place:%'
            OR mine.field LIKE 'settled:%' OR mine.field LIKE 'pair:%'))
    ORDER BY id DESC LIMIT 1
"""


def _check_not_built_on(db: Connection, done: Done) -> None:
    row = db.execute(_BUILT_ON, {"id": done.id}).fetchone()
    if row:
        raise CannotUndo(
            f"{row[0]} decided about the same again at {row[1]}",
            "Undo the later decision first, then this one.",
        )


def _changes(db: Connection, action_id: str) -> list[Change]:
    rows = db.execute(
        "SELECT photo_id, field, before, after FROM changes WHERE action_id = ? ORDER BY id", [action_id]
    )
    return [Change(*row) for row in rows]


def _themes_back(changes: Sequence[Change]) -> list[Change]:
    """Themes follow from claims; that they are as before is told by the journal turned round."""
    return [
        Change(c.photo_id, c.field, c.after, c.before) for c in changes if c.field.startswith(THEME_CHANGE)
    ]


def _claimed(db: Connection, action_id: str) -> list[str]:
    return [row[0] for row in db.execute("SELECT photo_id FROM claims WHERE action_id = ?", [action_id])]


def _restore_claims(db: Connection, action_id: str, concerned: Sequence[str]) -> None:
    """What it withdrew stands again, on photos that it changed and those paired with them; what it said does not."""
    db.executemany(
        "UPDATE claims SET withdrawn = NULL WHERE photo_id = ? AND withdrawn = ?",
        [(photo_id, withdrawn_by(action_id)) for photo_id in (*concerned, *partners(db, concerned))],
    )
    db.execute(
        "UPDATE claims SET withdrawn = ? WHERE action_id = ? AND withdrawn IS NULL", [_UNDONE, action_id]
    )


def _restore_row(db: Connection, change: Change) -> None:
    """A row that the action wrote is as it was; columns that follow from claims are left to follow."""
    kind, _, rest = change.field.partition(":")
    if kind in SET:
        db.execute(f"UPDATE photos SET {kind} = ? WHERE id = ?", [change.before, change.photo_id])  # noqa: S608 a constant
    elif kind in _RESTORERS:
        _RESTORERS[kind](db, change, rest)


def _restore_place(db: Connection, change: Change, place_id: str) -> None:
    key = [change.photo_id, int(place_id)]
    db.execute("DELETE FROM place_decisions WHERE photo_id = ? AND place_id = ?", key)
    if change.before:
        decision, made_at, made_by = change.before.split(" ", 2)
        db.execute("INSERT INTO place_decisions VALUES (?, ?, ?, ?, ?)", [*key, decision, made_by, made_at])


def _restore_settlement(db: Connection, change: Change, rest: str) -> None:
    reason, _, detail = rest.partition(":")
    key = [change.photo_id, reason, detail]
    db.execute("DELETE FROM settlements WHERE photo_id = ? AND reason = ? AND detail = ?", key)
    if change.before:
        made_at, made_by = change.before.split(" ", 1)
        db.execute("INSERT INTO settlements VALUES (?, ?, ?, ?, ?)", [*key, made_by, made_at])


def _restore_pair(db: Connection, change: Change, other: str) -> None:
    key = sorted((change.photo_id, other))
    if change.before is None:
        db.execute("DELETE FROM near_duplicates WHERE first_id = ? AND second_id = ?", key)
        return
    decided = [None, None, None] if change.before == "open" else change.before.split(" ", 2)
    db.execute(
        """
        UPDATE near_duplicates SET decision = ?, made_at = ?, made_by = ? WHERE first_id = ? AND second_id = ?
        """,
        [*decided, *key],
    )


_RESTORERS: dict[str, Callable[[Connection, Change, str], None]] = {
    "place": _restore_place,
    "settled": _restore_settlement,
    "pair": _restore_pair,
}


def _restore_moment(db: Connection, change: Change) -> None:
    """A question that is open again has been so since it was first noted."""
    if change.field.startswith("review:") and change.before:
        noted_at, detail = change.before.split(" ", 1)
        db.execute(
            "UPDATE reviews SET noted_at = ? WHERE photo_id = ? AND reason = ? AND detail = ?",
            [noted_at, change.photo_id, change.field.removeprefix("review:"), detail],
        )
