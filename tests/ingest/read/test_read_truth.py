"""Every real photo and every hostile file is read as its truth says: place, time, offset, orientation, camera."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from catalogue.pictures.formats import HEAD_BYTES, sniff
from catalogue.values.claims import Subject
from catalogue.values.precedence import best
from ingest.read import Reading, read_file

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

#: The list of truths was made from ExifTool's JSON, which prints a number of more than 15 decimals as a string
#: (`"GPSLongitude": "0.00417777777777778"`); the maker took that for no number. The file itself says 51°33'11.70" N
#: 0°0'15.04" W, with both references, and is not out of range: what it says is what must be read.
WRONG_TRUTHS: dict[str, dict[str, Any]] = {
    "exif/with-location-zero-coordinate.jpg": {"lat": 51.55325, "lon": -0.0041778, "gps_valid": True},
}


def truths(folder: str) -> list[Any]:
    """Truth of each file of a folder, as pytest parameters; one skipped parameter where the folder is absent."""
    listed = DATA / folder / "truth.json"
    if not listed.is_file():
        absent = pytest.mark.skip(reason="the real files of ../shared/data are not beside this clone")
        return [pytest.param({}, id="absent", marks=absent)]
    facts = json.loads(listed.read_text(encoding="utf-8"))
    return [
        pytest.param(
            {**fact, **WRONG_TRUTHS.get(fact["file"], {}), "folder": folder}, id=f"{folder}/{fact['file']}"
        )
        for fact in facts
    ]


def format_of(path: Path) -> str:
    """By content: some names lie."""
    with path.open("rb") as file:
        return sniff(file.read(HEAD_BYTES), path.name).format


def said(reading: Reading, subject: Subject) -> str | None:
    claim = best(subject, reading.claims)
    return None if claim is None else claim.value


def assert_reads_as(reading: Reading, truth: dict[str, Any]) -> None:
    offset = truth["offset"]
    expected = {
        Subject.TAKEN: truth["taken_at"],
        Subject.OFFSET: "+00:00" if offset == "Z" else offset,
        Subject.ORIENTATION: None if truth["orientation"] is None else str(truth["orientation"]),
        Subject.CAMERA_MAKE: truth["make"],
        Subject.CAMERA_MODEL: truth["model"],
    }
    assert {subject: said(reading, subject) for subject in expected} == expected
    place = best(Subject.POSITION, reading.claims)
    if not truth["gps_valid"]:
        assert place is None
        return
    assert place is not None
    assert place.latitude == pytest.approx(truth["lat"], abs=1e-5)
    assert place.longitude == pytest.approx(truth["lon"], abs=1e-5)


@pytest.mark.parametrize("truth", truths("photos"))
def test_photo_is_read_as_its_truth_says(truth: dict[str, Any]) -> None:
    path = DATA / truth["folder"] / truth["file"]

    reading = read_file(path, format_of(path))

    assert_reads_as(reading, truth)


@pytest.mark.parametrize("truth", truths("hostile"))
def test_hostile_file_is_read_as_its_truth_says_and_at_once(truth: dict[str, Any]) -> None:
    path = DATA / truth["folder"] / truth["file"]
    started = time.monotonic()

    reading = read_file(path, format_of(path))

    assert time.monotonic() - started < 5
    assert_reads_as(reading, truth)
