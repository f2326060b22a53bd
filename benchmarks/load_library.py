"""A library to be browsed by many while it is written: real photos, taken in, and described as those of years are.

The photos are small, so that thousands are taken in within minutes; their rows are those of `benchmarks.rows`, so that
every facet has its values. What the program computes of claims is written over: only browsing is true to life.
"""

import ast
import os
import shutil
from functools import partial
from inspect import getsource
from pathlib import Path
from sys import modules

from benchmarks import photos, rows
from benchmarks.cache import kept, say
from benchmarks.photos import FIRST, small_photos
from benchmarks.programs import PHOTOTHEQUE, cost_of
from catalogue.database.connection import Connection, writing
from catalogue.database.schema import MIGRATIONS
from catalogue.library import Library

_KEPT_AS_IT_IS = frozenset(
    {"id", "number", "orientation", "width", "height", "format", "state", "state_reason", "colour", "aspect"}
    | {"original_sha256", "original_extension", "renditions", "added_at"}
)
_DATABASE = "catalogue.db"


def browsed_library() -> Path:
    """Give the home of a library of 8,000 photos, with their files."""
    recipe = "".join(ast.dump(ast.parse(getsource(room))) for room in (rows, photos, modules[__name__]))
    return kept("browsed", recipe + "".join(m.script for m in MIGRATIONS), _made) / "home"


def lent_to(library: Path, home: Path) -> Path:
    """A home of its own, of the same files (they are never rewritten) and a copy of the database."""
    return Path(shutil.copytree(library, home, copy_function=_lent))


def _lent(source: str, target: str) -> None:
    if Path(source).name.startswith(_DATABASE):
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def _made(folder: Path) -> None:
    _, first = small_photos()
    say(f"taking {FIRST:,} photos in")
    cost_of([PHOTOTHEQUE, "ingest", str(first), "--home", str(folder / "home")])
    with Library.open(folder / "home") as library:
        with writing(library.db) as db:
            _describe(db)
        library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _describe(db: Connection) -> None:
    _insert(db, "places", list(rows.place_rows()))
    ids = dict(db.execute("SELECT number, id FROM photos"))
    described = [
        {**row, "id": ids[row["number"]]} for row in rows.photo_rows(max(ids)) if row["number"] in ids
    ]
    names = sorted(set(described[0]) - _KEPT_AS_IT_IS)
    told = ", ".join(f"{name} = :{name}" for name in names)
    db.executemany(f"UPDATE photos SET {told} WHERE id = :id", described)  # noqa: S608 our own names
    db.executemany("UPDATE photo_search SET text = ? WHERE rowid = ?", map(_searched, described))
    for table, of_photo in (("photo_places", rows.relation_rows), ("photo_themes", rows.theme_rows)):
        _insert(db, table, [each for row in described for each in map(partial(_of, row), of_photo(row))])


def _of(photo: rows.Row, row: rows.Row) -> rows.Row:
    return {**row, "photo_id": photo["id"]}


def _searched(row: rows.Row) -> tuple[str, int]:
    return rows.search_text(row), row["number"]


def _insert(db: Connection, table: str, batch: list[rows.Row]) -> None:
    names = list(batch[0])
    values = ", ".join(f":{name}" for name in names)
    db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", batch)  # noqa: S608 our own names
