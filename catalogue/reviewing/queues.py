"""What waits for a person: queues by reason, their photos in the order of a filmstrip, groups that look alike."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from catalogue import settings
from catalogue.database.connection import Connection
from catalogue.photos.doubts import SEVERITY
from catalogue.values.bursts import is_burst

# A photo that was set aside waits for nobody.
_WAITING = "FROM reviews JOIN photos ON photos.id = photo_id WHERE state <> 'set_aside'"
# In the order in which they were taken; those without a time come last, as they came in.
_FILMSTRIP = "ORDER BY taken_at IS NULL, taken_at, number"


@dataclass(frozen=True, slots=True)
class Queue:
    """The photos that wait for one reason. `severity` is 0 for the worst."""

    reason: str
    count: int
    severity: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a queue, or of all of them, a day's work has settled, and what remains."""

    settled_today: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that look alike, in the order of a filmstrip, and the pairs among them that wait: ids, differing bits.

    `burst` is true when one camera took them within seconds, so that the best may be kept.
    """

    photo_ids: tuple[str, ...]
    pairs: tuple[tuple[str, str, int], ...]
    burst: bool


def queues(db: Connection) -> list[Queue]:
    """Every reason, worst first; those that nobody waits for have a count of 0."""
    counts = dict(db.execute(f"SELECT reason, count(DISTINCT photo_id) {_WAITING} GROUP BY reason"))
    return [Queue(reason.value, counts.get(reason.value, 0), rank) for rank, reason in enumerate(SEVERITY)]


def waiting(db: Connection) -> int:
    """How many photos wait for somebody; one that waits for two reasons is one photo."""
    return int(db.execute(f"SELECT count(DISTINCT photo_id) {_WAITING}").fetchone()[0])


def queue(db: Connection, reason: str, *, most: int = 200, after: str | None = None) -> list[str]:
    """Ids of the photos that wait for a reason, as a filmstrip shows them; those behind the photo `after`, if given."""
    rows = db.execute(
        f"""
        SELECT id FROM photos WHERE state <> 'set_aside' AND id IN (SELECT photo_id FROM reviews WHERE reason = :reason)
            AND (:after IS NULL OR (taken_at IS NULL, coalesce(taken_at, ''), number) >
                (SELECT taken_at IS NULL, coalesce(taken_at, ''), number FROM photos WHERE id = :after))
        {_FILMSTRIP} LIMIT :most
        """,  # noqa: S608 constants
        {"reason": reason, "after": after, "most": most},
    )
    return [row[0] for row in rows]


def progress(db: Connection, reason: str | None = None, today: str | None = None) -> Progress:
    """Photos whose question was closed by a decision of today (UTC) that stands, and those that remain."""
    day = today or datetime.now(UTC).date().isoformat()
    settled = db.execute(
        """
        SELECT count(DISTINCT photo_id || field) FROM changes JOIN actions ON actions.id = action_id
        WHERE undone_at IS NULL AND made_at >= ? AND after IS NULL
            AND field LIKE 'review:%' AND (? IS NULL OR field = 'review:' || ?)
        """,
        [day, reason, reason],
    ).fetchone()[0]
    remaining = sum(q.count for q in queues(db) if reason in (None, q.reason))
    return Progress(settled, remaining)


_OPEN_PAIRS = """
    SELECT first_id, second_id, differing_bits FROM near_duplicates
    JOIN photos a ON a.id = first_id AND a.state <> 'set_aside'
    JOIN photos b ON b.id = second_id AND b.state <> 'set_aside'
    WHERE decision IS NULL ORDER BY differing_bits, first_id, second_id
"""


def groups(db: Connection, *, most: int | None = None) -> list[Group]:
    """Photos that look alike, connected by pairs that wait to be decided; the most alike first."""
    pairs = db.execute(_OPEN_PAIRS).fetchall()
    seconds = settings.number("burst_seconds", dict(db.execute("SELECT name, value FROM settings")))
    found = connected((first, second) for first, second, _ in pairs)
    return [_group(db, members, pairs, seconds) for members in found[:most]]


def group_of(db: Connection, photo_id: str) -> Group | None:
    """The group in which a photo waits; None when nothing about it is open."""
    return next((group for group in groups(db) if photo_id in group.photo_ids), None)


def connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Groups of what pairs tie together, in order of their first pair.

    >>> [sorted(group) for group in connected([("a", "b"), ("c", "d"), ("b", "e")])]
    [['a', 'b', 'e'], ['c', 'd']]
    """
    of: dict[str, set[str]] = {}
    for first, second in pairs:
        together = of.setdefault(first, {first})
        joined = of.get(second, {second})
        if joined is not together:
            together |= joined
            of.update(dict.fromkeys(joined, together))
    return list({id(group): group for group in of.values()}.values())


def _group(db: Connection, members: set[str], pairs: Sequence[tuple[str, str, int]], seconds: int) -> Group:
    ids = sorted(members)
    rows = db.execute(
        f"""
        SELECT id, camera_model, taken_at FROM photos WHERE id IN (SELECT value FROM json_each(?)) {_FILMSTRIP}
        """,  # noqa: S608 a constant
        [json.dumps(ids)],
    ).fetchall()
    return Group(
        tuple(row[0] for row in rows),
        tuple(pair for pair in pairs if pair[0] in members),
        is_burst([(model, taken_at) for _, model, taken_at in rows], seconds),
    )
