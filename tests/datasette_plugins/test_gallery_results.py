"""A whole result: every photo of it in its order, and what stands around each."""

from typing import Any
from urllib.parse import urlencode

import pytest
from catalogues import Row
from httpx import AsyncClient

from catalogue.home.paths import Home
from catalogue.web.results import Explorer, Results
from catalogue.words.languages import FRENCH

pytest_plugins = ["serving"]

QUERIES = [
    {},
    {"taken_year__gte": "2015"},
    {"_sort": "creator"},
    {"_sort_desc": "creator", "_q": "olhain"},
    {"_sort": "taken_at"},
    {"park": 'Parc d\'"Olhain"'},
    {"_q": "terril", "theme": "terril"},
    {"terril": "Terril 58", "_far": "0"},
    {"state": "set_aside"},
    {"_bbox": "2.5,50.35,3.0,50.5"},
]


async def _pages(browser: AsyncClient, query: dict[str, str]) -> list[Row]:
    """Every photo of a result, as the photo table shows them page by page."""
    found: list[Row] = []
    address = f"/explore/catalogue/photos.json?{urlencode(query | {'_shape': 'objects', '_size': '50'})}"
    while address:
        page: Any = (await browser.get(address)).json()
        found += page["rows"]
        address = page["next_url"] or ""
    return found


@pytest.mark.parametrize("query", QUERIES, ids=str)
async def test_result_has_the_photos_of_all_pages_in_their_order(
    browser: AsyncClient, library: Home, query: dict[str, str]
):
    listed = [row["number"] for row in await _pages(browser, query)]

    answer = (await browser.get(f"/explore/-/catalogue/photos.numbers?{urlencode(query)}")).json()

    assert answer["numbers"] == listed
    assert listed


@pytest.mark.parametrize("query", QUERIES, ids=str)
async def test_each_photo_leads_to_its_neighbours_in_the_result(browser: AsyncClient, query: dict[str, str]):
    listed = [row["id"] for row in await _pages(browser, query)]

    for at in (0, 1, len(listed) // 2, len(listed) - 1):
        asked = urlencode(query | {"_at": listed[at]})
        found = (await browser.get(f"/explore/-/catalogue/photos.around?{asked}")).json()
        expected = {
            "previous": listed[at - 1] if at else None,
            "next": listed[at + 1] if at + 1 < len(listed) else None,
            "before": at,
            "photos": len(listed),
        }
        assert found == expected


async def test_ticked_photos_are_a_result_of_their_own(browser: AsyncClient, rows: list[Row]):
    chosen = [row["number"] for row in rows if row["state"] != "set_aside"][:3]

    asked = urlencode({"_among": ",".join(map(str, [*chosen, chosen[0]])) + ",x,,99999999999999999999"})
    found = (await browser.get(f"/explore/-/catalogue/photos.numbers?{asked}")).json()

    assert sorted(found["numbers"]) == sorted(chosen)


def test_site_asks_for_results_and_for_their_words(library: Home):
    results = Results(Explorer(library, accounts=False))

    found = results.photos("taken_year__gte=2015&_sort=number", FRENCH)
    around = results.around("taken_year__gte=2015&_sort=number", "0" * 32, FRENCH)

    assert list(found.numbers) == sorted(found.numbers)
    assert found.said == ["Année ≥ 2015"]
    assert around is None
