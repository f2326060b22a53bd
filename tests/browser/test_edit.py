"""Editing, driven in Chromium: ticked photos, a whole result, undone; set aside, brought back; by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from catalogues import make_catalogue, photos
from making import rows
from playwright.sync_api import Page, expect
from relating import relate

from catalogue.home.paths import Home

pytestmark = pytest.mark.browser


@pytest.fixture
def library(tmp_path: Path) -> Home:
    """A library with places, to be changed."""
    described = list(photos(60))
    return relate(make_catalogue(tmp_path / "library", described), described)


@pytest.fixture
def gallery(library: Home, serve: Callable[[Path], str]) -> Iterator[str]:
    """Address of its gallery."""
    return f"{serve(library.root)}/explore/catalogue/photos"


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until this element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def tick(page: Page, count: int) -> list[int]:
    """Tick the first photos by keyboard, once the page listens; returned are their numbers."""
    expect(page.get_by_role("button", name="Clavier")).to_be_visible()
    for _ in range(count):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_contain_text(f"{count} cochée")
    return [int(box.get_attribute("value") or 0) for box in page.locator(".tick input:checked").all()]


def having(library: Home, what: str) -> list[int]:
    """Numbers of the photos of which this is true."""
    return [row["number"] for row in rows(library.root, f"SELECT number FROM photos WHERE {what}")]


def test_ticked_photos_are_edited_and_that_is_undone_by_keyboard_alone(gallery, library, visit):
    page = visit(gallery)
    numbers = sorted(tick(page, 3))

    page.keyboard.press("e")
    expect(page.locator("h1")).to_have_text("Modifier 3 photos")
    tab_to(page, "#f-credit")
    page.keyboard.type("© Clavier")
    tab_to(page, "#f-diffusion")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form.fields .act button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ce qui changerait")
    expect(page.locator(".would")).to_contain_text("3 photos changent")
    assert having(library, "credit = '© Clavier'") == []
    tab_to(page, ".act button.primary")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("3 photos modifiées")
    assert sorted(having(library, "credit = '© Clavier' AND diffusion = 'internal'")) == numbers

    tab_to(page, "form[action='/review/undo'] button")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Annulé")
    assert having(library, "credit = '© Clavier'") == []
    tab_to(page, ".acts .primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/catalogue/photos?**")


def test_photos_are_set_aside_and_brought_back_by_keyboard_alone(gallery, library, visit):
    page = visit(gallery)
    everything = int(page.inner_text("h1").split()[0])
    numbers = sorted(tick(page, 2))
    page.keyboard.press("e")
    expect(page.locator("h1")).to_have_text("Modifier 2 photos")

    tab_to(page, ".asides-here summary")
    page.keyboard.press("Enter")
    tab_to(page, "button[value=off-topic]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("2 photos écartées")
    assert sorted(having(library, "state_reason = 'off-topic'")) == numbers
    page.goto(gallery)
    expect(page.locator("h1")).to_have_text(f"{everything - 2} photos")

    page.goto(gallery.partition("/explore")[0] + "/aside")
    tab_to(page, "input[name=photo]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=photo]")
    page.keyboard.press("Space")
    tab_to(page, ".act button")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("2 photos rétablies")
    assert having(library, "state_reason = 'off-topic'") == []
    tab_to(page, "form[action='/review/undo'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Annulé")
    assert sorted(having(library, "state_reason = 'off-topic'")) == numbers


def test_a_whole_result_is_edited_without_script(gallery, library, visit):
    page = visit(f"{gallery}?epci=CALL", java_script_enabled=False)
    count = int(page.inner_text("h1").split()[0])
    assert count > 1

    page.get_by_role("link", name="Modifier").first.click()
    expect(page.locator("h1")).to_have_text(f"Modifier {count} photos")
    page.get_by_label("Licence", exact=True).fill("etalab-2.0")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.get_by_role("button", name="Écrire", exact=True).click()

    expect(page.locator("h1")).to_have_text(f"{count} photos modifiées")
    assert len(having(library, "licence = 'etalab-2.0'")) == count
    page.get_by_role("link", name="Retour aux photos").click()
    assert "epci=CALL" in page.url


def test_who_never_said_their_name_says_it_once(gallery, library, visit):
    page = visit(gallery, name="")
    tick(page, 1)
    page.keyboard.press("e")

    page.get_by_label("Crédit", exact=True).fill("© Zoé")
    page.get_by_label("Votre nom").fill("Zoé")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("h1")).to_have_text("1 photo modifiée")
    page.goto(gallery.replace("/explore/catalogue/photos", "/edit?_among=1,2"))

    expect(page.locator("h1")).to_have_text("Modifier 2 photos")
    assert page.get_by_label("Votre nom").count() == 0
    assert rows(library.root, "SELECT DISTINCT made_by FROM actions") == [{"made_by": "Zoé"}]


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1440, 900)], ids=["phone", "tablet", "desk"])
def test_nothing_stands_beyond_the_edge_and_targets_are_large(gallery, visit, size):
    site = gallery.partition("/explore")[0]
    page = visit(f"{site}/edit?_among=1,2,3", size=size)

    for path in ("/edit?_among=1,2,3", "/edit?_among=4", "/aside", "/themes"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        heights = page.evaluate(
            "[...document.querySelectorAll('main .button, main .door, main .tick, main input:not([type=hidden])"
            ":not([type=checkbox]), main select, main textarea, main summary')]"
            ".map((element) => element.getBoundingClientRect().height).filter((height) => height > 0)"
        )
        assert min(heights, default=44) >= 44, path
