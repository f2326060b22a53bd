"""Tokens: what a program shows instead of a password. Each stands for one person, and may do no more than they may."""

from dataclasses import dataclass
from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.errors import CredentialRefused, NoSuchCredential, RoleTooWide
from catalogue.people import accounts, journal, moments
from catalogue.people.credentials import hash_of, new_secret
from catalogue.people.names import tidy
from catalogue.people.person import Person
from catalogue.values.roles import Role, narrower

PREFIX = "pht_"
LONGEST_DAYS = 3650
_LONGEST_NAME = 80

_FIND = """
    SELECT people.id, people.name, people.role, people.language, tokens.id, tokens.role, last_used_at
    FROM tokens JOIN people ON people.id = person_id
    WHERE secret_hash = ? AND revoked_at IS NULL AND coalesce(expires_at, '9') > ? AND disabled_at IS NULL
"""
_OPEN = """
    SELECT id, name, role, created_at, last_used_at, expires_at FROM tokens
    WHERE person_id = ? AND revoked_at IS NULL AND coalesce(expires_at, '9') > ? ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that works."""

    id: int
    name: str
    role: Role
    created_at: str
    last_used_at: str | None
    expires_at: str | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made. `secret` is shown once, and kept nowhere."""

    secret: str
    token: Token


def make(
    db: Connection, person: int, name: str, role: Role | None, days: int | None, by: str | None, now: datetime
) -> NewToken:
    """The person has a token, with their role or a narrower one (RoleTooWide), for so many days or for good."""
    owner, called = accounts.active(db, person, now), _called(name)
    wanted = role or owner.role
    if not owner.role.covers(wanted):
        raise RoleTooWide(wanted, owner.role)
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise CredentialRefused(f"a token is for 1 to {LONGEST_DAYS:,} days")
    secret, made, ends = new_secret(PREFIX), moments.text(now), days and moments.after(now, days=days)
    added = db.execute(
        "INSERT INTO tokens (person_id, name, role, secret_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        [owner.id, called, wanted, hash_of(secret), made, ends],
    )
    journal.note(db, now, by, "token", owner.name, f"{called} ({wanted})")
    return NewToken(secret, Token(int(added.lastrowid or 0), called, wanted, made, None, ends or None))


def _called(name: str) -> str:
    called = tidy(name)
    if not 1 <= len(called) <= _LONGEST_NAME:
        raise CredentialRefused("a token has a name of 1 to 80 characters")
    return called


def find(db: Connection, secret: str, now: datetime) -> tuple[Person, str | None] | None:
    """For whom a token stands, and when it was last used; None for one that ended, or whose owner is disabled."""
    if not secret.startswith(PREFIX):
        return None
    row = db.execute(_FIND, [hash_of(secret), moments.text(now)]).fetchone()
    if row is None:
        return None
    number, name, owners, language, token, own, used = row
    return Person(number, name, narrower(Role(own), Role(owners)), language, "token", token), used


def touch(db: Connection, token: int, now: datetime) -> None:
    """The token was used."""
    db.execute("UPDATE tokens SET last_used_at = ? WHERE id = ?", [moments.text(now), token])


def open_tokens(db: Connection, person: int, now: datetime) -> list[Token]:
    """Tokens of a person that work."""
    rows = db.execute(_OPEN, [person, moments.text(now)])
    return [Token(number, name, Role(role), *rest) for number, name, role, *rest in rows]


def revoke(db: Connection, person: int, token: int, by: str | None, now: datetime) -> None:
    """A token of the person works no more; NoSuchCredential when it is not theirs, or was revoked."""
    row = db.execute(
        "UPDATE tokens SET revoked_at = ? WHERE id = ? AND person_id = ? AND revoked_at IS NULL RETURNING name",
        [moments.text(now), token, person],
    ).fetchone()
    if row is None:
        raise NoSuchCredential("token", token)
    journal.note(db, now, by, "token revoked", accounts.account(db, person, now).name, row[0])
