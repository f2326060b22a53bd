"""Photos that are not to be shown: a person sets them aside with a reason, and brings them back."""

import json
from collections.abc import Sequence
from typing import Any

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing.acting import acting
from catalogue.reviewing.journal import Action

#: Why a photo is set aside, for the desk's gesture that asks no reason.
UNWANTED = "unwanted"
#: Why a person sets a photo aside. The values are stored in `state_reason`.
REASONS = ("blurred", "duplicate", "private", "off-topic", UNWANTED)
#: Of these, what is asked for where there is room to ask.
GIVEN = REASONS[:-1]

_IDS = "(SELECT value FROM json_each(?))"
# Who set a photo aside, and when: the journal's last word about its state.
_ASIDE = """
    SELECT photos.*, last.made_by, last.at AS set_aside_at FROM photos LEFT JOIN changes AS last ON last.id = (
        SELECT max(id) FROM changes WHERE photo_id = photos.id AND field IN ('state', 'state_reason'))
    WHERE state = 'set_aside' ORDER BY last.id DESC NULLS LAST, photos.number DESC LIMIT ? OFFSET ?
"""


def set_aside(
    db: Connection, photo_ids: Sequence[str], by: str, reason: str = UNWANTED, *, seen: int | None = None
) -> Action:
    """The photos are no longer shown, and wait for nobody; originals and all that is known stay. `set-aside`.

    Photos that are aside for another cause, because they follow another one or their run was undone, are left alone;
    when there are no others, it is refused (DecisionRefused).
    """
    if reason not in REASONS:
        raise DecisionRefused(f"{reason!r} is none of {', '.join(REASONS)}")
    with acting(db, "set-aside", photo_ids, by, seen=seen, with_pairs=True, moves=False) as journal:
        going = _to_set_aside(db, journal.photo_ids, reason)
        if not going:
            raise DecisionRefused("these photos are aside already")
        journal.concerns(going)
        _set(db, going, "set_aside", reason)
    return journal.action


def restore(db: Connection, photo_ids: Sequence[str], by: str, *, seen: int | None = None) -> Action:
    """The photos are shown again, in the state that they had before. `restore`.

    Refused (DecisionRefused) for photos that are not aside: a photo that follows another one is separated from it
    instead, and one that an undone run took away comes back with its files.
    """
    with acting(db, "restore", photo_ids, by, seen=seen, with_pairs=True, moves=False) as journal:
        wrong = _not_restorable(db, journal.photo_ids)
        if wrong:
            raise DecisionRefused(
                f"{len(wrong)} of these photos are not aside for a reason that a person gave"
            )
        for state, ids in _states_before(db, journal.photo_ids).items():
            _set(db, ids, *state)
    return journal.action


def aside(db: Connection, most: int, skip: int = 0) -> list[dict[str, Any]]:
    """Photos that are aside, the latest first: their rows, with `made_by` and `set_aside_at` where they are known."""
    cursor = db.execute(_ASIDE, [most, skip])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def how_many_aside(db: Connection) -> int:
    """How many photos are aside."""
    return int(db.execute("SELECT count(*) FROM photos WHERE state = 'set_aside'").fetchone()[0])


def _set(db: Connection, photo_ids: Sequence[str], state: str, reason: str | None) -> None:
    db.execute(
        f"UPDATE photos SET state = ?, state_reason = ? WHERE id IN {_IDS}",  # noqa: S608 a constant
        [state, reason, json.dumps(list(photo_ids))],
    )


def _to_set_aside(db: Connection, photo_ids: Sequence[str], reason: str) -> list[str]:
    query = f"""
        SELECT id FROM photos WHERE id IN {_IDS}
            AND (state <> 'set_aside' OR (version_of IS NULL AND state_reason IN {_IDS} AND state_reason <> ?))
    """  # noqa: S608
    return [row[0] for row in db.execute(query, [json.dumps(list(photo_ids)), json.dumps(REASONS), reason])]


def _not_restorable(db: Connection, photo_ids: Sequence[str]) -> list[str]:
    query = f"""
        SELECT id FROM photos WHERE id IN {_IDS} AND NOT (
            state = 'set_aside' AND version_of IS NULL AND state_reason IN {_IDS})
    """  # noqa: S608
    return [row[0] for row in db.execute(query, [json.dumps(list(photo_ids)), json.dumps(REASONS)])]


def _states_before(db: Connection, photo_ids: Sequence[str]) -> dict[tuple[str, str | None], list[str]]:
    """Photos by the state to give back: one that is kept without being complete still waits for somebody."""
    query = f"SELECT id, held_because FROM photos WHERE id IN {_IDS}"  # noqa: S608
    found: dict[tuple[str, str | None], list[str]] = {}
    for photo_id, held_because in db.execute(query, [json.dumps(list(photo_ids))]):
        state = ("held", held_because) if held_because else ("catalogued", None)
        found.setdefault(state, []).append(photo_id)
    return found
