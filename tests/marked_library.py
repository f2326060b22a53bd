"""A library with a marker in every text that it holds: what comes in by its doors, and every column besides."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest
from catalogues import RUN, Row, insert
from desks import NOW, PAIRS, every_queue, make_desk
from marked_road import bring_in
from marking import KINDS, mark

from catalogue.database.connection import Connection, connect, writing
from catalogue.home.paths import Home

_HASH = "a hash of bytes, computed by the program"
_KEY = "refers to a row of another table, and SQLite refuses what is not there"
_CHECK = "a CHECK of the schema refuses what is none of its words"

#: The columns of text that hold no marker, and why they cannot hold what anybody else wrote.
EXEMPT: Mapping[str, str] = {
    **dict.fromkeys(("photos.id", "photos.original_sha256", "photos.picture_hash", "files.sha256"), _HASH),
    **dict.fromkeys((
        "changes.run_id", "changes.photo_id", "changes.action_id", "claims.photo_id", "claims.run_id",
        "claims.action_id", "companions.photo_id", "files.photo_id", "files.run_id", "ingest_log.run_id",
        "ingest_log.photo_id", "near_duplicates.first_id", "near_duplicates.second_id", "photo_places.photo_id",
        "photo_themes.photo_id", "photos.version_of", "place_decisions.photo_id", "places.kind", "places.layer",
        "reviews.photo_id", "settlements.photo_id",
    ), _KEY),
    **dict.fromkeys((
        "photos.state", "photos.renditions", "runs.state", "place_decisions.decision", "near_duplicates.decision",
    ), _CHECK),
    **dict.fromkeys(("_sqlite_migrations.migration_set", "_sqlite_migrations.name", "_sqlite_migrations.applied_at"), "x"),
    "place_shapes.shape": "x", "layers.kind": "x", "files.extension": "x", "photos.original_extension": "x",
}  # fmt: skip
#: Names of rows that others refer to: rows of their own are named by markers.
_NAMED = frozenset(("runs.id", "layers.name", "actions.id", "settings.name", "themes.theme"))
#: A value there changes what is shown at all: only every fifth row has one.
SPARSE = frozenset((
    "files.withdrawn", "claims.withdrawn", "places.retired_at", "actions.undone_at", "photos.state_reason",
    "photos.held_because", "photos.position_absence", "claims.absence", "near_duplicates.made_at",
))  # fmt: skip


def columns_of_text(db: Connection) -> list[str]:
    """Every column of text of every table of the catalogue, as `photos.caption`; the search and SQLite's own are none."""
    tables = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if not name.startswith(("photo_search", "sqlite_"))
    ]
    return [
        f"{table}.{column[1]}"
        for table in tables
        for column in db.execute(f"PRAGMA table_xinfo({table})")
        if column[2] == "TEXT"
    ]


def make_marked(root: Path, scratch: Path) -> Home:
    """The library stands at `root`."""
    home = make_desk(root, every_queue(), pictures=True, pairs=PAIRS)
    bring_in(home, scratch)
    with closing(connect(home.catalogue)) as db:
        with writing(db):
            _fill(db)
        with writing(db):
            for column in columns_of_text(db):
                if column not in EXEMPT and column not in _NAMED:
                    _mark(db, column)
    return home


def _mark(db: Connection, column: str) -> None:
    """A marker of every kind stands in the column, in as many rows as there are; what has one already keeps it."""
    table, name = column.split(".")
    rows = db.execute(f"SELECT rowid FROM {table} WHERE coalesce({name}, '') NOT LIKE '%mk:%' ORDER BY rowid")
    chosen = [row for (row,) in rows.fetchall()][:: 5 if column in SPARSE else 1]
    for row, kind in zip(chosen, cycle(KINDS), strict=False):
        db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", [mark(column, kind), row])


def _fill(db: Connection) -> None:
    """Tables that the road leaves nearly empty have a row for each kind of marker."""
    photos = [row for (row,) in db.execute("SELECT id FROM photos ORDER BY number LIMIT 32")]
    for number, kind in enumerate(KINDS):
        for table, row in _rows(number, kind, photos[number], photos[number + 16]).items():
            insert(db, table, row)


def _rows(number: int, kind: str, one: str, other: str) -> Mapping[str, Row]:
    said = {"made_by": "x", "made_at": NOW}
    place = 5000 + number
    west = 2.5 + number * 0.02
    ring = f"{west} 50.5, {west + 0.01} 50.5, {west + 0.01} 50.51, {west} 50.5"
    box = {"west": west, "south": 50.5, "east": west + 0.01, "north": 50.51}
    return {
        "runs": {"id": mark("runs.id", kind), "door": "folder", "source": "x", "started_at": NOW, "state": "finished",
                 "stored": 1, "program_version": "x"},
        "layers": {"kind": "terril", "name": mark("layers.name", kind), "source": "x", "imported_at": NOW},
        "places": {"id": place, "kind": "terril", "name": "x", "layer": mark("layers.name", kind),
                   "latitude": 50.5, "longitude": west},
        "place_shapes": {"place_id": place, "shape": f"POLYGON (({ring}))", **box},
        "place_aliases": {"place_id": place, "alias": "x"},
        "place_sections": {"place_id": place, "number": 1, "name": "x", "start_m": 0, "end_m": 9},
        "photo_places": {"photo_id": one, "place_id": place, "relation": "near", "rule": "x", "distance_m": 9,
                         "main": 1},
        "place_decisions": {"photo_id": one, "place_id": place, "decision": "is", **said},
        "photo_themes": {"photo_id": one, "theme": f"x {number}"},
        "themes": {"theme": mark("themes.theme", kind), "added_at": NOW},
        "companions": {"photo_id": one, "kind": "live-photo", "source": "x", "path": "x", "size_bytes": 9},
        "settlements": {"photo_id": one, "reason": "estimate", "detail": f"x {number}", **said},
        "near_duplicates": {"first_id": min(one, other), "second_id": max(one, other), "differing_bits": 3, "noted_at": NOW},
        "actions": {"id": mark("actions.id", kind), "what": "position", "photos": 1, **said},
        "changes": {"at": NOW, "made_by": "x", "photo_id": one, "field": "caption", "before": "x", "after": "y"},
        "settings": {"name": mark("settings.name", kind), "value": "x"},
        "ingest_log": {"run_id": RUN, "source": "x", "path": f"x {number}", "outcome": "failed", "code": "truncated",
                       "message": "x", "at": NOW, "program_version": "x"},
    }  # fmt: skip


@pytest.fixture(scope="session")
def made_marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, made once."""
    folder = tmp_path_factory.mktemp("marked")
    return make_marked(folder / "library", folder / "scratch").root


@pytest.fixture(scope="session")
def marked(made_marked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The library, for tests that leave it as it is but for what they add."""
    return Home(Path(shutil.copytree(made_marked, tmp_path_factory.mktemp("served") / "library")))
