"""How long `people.db` remembers. What is older is taken out, and overwritten.

The CNIL asks that traces of use be kept for six months to a year, and no longer than what they are for (deliberation
2021-122 on logging); changes of accounts are few, and are what an inquiry begins with.
"""

from datetime import datetime

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.people import moments
from catalogue.people.store import copies_before_migrations

ADDRESSES_DAYS = 30
ATTEMPTS_DAYS = 30
#: Sessions, invitations and tokens that ended.
ENDED_DAYS = 30
ACCESS_LOG_DAYS = 365
LINKS_ENDED_DAYS = 365
JOURNAL_DAYS = 3 * 365
#: Uploads that were received: what a phone has its receipts of.
UPLOADS_DAYS = 365
#: Uploads that nobody finished are spoken of a while longer; their bytes go when they expire.
UPLOADS_EXPIRED_DAYS = 30
#: Copies of the file from before its schema was brought forward hold what this one forgets.
COPIES_DAYS = 30

_DAY_SECONDS = 24 * 3600

# Each with the days after which it is due.
_STATEMENTS: tuple[tuple[str, int], ...] = (
    ("UPDATE sessions SET address = NULL WHERE address IS NOT NULL AND created_at <= ?", ADDRESSES_DAYS),
    ("DELETE FROM attempts WHERE at <= ?", ATTEMPTS_DAYS),
    ("DELETE FROM sessions WHERE min(coalesce(revoked_at, expires_at), expires_at) <= ?", ENDED_DAYS),
    (
        "DELETE FROM invitations WHERE min(coalesce(used_at, expires_at), coalesce(voided_at, expires_at)) <= ?",
        ENDED_DAYS,
    ),
    # A token without an end has none to be compared with: it is kept until it is revoked.
    (
        "DELETE FROM tokens WHERE coalesce(min(revoked_at, expires_at), revoked_at, expires_at) <= ?",
        ENDED_DAYS,
    ),
    ("DELETE FROM links WHERE min(coalesce(revoked_at, expires_at), expires_at) <= ?", LINKS_ENDED_DAYS),
    ("DELETE FROM access_log WHERE at <= ?", ACCESS_LOG_DAYS),
    ("DELETE FROM journal WHERE at <= ?", JOURNAL_DAYS),
    ("DELETE FROM uploads WHERE received_at <= ?", UPLOADS_DAYS),
    ("DELETE FROM uploads WHERE received_at IS NULL AND expires_at <= ?", UPLOADS_EXPIRED_DAYS),
)


def purge(db: Connection, now: datetime) -> int:
    """Nothing is older than it may be; returned is how many rows that took out or changed."""
    return sum(
        db.execute(statement, [moments.after(now, days=-days)]).rowcount for statement, days in _STATEMENTS
    )


def clear_copies(home: Home, now: datetime) -> None:
    """Copies from before a migration are gone when they are older than they may be; an upgrade takes its own away."""
    for copy in copies_before_migrations(home):
        numbered = copy.stem.rpartition("-")[2].isdecimal() and "upgrade" not in copy.stem
        if numbered and now.timestamp() - copy.stat().st_mtime > COPIES_DAYS * _DAY_SECONDS:
            copy.unlink(missing_ok=True)
