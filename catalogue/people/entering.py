"""Coming in by the front door: a name and a password, an invitation; and changing the password.

Hashing takes a tenth of a second and much memory, so it happens between transactions, never inside of one: what was
true before is looked at again after.
"""

from datetime import datetime
from typing import NamedTuple

from catalogue.database.connection import Connection
from catalogue.errors import LoginRefused, WrongPassword
from catalogue.home.paths import Home
from catalogue.people import accounts, attempts, invitations, journal, passwords, retention, sessions
from catalogue.people.names import folded
from catalogue.people.person import NewSession
from catalogue.people.store import changing, empty_log, reading

# Where attempts of somebody who is logged in count, each person's apart; no address is called so.
_INSIDE = "logged in: {}"


class _Lock(NamedTuple):
    """What a password must fit: of whom, and its hash; both are None for whoever may not come in."""

    person: int | None
    password_hash: str | None


_ABSENT = _Lock(None, None)


def log_in(home: Home, name: str, password: str, now: datetime, *, address: str, device: str) -> NewSession:
    """A new session of the person. Nobody is told, by words or by time, whether name or password was wrong."""
    account = folded(name)
    with changing(home) as db:
        attempt = attempts.begin_attempt(db, account, address, now)
        lock = _lock(db, account)
    if not passwords.fits(password, lock.password_hash):
        raise LoginRefused
    better = _better(password, lock)
    with changing(home) as db:
        # Disabled, or given another password, while this one was being looked at.
        if lock.person is None or _lock(db, account) != lock:
            raise LoginRefused
        attempts.succeed(db, attempt)
        if better:
            db.execute("UPDATE people SET password_hash = ? WHERE id = ?", [better, lock.person])
        # Nobody has to remember to do it: whoever comes in takes out what is older than it may be.
        gone = retention.purge(db, now)
        session = sessions.begin(db, lock.person, now, address=address, device=device)
    if gone:
        empty_log(home)
    return session


def _lock(db: Connection, account: str) -> _Lock:
    row = db.execute(
        "SELECT id, password_hash FROM people WHERE name_folded = ? AND disabled_at IS NULL", [account]
    ).fetchone()
    return _Lock(*row) if row else _ABSENT


def _better(password: str, lock: _Lock) -> str | None:
    """The hash anew, where the library would make it at another cost today."""
    if lock.password_hash and passwords.outdated(lock.password_hash):
        return passwords.kept(password)
    return None


def accept(
    home: Home,
    secret: str,
    password: str,
    now: datetime,
    *,
    address: str,
    device: str,
    phone: str | None = None,
) -> NewSession:
    """The invitation's person has the password and a new session, and no older one; the invitation is used up."""
    with reading(home) as db:
        person = invitations.open_one(db, secret, now).person
    passwords.acceptable(password, person.name)
    password_hash = passwords.kept(password)
    with changing(home) as db:
        person = invitations.use(db, secret, password_hash, now)
        sessions.revoke_all(db, person.id, now)
        accounts.void_phone_links(db, person.id, now)
        attempts.note_success(db, folded(person.name), address, now)
        return sessions.begin(db, person.id, now, address=address, device=device, phone=phone)


def change_password(home: Home, person: int, old: str, new: str, now: datetime, *, keep: int | None) -> None:
    """The person has the new password, and of their sessions only the one that is kept."""
    with changing(home) as db:
        name = accounts.active(db, person, now).name
        attempt = attempts.begin_attempt(db, folded(name), _INSIDE.format(person), now)
        lock = _lock(db, folded(name))
    if not passwords.fits(old, lock.password_hash):
        raise WrongPassword
    passwords.acceptable(new, name)
    password_hash = passwords.kept(new)
    with changing(home) as db:
        if _lock(db, folded(name)) != lock:
            raise WrongPassword
        attempts.succeed(db, attempt)
        db.execute("UPDATE people SET password_hash = ? WHERE id = ?", [password_hash, person])
        sessions.revoke_all(db, person, now, but=keep)
        accounts.void_phone_links(db, person, now)
        journal.note(db, now, name, "password", name)
