"""Photos that nobody here took: copies are proposed, different photos are not."""

import shutil
from itertools import combinations
from pathlib import Path

import pytest
from making import ingest, rows

from catalogue.values.hashes import differing_bits


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the shared photos: duplicates, the same picture in several formats, two outings."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("duplicates", "formats", "outing-paris", "outing-rennes"):
        shutil.copytree(shared_data / "photos" / name, folder / "source" / name)
    ingest(folder / "source", folder / "library")
    return folder / "library"


def _pairs(home: Path) -> set[frozenset[str]]:
    found = rows(
        home,
        """
        SELECT (SELECT min(name) FROM files WHERE photo_id = first_id) AS one,
            (SELECT min(name) FROM files WHERE photo_id = second_id) AS other
        FROM near_duplicates
        """,
    )
    return {frozenset((row["one"], row["other"])) for row in found}


def test_edited_copy_of_a_phone_is_proposed(real: Path):
    assert any("IMG_E4120.JPG" in pair for pair in _pairs(real))


def test_one_picture_in_other_formats_is_proposed(real: Path):
    names = {name for pair in _pairs(real) for name in pair if name.startswith("sunrise")}

    assert {"sunrise.jpg", "sunrise.png", "sunrise.webp", "sunrise.avif"} <= names


def test_photos_of_one_walk_are_not_taken_for_each_other(real: Path):
    walks = [pair for pair in _pairs(real) if any(name.startswith("PXL_") for name in pair)]

    assert walks == []


def test_different_photos_are_far_apart(real: Path):
    looks = rows(
        real,
        """
        SELECT picture_hash, min(path) AS path FROM photos JOIN files ON photo_id = photos.id
        WHERE picture_hash <> '' AND path LIKE 'outing-paris/%' GROUP BY photos.id
        """,
    )

    least = min(differing_bits(a["picture_hash"], b["picture_hash"]) for a, b in combinations(looks, 2))

    assert len(looks) == 8
    assert least > 16
