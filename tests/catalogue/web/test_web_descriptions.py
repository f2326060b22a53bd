"""Every table and column of the catalogue is described, in both languages."""

from contextlib import closing

from catalogue.database.connection import connect
from catalogue.database.descriptions import COLUMNS, TABLES

pytest_plugins = ["serving"]

#: Made by SQLite and sqlite-utils for themselves.
_MACHINERY = ("sqlite_", "_", "photo_search_")


def test_every_column_is_described_and_nothing_else(library):
    with closing(connect(library.catalogue, readonly=True)) as db:
        tables = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
        ours = [name for name in tables if not name.startswith(_MACHINERY)]
        columns = {
            name: [row[1] for row in db.execute(f"PRAGMA table_xinfo({name})") if row[6] != 1]
            for name in ours
        }

    assert "photos" in ours
    assert set(TABLES) == set(ours)
    assert {name: list(described) for name, described in COLUMNS.items()} == columns


def test_both_languages_say_something():
    sentences = [*TABLES.values(), *(said for table in COLUMNS.values() for said in table.values())]

    for said in sentences:
        assert said.fr.endswith((".", "…"))
        assert said.en.endswith((".", "…"))
