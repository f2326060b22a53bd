"""A home is looked at as it is, and stays as it was."""

import json
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from backups import backup
from making import files_under, ingest, jpeg, phototheque, write

from catalogue.database.connection import connect
from catalogue.home.inbox import hand_over
from catalogue.home.paths import Home
from catalogue.home.tombstones import State, Stone, append
from catalogue.status.asking import status, works
from catalogue.status.findings import Level
from catalogue.status.looking import look


@pytest.fixture
def library(source, home):
    write(source, "EV5/a.jpg", jpeg(1))
    write(source, "EV5/b.jpg", jpeg(2))
    write(source, "EV5/c.jpg", b"")
    write(source, "EV5/d.jpg", jpeg(4)[:150])
    ingest(source, home)
    return Home(home)


def facts(library):
    return look(library, datetime.now(UTC))


def level(library, code):
    return next(found.level for found in status(library).findings if found.code == code)


def sql(library, *statement):
    with closing(connect(library.catalogue)) as db:
        db.execute(*statement)


def test_photos_are_counted_with_their_mean_size_and_pace(library):
    found = facts(library).catalogue
    originals = [len(content) for content in files_under(library.originals).values()]
    pictures = [len(content) for content in files_under(library.renditions).values()]

    assert (found.photos, found.a_year) == (2, 2)
    assert abs(found.photo_bytes - sum(originals) // 2 - sum(pictures) // 2) <= 1


def test_photos_of_long_ago_do_not_count_in_the_pace(library):
    sql(library, "UPDATE photos SET added_at = '2020-01-01T00:00:00Z' WHERE number = 1")

    assert facts(library).catalogue.a_year == 1


def test_files_that_failed_count_until_they_are_read(library, source):
    before = facts(library).catalogue.failed
    write(source, "EV5/d.jpg", jpeg(4))
    ingest(source, library.root)

    assert before == 2
    assert facts(library).catalogue.failed == 1


def test_what_waits_is_counted_and_strays_apart(library):
    staged = library.tmp / "one.jpg"
    staged.write_bytes(jpeg(7))
    hand_over(library, staged, name="one.jpg")
    write(library.inbox, "IMG_1.jpg", jpeg(8))
    write(library.quarantine, "ab.json", b"torn {")

    found = facts(library).waiting

    assert (found.files, found.strays, found.quarantined) == (1, 1, 1)
    assert datetime.now(UTC) - found.since < timedelta(minutes=1)


def test_a_check_is_remembered_with_how_it_ended(library):
    never = level(library, "check")
    phototheque("check", "--home", library.root)
    whole = level(library, "check")
    next(library.originals.rglob("*.jpg")).unlink()
    phototheque("check", "--home", library.root, "--quick")
    broken = level(library, "check")
    told = json.loads((library.root / "last-check.json").read_text())

    assert (never, whole, broken) == (Level.AMBER, Level.GOOD, Level.RED)
    assert (told["full"]["faults"], told["quick"]["faults"]) == (0, 1)


def test_a_check_that_mended_everything_ended_well(library):
    next(library.renditions.rglob("*.jpg")).unlink()
    phototheque("check", "--home", library.root, "--repair")

    assert level(library, "check") == Level.GOOD


@pytest.mark.parametrize("spoilt", [b"", b"[]", b'{"full": 3}', b'{"full": {"at": "soon", "faults": 1}}'])
def test_a_spoilt_note_of_a_check_says_nothing(library, spoilt):
    (library.root / "last-check.json").write_bytes(spoilt)

    assert facts(library).checks == ()


def test_a_full_disk_keeps_no_check_from_being_told(library, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalogue.cli.check.remember", full)

    ran = phototheque("check", "--home", library.root)

    assert ran.status == 0
    assert "All is well" in ran.output
    assert "No space left" in ran.error


def test_a_backup_is_known_and_none_carries_the_last_check(library, tmp_path):
    phototheque("check", "--home", library.root)
    backup(tmp_path / "nas", library.root)

    assert level(library, "backup") == Level.GOOD
    assert not list((tmp_path / "nas").rglob("last-check.json"))


def test_erasures_that_were_cut_short_are_found(library):
    (library.root / "tombstone.key").write_bytes(bytes(32))
    append(library, [Stone("aa", "photo", "2026-11-26T12:00:00Z", None, None, "one", State.ERASING)])
    begun = facts(library).unfinished
    (library.root / "tombstone.key").unlink()

    assert begun == 1
    assert facts(library).key_lost


def test_looking_changes_nothing(library):
    phototheque("check", "--home", library.root)
    before = kept(library)

    status(library)

    assert kept(library) == before


def kept(library):
    """What lies in a home, without what SQLite lays beside a database that somebody reads."""
    found = files_under(library.root)
    return {name: content for name, content in found.items() if not name.endswith(("-shm", "-wal"))}


def test_a_home_that_is_not_there_is_not_made(tmp_path):
    found = status(Home(tmp_path / "nothing"))

    assert found.level == Level.RED
    assert found.findings[0].code == "library"
    assert not (tmp_path / "nothing").exists()
    assert not works(Home(tmp_path / "nothing"))


def test_a_catalogue_that_is_none_is_told(library):
    library.catalogue.write_bytes(b"not a database, but long enough to be looked at by SQLite" * 40)
    for rest in ("-wal", "-shm"):
        library.catalogue.with_name(library.catalogue.name + rest).unlink(missing_ok=True)

    assert level(library, "library") == Level.RED
    assert not works(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_nothing_can_be_written_to_is_named(library):
    library.originals.chmod(0o500)
    try:
        assert facts(library).unwritable == ("originals",)
    finally:
        library.originals.chmod(0o700)


def test_a_folder_that_takes_no_file_is_named(library, monkeypatch):
    monkeypatch.setattr("catalogue.status.looking.takes_a_file", lambda folder: folder != library.originals)

    assert facts(library).unwritable == ("originals",)
    assert level(library, "rights") == Level.RED


def test_a_server_works_as_long_as_it_can_read_and_write(library, monkeypatch):
    assert works(library)

    monkeypatch.setattr("catalogue.status.looking._free", lambda _: 100_000_000)
    assert not works(library)
