"""How every decision is made: in one transaction, checked, journaled, with all that follows from it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from catalogue.database.connection import Connection, writing
from catalogue.errors import DecisionRefused
from catalogue.library import now_text
from catalogue.photos.refreshing import refresh_all
from catalogue.reviewing.following import places_follow
from catalogue.reviewing.journal import SET, WATCHED, Journal, check_unchanged, faces, reviews_of

_IDS = "(SELECT value FROM json_each(:ids))"
_KNOWN = f"SELECT id FROM photos WHERE id IN {_IDS}"  # noqa: S608 a constant
_PARTNERS = f"""
    SELECT second_id FROM near_duplicates WHERE first_id IN {_IDS} UNION SELECT first_id FROM near_duplicates
    WHERE second_id IN {_IDS} UNION SELECT id FROM photos WHERE version_of IN {_IDS}
"""  # noqa: S608 a constant


@contextmanager
def acting(
    db: Connection,
    what: str,
    photo_ids: Sequence[str],
    by: str,
    *,
    seen: int | None = None,
    with_pairs: bool = False,
    moves: bool = True,
) -> Iterator[Journal]:
    """One action on photos, whole or not at all; `journal.action` is complete when the block has ended.

    Inside the block decisions are written; after it places, rows and reviews of the photos follow, and what changed
    is in the journal. `with_pairs` means that near-duplicates are concerned too. An action that does not `move`
    photos, such as one about their captions, leaves their places alone.
    """
    with writing(db):
        ids = _checked(db, photo_ids, by)
        check_unchanged(db, ids, by, seen)
        journal = Journal(db, what, ids, by.strip(), now_text())
        concerned = [*ids, *(partners(db, ids) if with_pairs else ())]
        # What follows without moving is told by what is refreshed; places can change any column.
        before = faces(db, concerned, WATCHED if moves else SET)
        questions = reviews_of(db, concerned)
        yield journal
        if moves:
            places_follow(db, concerned, journal.now)
        followed = {} if moves else refresh_all(db, concerned, journal.now)
        journal.close(before, questions, followed)


def partners(db: Connection, photo_ids: Sequence[str]) -> list[str]:
    """Photos that look like these or follow them, and are none of them."""
    found = {row[0] for row in db.execute(_PARTNERS, {"ids": json.dumps(list(photo_ids))})}
    return sorted(found - set(photo_ids))


def _checked(db: Connection, photo_ids: Sequence[str], by: str) -> list[str]:
    ids = list(dict.fromkeys(photo_ids))
    if not by.strip():
        raise DecisionRefused("it has no name", "Say who decides.")
    if not ids:
        raise DecisionRefused("no photo is concerned")
    known = {row[0] for row in db.execute(_KNOWN, {"ids": json.dumps(ids)})}
    for photo_id in ids:
        if photo_id not in known:
            raise DecisionRefused(f"there is no photo {photo_id}")
    return ids
