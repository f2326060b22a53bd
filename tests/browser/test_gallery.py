"""The gallery, driven in Chromium: filters, search, views, ticks by mouse and by keyboard; without script too."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from catalogues import make_catalogue, photos
from playwright.sync_api import Locator, Page, expect
from relating import relate
from served import serving_libraries

pytestmark = pytest.mark.browser

_PHONE = (390, 844)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the gallery of a library with places, served for all tests of this file: they only read."""
    rows = list(photos(150))
    home = relate(make_catalogue(tmp_path_factory.mktemp("gallery") / "library", rows), rows)
    with serving_libraries() as serve:
        yield f"{serve(home.root)}/explore/catalogue/photos"


def _number(page: Page) -> int:
    return int(page.inner_text("h1").split()[0])


def _asked(page: Page, name: str) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get(name, [])


def _facet(page: Page, name: str) -> Locator:
    return page.locator(f'[data-facet="{name}"]')


def _boxes(page: Page) -> Locator:
    return page.locator(".tick input")


def _ticked(page: Page) -> list[str]:
    [text] = _asked(page, "_ticked") or [""]
    return sorted(filter(None, text.split(",")))


def test_a_filter_is_set_shown_and_taken_away(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    everything = _number(page)
    value = _facet(page, "park").locator("li:not(.any) a:first-child").first
    name, count = value.inner_text().split("\n")

    value.click()

    expect(page.locator("h1")).to_have_text(f"{count} photos")
    expect(page.locator(".chips")).to_contain_text(f"Parc\N{NO-BREAK SPACE}: {name}")
    page.locator(".chips a").first.click()
    expect(page.locator("h1")).to_have_text(f"{everything} photos")


def test_years_are_bars_that_are_links(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    year = _facet(page, "taken_year").get_by_role("link", name=re.compile("^2018"))
    counted = re.search(r"(\d+) photo", year.text_content())[1]

    year.click()

    expect(page.locator("h1")).to_have_text(re.compile(rf"^{counted} photos?$"))
    assert _asked(page, "taken_year") == ["2018"]


def test_a_value_is_found_in_a_long_list_without_its_accents(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    _facet(page, "commune").locator("summary").click()

    # Thirty of forty are on the page: the others come when one types.
    _facet(page, "commune").get_by_role("searchbox").fill("cómmune 39")

    expect(_facet(page, "commune").locator("li:visible")).to_have_count(1)
    expect(_facet(page, "commune").locator("li:visible")).to_contain_text("Commune 39")


def test_a_search_keeps_what_is_ticked(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    number = _boxes(page).first.get_attribute("value")
    _boxes(page).first.check()

    page.keyboard.press("/")
    page.keyboard.type("noeux")
    page.keyboard.press("Enter")

    expect(page.locator(".chips")).to_contain_text("noeux")
    assert 0 < _number(page) < 150
    assert _ticked(page) == [number]


def test_ticks_are_kept_over_two_pages_and_seen_together(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    first = [_boxes(page).nth(n).get_attribute("value") for n in (0, 3)]
    for number in first:
        page.locator(f'.tick input[value="{number}"]').check()
    page.get_by_role("link", name="Photos suivantes").click()
    expect(page.get_by_role("link", name="Photos précédentes")).to_be_visible()
    second = _boxes(page).nth(1).get_attribute("value")
    _boxes(page).nth(1).check()
    expect(page.locator("[data-count]")).to_have_text("3 cochées")

    page.locator("[data-act=see]").click()

    expect(page.locator("h1")).to_have_text("3 photos")
    expect(page.locator(".tick input:checked")).to_have_count(3)
    assert _ticked(page) == sorted([*first, second])
    take = page.locator("[data-act=take]").get_attribute("href")
    assert sorted(parse_qs(urlsplit(take).query)["_among"][0].split(",")) == _ticked(page)


def test_the_page_before_is_the_one_that_one_came_from(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?_sort=taken_at&_size=20")
    numbers = []
    for _ in range(3):
        numbers.append(_boxes(page).evaluate_all("boxes => boxes.map((box) => box.value)"))
        page.get_by_role("link", name="Photos suivantes").click()
        expect(_boxes(page).first).not_to_have_value(numbers[-1][0])

    for there in reversed(numbers):
        page.get_by_role("link", name="Photos précédentes").click()
        expect(_boxes(page).first).to_have_value(there[0])
        assert _boxes(page).evaluate_all("boxes => boxes.map((box) => box.value)") == there
    expect(page.get_by_role("link", name="Photos précédentes")).to_have_count(0)


def test_photos_are_walked_ticked_and_opened_by_keyboard(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?epci=CALL")
    links = page.locator(".row .shot > a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(links.nth(2)).to_be_focused()

    page.keyboard.press("Shift+X")

    expect(page.locator("[data-count]")).to_have_text("3 cochées")
    assert len(_ticked(page)) == 3
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("2 cochées")
    ticked = _ticked(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/photos/*")
    assert _asked(page, "epci") == ["CALL"]
    assert _ticked(page) == ticked
    page.go_back()
    expect(page.locator(".tick input:checked")).to_have_count(2)


def test_shift_ticks_a_run_and_all_are_unticked_at_once(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)
    _boxes(page).nth(1).click()
    _boxes(page).nth(5).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("5 cochées")

    page.locator("[data-act=none]").click()

    expect(page.locator(".tick input:checked")).to_have_count(0)
    expect(page.locator(".acts .ticked")).to_be_hidden()
    assert _asked(page, "_ticked") == []


def test_keys_are_listed_by_a_key_of_their_own(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery)

    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_contain_text("de photo en photo")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_rows_are_justified_and_nothing_moves_when_pictures_come(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?_sort_desc=rating")
    boxes = page.locator(".row .shot > a").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.top, box.right, box.height])"
    )
    right = page.locator(".row").evaluate("row => row.getBoundingClientRect().right")

    rows: dict[int, list[list[float]]] = {}
    for box in boxes:
        rows.setdefault(round(box[0]), []).append(box)
    *full, last = rows.values()
    assert len(full) > 5
    for row in full:
        assert max(box[1] for box in row) == pytest.approx(right, abs=1.5)
        assert {round(box[2]) for box in row} <= {round(row[0][2]) + n for n in (-1, 0, 1)}
    assert last[0][2] <= 1.05 * min(row[0][2] for row in full)


def test_the_same_photos_stand_in_a_table(gallery: str, visit: Callable[..., Page]):
    page = visit(f"{gallery}?epci=CALL")
    count = _number(page)

    page.get_by_role("link", name="Table", exact=True).click()

    expect(page.locator("table.photos tbody tr")).to_have_count(min(count, 60))
    expect(page.get_by_role("columnheader", name="Légende")).to_be_visible()
    assert (_number(page), _asked(page, "_view"), _asked(page, "epci")) == (count, ["table"], ["CALL"])


def test_on_a_phone_filters_are_a_sheet_that_counts_while_one_chooses(
    gallery: str, visit: Callable[..., Page]
):
    page = visit(gallery, size=_PHONE)
    expect(page.locator("#facets")).to_be_hidden()
    page.locator(".acts .to-sheet").click()
    value = _facet(page, "park").locator("li:not(.any) a:first-child").first
    count = value.inner_text().split("\n")[1]

    value.click()

    see = page.locator(".sheet-end a")
    expect(see).to_have_text(f"Voir {count} photos")
    expect(page.locator("#facets")).to_be_visible()
    see.click()
    expect(page.locator("#facets")).to_be_hidden()
    assert _number(page) == int(count)
    assert page.evaluate("document.documentElement.scrollWidth") == _PHONE[0]


def test_without_script_one_filters_and_ticks_over_two_pages(gallery: str, visit: Callable[..., Page]):
    page = visit(gallery, java_script_enabled=False)
    _facet(page, "taken_month").locator("summary").click()
    _facet(page, "epci").locator("summary").click()
    value = _facet(page, "epci").locator("li a:first-child").first
    count = value.inner_text().split("\n")[1]
    value.click()
    expect(page.locator("h1")).to_have_text(f"{count} photos")
    page.goto(f"{page.url}&_size=10")
    first = _boxes(page).nth(2).get_attribute("value")
    _boxes(page).nth(2).check()

    page.get_by_role("button", name="Les garder, photos suivantes").click()
    second = _boxes(page).nth(4).get_attribute("value")
    _boxes(page).nth(4).check()
    page.get_by_role("button", name="Garder les coches", exact=True).click()

    expect(page.locator("[data-count]")).to_have_text("2 cochées")
    expect(page.locator(".tick input:checked")).to_have_count(1)
    page.locator("[data-act=see]").click()
    expect(page.locator("h1")).to_have_text("2 photos")
    seen = _boxes(page).evaluate_all("boxes => boxes.map((box) => box.value)")
    assert sorted(seen) == sorted([first, second])
