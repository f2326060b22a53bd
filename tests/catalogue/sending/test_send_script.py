"""`deploy/send.sh`: curl alone sends photos, goes on, and says what did not arrive."""

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from making import PROJECT, jpeg
from sending import Phone, listening_server

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role


@pytest.fixture
def place(home: Path, tmp_path: Path):
    """A server, a token in a file, and two photos with names that need care."""
    Library.open(home).close()
    office = Office(Home(home))
    lea = office.add("Léa", Role.FIELD, None, None)
    token = tmp_path / "token"
    token.write_text(office.make_token(lea.id, "termux", None, 30, None).secret + "\n")
    photos = [tmp_path / "IMG 1 été.jpg", tmp_path / "IMG_2.jpg"]
    for n, photo in enumerate(photos):
        photo.write_bytes(jpeg(n + 1, (640, 480)))
    with listening_server(Home(home), office) as url:
        yield url, token, photos


def script(url: str, token: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    words = ["sh", PROJECT / "deploy" / "send.sh", url, token, *files]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def receipts(photos: list[Path]) -> list[str]:
    return [f"{sha256(photo.read_bytes()).hexdigest()}  {photo.name}" for photo in photos]


def uploads(url: str, token: Path) -> list[dict]:
    return Phone(url, token.read_text().strip()).ask("GET", "/uploads/").json()["uploads"]


def test_photos_arrive_and_twice_is_once(place):
    url, token, photos = place
    done, again = script(url, token, *photos), script(url, token, *photos)

    assert (done.returncode, done.stdout.splitlines()) == (0, receipts(photos)), done.stderr
    assert (again.returncode, again.stdout.splitlines()) == (0, receipts(photos)), again.stderr
    assert [one["state"] for one in uploads(url, token)] == ["received", "received"]


def test_what_was_begun_goes_on(place):
    url, token, photos = place
    content = photos[1].read_bytes()
    phone = Phone(url, token.read_text().strip())
    begun = phone.create(len(content), filename="IMG_2.jpg", sha256=sha256(content).hexdigest())
    phone.patch(begun, 0, content[:1000])

    done = script(url, token, photos[1])

    assert (done.returncode, done.stdout.splitlines()) == (0, receipts(photos[1:])), done.stderr
    assert [one["id"] for one in uploads(url, token)] == [begun.rsplit("/", 1)[-1]]


def test_a_wrong_token_and_an_empty_file_are_not_received(place, tmp_path: Path):
    url, token, photos = place
    (tmp_path / "vide.jpg").write_bytes(b"")
    empty = script(url, token, tmp_path / "vide.jpg", photos[0])
    token.write_text("pht_wrong")
    wrong = script(url, token, photos[1])

    assert (empty.returncode, empty.stdout.splitlines()) == (1, receipts(photos[:1]))
    assert "is empty" in empty.stderr
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "401" in wrong.stderr


def test_a_token_travels_by_https_alone(place):
    _, token, photos = place
    assert script("http://photos.example.org", token, photos[0]).returncode == 2
