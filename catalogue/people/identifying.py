"""Who asks: the question of every request."""

from contextlib import suppress
from datetime import datetime

from catalogue.home.paths import Home
from catalogue.people import sessions, tokens
from catalogue.people.person import Person
from catalogue.people.store import UNWRITTEN, changing, reading


def who_is(home: Home, now: datetime, *, session: str | None, bearer: str | None) -> Person | None:
    """Whom a cookie or a token stands for; a request that shows a token is judged by that alone."""
    secret = session if bearer is None else bearer
    if not secret:
        return None
    with reading(home) as db:
        found = (sessions.find if bearer is None else tokens.find)(db, secret, now)
    if found is None:
        return None
    person, seen = found
    if sessions.is_stale(seen, now):
        _note_sign_of_life(home, person, now)
    return person


def _note_sign_of_life(home: Home, person: Person, now: datetime) -> None:
    """It is noted when they came, if that can be done at once: a full disk or a busy database keeps nobody out."""
    touch = sessions.touch if person.by == "session" else tokens.touch
    with suppress(*UNWRITTEN), changing(home, busy_ms=0) as db:
        touch(db, person.credential_id, now)
