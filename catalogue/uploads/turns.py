"""Writing to `people.db` in turn: threads of one process queue up instead of trying again for SQLite’s lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.people.store import changing

_TURN = Lock()


@contextmanager
def changing_in_turn(home: Home) -> Iterator[Connection]:
    """One transaction, durable on return, undone on any error.

    Whoever finds SQLite's lock taken sleeps ever longer between attempts: of twenty phones some would wait for seconds.
    """
    with _TURN, changing(home) as db:
        yield db
