"""Notes that came with a file into the inbox, made to break the road: the photo is taken all the same."""

import json
from pathlib import Path

import pytest
from hostile_running import run_program
from making import Ran, jpeg, phototheque, rows
from ulid import ULID

from catalogue.home.paths import Home
from catalogue.library import Library

_POSITION = {
    "subject": "position",
    "source": "device",
    "value": "999,999",
    "latitude": 999.0,
    "longitude": 999.0,
}
_NOTES: dict[str, bytes] = {
    "no JSON": b"\xff\xfe\x00not JSON",
    "nothing": b"",
    "a list": b"[1, 2, 3]",
    "nested": b"[" * 100_000,
    "numbers": b'{"name": 5, "path": [], "by": {}, "claims": 3}',
    "claims of nothing": b'{"name": "a.jpg", "claims": [null, 1, {}, []]}',
    "claims of nonsense": b'{"name": "a.jpg", "claims": [{"subject": "nonsense", "source": "nobody"}]}',
    "more than a claim": b'{"name": "a.jpg", "claims": [{"subject": "caption", "source": "device", "x": 1}]}',
    "nowhere": json.dumps({"name": "a.jpg", "claims": [_POSITION]}).encode(),
    "not a number": json.dumps(
        {"name": "a.jpg", "claims": [_POSITION | {"latitude": float("nan")}]}
    ).encode(),
    "some day": b'{"claims": [{"subject": "taken", "source": "device", "value": "yesterday"}]}',
    "half a surrogate": b'{"name": "a\\ud800.jpg", "path": "\\udfff/a.jpg", "by": "\\ud800"}',
    "way out": b'{"name": "../../../etc/passwd", "path": "../../../etc/passwd", "by": "root"}',
    "controls": b'{"name": "a\\u001b[31m\\n.jpg", "path": "a\\u001b[31m\\n.jpg"}',
    "long": json.dumps({"name": "n" * 5_000_000}).encode(),
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A library whose inbox held a photo with each of these notes, and what the run said."""
    home = Home(tmp_path_factory.mktemp("inbox") / "library")
    with Library.open(home.root):
        home.inbox.mkdir(exist_ok=True)
    for number, note in enumerate(_NOTES.values()):
        ticket = str(ULID())
        (home.inbox / f"{ticket}.json").write_bytes(note)
        (home.inbox / ticket).write_bytes(jpeg(600 + number))
    return home.root, run_program("ingest", "--inbox", "--home", home.root, "--json")


def test_each_photo_is_taken_in_and_the_inbox_is_empty(taken: tuple[Path, Ran]):
    home, ran = taken

    assert (ran.status, ran.error) == (0, "")
    assert ran.totals["stored"] == len(_NOTES)
    assert list((home / "inbox").iterdir()) == []


def test_no_photo_says_what_is_not_so(taken: tuple[Path, Ran]):
    found = rows(taken[0], "SELECT DISTINCT latitude, taken_at, taken_year, caption, state FROM photos")

    assert found == [
        {"latitude": None, "taken_at": None, "taken_year": None, "caption": None, "state": "catalogued"}
    ]


def test_library_is_sound_and_nothing_was_written_outside(taken: tuple[Path, Ran]):
    home, _ = taken

    assert phototheque("check", "--home", home).status == 0
    assert [path.name for path in home.parent.iterdir()] == ["library"]
