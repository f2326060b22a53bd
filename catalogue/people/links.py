"""Links for people without an account: a gallery to look at, or a ZIP to fetch, until a day that is said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalogue.database.connection import Connection
from catalogue.errors import CredentialRefused, NoSuchCredential
from catalogue.people import journal, moments
from catalogue.people.credentials import hash_of, new_secret
from catalogue.people.names import tidy

LONGEST_DAYS = 366
_LONGEST_NAME = 200
_LONGEST_QUERY = 20_000

_COLUMNS = "id, kind, query, name, made_by, created_at, expires_at, revoked_at, opened, last_opened_at"
_FIND = f"SELECT {_COLUMNS} FROM links WHERE secret_hash = ? AND revoked_at IS NULL AND expires_at > ?"  # noqa: S608
_ALL = f"SELECT {_COLUMNS} FROM links ORDER BY id DESC"  # noqa: S608 columns of our own


class LinkKind(StrEnum):
    """What a link opens. The values are stored."""

    GALLERY = "gallery"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Link:
    """A link, as it was made and used. `query` says which photos, as the address of the gallery does."""

    id: int
    kind: LinkKind
    query: str
    name: str
    made_by: str | None
    created_at: str
    expires_at: str
    revoked_at: str | None
    opened: int
    last_opened_at: str | None


def make(db: Connection, kind: str, query: str, name: str, days: int, by: str | None, now: datetime) -> str:
    """A link for so many days; returned is its secret, which is shown once. CredentialRefused."""
    called = tidy(name)
    _check(kind, query, called, days)
    secret = new_secret()
    db.execute(
        """
        INSERT INTO links (secret_hash, kind, query, name, made_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [hash_of(secret), str(kind), query, called, by, moments.text(now), moments.after(now, days=days)],
    )
    journal.note(db, now, by, "link", called, str(kind))
    return secret


def _check(kind: str, query: str, name: str, days: int) -> None:
    if kind not in set(LinkKind):
        raise CredentialRefused("a link opens a gallery or a zip")
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise CredentialRefused(f"a link has a name of 1 to {_LONGEST_NAME} characters")
    if len(query) > _LONGEST_QUERY:
        raise CredentialRefused(f"a link names its photos in at most {_LONGEST_QUERY:,} characters")
    if not 1 <= days <= LONGEST_DAYS:
        raise CredentialRefused(f"a link is for 1 to {LONGEST_DAYS} days")


def find(db: Connection, secret: str, now: datetime) -> Link | None:
    """The link with this secret, while it opens something."""
    row = db.execute(_FIND, [hash_of(secret), moments.text(now)]).fetchone()
    return _link(row) if row else None


def count(db: Connection, link: int, now: datetime) -> None:
    """The link was opened once more."""
    db.execute(
        "UPDATE links SET opened = opened + 1, last_opened_at = ? WHERE id = ?", [moments.text(now), link]
    )


def every(db: Connection) -> list[Link]:
    """Every link, the newest first, with those that ended."""
    return [_link(row) for row in db.execute(_ALL)]


def _link(row: tuple) -> Link:  # type: ignore[type-arg]
    number, kind, *rest = row
    return Link(number, LinkKind(kind), *rest)


def revoke(db: Connection, link: int, by: str | None, now: datetime) -> None:
    """A link opens nothing any more; NoSuchCredential when it is not there, or was revoked."""
    row = db.execute(
        "UPDATE links SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING name",
        [moments.text(now), link],
    ).fetchone()
    if row is None:
        raise NoSuchCredential("link", link)
    journal.note(db, now, by, "link revoked", row[0])
