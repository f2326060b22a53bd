"""Phones: a code on the screen of somebody who is logged in makes the phone that photographs it theirs, once."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.errors import CredentialRefused, InvitationRefused
from catalogue.people import accounts, journal, moments, sessions
from catalogue.people.credentials import hash_of, new_secret
from catalogue.people.invitations import Closed
from catalogue.people.names import tidy
from catalogue.people.person import Account, NewSession

#: Long enough to find the phone, too short for a photo of the screen to be worth anything.
LASTS_MINUTES = 10
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PhoneLink:
    """What makes a phone somebody's. `secret` goes into the address, and is kept nowhere else."""

    secret: str
    name: str
    expires_at: str
    person: Account


def make(db: Connection, person: int, name: str, by: str | None, now: datetime) -> PhoneLink:
    """The person can make one phone theirs, and the code before this one does so no more; CredentialRefused."""
    owner, called = accounts.active(db, person, now), tidy(name)
    if not 1 <= len(called) <= _LONGEST_NAME:
        raise CredentialRefused("a phone has a name of 1 to 80 characters")
    accounts.void_phone_links(db, owner.id, now)
    secret, ends = new_secret(), moments.after(now, minutes=LASTS_MINUTES)
    db.execute(
        """
        INSERT INTO phone_links (person_id, secret_hash, name, made_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [owner.id, hash_of(secret), called, by, moments.text(now), ends],
    )
    return PhoneLink(secret, called, ends, owner)


def read(db: Connection, secret: str, now: datetime) -> PhoneLink | Closed:
    """What a phone with this secret becomes, or why nothing."""
    row = db.execute(
        "SELECT person_id, name, expires_at, used_at, voided_at FROM phone_links WHERE secret_hash = ?",
        [hash_of(secret)],
    ).fetchone()
    if row is None:
        return Closed.UNKNOWN
    person, name, ends, used, voided = row
    owner = accounts.account(db, person, now)
    if used:
        return Closed.USED
    if owner.disabled_at:
        return Closed.DISABLED
    if voided:
        return Closed.REPLACED
    return Closed.EXPIRED if ends <= moments.text(now) else PhoneLink(secret, name, ends, owner)


def use(db: Connection, secret: str, now: datetime, *, address: str, device: str) -> NewSession:
    """The phone is the person's, for as long as phones are; InvitationRefused says why not."""
    found = read(db, secret, now)
    if isinstance(found, Closed):
        raise InvitationRefused(found)
    db.execute(
        "UPDATE phone_links SET used_at = ? WHERE secret_hash = ?", [moments.text(now), hash_of(secret)]
    )
    journal.note(db, now, found.person.name, "phone", found.person.name, found.name)
    return sessions.begin(db, found.person.id, now, address=address, device=device, phone=found.name)
