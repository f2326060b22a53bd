"""Libraries of any size, to be served: rows written straight into the tables, past the road.

Taking a million photos in would need a million photos. The tables are made by the program's own migrations, so
that they have its columns and its indexes; photos, places, files and the search are filled, claims and pictures
are not.
"""

import ast
from functools import partial
from inspect import getsource
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import rows
from benchmarks.cache import kept, say
from catalogue.database.connection import Connection, writing
from catalogue.database.schema import MIGRATIONS
from catalogue.library import Library

_BATCH = 20_000
_RUN = "2026-01-01-0000-made"


def library(photos: int) -> Path:
    """Give the home of a library of so many photos."""
    recipe = (
        ast.dump(ast.parse(getsource(rows)))
        + "".join(migration.script for migration in MIGRATIONS)
        + _source()
    )
    return kept(f"library-{photos}", recipe, partial(_fill, photos=photos))


def _source() -> str:
    return ast.dump(ast.parse(getsource(_fill) + getsource(_write) + getsource(_insert) + getsource(_file)))


def _fill(home: Path, *, photos: int) -> None:
    with Library.open(home) as made:
        # Ids come in no order: an index that lies in memory takes a million of them in minutes, not hours.
        made.db.execute("PRAGMA cache_size = -800000")
        made.db.execute("PRAGMA synchronous = OFF")
        with writing(made.db) as db:
            db.execute(
                "INSERT INTO runs (id, door, source, started_at, state, program_version) "
                "VALUES (?, 'folder', '/made', '2026-01-01T00:00:00Z', 'finished', '0')",
                [_RUN],
            )
            _insert(db, "places", list(rows.place_rows()))
        every = rows.photo_rows(photos)
        for number, batch in enumerate(iter(lambda: list(islice(every, _BATCH)), [])):
            if number % 10 == 9:
                say(f"{number * _BATCH:,} of {photos:,} rows")
            with writing(made.db) as db:
                _write(db, batch)
        made.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write(db: Connection, batch: list[rows.Row]) -> None:
    _insert(db, "photos", batch)
    _insert(db, "photo_places", [relation for row in batch for relation in rows.relation_rows(row)])
    _insert(db, "photo_themes", [theme for row in batch for theme in rows.theme_rows(row)])
    db.executemany(
        "INSERT INTO photo_search (rowid, text) VALUES (?, ?)",
        [(row["number"], rows.search_text(row)) for row in batch],
    )
    db.executemany(
        """
        INSERT INTO files (sha256, photo_id, name, path, source, size_bytes, extension, run_id, arrived_at)
        VALUES (?, ?, ?, ?, '/made', 3600000, 'jpg', ?, ?)
        """,
        map(_file, batch),
    )


def _insert(db: Connection, table: str, batch: list[rows.Row]) -> None:
    names = list(batch[0])
    values = ", ".join(f":{name}" for name in names)
    db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", batch)  # noqa: S608 our own names


def _file(row: rows.Row) -> tuple[Any, ...]:
    name = f"IMG_{row['number']:07}.jpg"
    path = f"{row['taken_year']}/{row['number'] // 500:05}/{name}"
    return row["original_sha256"], row["id"], name, path, _RUN, row["added_at"]
