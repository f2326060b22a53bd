"""When a run cannot go on it says why in one sentence, and what was taken in is safe."""

import errno
import os
import shutil
from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, rows, write

from catalogue.database import connection
from catalogue.home import guard
from catalogue.originals import durable
from catalogue.photos import intake
from ingest.discover.walk import Origin


def test_full_disk_stops_the_run_and_a_second_one_goes_on(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(durable, "flush_file", full)
        stopped = ingest(source, home)
    again = ingest(source, home)

    assert stopped.status == 2
    assert "There is not enough room on the disk" in stopped.error
    assert again.outcomes() == {"a.jpg": "stored"}
    assert phototheque("check", "--home", home).status == 0


def test_run_stops_before_the_last_megabytes_are_used(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))
    usage = shutil.disk_usage(source)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))

    ran = ingest(source, home)

    assert ran.status == 2
    assert "(1 MB left, of which 200 are kept free: setting reserve_megabytes)" in ran.error


def test_damaged_disk_under_the_database_is_told_in_a_sentence(
    empty_library: Path, monkeypatch: pytest.MonkeyPatch
):

    def broken(*_: object, **__: object) -> None:
        raise connection.sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("catalogue.library.connect", broken)
    ran = phototheque("runs", "--home", empty_library)

    assert ran.status == 2
    assert "disk I/O error" in ran.error
    assert "Traceback" not in ran.error


def test_source_that_goes_away_midway_stops_the_run(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))
    write(source, "b.jpg", jpeg(2))
    real = intake.CatalogueIntake.folder

    def pulled(self: intake.CatalogueIntake) -> Path:
        shutil.rmtree(source, ignore_errors=True)
        return real(self)

    with monkeypatch.context() as card:
        card.setattr(intake.CatalogueIntake, "folder", pulled)
        stopped = ingest(source, home)
    write(source, "a.jpg", jpeg(1))
    again = ingest(source, home)

    assert stopped.status == 2
    assert "went away while it was being read" in stopped.error
    assert again.outcomes() == {"a.jpg": "stored"}


def test_card_replaced_by_an_empty_folder_is_another_source(source: Path, home: Path):
    origin = Origin.of(source, home)
    source.rename(source.with_name("elsewhere"))
    (source.parent / "placeholder").mkdir()
    source.mkdir()

    with pytest.raises(Exception, match="went away"):
        origin.check_there()


def test_home_on_a_network_share_is_refused_before_anything_is_written(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))
    monkeypatch.setattr(guard, "file_system", lambda *_: "nfs4")

    ran = ingest(source, home)

    assert ran.status == 2
    assert "network file system (nfs4)" in ran.error
    assert not home.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_home_of_another_user_is_refused(source: Path, home: Path):
    home.mkdir()
    os.chown(home, 1, 1)

    ran = ingest(source, home)

    assert ran.status == 2
    assert "a home has one owner" in ran.error


def test_one_unstorable_file_does_not_stop_the_others(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))
    write(source, "b.jpg", jpeg(2))
    real = intake.record

    def picky(db: object, run: object, candidate: intake.Candidate, *others: object) -> object:
        if candidate.arrival.name == "a.jpg":
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return real(db, run, candidate, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "record", picky)
    ran = ingest(source, home)

    assert ran.codes() == {"a.jpg": "unstorable", "b.jpg": "new"}
    assert len(rows(home, "SELECT id FROM photos")) == 1
