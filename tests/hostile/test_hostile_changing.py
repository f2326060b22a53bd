"""Files that change while they are read: never half of one photo and half of another, and taken the next time."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from making import ingest, jpeg, rows, write

from catalogue.library import Library
from catalogue.pictures.limits import Limits
from catalogue.values.arrivals import Arrival, Candidate, Refusal
from ingest import receive
from ingest.examine import examine
from ingest.examiners import Task


def _met(path: Path, home: Path) -> Task:
    facts = path.lstat()
    arrival = Arrival(str(path.parent), path.name, str(path), facts.st_size, facts.st_mtime_ns, path.name)
    with Library.open(home) as library:
        library.home.tmp.mkdir()
        (home / "tmp").mkdir(exist_ok=True)
        return Task(arrival, str(home / "tmp" / "staged"), str(home), Limits(), 2048)


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def _cut(path: Path) -> None:
    os.truncate(path, 700)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(600)
        file.write(b"another picture")
    os.utime(path, ns=(1, 1))


def _replace(path: Path) -> None:
    path.with_name("new").write_bytes(jpeg(9))
    path.with_name("new").rename(path)


@pytest.fixture
def disturbed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Make files be read in small pieces, and something happen behind the first of them."""

    def disturb(happen: Callable[[], None]) -> None:
        waiting, write_all = [happen], receive._write_all
        monkeypatch.setattr(receive, "_CHUNK_BYTES", 512)

        def write_and_disturb(descriptor: int, chunk: "memoryview[int]") -> None:
            write_all(descriptor, chunk)
            while waiting:
                waiting.pop()()

        monkeypatch.setattr(receive, "_write_all", write_and_disturb)

    return disturb


@pytest.mark.parametrize("change", [_append, _cut, _overwrite])
def test_file_that_changes_while_it_is_read_is_refused_and_nothing_of_it_stays(
    source: Path, home: Path, disturbed: Callable[..., None], change: Callable[[Path], None]
):
    path = write(source, "a.jpg", jpeg(1))
    disturbed(lambda: change(path))

    found = examine(_met(path, home))

    assert isinstance(found, Refusal)
    assert (found.outcome, found.code) == ("failed", "changed-while-read")
    assert list((home / "tmp").iterdir()) == []


def test_file_that_is_replaced_while_it_is_read_is_read_as_it_was(
    source: Path, home: Path, disturbed: Callable[..., None]
):
    path = write(source, "a.jpg", jpeg(1))
    disturbed(lambda: _replace(path))

    found = examine(_met(path, home))

    assert isinstance(found, Candidate)
    assert (home / "tmp" / "staged").read_bytes() == jpeg(1)
    assert path.read_bytes() == jpeg(9)


def test_file_that_goes_away_before_it_is_read_is_told(source: Path, home: Path):
    path = write(source, "a.jpg", jpeg(1))
    task = _met(path, home)
    path.unlink()

    found = examine(task)

    assert isinstance(found, Refusal)
    assert found.code == "vanished"


def test_photo_that_is_still_being_copied_is_taken_when_it_is_finished(source: Path, home: Path):
    path = write(source, "a.jpg", jpeg(1) + bytes(30_000_000))
    write(source, "b.jpg", jpeg(2))
    finished = threading.Event()

    def copy() -> None:
        while not finished.is_set():
            _append(path)

    copying = threading.Thread(target=copy)
    copying.start()
    first = ingest(source, home)
    finished.set()
    copying.join()
    second, third = ingest(source, home), ingest(source, home)

    assert first.codes() == {"a.jpg": "changed-while-read", "b.jpg": "new"}
    assert first.status == 1
    assert second.outcomes() == {"a.jpg": "stored", "b.jpg": "unchanged"}
    assert set(third.outcomes().values()) == {"unchanged"}
    assert len(rows(home, "SELECT id FROM photos")) == 2


def test_photo_that_is_replaced_between_two_runs_is_read_again_though_its_time_is_older(
    source: Path, home: Path
):
    path = write(source, "a.jpg", jpeg(1))
    ingest(source, home)
    path.write_bytes(jpeg(2))
    os.utime(path, ns=(1, 1))

    ran = ingest(source, home)

    assert ran.outcomes() == {"a.jpg": "stored"}
    assert len(rows(home, "SELECT id FROM photos")) == 2
