"""Taking many photos, driven in Chromium: the page, with mouse and with the keyboard alone, and what it downloads."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from taken_photos import COUNT

from catalogue.home.paths import Home

pytest_plugins = ["taking"]
pytestmark = pytest.mark.browser


@pytest.fixture
def address(taken_home: Home, serve: Callable[[Path], str]) -> str:
    """The page that takes the whole library."""
    return f"{serve(taken_home.root)}/take?taken_year__gte=2006"


def _taken(page: Page, act: Callable[[], object], folder: Path) -> zipfile.ZipFile:
    with page.expect_download(timeout=30_000) as download:
        act()
    download.value.save_as(folder / download.value.suggested_filename)
    return zipfile.ZipFile(folder / download.value.suggested_filename)


def test_the_button_downloads_the_zip_under_a_telling_name(address, visit, tmp_path):
    page = visit(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Prendre {COUNT - 2} photos")

    parcel = _taken(page, page.get_by_role("button", name="Prendre le ZIP").click, tmp_path)

    assert parcel.testzip() is None
    assert len(parcel.namelist()) == COUNT - 2 + 3
    assert Path(parcel.filename).name.endswith(f"{COUNT - 2}-photos.zip")


def test_internal_photos_go_when_they_are_ticked_by_keyboard_alone(address, visit, tmp_path):
    page = visit(address)
    page.get_by_label("Écran").focus()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "internal"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    parcel = _taken(page, lambda: page.keyboard.press("Enter"), tmp_path)

    assert len(parcel.namelist()) == COUNT - 1 + 3


def test_the_table_downloads_with_its_own_name(address, visit, tmp_path):
    page = visit(address)

    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("link", name="Tableau Excel").click()

    assert download.value.suggested_filename.endswith(f"{COUNT - 1}-photos.xlsx")


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_nothing_stands_beyond_the_edge_and_targets_are_large(address, visit, size):
    page = visit(address, size=size)

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    heights = page.evaluate(
        "[...document.querySelectorAll('main .button, main .choice, main input[type=number]')]"
        ".map((element) => element.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
