"""The page of a photo, driven in Chromium: along a result by keyboard, one picture taken, its legend copied."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from making import ingest, jpeg, rows, write
from PIL import Image
from playwright.sync_api import Page, expect

from catalogue.database.connection import connect, writing

pytestmark = pytest.mark.browser


@pytest.fixture
def library(home: Path, source: Path) -> Path:
    """A library of five photos of an outing, of which three are by one person, and one that was taken elsewhere."""
    for n in range(5):
        taken = {"taken": f"2018-05-12T14:3{n}:08", "gps": (50.43 + n / 1000, 2.58), "make": "Canon"}
        write(source, f"IMG_204{n}.jpg", jpeg(n + 1, (1200, 800), orientation=1, **taken))
    write(source, "elsewhere/IMG_1.jpg", jpeg(9, (1200, 800), taken="2016-05-12T10:00:00"))
    ingest(source, home)
    with closing(connect(home / "catalogue.db")) as db, writing(db):
        db.execute(
            "UPDATE photos SET park = 'Olhain', commune = 'Houdain', creator = 'Zoé' "
            "WHERE taken_at BETWEEN '2018' AND '2018-05-12T14:33'"
        )
        db.execute(
            "UPDATE photos SET caption = 'Été à l’étang', credit = 'MBM', rights = 'ready' "
            "WHERE taken_at LIKE '%14:31%'"
        )
    return home


@pytest.fixture
def opened(library: Path, serve: Callable[[Path], str], visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open the page of the photo taken at a minute, in the result of its photographer."""
    site = serve(library)

    def at(minute: int, query: str = "?creator=Zo%C3%A9", **how: object) -> Page:
        (photo,) = rows(library, "SELECT id FROM photos WHERE taken_at LIKE ?", f"2018-05-12T14:{minute}%")
        return visit(f"{site}/photos/{photo['id']}{query}", **how)

    return at


def _stands(page: Page, where: str) -> None:
    """The page is at that place of its result, and its script listens: it shows the keys."""
    expect(page.locator(".stand")).to_have_text(where)
    expect(page.locator(".by-keyboard")).to_be_visible()


def test_arrow_keys_walk_through_the_filtered_result_and_back_to_it(opened):
    page = opened(31)
    _stands(page, "2 sur 3")

    page.keyboard.press("ArrowLeft")
    _stands(page, "1 sur 3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    _stands(page, "2 sur 3")
    page.keyboard.press("j")
    _stands(page, "3 sur 3")
    assert page.url.endswith("?creator=Zo%C3%A9")

    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/explore/catalogue/photos\?creator=Zo%C3%A9$"))
    page.go_back()
    _stands(page, "3 sur 3")


def test_keys_mean_letters_where_somebody_writes(opened):
    page = opened(31)
    _stands(page, "2 sur 3")
    page.get_by_text("Prendre cette photo").click()
    page.get_by_label("Largeur imprimée, en cm").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")

    expect(page.locator(".stand")).to_have_text("2 sur 3")


def test_one_picture_is_taken_for_print_with_its_credit_inside(opened, tmp_path):
    page = opened(31)
    _stands(page, "2 sur 3")
    page.keyboard.press("p")
    panel = page.locator("details.take-one")
    expect(panel).to_contain_text("bonne pour 10")
    panel.get_by_label("l’impression").check()
    panel.get_by_label("Largeur imprimée, en cm").fill("5.08")

    with page.expect_download() as download:
        panel.get_by_role("button", name="Télécharger l’image").click()

    assert re.fullmatch(r"2018-05-12_olhain_000\d\.jpg", download.value.suggested_filename)
    taken = tmp_path / "taken.jpg"
    download.value.save_as(taken)
    with Image.open(taken) as picture:
        assert (picture.format, picture.size, picture.info["dpi"]) == ("JPEG", (600, 400), (300, 300))
    said = _described(taken)
    assert said["XMP-dc:Description"] == "Été à l’étang"
    assert said["XMP-photoshop:Credit"] == "MBM"
    assert not [name for name in said if "GPS" in name or "Make" in name or "Serial" in name]
    expect(panel).not_to_have_attribute("open", "")


def _described(path: Path) -> dict[str, str]:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    ran = subprocess.run(["exiftool", "-j", "-a", "-G1", path], capture_output=True, check=True)
    return json.loads(ran.stdout)[0]


def test_the_legend_is_copied_to_the_clipboard(opened):
    page = opened(31, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copier la légende").click()

    expect(page.get_by_role("status")).to_contain_text("Légende copiée.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Été à l’étang. Olhain, Houdain, 12 mai 2018. MBM."


def test_without_script_everything_is_there(opened):
    page = opened(31, java_script_enabled=False, size=(390, 844))

    expect(page.get_by_label("Légende à coller")).to_have_value(re.compile("^Été à l’étang"))
    expect(page.get_by_role("button", name="Copier la légende")).to_be_hidden()
    page.get_by_role("link", name="Photo suivante").click()
    expect(page.locator(".stand")).to_have_text("3 sur 3")
    page.get_by_text("Prendre cette photo").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger l’image").click()
    assert download.value.suggested_filename.startswith("2018-05-12_olhain_")


def test_the_picture_is_enlarged_by_key_and_left_by_escape(opened):
    page = opened(31)
    _stands(page, "2 sur 3")

    page.keyboard.press("z")
    picture = page.locator("dialog.lens img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => [image.offsetWidth, image.naturalWidth]") == [1200, 1200]
    page.keyboard.press("+")
    assert picture.evaluate("image => image.offsetWidth") == 2400
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")

    expect(page.locator("dialog.lens")).to_be_hidden()
    expect(page.locator(".stand")).to_have_text("2 sur 3")


def test_a_swipe_leads_to_the_next_photo(opened):
    page = opened(31, size=(390, 844), has_touch=True)

    page.locator(".picture").evaluate(
        """element => {
            const touch = (x) => new Touch({ identifier: 1, target: element, clientX: x, clientY: 300 });
            element.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(300)], bubbles: true }));
            element.dispatchEvent(new TouchEvent("touchend", { changedTouches: [touch(120)], bubbles: true }));
        }"""
    )

    expect(page.locator(".stand")).to_have_text("3 sur 3")


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1440, 900)])
def test_the_page_fits_every_screen_and_its_targets_a_finger(opened, size):
    page = opened(31, size=size)

    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    small = page.evaluate(
        """() => [...document.querySelectorAll("main .button, main summary, .walk a")]
            .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map((one) => one.textContent.trim())"""
    )
    assert small == []
