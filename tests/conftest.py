"""What every test can ask for."""

from pathlib import Path

import pytest
from making import PROJECT

from catalogue.library import Library

# Several folders have one; as modules with doctests they would stand in each other's way.
collect_ignore_glob = ["*conftest.py"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first: at the end one of them alone would keep everybody waiting."""
    long = {
        item.path for item in items if any(item.iter_markers("browser")) or any(item.iter_markers("slow"))
    }
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real photos, layers and hostile files; a clone without it skips these tests."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real files of ../shared/data are not beside this clone")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Folder of a library that is not there yet."""
    return tmp_path / "library"


@pytest.fixture
def empty_library(home: Path) -> Path:
    """A library with nothing in it."""
    Library.open(home).close()
    return home


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An empty folder to ingest."""
    folder = tmp_path / "source"
    folder.mkdir()
    return folder
