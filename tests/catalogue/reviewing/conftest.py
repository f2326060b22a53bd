"""A library to decide about, fresh for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import ingest
from review_library import PLACES, Opened, fill, known

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.places.gazetteer import register


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library and its source."""
    folder = tmp_path_factory.mktemp("reviewing")
    with Library.open(folder / "library") as library, writing(library.db) as db:
        register(db, PLACES)
    fill(folder / "source")
    assert ingest(folder / "source", folder / "library").totals["stored"] == 8
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of the library and its source, to be changed."""
    shutil.copytree(filled, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def opened(folder: Path) -> Iterator[Opened]:
    """The library, open."""
    with Library.open(folder / "library") as library:
        yield known(library)
