"""Counts follow the catalogue: at once what this server writes, and what others do as far as there is time for it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from catalogue.database.connection import connect, last_write, writing
from catalogue.home.paths import Home
from datasette_plugins.gallery import counting
from datasette_plugins.gallery.counting import Asked, Counting, Read, Where

pytest_plugins = ["serving"]
_AS_ANOTHER = """
import sys
from catalogue.database.connection import connect, writing
with writing(connect(sys.argv[1])) as db:
    db.execute("UPDATE photos SET creator = ?", [sys.argv[2]])
"""


@pytest.fixture
def counter(library: Home) -> Iterator[Counting]:
    asked = Counting(library.catalogue)
    yield asked
    asked.close()


def _creators(counter: Counting) -> set[object]:
    found = counter.count(Asked(Where([], {}), all_states=True, versions=True), 5_000).result()
    return set(found.facets["creator"])


def _written_elsewhere(library: Home, creator: str) -> None:
    subprocess.run([sys.executable, "-c", _AS_ANOTHER, str(library.catalogue), creator], check=True)


def _written_here(library: Home, creator: str) -> None:
    with closing(connect(library.catalogue)) as db, writing(db):
        db.execute("UPDATE photos SET creator = ?", [creator])


def test_what_is_read_in_no_time_is_read_whenever_others_write(library: Home, counter: Counting):
    _creators(counter)

    _written_elsewhere(library, "Zoé")

    assert _creators(counter) == {"Zoé"}


def test_what_is_costly_to_read_is_shown_for_a_moment_while_others_write(
    library: Home, counter: Counting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "_COSTLY_SECONDS", 0.0)
    monkeypatch.setattr(counting, "_PART", 1e-9)
    before = _creators(counter)

    _written_elsewhere(library, "Zoé")
    a_moment_later = _creators(counter)
    monkeypatch.setattr(counting, "_PART", 1e9)
    in_the_end = _creators(counter)

    assert a_moment_later == before
    assert in_the_end == {"Zoé"}


def test_what_this_server_writes_is_shown_at_once(
    library: Home, counter: Counting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "_COSTLY_SECONDS", 0.0)
    monkeypatch.setattr(counting, "_PART", 1e-9)
    _creators(counter)

    _written_here(library, "Zoé")

    assert _creators(counter) == {"Zoé"}


_MORE = """
import sys
from catalogue.database.connection import connect, writing
with writing(connect(sys.argv[1])) as db:
    names = ", ".join(row[1] for row in db.execute("PRAGMA table_info(photos)") if row[1] not in ("id", "number"))
    db.execute(
        f"INSERT INTO photos (id, number, {names}) "
        f"SELECT lower(hex(randomblob(16))), number + 100000, {names} FROM photos WHERE latitude IS NOT NULL")
"""


def test_positions_are_of_the_same_photos_as_the_counts_whatever_came_meanwhile(
    library: Home, counter: Counting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(counting, "_COSTLY_SECONDS", 0.0)
    monkeypatch.setattr(counting, "_PART", 1e-9)
    everything = Asked(Where([], {}), all_states=True, versions=True)
    before = counter.count(everything, 5_000).result()

    subprocess.run([sys.executable, "-c", _MORE, str(library.catalogue)], check=True)
    located = counter.locate(everything, 5_000).result()
    again = counter.locate(everything, 5_000).result()

    assert located.counted.photos > before.photos, "positions were not read yet: all was read again"
    assert len(located.positions.known) == len(located.counted.shown) == located.counted.photos
    assert again.counted.table is located.counted.table


def test_write_into_another_database_is_none_of_this_one(library: Home):
    before = last_write(library.catalogue)

    with closing(connect(library.root / "other.db")) as db, writing(db):
        db.execute("CREATE TABLE t (x)")

    assert last_write(library.catalogue) == before
    assert last_write(library.root / "other.db") > 0


def test_clock_that_was_set_back_does_not_make_it_stand_for_ever():
    assert not Read(1, 1, 100.0, 0.5).stands(2, 1, 99.0)
