"""`phototheque erase`: how photos are named, what is asked, and what is refused."""

import os
import pty
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from making import PROJECT, Ran, ingest, jpeg, phototheque, rows, write

from catalogue.home.inbox import put_in_quarantine
from catalogue.home.paths import Home
from catalogue.home.tombstones import Tombstones


@pytest.fixture
def library(home: Path, source: Path) -> Path:
    """A library of two photos, of which the first came in two files."""
    write(source, "EV5/2018/IMG_0001.jpg", jpeg(1))
    write(source, "EV5/2018/IMG_0001 (2).jpg", jpeg(1, caption="la même"))
    write(source, "EV5/2018/IMG_0002.jpg", jpeg(2))
    ingest(source, home)
    return home


def first(home: Path) -> str:
    return str(rows(home, "SELECT photo_id FROM files WHERE name = 'IMG_0001.jpg'")[0]["photo_id"])


def erase(home: Path, *names: object) -> Ran:
    return phototheque("erase", *names, "--yes", "--home", home)


def left(home: Path) -> list[str]:
    return [row["name"] for row in rows(home, "SELECT name FROM files ORDER BY name")]


def test_by_the_beginning_of_its_id(library: Path):
    assert erase(library, first(library)[:8]).status == 0
    assert left(library) == ["IMG_0002.jpg"]


@pytest.mark.parametrize("name", ["IMG_0001.jpg", "IMG_0001 (2).jpg"])
def test_by_the_sha256_of_any_of_its_files(library: Path, source: Path, name: str):
    digest = sha256((source / "EV5" / "2018" / name).read_bytes()).hexdigest()

    assert erase(library, digest).status == 0
    assert left(library) == ["IMG_0002.jpg"]


def test_by_its_path_within_the_source(library: Path):
    assert erase(library, "EV5/2018/IMG_0001.jpg").status == 0
    assert left(library) == ["IMG_0002.jpg"]


def test_by_the_path_of_its_file(library: Path, source: Path):
    assert erase(library, source / "EV5" / "2018" / "IMG_0001.jpg").status == 0
    assert left(library) == ["IMG_0002.jpg"]


def test_by_a_copy_that_lies_elsewhere(library: Path, tmp_path: Path):
    assert erase(library, write(tmp_path, "mail/photo.jpg", jpeg(1))).status == 0
    assert left(library) == ["IMG_0002.jpg"]


def test_several_at_once(library: Path):
    ran = erase(library, "EV5/2018/IMG_0001.jpg", "EV5/2018/IMG_0002.jpg", "EV5/2018/IMG_0001 (2).jpg")

    assert (ran.status, left(library)) == (0, [])
    assert "2 photos" in ran.output
    assert len({stone.erasure for stone in Tombstones.read(Home(library)).stones}) == 2


@pytest.mark.parametrize("name", ["0123456789abcdef", "IMG_0001.jpg", "EV5", "a" * 64, "", "%", "../x"])
def test_a_name_that_fits_nothing_erases_nothing(library: Path, name: str):
    ran = erase(library, first(library), name)

    assert ran.status == 2
    assert "There is no photo" in ran.error
    assert len(left(library)) == 3
    assert not Home(library).tombstones.exists()


def test_a_beginning_that_is_too_short_is_none(library: Path):
    assert erase(library, first(library)[:7]).status == 2


def test_a_path_that_two_photos_came_by_is_refused(library: Path, tmp_path: Path):
    write(tmp_path, "other/EV5/2018/IMG_0001.jpg", jpeg(7))
    ingest(tmp_path / "other", library)

    ran = erase(library, "EV5/2018/IMG_0001.jpg")

    assert (ran.status, "2 photos fit" in ran.error) == (2, True)
    assert erase(library, tmp_path / "other/EV5/2018/IMG_0001.jpg").status == 0
    assert "IMG_0001 (2).jpg" in left(library)


def test_where_nobody_can_be_asked_nothing_is_erased(library: Path):
    ran = phototheque("erase", first(library), "--home", library)

    assert (ran.status, len(left(library))) == (2, 3)
    assert "IMG_0001.jpg" in ran.output
    assert "--yes" in ran.error


@pytest.mark.parametrize(("answer", "files"), [(b"n\n", 3), (b"\n", 3), (b"y\n", 1)])
def test_on_a_terminal_it_asks(library: Path, answer: bytes, files: int):
    said, hears = pty.openpty()
    words = [sys.executable, "-c", "import sys; from catalogue.cli.erase import erase; erase(sys.argv[1:])"]
    process = subprocess.Popen(
        [*words, first(library), "--home", library],
        stdin=hears,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )
    os.write(said, answer)
    output, _ = process.communicate(timeout=60)
    os.close(said)
    os.close(hears)

    assert b"Erase it for good?" in output
    assert len(left(library)) == files


def test_a_file_of_the_quarantine_goes_by_its_sha256(library: Path):
    content = jpeg(8)[:50]
    digest = sha256(content).hexdigest()
    (library / "tmp").mkdir(exist_ok=True)
    put_in_quarantine(
        Home(library), write(library, "tmp/x", content), digest, "IMG_9.jpg", None, "no-picture", "None."
    )

    assert erase(library, digest).status == 0
    assert list((library / "quarantine").iterdir()) == []
    assert [stone.kind for stone in Tombstones.read(Home(library)).stones] == ["file"]


def test_a_library_that_is_not_there_is_not_made(home: Path):
    assert (erase(home, "0123456789").status, home.exists()) == (2, False)
