"""Invitations: an address that lets one person choose a password, once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalogue.database.connection import Connection
from catalogue.errors import InvitationRefused, NameTaken
from catalogue.people import accounts, journal, moments
from catalogue.people.credentials import hash_of, new_secret
from catalogue.people.names import folded, person_name
from catalogue.people.person import Account
from catalogue.values.roles import Role

LASTS_HOURS = 72
#: Who makes the invitation of a library that has no administrator yet.
PROGRAM = "phototheque"
FIRST_NAME = "Administration"

_FIND = """
    SELECT id, person_id, purpose, expires_at, used_at, voided_at FROM invitations WHERE secret_hash = ?
"""
# Somebody whom a person has invited keeps that invitation.
_UNABLE_ADMIN = """
    SELECT id FROM people WHERE role = 'admin' AND disabled_at IS NULL AND password_hash IS NULL AND NOT EXISTS
        (SELECT 1 FROM invitations WHERE person_id = people.id AND used_at IS NULL AND voided_at IS NULL
            AND expires_at > ? AND made_by IS NOT ?)
    ORDER BY id
"""


class Purpose(StrEnum):
    """What an invitation is for. The values are stored."""

    JOIN = "join"
    PASSWORD = "password"  # noqa: S105 a purpose, no password


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is open. `secret` goes into the address, and is kept nowhere else."""

    secret: str
    expires_at: str
    person: Account
    purpose: Purpose


class Closed(StrEnum):
    """Why an invitation opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    DISABLED = "disabled"


def invite(db: Connection, name: str, role: Role, by: str | None, now: datetime) -> Invitation:
    """A person without a password has an invitation and this role; their earlier ones open nothing any more.

    Who has a password already, or is disabled, is not invited: NameTaken, PersonDisabled.
    """
    kept = person_name(name)
    if not db.execute("SELECT 1 FROM people WHERE name_folded = ?", [folded(kept)]).fetchone():
        return make(db, accounts.add(db, kept, role, None, by, now), Purpose.JOIN, by, now)
    if accounts.active(db, kept, now).has_password:
        raise NameTaken(kept)
    return make(db, accounts.change_role(db, kept, role, by, now), Purpose.JOIN, by, now)


def new_password_link(db: Connection, person: int, by: str | None, now: datetime) -> Invitation:
    """A person has an invitation to choose a new password; the old one serves until then."""
    found = accounts.active(db, person, now)
    return make(db, found, Purpose.PASSWORD if found.has_password else Purpose.JOIN, by, now)


def first_admin(db: Connection, now: datetime) -> Invitation | None:
    """An invitation for the administrator of a library that has none who can log in; None where one can."""
    if accounts.has_able_admin(db):
        return None
    row = db.execute(_UNABLE_ADMIN, [moments.text(now), PROGRAM]).fetchone()
    person = (
        accounts.account(db, row[0], now)
        if row
        else accounts.add(db, _free_name(db), Role.ADMIN, None, PROGRAM, now)
    )
    return make(db, person, Purpose.JOIN, PROGRAM, now)


def _free_name(db: Connection) -> str:
    taken = {row[0] for row in db.execute("SELECT name_folded FROM people")}
    names = (FIRST_NAME if n == 1 else f"{FIRST_NAME} {n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if folded(name) not in taken)


def make(db: Connection, person: Account, purpose: Purpose, by: str | None, now: datetime) -> Invitation:
    """The person has this invitation, and no other."""
    db.execute(
        "UPDATE invitations SET voided_at = ? WHERE person_id = ? AND used_at IS NULL AND voided_at IS NULL",
        [moments.text(now), person.id],
    )
    secret, ends = new_secret(), moments.after(now, hours=LASTS_HOURS)
    db.execute(
        """
        INSERT INTO invitations (person_id, secret_hash, purpose, made_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [person.id, hash_of(secret), purpose, by, moments.text(now), ends],
    )
    journal.note(db, now, by, "invited" if purpose is Purpose.JOIN else "password link", person.name)
    return Invitation(secret, ends, accounts.account(db, person.id, now), purpose)


def read(db: Connection, secret: str, now: datetime) -> Invitation | Closed:
    """The invitation with this secret, or why it opens nothing."""
    row = db.execute(_FIND, [hash_of(secret)]).fetchone()
    if row is None:
        return Closed.UNKNOWN
    _, person, purpose, ends, used, voided = row
    found = accounts.account(db, person, now)
    closed = _closed(found, ends, used, voided, now)
    return closed or Invitation(secret, ends, found, Purpose(purpose))


def _closed(person: Account, ends: str, used: str | None, voided: str | None, now: datetime) -> Closed | None:
    if used:
        return Closed.USED
    if person.disabled_at:
        return Closed.DISABLED
    if voided:
        return Closed.REPLACED
    return Closed.EXPIRED if ends <= moments.text(now) else None


def open_one(db: Connection, secret: str, now: datetime) -> Invitation:
    """The invitation with this secret; InvitationRefused says why there is none."""
    found = read(db, secret, now)
    if isinstance(found, Closed):
        raise InvitationRefused(found)
    return found


def use(db: Connection, secret: str, password_hash: str, now: datetime) -> Account:
    """The invitation is used up and its person has this password; InvitationRefused if somebody was quicker."""
    person = open_one(db, secret, now).person
    db.execute(
        "UPDATE invitations SET used_at = ? WHERE secret_hash = ?", [moments.text(now), hash_of(secret)]
    )
    db.execute("UPDATE people SET password_hash = ? WHERE id = ?", [password_hash, person.id])
    journal.note(db, now, person.name, "password", person.name, "by invitation")
    return person
