"""What no programmer foresaw of a file costs that file its place, and nobody else anything."""

import errno
from pathlib import Path

import pytest
from hostile_cases import CASES
from making import ingest, jpeg, phototheque, rows, write

from catalogue.errors import NotEnoughRoom
from catalogue.library import Library
from catalogue.pictures.limits import Limits
from catalogue.values.arrivals import Arrival, Refusal
from ingest.examine import examine_safely
from ingest.examiners import Task


def _task(path: Path, home: Path) -> Task:
    facts = path.lstat()
    arrival = Arrival(str(path.parent), path.name, str(path), facts.st_size, facts.st_mtime_ns, path.name)
    with Library.open(home) as library:
        library.home.tmp.mkdir()
        return Task(arrival, str(home / "tmp" / "000001"), str(home), Limits(), 2048)


def _breaks(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def render(path: Path, *_: object, **__: object) -> None:
        path.with_name(f"{path.name}.1600.jpg").write_bytes(b"half")
        raise error

    monkeypatch.setattr("ingest.examine.render", render)


@pytest.mark.parametrize(
    "error",
    [RuntimeError("no such thing"), RecursionError("too deep"), OSError("a decoder's"), AssertionError()],
    ids=lambda error: type(error).__name__,
)
def test_error_that_nobody_foresaw_refuses_the_file_and_says_where(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    task = _task(write(source, "a.jpg", jpeg(1)), home)
    _breaks(monkeypatch, error)

    found = examine_safely(task)

    assert isinstance(found, Refusal)
    assert (found.outcome, found.code) == ("failed", "unforeseen")
    assert f"{type(error).__name__} in test_hostile_unforeseen.py, line" in found.message
    assert list((home / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), MemoryError(), NotEnoughRoom("/srv/photos")],
    ids=lambda error: type(error).__name__,
)
def test_error_that_is_not_the_fault_of_the_file_is_not_blamed_on_it(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    task = _task(write(source, "a.jpg", jpeg(1)), home)
    _breaks(monkeypatch, error)

    with pytest.raises(type(error)):
        examine_safely(task)


def test_file_that_kills_its_examiner_takes_no_other_with_it(source: Path, home: Path):
    (bomb,) = [case for case in CASES if case.code == "took-too-long"]
    write(source, "b bomb.jpg", bomb.make())
    for name in ("a.jpg", "c.jpg", "d.jpg"):
        write(source, name, jpeg(ord(name[0])))
    phototheque("settings", "--home", home, "seconds_per_file", "1")

    ran = ingest(source, home)

    assert ran.codes() == {"a.jpg": "new", "b bomb.jpg": "took-too-long", "c.jpg": "new", "d.jpg": "new"}
    assert len(rows(home, "SELECT id FROM photos")) == 3
    assert not list((home / "tmp").iterdir())
