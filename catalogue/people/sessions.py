"""Sessions: what a cookie stands for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from catalogue.database.connection import Connection
from catalogue.errors import NoSuchCredential
from catalogue.people import moments
from catalogue.people.credentials import hash_of, new_secret
from catalogue.people.person import NewSession, Person
from catalogue.values.roles import Role

#: A session ends when nobody came by for so long, and after so long in any case.
IDLE_DAYS = 30
LONGEST_DAYS = 180
#: A phone waits in a drawer from autumn to spring, with photos in its queue; no browser keeps a cookie for longer
#: than 400 days.
PHONE_IDLE_DAYS = 180
PHONE_LONGEST_DAYS = 400
_TOUCHED_SECONDS = 60
_LONGEST_DEVICE = 200
_LONGEST_ADDRESS = 100

_FIND = """
    SELECT people.id, people.name, people.role, people.language, sessions.id, seen_at
    FROM sessions JOIN people ON people.id = person_id
    WHERE secret_hash = ? AND revoked_at IS NULL AND expires_at > ? AND disabled_at IS NULL
"""
_SEEN = """
    UPDATE sessions SET seen_at = :seen, expires_at = max(expires_at, min(
        iif(phone IS NULL, :idle_end, :phone_idle_end),
        strftime('%Y-%m-%dT%H:%M:%SZ', created_at, iif(phone IS NULL, :longest, :phone_longest))))
    WHERE id = :id AND revoked_at IS NULL AND expires_at > :seen
"""
_OPEN = """
    SELECT id, created_at, seen_at, expires_at, device, address, phone FROM sessions
    WHERE person_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY seen_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is open: since when, from where, seen when; `phone` is what its owner calls it, if it is one."""

    id: int
    created_at: str
    seen_at: str
    expires_at: str
    device: str | None
    address: str | None
    phone: str | None = None


def begin(
    db: Connection, person: int, now: datetime, *, address: str, device: str, phone: str | None = None
) -> NewSession:
    """A new session of the person, whose secret was never used before; with a name, it is their phone's."""
    idle, longest = (IDLE_DAYS, LONGEST_DAYS) if phone is None else (PHONE_IDLE_DAYS, PHONE_LONGEST_DAYS)
    secret, ends = new_secret(), moments.after(now, days=idle)
    made = db.execute(
        """
        INSERT INTO sessions (secret_hash, person_id, created_at, seen_at, expires_at, device, address, phone)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            hash_of(secret),
            person,
            *[moments.text(now)] * 2,
            ends,
            device[:_LONGEST_DEVICE],
            address[:_LONGEST_ADDRESS],
            phone,
        ],
    )
    name, role, language = db.execute(
        "SELECT name, role, language FROM people WHERE id = ?", [person]
    ).fetchone()
    return NewSession(
        secret, Person(person, name, Role(role), language, "session", int(made.lastrowid or 0)), ends, longest
    )


def find(db: Connection, secret: str, now: datetime) -> tuple[Person, str] | None:
    """Whose session it is, and when it was last seen; None for one that is unknown, ended, or of a disabled person."""
    row = db.execute(_FIND, [hash_of(secret), moments.text(now)]).fetchone()
    if row is None:
        return None
    number, name, role, language, session, seen = row
    return Person(number, name, Role(role), language, "session", session), seen


def is_stale(seen: str | None, now: datetime) -> bool:
    """True when a sign of life is due to be noted: once a minute."""
    return seen is None or abs(now - moments.moment(seen)) >= timedelta(seconds=_TOUCHED_SECONDS)


def touch(db: Connection, session: int, now: datetime) -> None:
    """The session was seen, and lasts so much longer."""
    db.execute(
        _SEEN,
        {
            "seen": moments.text(now),
            "idle_end": moments.after(now, days=IDLE_DAYS),
            "phone_idle_end": moments.after(now, days=PHONE_IDLE_DAYS),
            "longest": f"+{LONGEST_DAYS} days",
            "phone_longest": f"+{PHONE_LONGEST_DAYS} days",
            "id": session,
        },
    )


def open_sessions(db: Connection, person: int, now: datetime) -> list[Session]:
    """Sessions of a person that are open, the one seen last first."""
    return [Session(*row) for row in db.execute(_OPEN, [person, moments.text(now)])]


def end(db: Connection, secret: str, now: datetime) -> None:
    """The session with this secret is over; one that is not there is over already."""
    db.execute(
        "UPDATE sessions SET revoked_at = ? WHERE secret_hash = ? AND revoked_at IS NULL",
        [moments.text(now), hash_of(secret)],
    )


def revoke(db: Connection, person: int, session: int, now: datetime) -> None:
    """One session of the person is over; NoSuchCredential when it is not theirs, or ended before."""
    ended = db.execute(
        "UPDATE sessions SET revoked_at = ? WHERE id = ? AND person_id = ? AND revoked_at IS NULL",
        [moments.text(now), session, person],
    )
    if not ended.rowcount:
        raise NoSuchCredential("session", session)


def revoke_all(db: Connection, person: int, now: datetime, *, but: int | None = None) -> int:
    """Sessions of the person are over, all but one; returned is how many there were."""
    ended = db.execute(
        "UPDATE sessions SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL AND id IS NOT ?",
        [moments.text(now), person, but],
    )
    return int(ended.rowcount)
