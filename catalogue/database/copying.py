"""A database that is in use, copied as it is at one moment into one single file."""

from pathlib import Path

from catalogue.database.connection import connect, connect_alone
from catalogue.database.migrations import version_of


def copy_database(source: Path, target: Path) -> None:
    """`target` holds what `source` held at one moment, in one file, without a write-ahead log.

    Who reads and writes the source meanwhile is neither stopped nor waited for (SQLite's backup API, all pages at
    once). Nothing is flushed: the copy is to be looked through, and copied again to where it is kept.
    """
    original, copy = connect(source, readonly=True), connect_alone(target)
    try:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        original.close()


def damage_of(path: Path) -> str:
    """What SQLite finds wrong in a database that nobody else uses, its first line; nothing when it is whole."""
    db = connect_alone(path)
    try:
        lines = [str(line) for (line,) in db.execute("PRAGMA integrity_check(1)")]
    finally:
        db.close()
    return "" if lines == ["ok"] else " ".join(lines[:1]).replace("\n", " ")


def schema_of(path: Path) -> int:
    """Which version of its schema a database that nobody else uses has (`user_version`)."""
    db = connect_alone(path)
    try:
        return version_of(db)
    finally:
        db.close()
