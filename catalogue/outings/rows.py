"""The rows of `outings` and `track_points` in `people.db`. Each function works in its caller's transaction.

Where nobody logs in, outings have no person; no account ever sees these.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from catalogue.database.connection import Connection
from catalogue.outings.outing import Outing, Point, Told, moment_text, seconds

_READ = """
    SELECT outings.id, person_id, people.name, outings.name, place_id, started_at, ended_at, points,
        coalesce(ended_at, last_at, started_at)
    FROM outings LEFT JOIN people ON people.id = person_id
"""


class Work(NamedTuple):
    """An outing whose photos may be placed: how many points it has, and the tickets of its received uploads."""

    id: str
    by: str | None
    points: int
    tickets: tuple[str, ...]


def find(db: Connection, outing_id: str, person_id: int | None) -> Outing | None:
    """An outing of this person; None for one that is somebody else's, or of nobody."""
    row = db.execute(_READ + "WHERE outings.id = ? AND person_id IS ?", [outing_id, person_id]).fetchone()
    return _outing(row) if row else None


def of_person(db: Connection, person_id: int | None) -> list[Outing]:
    """All outings of a person, the latest first."""
    rows = db.execute(_READ + "WHERE person_id IS ? ORDER BY started_at DESC, outings.id", [person_id])
    return [_outing(row) for row in rows]


def tell(db: Connection, outing_id: str, person_id: int | None, told: Told) -> bool:
    """The outing says this; False when the id is taken by somebody else's."""
    written = db.execute(
        """
        INSERT INTO outings (id, person_id, name, place_id, started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, place_id = excluded.place_id,
            started_at = excluded.started_at, ended_at = excluded.ended_at
        WHERE person_id IS excluded.person_id
        """,
        [outing_id, person_id, told.name, told.place_id, told.started_at, told.ended_at],
    )
    return bool(written.rowcount)


def add_points(db: Connection, outing_id: str, points: Sequence[Point]) -> int:
    """The track has these points besides; one that it has stays as it is. Returned is how many were new."""
    before = count(db, outing_id)
    db.executemany(
        "INSERT OR IGNORE INTO track_points (outing, at, latitude, longitude, accuracy_m) VALUES (?, ?, ?, ?, ?)",
        [(outing_id, moment_text(p.at_s), p.latitude, p.longitude, p.accuracy_m) for p in points],
    )
    after = count(db, outing_id)
    if after > before:
        db.execute(
            """
            UPDATE outings SET points = ?,
                last_at = (SELECT substr(max(at), 1, 19) || 'Z' FROM track_points WHERE outing = outings.id)
            WHERE id = ?
            """,
            [after, outing_id],
        )
    return after - before


def count(db: Connection, outing_id: str) -> int:
    """How many points the track of an outing has."""
    found: int = db.execute("SELECT count(*) FROM track_points WHERE outing = ?", [outing_id]).fetchone()[0]
    return found


def points_of(db: Connection, outing_id: str) -> list[Point]:
    """The track of an outing, in order of time."""
    rows = db.execute(
        "SELECT at, latitude, longitude, accuracy_m FROM track_points WHERE outing = ? ORDER BY at",
        [outing_id],
    )
    return [Point(seconds(at), *where) for at, *where in rows]


def forget_track(db: Connection, outing_id: str) -> int:
    """The outing has no track any more; returned is how many points it had."""
    gone = db.execute("DELETE FROM track_points WHERE outing = ?", [outing_id]).rowcount
    db.execute("UPDATE outings SET points = 0, placed_points = 0 WHERE id = ?", [outing_id])
    return int(gone)


def forget_older(db: Connection, moment: str) -> int:
    """Outings that ended before a moment have no track any more; returned is how many points that were."""
    old = [
        outing_id
        for (outing_id,) in db.execute(
            "SELECT id FROM outings WHERE points > 0 AND coalesce(ended_at, last_at, started_at) <= ?",
            [moment],
        )
    ]
    return sum(forget_track(db, outing_id) for outing_id in old)


# A photo that somebody else sent was taken by another phone, perhaps elsewhere.
_RECEIVED = """
    SELECT {what} FROM uploads
    WHERE outing = outings.id AND received_at IS NOT NULL AND uploads.person_id IS outings.person_id
        AND json_extract(told, '$.metadata') NOT LIKE '%receivedFrom %'
"""


def unsettled(db: Connection) -> list[Work]:
    """Outings with a track to which points or photos came since their photos were last placed."""
    rows = db.execute(
        f"""
        SELECT outings.id, people.name, points, ({_RECEIVED.format(what="json_group_array(uploads.id)")}) AS ids
        FROM outings LEFT JOIN people ON people.id = person_id
        WHERE points > 0 AND (points <> placed_points OR json_array_length(ids) <> placed_uploads)
        """  # noqa: S608 constants
    )
    return [Work(outing_id, by, points, tuple(json.loads(ids))) for outing_id, by, points, ids in rows]


def tickets_of(db: Connection, outing_id: str, person_id: int | None) -> list[str]:
    """Uploads that came with an outing of this person."""
    found = db.execute(
        f"""
        SELECT value FROM outings, json_each(({_RECEIVED.format(what="json_group_array(uploads.id)")}))
        WHERE outings.id = ? AND outings.person_id IS ?
        """,  # noqa: S608 constants
        [outing_id, person_id],
    )
    return [ticket for (ticket,) in found]


def tickets_by_outing(db: Connection, person_id: int | None) -> dict[str, list[str]]:
    """Uploads that came with each outing of this person."""
    found = db.execute(
        f"""
        SELECT outings.id, ({_RECEIVED.format(what="json_group_array(uploads.id)")}) FROM outings
        WHERE person_id IS ?
        """,  # noqa: S608 constants
        [person_id],
    )
    return {outing_id: json.loads(tickets) for outing_id, tickets in found}


def settle(db: Connection, work: Work) -> None:
    """Nothing is left to be placed until more points or photos come than there were."""
    db.execute(
        "UPDATE outings SET placed_points = ?, placed_uploads = ? WHERE id = ?",
        [work.points, len(work.tickets), work.id],
    )


def _outing(row: Sequence[Any]) -> Outing:
    outing_id, person_id, by, name, place_id, started_at, ended_at, points, ends_at = row
    return Outing(outing_id, person_id, by, Told(name, place_id, started_at, ended_at), points, ends_at)
