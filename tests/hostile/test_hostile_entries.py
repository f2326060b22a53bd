"""What lies in a folder and is no regular file, or may not be read: told, never opened, never waited for."""

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_running import ingest_by_program, without_the_rights_of_root
from making import Ran, ingest, jpeg, phototheque, rows, write

from catalogue.values.arrivals import Arrival
from catalogue.values.outcomes import Outcome
from ingest.discover import walk as walking
from ingest.receive import NotReceived, opened


def _link(target: str, name: str, source: Path) -> None:
    (source / name).symlink_to(target)


def _device(name: str, source: Path) -> None:
    """The device that gives zeros for ever; only root may make one, and not everywhere."""
    try:
        os.mknod(source / name, 0o600 | 0o020000, os.makedev(1, 5))
    except OSError:
        (source / name).symlink_to("/dev/zero")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Ran]]:
    """A folder with one photo and everything that is none, its library, and what the run said."""
    folder = tmp_path_factory.mktemp("odd")
    source, home = folder / "source", folder / "library"
    write(source, "a.jpg", jpeg(1))
    write(source, "in a folder.jpg/b.jpg", jpeg(2))
    (source / "empty folder.jpg").mkdir()
    _link("a.jpg", "to a photo.jpg", source)
    _link(str(folder), "to a folder above.jpg", source)
    _link("nowhere.jpg", "to nothing.jpg", source)
    _link("to itself.jpg", "to itself.jpg", source)
    _link("/dev/zero", "to a device.jpg", source)
    os.mkfifo(source / "pipe.jpg")
    _device("device.jpg", source)
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(source)
        listening.bind("socket.jpg")
        os.chdir(before)
        os.link(source / "a.jpg", source / "the same file.jpg")
        yield source, home, ingest_by_program(source, home)


_OUTCOMES = {
    "a.jpg": ("stored", "new"),
    "in a folder.jpg/b.jpg": ("stored", "new"),
    "the same file.jpg": ("duplicate", "same-file"),
    "to a photo.jpg": ("skipped", "symlink"),
    "to a folder above.jpg": ("skipped", "symlink"),
    "to nothing.jpg": ("skipped", "symlink"),
    "to itself.jpg": ("skipped", "symlink"),
    "to a device.jpg": ("skipped", "symlink"),
    "pipe.jpg": ("skipped", "special-file"),
    "socket.jpg": ("skipped", "special-file"),
}


def test_each_entry_is_told_once_and_none_is_waited_for(odd: tuple[Path, Path, Ran]):
    _, _, ran = odd

    told = {line["path"]: (line["outcome"], line["code"]) for line in ran.lines}
    device = told.pop("device.jpg")

    assert told == _OUTCOMES
    assert device in {("skipped", "special-file"), ("skipped", "symlink")}
    assert len(ran.lines) == len(_OUTCOMES) + 1
    assert (ran.status, ran.error) == (0, "")


def test_second_run_finds_each_entry_unchanged(odd: tuple[Path, Path, Ran]):
    source, home, _ = odd

    again = ingest(source, home)

    assert set(again.outcomes().values()) == {"unchanged"}
    assert len(again.lines) == len(_OUTCOMES) + 1


def test_entry_that_is_named_alone_is_told_too(odd: tuple[Path, Path, Ran], tmp_path: Path):
    source, _, _ = odd

    ran = ingest(source / "pipe.jpg", tmp_path / "another library")

    assert ran.codes() == {"pipe.jpg": "special-file"}


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "socket", "nothing"])
def test_file_that_became_something_else_since_it_was_met_is_not_opened(tmp_path: Path, kind: str):
    path = tmp_path / "a.jpg"
    if kind == "link":
        path.symlink_to(write(tmp_path, "secret", b"\xff\xd8\xff"))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(os.fspath(path))
    arrival = Arrival(str(tmp_path), "a.jpg", str(path), 3, 0, "a.jpg")

    with pytest.raises(NotReceived) as refused, opened(arrival):
        pass

    assert refused.value.code == {"nothing": "vanished", "link": "unreadable", "socket": "unreadable"}.get(
        kind, "special-file"
    )


def _ingest_without_rights(source: Path, home: Path) -> Ran:
    before = without_the_rights_of_root if os.geteuid() == 0 else None
    try:
        return ingest_by_program(source, home, before=before)
    except OSError:
        pytest.skip("the rights of root cannot be dropped here")


def test_what_may_not_be_read_fails_alone_and_is_tried_again(source: Path, home: Path):
    write(source, "a.jpg", jpeg(1))
    write(source, "closed.jpg", jpeg(2)).chmod(0)
    write(source, "closed folder/c.jpg", jpeg(3))
    write(source, "listed only/d.jpg", jpeg(4))
    (source / "closed folder").chmod(0)
    (source / "listed only").chmod(0o444)

    first = _ingest_without_rights(source, home)
    for path in (source / "closed.jpg", source / "closed folder", source / "listed only"):
        path.chmod(0o755)
    second = ingest(source, home)

    assert {line["path"]: (line["outcome"], line["code"]) for line in first.lines} == {
        "a.jpg": ("stored", "new"),
        "closed.jpg": ("failed", "unreadable"),
        "closed folder/": ("failed", "unreadable-folder"),
        "listed only/d.jpg": ("failed", "unreadable"),
    }
    assert (first.status, first.error) == (1, "")
    assert second.outcomes() == {
        "a.jpg": "unchanged",
        "closed.jpg": "stored",
        "closed folder/c.jpg": "stored",
        "listed only/d.jpg": "stored",
    }


def test_entry_that_the_disk_cannot_give_fails_alone(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        write(source, name, b"x")
    scandir = os.scandir

    class Bad:
        """An entry on a worn card: listed, and nothing more can be said of it."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path = entry.name, entry.path

        def is_dir(self, **_: bool) -> bool:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    class Listing:
        """What scandir gives, with one such entry."""

        def __init__(self, location: str) -> None:
            self._listing = scandir(location)

        def __enter__(self) -> list[object]:
            return [Bad(entry) if entry.name == "b.jpg" else entry for entry in self._listing]

        def __exit__(self, *_: object) -> None:
            self._listing.close()

    monkeypatch.setattr("ingest.discover.walk.os.scandir", Listing)

    met = list(walking.walk(walking.Origin.of(source, home), home, {}))

    by_path = {(m.path if isinstance(m, Arrival) else m.arrival.path): m for m in met}  # type: ignore[union-attr]
    assert set(by_path) == {"a.jpg", "b.jpg", "c.jpg"}
    refused = by_path["b.jpg"]
    assert (refused.outcome, refused.code) == (Outcome.FAILED, "unreadable")  # type: ignore[union-attr]
    assert "Input/output error" in refused.message  # type: ignore[union-attr]


def test_folders_deeper_than_a_path_may_be_long_are_told(
    source: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    write(source, "a.jpg", jpeg(1))
    monkeypatch.chdir(source)
    for _ in range(25):
        os.mkdir("d" * 200)  # noqa: PTH102 such a path cannot be spelled from the root
        os.chdir("d" * 200)
    Path("b.jpg").write_bytes(jpeg(2))
    os.chdir("/")

    ran = ingest(source, home)

    deep = next(line for line in ran.lines if line["path"] != "a.jpg")
    assert ran.outcomes()["a.jpg"] == "stored"
    assert (deep["outcome"], deep["code"]) == ("failed", "unreadable-folder")
    assert "shorter names" in deep["message"]


def test_file_beyond_the_limit_is_kept_unexamined_and_held(source: Path, home: Path):
    content = jpeg(1) + bytes(1_200_000)
    write(source, "long.jpg", content)
    phototheque("settings", "--home", home, "file_megabytes", "1")

    ran = ingest(source, home)

    assert ran.codes() == {"long.jpg": "too-large"}
    (kept,) = [path for path in (home / "originals").rglob("*") if path.is_file()]
    assert kept.read_bytes() == content
    assert rows(home, "SELECT state, renditions, width FROM photos") == [
        {"state": "held", "renditions": "none", "width": None}
    ]


def test_gigabytes_of_nothing_are_no_photo_and_not_read(source: Path, home: Path):
    with (source / "zeros.jpg").open("wb") as file:
        file.truncate(50 << 30)

    ran = ingest(source, home)

    assert ran.codes() == {"zeros.jpg": "not-a-picture"}
