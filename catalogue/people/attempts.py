"""How often passwords were tried: who guesses is slowed down, and nobody is locked out by somebody else.

Two counts, of failures since an attempt last succeeded or within a time:

- an account from one address: five are free, then each waits twice as long as the one before, 15 minutes at most;
- an address, whatever the account: fifty an hour are free, then the same.

An account has no count of its own: phones change their addresses every hour, and whoever counted the failures from
everywhere would let an attacker keep its owner out.

An attempt is noted before the password is looked at: a hundred at once are a hundred.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from catalogue.database.connection import Connection
from catalogue.errors import TooManyAttempts
from catalogue.people import moments

_LONGEST_WAIT_SECONDS = 900
_IPV6_PREFIX = 64

_PAIR = """
    SELECT count(*), max(at) FROM attempts
    WHERE account_folded = :account AND address = :address AND at > :since AND succeeded = 0
        AND id > coalesce((SELECT max(id) FROM attempts
            WHERE account_folded = :account AND address = :address AND succeeded = 1), 0)
"""
_ADDRESS = "SELECT count(*), max(at) FROM attempts WHERE address = :address AND at > :since AND succeeded = 0"


@dataclass(frozen=True, slots=True)
class _Limit:
    """So many failures within so long are free."""

    free: int
    within: timedelta
    query: str


_LIMITS = (_Limit(5, timedelta(days=1), _PAIR), _Limit(50, timedelta(hours=1), _ADDRESS))


def begin_attempt(db: Connection, account: str, address: str, now: datetime) -> int:
    """An attempt is noted as failed, and its number returned; TooManyAttempts when it comes too early."""
    asked = {"account": _account(db, account), "address": origin(address)}
    wait = max(_wait(db, limit, asked, now) for limit in _LIMITS)
    if wait > 0:
        raise TooManyAttempts(math.ceil(wait))
    return _note(db, asked, now, succeeded=False)


def succeed(db: Connection, attempt: int) -> None:
    """The attempt was no failure."""
    db.execute("UPDATE attempts SET succeeded = 1 WHERE id = ?", [attempt])


def note_success(db: Connection, account: str, address: str, now: datetime) -> None:
    """Somebody came in from an address otherwise than by password: what they mistyped there counts no more."""
    _note(db, {"account": _account(db, account), "address": origin(address)}, now, succeeded=True)


def origin(address: str) -> str:
    """Where an attempt comes from: an IPv4 address, or the network of 64 bits that one household has of IPv6.

    >>> origin("192.0.2.7"), origin("2001:db8:1:2:3:4:5:6"), origin("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:1:2::', '192.0.2.7')
    """
    try:
        parsed = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, IPv6Address):
        network = IPv6Address(int(parsed) >> _IPV6_PREFIX << _IPV6_PREFIX)
        return str(parsed.ipv4_mapped or network)
    return str(parsed)


def _note(db: Connection, asked: dict[str, str], now: datetime, *, succeeded: bool) -> int:
    noted = db.execute(
        "INSERT INTO attempts (account_folded, address, at, succeeded) VALUES (?, ?, ?, ?)",
        [asked["account"], asked["address"], moments.text(now), int(succeeded)],
    )
    return int(noted.lastrowid or 0)


def _account(db: Connection, folded: str) -> str:
    """The account as attempts hold it. What is nobody's name may be a password in the wrong field: a few bits of it."""
    if db.execute("SELECT 1 FROM people WHERE name_folded = ?", [folded]).fetchone():
        return folded
    return "?" + sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _wait(db: Connection, limit: _Limit, asked: dict[str, str], now: datetime) -> float:
    """Seconds until the next attempt is free under a limit; 0 or less when it is."""
    failures, last = db.execute(limit.query, asked | {"since": moments.text(now - limit.within)}).fetchone()
    if failures < limit.free:
        return 0
    delay = min(2.0 ** min(failures - limit.free, 20), _LONGEST_WAIT_SECONDS)
    return _left(last, delay, now)


def _left(last: str, delay: float, now: datetime) -> float:
    """Seconds left of a delay; a clock that was set back holds nobody up for longer than the delay."""
    return min(delay - (now - moments.moment(last)).total_seconds(), delay)
