"""Write a small library of today's schema as SQL, to be opened by every later version.

Run once for each released schema: `python tests/files/dump_library.py HOME > tests/files/library-0001.sql`.
Virtual tables are written as their statement and their rows: what lies beneath them is SQLite's own affair.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from catalogue.database.connection import Connection, connect


def dump(db: Connection) -> Iterator[str]:
    """The statements that make the catalogue again."""
    yield "PRAGMA foreign_keys = OFF;"  # tables stand in the order they were made in, not of what they refer to
    yield f"PRAGMA user_version = {db.execute('PRAGMA user_version').fetchone()[0]};"
    virtual = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    for name, sql in db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index', rowid"
    ):
        if not any(name.startswith(f"{table}_") and table != name for table in virtual):
            yield f"{sql};"
    for (table,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    ).fetchall():
        if not any(table.startswith(f"{name}_") for name in virtual) and table != "sqlite_sequence":
            yield from _rows(db, table, virtual=table in virtual)


def _rows(db: Connection, table: str, *, virtual: bool) -> Iterator[str]:
    found = db.execute(f"SELECT {'rowid, ' * virtual}* FROM {table}")
    names = ", ".join(column[0] for column in found.description)
    for row in found:
        values = ", ".join(db.execute("SELECT quote(?)", [value]).fetchone()[0] for value in row)
        yield f"INSERT INTO {table} ({names}) VALUES ({values});"


if __name__ == "__main__":
    sys.stdout.write("\n".join(dump(connect(Path(sys.argv[1]) / "catalogue.db", readonly=True))) + "\n")
