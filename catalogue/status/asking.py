"""The status of a home, and whether its server can do its work at all."""

from contextlib import closing
from datetime import UTC, datetime

from catalogue.database.connection import OLDEST_SAFE, DatabaseError, connect, sqlite_version
from catalogue.database.migrations import version_of
from catalogue.database.schema import VERSION
from catalogue.home.paths import Home
from catalogue.status.findings import Status
from catalogue.status.judging import judge
from catalogue.status.looking import has_room, look, takes_a_file


def status(home: Home) -> Status:
    """Everything that is found of this home now. Nothing is changed; about 50 ms for 8,000 photos."""
    return judge(look(home, datetime.now(UTC)))


def works(home: Home) -> bool:
    """True when pages can be read and photos can be stored: asked every few seconds, so in few milliseconds."""
    return _readable(home) and takes_a_file(home.root) and has_room(home)


def _readable(home: Home) -> bool:
    if sqlite_version() < OLDEST_SAFE or not home.catalogue.exists():
        return False
    try:
        with closing(connect(home.catalogue, readonly=True)) as db:
            db.execute("SELECT number FROM photos LIMIT 1").fetchone()
            return version_of(db) == VERSION
    except DatabaseError:
        return False
