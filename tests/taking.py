"""Fixtures of what is taken away: a small library with rows, places, and a picture for each photo."""

import shutil
from pathlib import Path

import pytest
from catalogues import Row, make_catalogue
from making import jpeg
from relating import relate
from taken_photos import made_rows

from catalogue.home.paths import Home


@pytest.fixture(scope="session")
def taken_rows() -> list[Row]:
    """The photos of the library."""
    return made_rows()


@pytest.fixture(scope="session")
def made_to_take(tmp_path_factory: pytest.TempPathFactory, taken_rows: list[Row]) -> Path:
    """A library of these photos, made once."""
    home = relate(make_catalogue(tmp_path_factory.mktemp("taking") / "library", taken_rows), taken_rows)
    for row in taken_rows:
        path = home.rendition(1600, row["id"], "jpg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg(row["number"], caption="secret", gps=(50.4, 2.8)))
    return home.root


@pytest.fixture
def taken_home(tmp_path: Path, made_to_take: Path) -> Home:
    """A library of these photos, for one test."""
    return Home(Path(shutil.copytree(made_to_take, tmp_path / "home")))


@pytest.fixture
def ids(taken_rows: list[Row]) -> list[str]:
    """The ids of all photos, by number."""
    return [row["id"] for row in taken_rows]
