"""Fixtures of the library with markers, of which tests of pages and exports each have one of their own."""

import shutil
from pathlib import Path

import pytest
from marked_library import make_marked

from catalogue.home.paths import Home


@pytest.fixture(scope="session")
def made_marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, made once."""
    folder = tmp_path_factory.mktemp("marked")
    return make_marked(folder / "library", folder / "scratch").root


@pytest.fixture(scope="module")
def marked(made_marked: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The library, for the tests of one file."""
    return Home(Path(shutil.copytree(made_marked, tmp_path_factory.mktemp("served") / "library")))


@pytest.fixture
def marked_to_change(made_marked: Path, tmp_path: Path) -> Home:
    """The library, for one test that writes to it."""
    return Home(Path(shutil.copytree(made_marked, tmp_path / "library")))
