"""A library outlives its software: one made by an earlier version opens, and nothing in it is lost."""

from pathlib import Path

import pytest
from making import phototheque, rows

from catalogue.database import migrations, schema
from catalogue.database.connection import connect
from catalogue.database.schema import VERSION, Migration
from catalogue.library import Library
from catalogue.photos.doubts import Limits
from catalogue.photos.gathering import gather
from catalogue.photos.refreshing import follow

DUMPS = sorted((Path(__file__).parent.parent / "files").glob("library-*.sql"))


def _restore(dump: Path, home: Path) -> None:
    home.mkdir()
    db = connect(home / "catalogue.db")
    db.executescript(dump.read_text(encoding="utf-8"))
    db.close()


def _next_version(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """The program as it will be after one more migration."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (*schema.MIGRATIONS, Migration("next", script)))


def test_there_is_a_library_of_every_version():
    assert [int(path.stem.removeprefix("library-")) for path in DUMPS] == list(range(1, VERSION + 1))


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_earlier_library_opens_with_all_it_holds(home: Path, dump: Path):
    _restore(dump, home)

    listed = phototheque("runs", "--home", home)
    found = rows(
        home,
        "SELECT caption, creator, taken_at, park, state FROM photos WHERE caption IS NOT NULL ORDER BY number",
    )

    assert "stored" in listed.output
    assert rows(home, "PRAGMA user_version") == [{"user_version": VERSION}]
    assert ("Cité <Declercq> & jardin", "L. Dupont") in [(row["caption"], row["creator"]) for row in found]
    assert rows(home, "SELECT count(*) AS n FROM photo_search WHERE photo_search MATCH 'declercq'") == [
        {"n": 1}
    ]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_library_is_migrated_after_a_backup(home: Path, dump: Path, monkeypatch: pytest.MonkeyPatch):
    _restore(dump, home)
    before = rows(home, "SELECT * FROM photos ORDER BY id")
    _next_version(monkeypatch, "ALTER TABLE photos ADD COLUMN star INTEGER;\n")

    Library.open(home).close()

    after = rows(home, "SELECT * FROM photos ORDER BY id")
    assert [{name: row[name] for name in before[0]} for row in after] == before
    assert {row["star"] for row in after} == {None}
    kept = home / f"catalogue.before-{int(dump.stem.removeprefix('library-')) + 1}.db"
    backup = connect(kept, readonly=True)
    assert backup.execute("SELECT count(*) FROM photos").fetchone() == (len(before),)
    backup.close()


def test_failing_migration_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch):
    _restore(DUMPS[-1], home)
    _next_version(monkeypatch, "ALTER TABLE photos ADD COLUMN star INTEGER;\nSELECT * FROM nowhere;\n")

    with pytest.raises(Exception, match="nowhere"):
        Library.open(home)

    assert "star" not in rows(home, "SELECT * FROM photos LIMIT 1")[0]
    assert rows(home, "PRAGMA user_version") == [{"user_version": VERSION}]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_what_a_migration_fills_in_follows_from_the_rules(home: Path, dump: Path):
    _restore(dump, home)

    with Library.open(home) as library:
        ids = [row[0] for row in library.db.execute("SELECT id FROM photos")]
        found = [photo for batch in gather(library.db, ids) for photo in batch]

    due = [follow(photo, Limits(), has_perimeter=False).columns for photo in found]
    assert found
    assert [(p.row["rights"], p.row["aspect"]) for p in found] == [(d["rights"], d["aspect"]) for d in due]


def test_library_of_before_the_phone_has_no_tickets_and_takes_them(home: Path):
    _restore(DUMPS[2], home)
    Library.open(home).close()

    assert {row["ticket"] for row in rows(home, "SELECT ticket FROM ingest_log")} == {None}
    assert rows(home, "SELECT name FROM sqlite_master WHERE name = 'ingest_log_by_ticket'") != []
