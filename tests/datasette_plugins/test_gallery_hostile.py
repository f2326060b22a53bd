"""Addresses that people mend by hand, that mails lengthen, and that somebody makes to break something."""

from html import unescape

import pytest
from relating import THEMES

pytest_plugins = ["serving"]

TICKED = ",".join(map(str, range(5000)))
ANSWERED = (
    "_next=nonsense",
    "_next=%00",
    "_next=1,2,3,4,5",
    "_next=~ZZ,~",
    "_next=-1",
    "_next=999999999999999999999",
    "_next=$null,%27",
    "_next=a,b&_sort=rating",
    f"_among={TICKED}",
    f"_ticked={TICKED}",
    "_among=x,,1e9",
    "_among=",
    "&".join(f"theme=t{n}" for n in range(300)),
    "_facet_size=abc",
    "_sort=taken_at&_sort_desc=number",
    "_sort=nope",
    "_facet=theme",
    "_facet=nope",
    "_timelimit=abc",
    "_ttl=abc",
    "rating__in=%5B",
    "creator__in=%5B1",
    "creator__notin=%5B%5B1%5D%5D",
    "creator__in=%5B" * 200,
    "rating=99999999999999999999999999",
    "taken_year=%F0%9F%98%80",
    "theme=a,b",
    "theme__in=a,b",
    "theme=%00",
    "theme=%ED%A0%80",
    "theme=%27%20OR%201=1--",
    "_theme=terril",
    "creator=&creator=",
    "state=",
    "_q=" + "%22" * 500,
    "_run=%27",
    "__=1",
    "=1",
)
REFUSED = (
    "_size=abc",
    "_size=-5",
    "_col=nope",
    "_where=nonsense(",
    "_where=1;drop",
    "&".join(f"taken_year__gte={n}" for n in range(1200)),
)
PAGES = ("photos", "photos.json", "photos_with_codes.json", "photos_with_codes.csv")
RESULTS = ("photos.geojson", "photos.numbers", "photos.around")


@pytest.mark.parametrize("query", ANSWERED, ids=[query[:30] for query in ANSWERED])
async def test_nonsense_in_an_address_is_passed_over(browser, query):
    for page in PAGES:
        answer = await browser.get(f"/explore/catalogue/{page}?{query}")
        assert answer.status_code == 200, (page, answer.text[-300:])
    for result in RESULTS:
        answer = await browser.get(f"/explore/-/catalogue/{result}?{query}")
        assert answer.status_code == 200, (result, answer.text[-300:])


@pytest.mark.parametrize("query", REFUSED, ids=[query[:30] for query in REFUSED])
async def test_what_cannot_be_answered_is_told_in_a_sentence(browser, query):
    page = await browser.get(f"/explore/catalogue/photos?{query}")
    told = await browser.get(f"/explore/catalogue/photos.json?{query}")

    assert page.status_code == told.status_code == 400
    assert "<h1>" in page.text
    assert told.json()["error"]


@pytest.mark.parametrize("theme", THEMES)
async def test_the_link_of_a_theme_leads_to_its_photos_and_back(browser, ask, theme):
    facet = (await ask(_facet_size="max"))["facet_results"]["theme"]["results"]
    [value] = [value for value in facet if value["value"] == theme]

    led = (await browser.get(value["toggle_url"])).json()
    [chosen] = [value for value in led["facet_results"]["theme"]["results"] if value["selected"]]
    back = (await browser.get(chosen["toggle_url"])).json()

    assert led["filtered_table_rows_count"] == value["count"] == chosen["count"] > 0
    assert chosen["value"] == theme
    assert back["filtered_table_rows_count"] == (await ask())["filtered_table_rows_count"]


async def test_a_theme_is_a_filter_everywhere(browser, ask):
    query = {"theme": "terril", "rights": "ready"}
    number = (await ask(**query))["filtered_table_rows_count"]

    results = "/explore/-/catalogue/photos"
    numbers = (await browser.get(f"{results}.numbers", params=query)).json()["numbers"]
    points = (await browser.get("/map/photos.geojson", params=query)).json()["features"]
    coded = (
        await browser.get("/explore/catalogue/photos_with_codes.csv", params=query | {"_size": "max"})
    ).text
    shown = (await browser.get("/explore/catalogue/photos.json", params=query | {"_shape": "array"})).json()
    around = (await browser.get(f"{results}.around", params=query | {"_at": shown[0]["id"]})).json()

    assert len(numbers) == number > 3
    assert len(coded.splitlines()) == number + 1
    assert 0 < len(points) <= number
    assert around["photos"] == number
    assert around["before"] == 0


async def test_no_value_of_a_facet_breaks_out_of_the_page(browser):
    page = (await browser.get("/explore/catalogue/photos")).text

    assert "<b>gras</b>" not in page
    assert unescape(page).count('a "b" & c, d') >= 1


async def test_a_query_that_matches_nothing_says_so(browser):
    page = await browser.get("/explore/catalogue/photos?theme=nothing&_q=zzzz")

    assert page.status_code == 200
    assert "Aucune photo ne correspond" in page.text or "Aucune photo" in page.text
