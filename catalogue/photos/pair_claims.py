"""Decisions that come back with a photo: what it is to another one, and which questions a person had closed.

They travel as claims, on both photos of a pair, so that either may come first.
"""

from catalogue.database.connection import Connection

SAME, VERSION, DIFFERENT, BURST = "same", "version", "different", "burst"
#: Before the decision, on the photo that the other one follows.
LEADS = "leads-"
#: Why a photo is set aside for another one, by what was decided.
SET_ASIDE = {SAME: "same-image", VERSION: "version", BURST: "burst"}

_PAIRS = """
    SELECT value, detail, made_by, made_at FROM claims JOIN photos ON photos.id = value
    WHERE photo_id = ? AND subject = 'pair' AND source = 'manual' AND withdrawn IS NULL AND value <> photo_id
"""
_SETTLED = """
    INSERT INTO settlements SELECT photo_id, value, detail, coalesce(made_by, ''), made_at FROM claims
    WHERE photo_id = ? AND subject = 'settled' AND source = 'manual' AND value IS NOT NULL AND withdrawn IS NULL
    ON CONFLICT DO NOTHING
"""


def take_decisions_back(db: Connection, photo_id: str) -> None:
    """What a person had decided of a photo that has just come in stands here too, unless it was decided otherwise."""
    db.execute(_SETTLED, [photo_id])
    for other, detail, made_by, made_at in db.execute(_PAIRS, [photo_id]).fetchall():
        what = detail.removeprefix(LEADS)
        if what not in (*SET_ASIDE, DIFFERENT):
            continue
        _decide(db, photo_id, other, VERSION if what == BURST else what, made_by, made_at)
        if what in SET_ASIDE:
            follower, leader = (other, photo_id) if detail.startswith(LEADS) else (photo_id, other)
            _follow(db, follower, leader)


def _decide(db: Connection, one: str, other: str, decision: str, made_by: str | None, made_at: str) -> None:
    first, second = sorted((one, other))
    db.execute(
        """
        INSERT INTO near_duplicates (first_id, second_id, differing_bits, decision, made_by, made_at, noted_at)
        VALUES (?, ?, 64, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [first, second, decision, made_by, made_at, made_at],
    )


def _follow(db: Connection, follower: str, leader: str) -> None:
    """The state came with the photo; only whom it follows is left to be said."""
    db.execute(
        "UPDATE photos SET version_of = ? WHERE id = ? AND state = 'set_aside' AND version_of IS NULL",
        [leader, follower],
    )
