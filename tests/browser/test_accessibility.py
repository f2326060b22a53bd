"""What axe-core finds on the pages that people see most: nothing serious, in no width and in no light."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from making import ingest, jpeg, rows, write
from playwright.sync_api import Page
from served import serving_libraries

import catalogue

pytestmark = pytest.mark.browser

_AXE = Path(catalogue.__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
_DESK, _PHONE = (1440, 900), (390, 844)
_GRAVE = ("serious", "critical")
_GALLERY = "/explore/catalogue/photos"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of five photos, with and without position, date and caption."""
    source, home = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("seen") / "home"
    for n in range(4):
        taken = {"taken": f"201{n}-05-12T14:32:08", "gps": (50.43 + n / 1000, 2.58), "make": "Canon"}
        write(source, f"Olhain/IMG_{n}.jpg", jpeg(n + 1, (300, 200), orientation=1, **taken))
    write(source, "elsewhere/IMG_9.jpg", jpeg(9, (200, 300)))
    ingest(source, home)
    return home


@pytest.fixture(scope="module")
def site(library: Path) -> Iterator[str]:
    """Its address, served for all tests of this file: they only read."""
    with serving_libraries() as serve:
        yield serve(library)


def faults(page: Page) -> list[str]:
    """Run axe-core in a page: its grave faults, each with the first element that has it."""
    page.evaluate(_AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((told) => told.violations)")
    return [
        f"{fault['id']}: {fault['help']} — {fault['nodes'][0]['html']}"
        for fault in found
        if fault["impact"] in _GRAVE
    ]


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: run `make setup`")
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("size", [_DESK, _PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "what", ["", "?_view=table&_ticked=1,2", "?_q=nothing-at-all"], ids=["grid", "table", "none"]
)
def test_gallery_has_no_grave_fault(site: str, visit: Callable[..., Page], what, size, light):
    page = visit(f"{site}{_GALLERY}{what}", size=size, color_scheme=light, bypass_csp=True)

    assert faults(page) == []


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: run `make setup`")
def test_sheet_of_filters_has_no_grave_fault(site: str, visit: Callable[..., Page]):
    page = visit(f"{site}{_GALLERY}#facets", size=_PHONE, bypass_csp=True)

    assert faults(page) == []


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: run `make setup`")
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/photos/{id}?creator=x",
        "/explore/catalogue/places_coverage",
        "/edit?_among=1,2",
        "/aside",
        "/themes",
        "/photos/{id}/erase",
        "/take?_among=1,2",
        "/review",
        "/review/no-position",
        "/captions",
        "/ingest",
        "/layers",
        "/runs",
        "/erased",
        "/send",
    ],
)
def test_other_pages_have_no_grave_fault(site: str, library: Path, visit: Callable[..., Page], path, light):
    (photo,) = rows(library, "SELECT id FROM photos ORDER BY number LIMIT 1")
    page = visit(site + path.format(id=photo["id"]), color_scheme=light, bypass_csp=True)

    assert faults(page) == []


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: run `make setup`")
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("size", [_DESK, _PHONE], ids=["desk", "phone"])
def test_a_folder_that_is_chosen_and_sent_has_no_grave_fault(
    site: str, visit: Callable[..., Page], tmp_path: Path, size, light
):
    for n in range(3):
        write(tmp_path, f"Sorties/EV5/IMG_{n}.jpg", jpeg(n + 40))
    write(tmp_path, "Sorties/film.mp4", b"film")
    page = visit(f"{site}/send", size=size, color_scheme=light, bypass_csp=True)
    page.locator('[data-part="choose-folder"]').set_input_files(tmp_path / "Sorties")
    chosen = faults(page)
    page.locator('[data-part="send"]').click()
    page.locator('[data-part="result"]').wait_for(state="visible")
    page.locator("details.folder summary").click()

    assert chosen == []
    assert faults(page) == []
