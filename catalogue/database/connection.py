"""The one door to SQLite: which library, which pragmas, how a write is begun and ended."""

import errno
import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from catalogue.errors import CatalogueDamaged, HomeUnwritable, NotEnoughRoom

if TYPE_CHECKING:
    import sqlite3  # the same interface, and it has types
else:
    import pysqlite3 as sqlite3

Connection = sqlite3.Connection
IntegrityError = sqlite3.IntegrityError
DatabaseError = sqlite3.DatabaseError
# Two statements in one are no error to SQLite's door in Python, but a warning that is raised.
Unaskable = (sqlite3.DatabaseError, sqlite3.Warning)
# What SQLite cannot hold: a lone surrogate, an integer beyond 64 bits.
UNSTORABLE = (sqlite3.InterfaceError, sqlite3.DataError, OverflowError, UnicodeEncodeError)

#: The WAL-reset corruption was mended in this version.
OLDEST_SAFE = (3, 51, 3)
_BUSY_MS = 60_000
_TURN_SECONDS = 0.01
_FULL_CODES = {"SQLITE_FULL"}
_DISK_CODES = ("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
# A connection of another make gives no code, only words.
_DAMAGE_WORDS = ("malformed", "not a database", "corrupt")
_DISK_WORDS = ("I/O", "unable to open", "readonly")
_WRITES = itertools.count(1)
_LAST_WRITES: dict[str, int] = {}


def sqlite_version() -> tuple[int, int, int]:
    """Which SQLite is at work; one below OLDEST_SAFE opens no catalogue."""
    major, minor, patch = sqlite3.sqlite_version_info
    return major, minor, patch


def connect(path: str | os.PathLike[str], *, readonly: bool = False) -> Connection:
    """Connection to a catalogue, set for durability: WAL, `synchronous=FULL`, foreign keys on.

    A read-only connection never makes the file. Transactions are begun by `writing` alone.
    """
    if sqlite3.sqlite_version_info < OLDEST_SAFE:
        raise RuntimeError(
            f"SQLite {sqlite3.sqlite_version} is older than 3.51.3 and may corrupt a catalogue"
        )
    mode = "ro" if readonly else "rwc"
    db = sqlite3.connect(
        f"file:{_escaped(os.path.abspath(path))}?mode={mode}", uri=True, isolation_level=None
    )
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    if readonly:
        db.execute("PRAGMA query_only = ON")
        return db
    _keep_journal(db)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    return db


def connect_alone(path: str | os.PathLike[str]) -> Connection:
    """Connection to a copy of a database that nobody else uses: no log beside it, and nothing waits for the disk."""
    db = sqlite3.connect(os.fspath(path), isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    return db


def _keep_journal(db: Connection) -> None:
    """The database has a write-ahead log; it stays so, and only the first connection ever changes it.

    SQLite does not wait for its turn here: of two that change a new file at once, one is told at once that it is
    locked, whatever the time to wait.
    """
    patience = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(_TURN_SECONDS)
        else:
            return


def _escaped(path: str) -> str:
    """A path as SQLite's URIs hold it; `urllib` and `pathlib` would take longer to load than a query to run."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def last_write(path: str | os.PathLike[str]) -> int:
    """Tells writes of this process into one database apart: it changes with each that is done; 0 before the first."""
    return _LAST_WRITES.get(os.path.realpath(path), 0)


def _note_write(db: Connection) -> None:
    _LAST_WRITES[os.path.realpath(_path_of(db))] = next(_WRITES)


def _path_of(db: Connection) -> str:
    """Where a database lies, whatever its folders are called: not every name is UTF-8."""
    found = db.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()[
        0
    ]
    return os.fsdecode(found or b"")


@contextmanager
def writing(db: Connection) -> Iterator[Connection]:
    """One transaction, begun as a writer (`BEGIN IMMEDIATE`), durable on return, undone on any error.

    A full disk and a failing disk speak as `NotEnoughRoom` and `HomeUnwritable`.
    """
    try:
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
        _note_write(db)
    except BaseException as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise _spoken(error, _folder(db)) from error
        raise


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """A part of a transaction that can fail alone."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")


def _folder(db: Connection) -> str:
    return os.path.dirname(_path_of(db))


def _spoken(error: sqlite3.OperationalError, where: str) -> Exception:
    """The error for a person, where one fits; otherwise the error itself."""
    name = getattr(error, "sqlite_errorname", "")
    if name in _FULL_CODES or "full" in str(error):
        return NotEnoughRoom(where)
    if name.startswith(_DISK_CODES) or any(word in str(error) for word in _DISK_WORDS):
        return HomeUnwritable(where, str(error))
    return error


def spoken_failure(error: Exception, home: str) -> Exception:
    """Whatever went wrong with the disk of a home, as the error a person can act on; anything else as it is."""
    if isinstance(error, OSError):
        return spoken_os_error(error, home)
    if isinstance(error, sqlite3.OperationalError):
        return _spoken(error, home)
    if isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in _DAMAGE_WORDS):
        return CatalogueDamaged(home, str(error))
    return error


def spoken_os_error(error: OSError, home: str) -> Exception:
    """A failed write in the home, as the error a person can act on."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotEnoughRoom(home)
    return HomeUnwritable(home, error.strerror or str(error))
