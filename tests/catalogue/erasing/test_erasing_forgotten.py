"""No table and no column is forgotten: what is added to the schema must be erased too, or say why it need not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import rows

from catalogue.database.connection import connect
from catalogue.erasing.columns import EXEMPT, MENTIONS, OTHERS, ROWS

# How a column sounds that may speak of a photo: by its id, its number, the hash, the name or the path of a file.
_SPEAKS = re.compile(
    r"photo|number|sha256|hash|name|path|source|file|original|message|detail|field|before|after|value|version"
    r"|(^|_)id$|text|theme|stored|alias|url|link|key"
)
# SQLite's own, below the search.
_SHADOW = re.compile(r"photo_search_|sqlite_|_sqlite_migrations")


def columns(home: Path) -> Iterator[tuple[str, str]]:
    """Every column of every table."""
    for table in rows(home, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        if not _SHADOW.match(table["name"]):
            for column in rows(home, f"SELECT name FROM pragma_table_info('{table['name']}')"):
                yield table["name"], column["name"]


def forgotten(home: Path) -> list[str]:
    """Tables nobody decided about, and columns by which rows that stay might speak of a photo that goes."""
    own = {table for table, _ in ROWS}
    found = [table for table in {table for table, _ in columns(home)} if table not in own | set(OTHERS)]
    decided = {f"{table}.{column}" for table, column in ROWS} | set(MENTIONS) | set(EXEMPT)
    for table, column in columns(home):
        if f"{table}.{column}" not in decided and _may_speak(home, table, column):
            found.append(f"{table}.{column}")
    return sorted(found)


def _may_speak(home: Path, table: str, column: str) -> bool:
    refers = rows(home, f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{table}\')')
    to_photo = any(row["from"] == column and row["table"] in ("photos", "files") for row in refers)
    return to_photo or _SPEAKS.search(column) is not None


def test_nothing_of_the_schema_is_forgotten(empty_library: Path):
    assert forgotten(empty_library) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (
            "CREATE TABLE picks (photo_id TEXT REFERENCES photos(id), selection TEXT)",
            ["picks", "picks.photo_id"],
        ),
        ("CREATE TABLE usages (report TEXT)", ["usages"]),
        ("ALTER TABLE photos ADD COLUMN best_of TEXT REFERENCES photos(id)", ["photos.best_of"]),
        ("ALTER TABLE runs ADD COLUMN last_path TEXT", ["runs.last_path"]),
        ("ALTER TABLE actions ADD COLUMN photo_number INTEGER", ["actions.photo_number"]),
    ],
)
def test_a_table_or_column_that_is_added_is_noticed(empty_library: Path, statement: str, name: list[str]):
    db = connect(empty_library / "catalogue.db")
    db.execute(statement)
    db.close()

    assert forgotten(empty_library) == name


def test_what_is_decided_is_there(empty_library: Path):
    there = {f"{table}.{column}" for table, column in columns(empty_library)}
    decided = {f"{table}.{column}" for table, column in ROWS} | set(MENTIONS) | set(EXEMPT)

    assert decided - there == set()
    assert set(OTHERS) <= {name.partition(".")[0] for name in there}
