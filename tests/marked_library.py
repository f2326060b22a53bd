"""A library with a marker in every text that it holds: what comes in by its doors, and every column besides."""

from collections.abc import Mapping
from contextlib import closing
from itertools import cycle
from pathlib import Path

from catalogues import insert
from desks import PAIRS, every_queue, make_desk
from marked_people import hire
from marked_road import bring_in
from marked_rows import NAMED, marked_rows
from marking import KINDS, mark

from catalogue.database.connection import Connection, connect, writing
from catalogue.home.paths import Home

HASH = "a hash of bytes, computed by the program"
KEY = "refers to a row of another table, and SQLite refuses what is not there"
CHECK = "a CHECK of the schema refuses what is none of its words"
KIND = "a kind of place: the foreign key of its places, and a choice of the command line"
SUFFIX = "from the list of formats, each known by its bytes; part of paths in the home"
CLOCK = "the program's own clock, with which editing computes"
SHAPE = "geometry that shapely wrote, and reads again: what is none cannot be drawn"
TICKET = "26 letters and digits of a small alphabet: whatever else lies in the inbox is no ticket"
MIGRATIONS = "written by the migrations alone"

#: The columns of text that hold no marker, and why they cannot hold what anybody wrote.
EXEMPT: Mapping[str, str] = {
    **dict.fromkeys(("photos.id", "photos.original_sha256", "photos.picture_hash", "files.sha256"), HASH),
    **dict.fromkeys((
        "changes.run_id", "changes.photo_id", "changes.action_id", "claims.photo_id", "claims.run_id",
        "claims.action_id", "companions.photo_id", "files.photo_id", "files.run_id", "ingest_log.run_id",
        "ingest_log.photo_id", "near_duplicates.first_id", "near_duplicates.second_id", "photo_places.photo_id",
        "photo_themes.photo_id", "photos.version_of", "place_decisions.photo_id", "places.kind",
        "reviews.photo_id", "settlements.photo_id",
    ), KEY),
    **dict.fromkeys((
        "near_duplicates.decision", "photos.state", "photos.renditions", "place_decisions.decision", "runs.state",
    ), CHECK),
    "ingest_log.ticket": TICKET,
    "layers.kind": KIND,
    **dict.fromkeys(("files.extension", "photos.original_extension", "photos.format"), SUFFIX),
    "place_shapes.shape": SHAPE,
    "photos.added_at": CLOCK,
    **dict.fromkeys((
        "_sqlite_migrations.migration_set", "_sqlite_migrations.name", "_sqlite_migrations.applied_at",
    ), MIGRATIONS),
}  # fmt: skip

# Words and moments of the program's own, which steer what is shown: they are marked in the last rows alone.
_STEERS: Mapping[str, tuple[str, ...]] = {
    "actions": ("what", "made_at", "undone_at"),
    "changes": ("at", "field", "before", "after"),
    "claims": ("subject", "source", "detail", "value", "absence", "precision", "reference", "made_at", "withdrawn"),
    "companions": ("kind",),
    "files": ("arrived_at", "withdrawn"),
    "ingest_log": ("outcome", "code", "at"),
    "layers": ("imported_at",),
    "near_duplicates": ("made_at", "noted_at"),
    "photo_places": ("relation", "decided_by"),
    "photos": ("taken_at", "taken_method", "utc_offset", "position_method", "position_absence", "heading_reference",
               "state_reason", "held_because", "colour", "rights", "aspect", "diffusion"),
    "places": ("retired_at",),
    "reviews": ("reason", "noted_at"),
    "runs": ("door", "started_at", "finished_at"),
}  # fmt: skip


def columns_of_text(db: Connection) -> list[str]:
    """Every column of text of every table, as `photos.caption`; the index of the search and SQLite's own are none."""
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
    with closing(connect(home.catalogue)) as db, writing(db):
        _add_rows(db)
        for column in columns_of_text(db):
            if column not in EXEMPT and column not in NAMED:
                _mark(db, column)
    hire(home)
    return home


def _add_rows(db: Connection) -> None:
    """Tables that the road leaves nearly empty have a row for each kind of marker."""
    photos = [row for (row,) in db.execute("SELECT id FROM photos ORDER BY number LIMIT ?", [2 * len(KINDS)])]
    for number, kind in enumerate(KINDS):
        for table, row in marked_rows(number, kind, photos[number], photos[number + len(KINDS)]).items():
            insert(db, table, row)


def _mark(db: Connection, column: str) -> None:
    """A marker of every kind stands in the column, in as many rows as there are; what has one already keeps it."""
    table, name = column.split(".")
    found = db.execute(
        f"SELECT rowid FROM {table} WHERE coalesce({name}, '') NOT LIKE '%mk:%' ORDER BY rowid"
    )
    rows = [row for (row,) in found.fetchall()]
    steered = (
        rows[: len(KINDS)] if table == "ingest_log" else rows[-len(KINDS) :]
    )  # the last are of a run of ours
    chosen = steered if name in _STEERS.get(table, ()) else rows
    for row, kind in zip(chosen, cycle(KINDS), strict=False):
        db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", [mark(column, kind), row])
