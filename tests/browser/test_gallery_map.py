"""The map of the photo table, driven in Chromium: where it is moved to, photos are chosen."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from catalogues import make_catalogue, photos
from playwright.sync_api import Page, expect
from relating import relate

pytestmark = pytest.mark.browser

_PATIENCE_MS = 30_000


@pytest.fixture
def gallery(home: Path, serve: Callable[[Path], str]) -> str:
    """Address of the photo table of a library with places."""
    rows = list(photos(120))
    return f"{serve(relate(make_catalogue(home, rows), rows).root)}/explore/catalogue/photos"


def _number(page: Page) -> int:
    return int(page.inner_text("h1").split()[0])


def _box(page: Page) -> list[float]:
    [text] = parse_qs(urlsplit(page.url).query)["_bbox"]
    return [float(part) for part in text.split(",")]


def test_moving_the_map_chooses_the_photos_of_its_area(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?epci=CALL")
    everything = _number(page)
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(page.locator(".gallery-map .leaflet-marker-icon").first).to_be_visible(timeout=_PATIENCE_MS)
    page.wait_for_timeout(1500)

    page.mouse.move(900, 500)
    page.mouse.down()
    page.mouse.move(500, 500, steps=8)
    page.mouse.up()

    expect(page.locator(".chips")).to_contain_text("Zone de la carte", timeout=_PATIENCE_MS)
    west, south, east, north = _box(page)
    assert west < east
    assert south < north
    assert 0 < _number(page) < everything
    assert page.url.startswith(f"{gallery}?epci=CALL&_map=1&_bbox=")
    expect(page.locator(".gallery-map .leaflet-marker-icon").first).to_be_attached()


def test_a_map_begins_with_the_area_of_its_address(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?_map=1&_bbox=2.6,50.4,2.9,50.5")
    expect(page.locator(".gallery-map .leaflet-marker-icon").first).to_be_attached(timeout=_PATIENCE_MS)

    page.wait_for_timeout(1500)

    assert _box(page) == [2.6, 50.4, 2.9, 50.5]
    assert _number(page) < 120


def test_the_map_fits_a_phone(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?_map=1&epci=CALL", size=(390, 844))
    expect(page.locator(".gallery-map .leaflet-marker-icon").first).to_be_attached(timeout=_PATIENCE_MS)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
