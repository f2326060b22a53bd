"""What a person decides about photos that look alike: same image, version, different; the best of a burst."""

import json
from collections.abc import Sequence

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.photos.pair_claims import DIFFERENT, LEADS, SAME, SET_ASIDE, VERSION
from catalogue.reviewing.acting import acting, partners
from catalogue.reviewing.journal import Action, Journal
from catalogue.values.claims import Claim, Source, Subject
from catalogue.values.hashes import differing_bits

_MEASURED = frozenset({"manual", "exif", "xmp", "sidecar", "device"})


def decide_pair(
    db: Connection,
    first: str,
    second: str,
    decision: str,
    by: str,
    *,
    leader: str | None = None,
    seen: int | None = None,
) -> Action:
    """As `decide_group`, of two photos."""
    return decide_group(db, [first, second], decision, by, leader=leader, seen=seen)


def decide_group(
    db: Connection,
    photo_ids: Sequence[str],
    decision: str,
    by: str,
    *,
    leader: str | None = None,
    seen: int | None = None,
) -> Action:
    """These photos are the `same` image, a `version` of one another, or `different`: they are never asked for again.

    `pair-same`, `pair-version`, `pair-different`. The leader, by default the richest, stays; the others are set aside
    and point at it, until they are separated.
    """
    if decision not in (SAME, VERSION, DIFFERENT):
        raise DecisionRefused(f"{decision!r} is none of same, version, different")
    ids = _several(photo_ids, leader)
    with acting(db, f"pair-{decision}", ids, by, seen=seen, with_pairs=True) as journal:
        if decision == DIFFERENT:
            _part(journal, ids)
        _decide_noted(journal, ids, decision)
        if decision != DIFFERENT:
            _follow(journal, leader or richest(db, ids), ids, decision)
    return journal.action


def keep_best(
    db: Connection, photo_ids: Sequence[str], best: str, by: str, *, seen: int | None = None
) -> Action:
    """Of a burst one photo is kept; the others are set aside, and point at it. `keep-best`."""
    ids = _several(photo_ids, best)
    with acting(db, "keep-best", ids, by, seen=seen, with_pairs=True) as journal:
        _decide_noted(journal, ids, VERSION)
        _follow(journal, best, ids, "burst")
    return journal.action


def separate(db: Connection, photo_id: str, by: str, *, seen: int | None = None) -> Action:
    """The photo stands on its own again; it and the one that it followed are different. `separate`."""
    row = db.execute("SELECT version_of FROM photos WHERE id = ?", [photo_id]).fetchone()
    if row is None or row[0] is None:
        raise DecisionRefused(f"photo {photo_id} follows no other")
    with acting(db, "separate", [photo_id, row[0]], by, seen=seen, with_pairs=True) as journal:
        _stand(journal, photo_id)
        _decide(journal, photo_id, row[0], DIFFERENT)
    return journal.action


def settle_pairs(db: Connection, photo_ids: Sequence[str], by: str, *, seen: int | None = None) -> Action:
    """Each photo is different from those that look like it, as far as that is open. `pair-different`."""
    with acting(db, "pair-different", photo_ids, by, seen=seen, with_pairs=True) as journal:
        for photo_id in journal.photo_ids:
            for other in partners(db, [photo_id]):
                if _pair(db, photo_id, other)[0] is None:
                    _decide(journal, photo_id, other, DIFFERENT)
    return journal.action


def richest(db: Connection, photo_ids: Sequence[str]) -> str:
    """The photo that leads: the published order is position, caption, pixels, exact date, and then the older one.

    A measured position goes before an estimate, and that before none.
    """
    return max(photo_ids, key=lambda photo_id: _riches(db, photo_id))


def _riches(db: Connection, photo_id: str) -> tuple[float, ...]:
    method, caption, pixels, taken_at, number = db.execute(
        "SELECT position_method, caption, width * height, taken_at, number FROM photos WHERE id = ?",
        [photo_id],
    ).fetchone()
    placed = 0 if method is None else 2 if method in _MEASURED else 1
    return placed, caption is not None, pixels or 0, taken_at is not None, -number


def _several(photo_ids: Sequence[str], leader: str | None) -> list[str]:
    ids = list(dict.fromkeys(photo_ids))
    if len(ids) < 2:  # noqa: PLR2004 one photo is like no other
        raise DecisionRefused("that takes two photos")
    if leader is not None and leader not in ids:
        raise DecisionRefused(f"photo {leader} is none of them")
    return ids


def _follow(journal: Journal, leader: str, photo_ids: Sequence[str], what: str) -> None:
    """The photos but the leader are set aside for it, and so is what followed them; the leader follows nobody."""
    _stand(journal, leader)
    for other in photo_ids:
        if other == leader:
            continue
        for follower, how in _followers(journal.db, other):
            # Whoever follows another makes a pair with it: undoing finds all that is concerned through pairs.
            if follower != leader and _pair(journal.db, leader, follower)[0] is None:
                _decide(journal, leader, follower, SAME if how == SAME else VERSION)
            _lead(journal, leader, follower, how)
        _decide(journal, leader, other, SAME if what == SAME else VERSION)
        _lead(journal, leader, other, what)


def _followers(db: Connection, leader: str) -> list[tuple[str, str]]:
    """The photos that follow one, each with what was decided of it."""
    what = {reason: decision for decision, reason in SET_ASIDE.items()}
    rows = db.execute("SELECT id, state_reason FROM photos WHERE version_of = ?", [leader]).fetchall()
    return [(follower, what.get(reason, VERSION)) for follower, reason in rows]


def _lead(journal: Journal, leader: str, photo_id: str, what: str) -> None:
    if photo_id == leader:
        return
    _withdraw_leader(journal, photo_id)
    _set(journal, photo_id, "set_aside", SET_ASIDE[what], leader)
    _claim(journal, photo_id, leader, what)
    _claim(journal, leader, photo_id, f"{LEADS}{what}")


def _claim(journal: Journal, photo_id: str, other: str, detail: str) -> None:
    """Both photos of a pair say what was decided of it: whichever comes back first, the other one finds it."""
    journal.add(photo_id, Claim(Subject.PAIR, Source.MANUAL, other, detail, made_by=journal.by))


def _part(journal: Journal, photo_ids: Sequence[str]) -> None:
    """Of these photos none follows another any more."""
    for photo_id in photo_ids:
        if _leader(journal.db, photo_id) in photo_ids:
            _stand(journal, photo_id)


def _stand(journal: Journal, photo_id: str) -> None:
    """The photo follows nobody; if it was set aside for another one, it is as it was before."""
    if _leader(journal.db, photo_id) is None:
        return
    _withdraw_leader(journal, photo_id)
    held = journal.db.execute("SELECT held_because FROM photos WHERE id = ?", [photo_id]).fetchone()[0]
    _set(journal, photo_id, "held" if held else "catalogued", held, None)


def _leader(db: Connection, photo_id: str) -> str | None:
    found: str | None = db.execute("SELECT version_of FROM photos WHERE id = ?", [photo_id]).fetchone()[0]
    return found


def _withdraw_leader(journal: Journal, photo_id: str) -> None:
    leader = _leader(journal.db, photo_id)
    if leader is not None:
        journal.withdraw(photo_id, Subject.PAIR, leader)
        journal.withdraw(leader, Subject.PAIR, photo_id)


def _set(journal: Journal, photo_id: str, state: str, reason: str | None, leader: str | None) -> None:
    journal.db.execute(
        "UPDATE photos SET state = ?, state_reason = ?, version_of = ? WHERE id = ?",
        [state, reason, leader, photo_id],
    )


_WITHIN = """
    SELECT first_id, second_id FROM near_duplicates
    WHERE first_id = ? AND second_id IN (SELECT value FROM json_each(?))
"""


def _decide_noted(journal: Journal, photo_ids: Sequence[str], decision: str) -> None:
    """Every pair among these photos that was noted is decided; of two photos it need not have been noted."""
    among = json.dumps(list(photo_ids))
    pairs = [
        pair for photo_id in photo_ids for pair in journal.db.execute(_WITHIN, [photo_id, among]).fetchall()
    ]
    for first, second in pairs or [(photo_ids[0], photo_ids[1])]:
        _decide(journal, first, second, decision)


def _decide(journal: Journal, photo_id: str, like: str, decision: str) -> None:
    """The pair is decided so; what was decided before is kept in the journal of both."""
    first, second = sorted((photo_id, like))
    was, text = _pair(journal.db, first, second)
    if was == decision:
        return
    bits = _bits(journal.db, first, second)
    journal.db.execute(
        """
        INSERT INTO near_duplicates VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (first_id, second_id) DO UPDATE SET decision = excluded.decision, made_by = excluded.made_by,
            made_at = excluded.made_at
        """,
        [first, second, bits, decision, journal.by, journal.now, journal.now],
    )
    for one, other in ((first, second), (second, first)):
        journal.note(one, f"pair:{other}", text, f"{decision} {journal.now} {journal.by}")
    journal.withdraw(first, Subject.PAIR, second)
    journal.withdraw(second, Subject.PAIR, first)
    if decision == DIFFERENT:
        _claim(journal, first, second, DIFFERENT)
        _claim(journal, second, first, DIFFERENT)


def _pair(db: Connection, one: str, other: str) -> tuple[str | None, str | None]:
    """What was decided of a pair, and its row as text: `open` while it waits, None when it was never noted."""
    row = db.execute(
        "SELECT decision, made_at, made_by FROM near_duplicates WHERE first_id = ? AND second_id = ?",
        sorted((one, other)),
    ).fetchone()
    if row is None:
        return None, None
    return row[0], "open" if row[0] is None else " ".join(row)


def _bits(db: Connection, first: str, second: str) -> int:
    """How much the two differ; 64 where that is not known."""
    rows = db.execute("SELECT picture_hash FROM photos WHERE id IN (?, ?)", [first, second]).fetchall()
    hashes = [row[0] for row in rows if row[0]]
    return differing_bits(*hashes) if len(hashes) == 2 else 64  # noqa: PLR2004 a pair; all bits
