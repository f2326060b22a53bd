"""A library with a photo to erase."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from planted import Planted, let_go, plant


@pytest.fixture
def planted(home: Path, source: Path) -> Iterator[Planted]:
    """A photo that is spoken of everywhere."""
    try:
        yield plant(home, source)
    finally:
        let_go()
