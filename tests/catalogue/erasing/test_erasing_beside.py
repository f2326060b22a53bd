"""Erasing while others work in the library: runs, a server, a repair, a ZIP on its way."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from making import files_under, ingest, jpeg, phototheque, rows, write
from planted import Planted, found_in, let_go

from catalogue.database.connection import connect
from catalogue.erasing.carrying_out import Wish, erase
from catalogue.errors import HomeBusy
from catalogue.home.locks import Lock
from catalogue.home.paths import Home
from catalogue.home.workspaces import ARCHIVE_CONTENTS
from catalogue.library import Library
from catalogue.photos.erased import Gate
from catalogue.photos.rerendering import _settle
from catalogue.web.app import create_app


def test_a_repair_that_has_the_home_alone_is_named(planted: Planted):
    with Library.open(planted.home, alone=True):
        ran = phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)

    assert ran.status == 2
    assert "is in use by" in ran.error


def test_two_erasures_do_not_go_at_once(planted: Planted):
    lock = Lock.try_take(Home(planted.home).erasing)
    assert lock is not None

    with Library.open(planted.home) as library, pytest.raises(HomeBusy):
        erase(library, Wish([planted.photo_id], "A. Martin"))

    lock.release()
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2


def test_a_picture_that_is_erased_while_a_run_takes_it_in_again_stays_erased(
    home: Path, source: Path, monkeypatch: pytest.MonkeyPatch
):
    """The run has read a second file of the photo, and placed its original, when the photo goes."""
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)
    (photo,) = rows(home, "SELECT id FROM photos")
    write(source, "b.jpg", jpeg(1, caption="the same"))
    passed_all = Gate.passed_all

    def meanwhile(gate: Gate, findings: Sequence[object]) -> list[object]:
        through = passed_all(gate, findings)  # type: ignore[arg-type]
        assert phototheque("erase", photo["id"], "--yes", "--home", home).status == 0
        return through  # type: ignore[return-value]

    monkeypatch.setattr(Gate, "passed_all", meanwhile)
    ran = ingest(source, home)
    monkeypatch.undo()

    assert ran.codes()["b.jpg"] == "erased"
    assert rows(home, "SELECT id FROM photos") == []
    assert files_under(home / "originals") == files_under(home / "renditions") == {}
    assert phototheque("check", "--home", home).status == 0


def test_a_picture_for_screens_that_comes_too_late_goes_too(planted: Planted, tmp_path: Path):
    from catalogue.photos.rerendering import Made, Pending  # noqa: PLC0415
    from catalogue.pictures.limits import Limits  # noqa: PLC0415

    let_go()
    phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)
    staged = write(planted.home, "tmp/made.jpg", b"a picture")

    with Library.open(planted.home) as library:
        task = Pending(planted.photo_id, "", "jpeg", 1, "", 0, library.limits())
        assert isinstance(task.limits, Limits)
        _settle(library, task, Made([(400, str(staged))]))

    assert not list((planted.home / "renditions").rglob(f"{planted.photo_id}.*"))


def test_who_reads_without_a_pause_is_told_of_and_the_next_command_finishes(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
):
    let_go()
    monkeypatch.setattr("catalogue.erasing.scrubbing._PATIENCE_MS", 200)
    reader = connect(planted.home / "catalogue.db", readonly=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM photos").fetchone()

    ran = phototheque("erase", planted.photo_id, "--yes", "--home", planted.home)
    listed = phototheque("runs", "--home", planted.home)
    gone = rows(planted.home, "SELECT id FROM photos")
    reader.close()

    assert (ran.status, listed.status) == (2, 0)
    assert "is being read without a pause" in ran.error
    assert "waits to be finished" in listed.error
    assert gone == [{"id": planted.other_id}]
    assert found_in(planted.home, planted.traces) != {}
    phototheque("runs", "--home", planted.home)
    assert found_in(planted.home, planted.traces) == {}


def test_a_zip_that_is_on_its_way_comes_to_its_end_and_is_not_sent_again(home: Path, source: Path):
    for number in range(4):
        write(source, f"{number}.jpg", jpeg(number + 1, creator="L. Dupont"))
    ingest(source, home)
    ids = [row["id"] for row in rows(home, "SELECT id FROM photos ORDER BY number")]
    app = create_app(Home(home))
    with app.test_client() as client:
        response = client.get("/take/photos.zip?size=screen", buffered=False)
        chunks = response.iter_encoded()
        begun = next(chunks)

        erased = phototheque("erase", ids[0], "--yes", "--home", home)

        whole = begun + b"".join(chunks)
        response.close()
        again = client.get("/take/photos.zip?size=screen", buffered=True)
        names = ZipFile(BytesIO(again.data)).namelist()
    held = [path.read_text() for path in (home / "tmp").glob(f"*/{ARCHIVE_CONTENTS}")]
    app.config["SPOOL"].close()

    assert erased.status == 0, erased.error
    assert ZipFile(BytesIO(whole)).testzip() is None
    assert sum(name.endswith(".jpg") for name in names) == 3
    assert [ids[0] in told for told in held] == [False]


def test_an_order_whose_zip_lost_its_name_is_packed_anew(home: Path, source: Path):
    write(source, "a.jpg", jpeg(1))
    ingest(source, home)
    app = create_app(Home(home))
    with app.test_client() as client:
        first = client.get("/take/photos.zip?size=screen", buffered=True).data
        next((home / "tmp").glob("archive-*/photos.zip")).unlink()

        second = client.get("/take/photos.zip?size=screen", buffered=True).data
    app.config["SPOOL"].close()

    assert ZipFile(BytesIO(second)).namelist() == ZipFile(BytesIO(first)).namelist()
