"""`people.db`, opened: a file that only the home's owner may read, and that Datasette never opens."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from catalogue.database.connection import Connection, DatabaseError, connect, spoken_failure, writing
from catalogue.database.migrations import bring_up
from catalogue.errors import AccountsDamaged, CatalogueDamaged, HomeUnwritable, NotEnoughRoom
from catalogue.home.paths import Home
from catalogue.originals.durable import flush_folder
from catalogue.people.schema import MIGRATIONS

_OURS_ALONE = 0o600
#: Why something could not be written: it is somebody's turn, or the disk's fault.
UNWRITTEN = (DatabaseError, NotEnoughRoom, HomeUnwritable)


def ensure(home: Home) -> None:
    """`people.db` is there, with the newest schema, and nobody but its owner may read it."""
    _keep_to_owner(home.people)
    with _spoken(home), closing(connect(home.people)) as db:
        bring_up(db, home.people, "people", MIGRATIONS)


def _keep_to_owner(path: Path) -> None:
    """The file exists and is its owner's alone before SQLite writes to it; its log gets the same rights."""
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OURS_ALONE)
    try:
        os.fchmod(descriptor, _OURS_ALONE)
    finally:
        os.close(descriptor)
    if new:
        flush_folder(path.parent)


def stand_by(home: Home) -> Connection:
    """A connection that does nothing but be there, as long as it is kept.

    The last one to close takes the log and its index away, and opening anew makes them again: on a full disk nobody
    could even read, and everybody would be shut out.
    """
    db = connect(home.people)
    db.execute("SELECT count(*) FROM people").fetchone()
    return db


@contextmanager
def reading(home: Home) -> Iterator[Connection]:
    """A connection to read from; it can write nothing."""
    with _spoken(home), closing(connect(home.people, readonly=True)) as db:
        yield db


@contextmanager
def changing(home: Home, *, busy_ms: int | None = None) -> Iterator[Connection]:
    """One transaction, durable on return, undone on any error. `busy_ms` is how long it waits for its turn.

    What is taken out is overwritten: a purged address must not stay in the free space of the file.
    """
    with _spoken(home), closing(connect(home.people)) as db:
        db.execute("PRAGMA secure_delete = ON")
        if busy_ms is not None:
            db.execute(f"PRAGMA busy_timeout = {busy_ms:d}")
        with writing(db):
            yield db


@contextmanager
def _spoken(home: Home) -> Iterator[None]:
    """What goes wrong with the disk or the file is told so that a person can act on it."""
    try:
        yield
    except DatabaseError as error:
        spoken = spoken_failure(error, str(home.root))
        if spoken is error:
            raise
        if isinstance(spoken, CatalogueDamaged):
            raise AccountsDamaged(str(home.root), str(error)) from error
        raise spoken from error


def copies_before_migrations(home: Home) -> list[Path]:
    """Copies of `people.db` that stand beside it from before its schema was brought forward."""
    return sorted(home.root.glob(f"{home.people.stem}.before-*.db"))


@contextmanager
def changing_copy(path: Path) -> Iterator[Connection]:
    """One transaction on such a copy, in which what is taken out is overwritten."""
    with closing(connect(path)) as db:
        db.execute("PRAGMA secure_delete = ON")
        with writing(db):
            yield db


def empty_log(home: Home) -> bool:
    """What was taken out is not in the write-ahead log either; false where somebody reads without a pause."""
    with _spoken(home), closing(connect(home.people)) as db:
        db.execute("PRAGMA busy_timeout = 5000")
        return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
