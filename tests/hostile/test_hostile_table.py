"""Files made to break an ingest, in one folder, taken in by one run: each becomes what the table says."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hostile_cases import CASES, SAME_PICTURE, Case
from hostile_running import Scales, ingest_by_program, run_program
from making import Ran, files_under, rows, write

# What a file may make a row say. A case names those that it means.
_CLAIMED = (
    "taken_at",
    "taken_year",
    "utc_offset",
    "latitude",
    "longitude",
    "position_method",
    "heading_deg",
    "orientation",
    "camera_make",
    "camera_model",
    "caption",
    "creator",
)
_SECONDS, _MEGABYTES = 5, 512


@dataclass(frozen=True)
class Ingested:
    """The folder of all cases, and what became of it."""

    source: Path
    home: Path
    ran: Ran

    def photo(self, name: str) -> dict[str, Any]:
        """Row of the photo of a file."""
        (found,) = rows(
            self.home, "SELECT photos.* FROM photos JOIN files ON photo_id = photos.id WHERE path = ?", name
        )
        return found

    def line(self, name: str) -> dict[str, Any]:
        """What the run said of a file."""
        (found,) = [line for line in self.ran.lines if line["path"] == name]
        return found


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    """All cases, ingested by the program as a person runs it."""
    folder = tmp_path_factory.mktemp("hostile")
    for case in CASES:
        write(folder / "source", case.name, case.make())
    ran = ingest_by_program(folder / "source", folder / "library")
    return Ingested(folder / "source", folder / "library", ran)


def test_run_ends_as_any_other_and_says_nothing_but_lines(ingested: Ingested):
    assert ingested.ran.error == ""
    assert ingested.ran.status == 1
    assert sorted(line["path"] for line in ingested.ran.lines) == sorted(case.name for case in CASES)
    assert sum(ingested.ran.totals.values()) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_file_becomes_what_it_must(ingested: Ingested, case: Case):
    line = ingested.line(case.name)

    assert (line["outcome"], line["code"]) == (case.outcome, case.code)
    assert line["message"].endswith(".")
    assert (line["photo_id"] is not None) == case.taken_in


@pytest.mark.parametrize("case", [case for case in CASES if case.taken_in], ids=lambda case: case.name)
def test_photo_says_what_is_true_and_nothing_else(ingested: Ingested, case: Case):
    photo = ingested.photo(case.name)

    expected = dict.fromkeys(_CLAIMED) | {"position_absence": "no-gps"} | dict(case.shows)
    if expected["taken_at"]:
        expected["taken_year"] = int(str(expected["taken_at"])[:4])
    shown = {name: photo[name] for name in expected}
    assert shown == pytest.approx(expected, abs=1e-6)
    assert photo["state"] == ("held" if case.outcome == "held" else "catalogued")
    assert photo["held_because"] == (case.code if case.outcome == "held" else None)


@pytest.mark.parametrize("case", [case for case in CASES if case.taken_in], ids=lambda case: case.name)
def test_original_of_what_is_taken_in_is_kept_byte_for_byte(ingested: Ingested, case: Case):
    content = (ingested.source / case.name).read_bytes()
    key = sha256(content).hexdigest()

    (kept,) = (ingested.home / "originals" / key[:2] / key[2:4]).glob(f"{key}.*")
    assert kept.read_bytes() == content


def test_one_picture_with_other_names_and_words_is_one_photo(ingested: Ingested):
    assert len({ingested.line(case.name)["photo_id"] for case in SAME_PICTURE}) == 1


def test_nothing_is_left_of_what_was_not_taken_in(ingested: Ingested):
    kept = {sha256(content).hexdigest() for content in files_under(ingested.home / "originals").values()}
    taken = {
        sha256((ingested.source / case.name).read_bytes()).hexdigest() for case in CASES if case.taken_in
    }

    assert kept == taken
    assert files_under(ingested.home / "tmp") == {}
    assert files_under(ingested.home / "quarantine") == {}


def test_library_is_sound_afterwards_and_a_second_run_free(ingested: Ingested):
    before = rows(ingested.home, "SELECT * FROM runs")

    checked = run_program("check", "--home", ingested.home)
    again = ingest_by_program(ingested.source, ingested.home)

    assert checked.status == 0
    assert set(again.outcomes().values()) == {"unchanged"}
    assert (again.status, again.error) == (0, "")
    assert rows(ingested.home, "SELECT * FROM runs") == before


@pytest.fixture(scope="module")
def scales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scales]:
    """A bounded child, as a run has them."""
    with closing(Scales(tmp_path_factory.mktemp("staging"))) as made:
        yield made


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.code != "took-too-long"], ids=lambda case: case.name
)
def test_examining_it_takes_little_time_and_memory(ingested: Ingested, scales: Scales, case: Case):
    taken = scales.weigh(ingested.source / case.name)

    assert taken.outcome in ("taken", "failed", "skipped"), taken.code
    assert taken.cpu_seconds < _SECONDS
    assert taken.memory_megabytes < _MEGABYTES
