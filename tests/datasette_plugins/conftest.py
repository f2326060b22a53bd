"""The libraries of these tests have places, as those of people do."""

from pathlib import Path

import pytest
from catalogues import Row, make_catalogue
from relating import relate


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> Path:
    """A library of these photos and their places, made once."""
    home = make_catalogue(tmp_path_factory.mktemp("related") / "library", rows)
    return relate(home, rows).root
