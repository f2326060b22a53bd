"""The real photos, ingested once: what the catalogue shows of each equals what is known of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from making import PROJECT, Ran, files_under, ingest, rows

_FOLDER = PROJECT.parent / "shared" / "data" / "photos"
_TRUTH: list[dict[str, Any]] = (
    json.loads((_FOLDER / "truth.json").read_text(encoding="utf-8")) if _FOLDER.is_dir() else []
)
_DEGREES = 1e-5


@pytest.fixture(scope="module")
def run(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """Home of the ingested photos, and what the run said."""
    home = tmp_path_factory.mktemp("truth") / "library"
    return home, ingest(shared_data / "photos", home)


@pytest.fixture(scope="module")
def shown(run: tuple[Path, Ran]) -> dict[str, dict[str, Any]]:
    """Row of the photo of each file, by its path."""
    found = rows(
        run[0], "SELECT files.path AS of_path, photos.* FROM photos JOIN files ON photo_id = photos.id"
    )
    return {row["of_path"]: row for row in found}


def test_every_file_is_accounted_for(run: tuple[Path, Ran], shared_data: Path):
    assert sorted(line["path"] for line in run[1].lines) == sorted(files_under(shared_data / "photos"))
    assert run[1].totals["failed"] == 0


def test_second_run_is_all_unchanged_and_writes_nothing(run: tuple[Path, Ran], shared_data: Path):
    home, _ = run
    before = files_under(home)

    again = ingest(shared_data / "photos", home)

    assert set(again.outcomes().values()) == {"unchanged"}
    assert _lasting(files_under(home)) == _lasting(before)


def _lasting(files: dict[str, bytes]) -> dict[str, bytes]:
    """What stays when nobody has the catalogue open: SQLite's own working files come and go."""
    return {name: content for name, content in files.items() if not name.endswith(("-shm", "-wal"))}


@pytest.mark.skipif(not _TRUTH, reason="the real files of ../shared/data are not beside this clone")
@pytest.mark.parametrize("truth", _TRUTH, ids=[truth["file"] for truth in _TRUTH])
def test_photo_shows_what_is_known_of_it(shown: dict[str, dict[str, Any]], truth: dict[str, Any]):
    photo = shown[truth["file"]]

    if truth["gps_valid"]:
        assert photo["latitude"] == pytest.approx(truth["lat"], abs=_DEGREES)
        assert photo["longitude"] == pytest.approx(truth["lon"], abs=_DEGREES)
    else:
        assert (photo["latitude"], photo["longitude"]) == (None, None)
        assert photo["position_absence"]
    assert photo["taken_at"] == truth["taken_at"]
    assert photo["utc_offset"] == ("+00:00" if truth["offset"] == "Z" else truth["offset"])
    assert photo["orientation"] == truth["orientation"]
    assert (photo["camera_make"], photo["camera_model"]) == (truth["make"], truth["model"])
    assert (photo["width"], photo["height"]) == (truth["width"], truth["height"])
