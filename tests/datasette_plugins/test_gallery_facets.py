"""The facets of the gallery: all there, and right."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import unescape
from random import Random
from typing import Any

import pytest
from catalogues import Row, add, browsing, change, make_catalogue, photo
from relating import NAMES, related, themed

from catalogue.web.server import FACETS, explorer

pytest_plugins = ["serving"]

Chooses = Callable[[Row], bool]


def expected(
    rows: Iterable[Row],
    chooses: Chooses,
    *,
    every_state: bool = False,
    without: frozenset[str] = frozenset(),
) -> dict[str, dict[Any, int]]:
    """Counts by going through all photos; those set aside count for the states alone."""
    chosen = [row for row in rows if chooses(row)]
    shown = [row for row in chosen if every_state or row["state"] != "set_aside"]
    among = {name: chosen if name == "state" else shown for name in FACETS}
    return {name: dict(Counter(v for r in among[name] for v in values(r, name, without))) for name in FACETS}


def values(row: Row, name: str, without: frozenset[str] = frozenset()) -> list[Any]:
    """What a photo counts for in a facet: one value of its row, or every place of a kind that it belongs to."""
    if name in NAMES:
        return [place for (kind, place), ties in related(row).items() if kind == name and ties - without]
    if name == "theme":
        return themed(row)
    return [] if row[name] is None else [row[name]]


def belongs(kind: str, name: str, *without: str) -> Chooses:
    return lambda row: bool(related(row).get((kind, name), set()) - set(without))


def of(theme: str) -> Chooses:
    return lambda row: theme in themed(row)


def counted(answer: Any) -> dict[str, dict[Any, int]]:
    return {
        name: {value["value"]: value["count"] for value in facet["results"]}
        for name, facet in answer["facet_results"].items()
    }


def everyone(_: Row) -> bool:
    return True


def no_one(_: Row) -> bool:
    return False


def found_by(row: Row) -> str:
    names = ("caption", "creator", "park", "itinerary", "cite", "commune")
    return " ".join(str(row[name]) for name in names if row[name]).lower()


CASES: dict[str, tuple[dict[str, Any], Chooses, bool]] = {
    "nothing": ({}, everyone, False),
    "park": ({"park": "Olhain"}, belongs("park", "Olhain"), False),
    "main park": ({"park__exact": "Olhain"}, lambda r: r["park"] == "Olhain", False),
    "two cités at once": (
        {"cite": ["Barrois", "Heurteau"]},
        lambda r: belongs("cite", "Barrois")(r) and belongs("cite", "Heurteau")(r),
        False,
    ),
    "a name that repeats": ({"cite": "du Moulin (Lens)"}, belongs("cite", "du Moulin (Lens)"), False),
    "all of a name": (
        {"cite": "du Moulin"},
        lambda r: belongs("cite", "du Moulin (Lens)")(r) or belongs("cite", "du Moulin (Liévin)")(r),
        False,
    ),
    "accents and capitals": ({"park": "ILES"}, belongs("park", "Îles"), False),
    "terril": ({"terril": "Terril 58"}, belongs("terril", "Terril 58"), False),
    "no place": ({"terril": ""}, everyone, False),
    "year": ({"taken_year": "2018"}, lambda r: r["taken_year"] == 2018, False),
    "two": (
        {"epci": "CALL", "taken_month": "5"},
        lambda r: belongs("epci", "CALL")(r) and r["taken_month"] == 5,
        False,
    ),
    "a range": ({"taken_year__gte": "2020"}, lambda r: r["taken_year"] >= 2020, False),
    "no position": ({"position_method__isnull": "1"}, lambda r: r["position_method"] is None, False),
    "several": ({"epci__in": "CALL,CAPH"}, lambda r: r["epci"] in {"CALL", "CAPH"}, False),
    "a quote": ({"park": "it's"}, belongs("park", "it's"), False),
    "double quotes": ({"park": 'Parc d\'"Olhain"'}, belongs("park", 'Parc d\'"Olhain"'), False),
    "emoji": ({"park": "étang 😀"}, belongs("park", "étang 😀"), False),
    "percent": ({"park": "100 % & <b>gras</b>"}, belongs("park", "100 % & <b>gras</b>"), False),
    "the empty name": ({"park__exact": ""}, lambda r: r["park"] == "", False),
    "search": ({"_q": "terril"}, lambda r: "terril" in found_by(r), False),
    "search and filter": (
        {"_q": "noeux", "epci": "CALL"},
        lambda r: "nœux" in found_by(r) and belongs("epci", "CALL")(r),
        False,
    ),
    "search among ticked": (
        {"_q": "terril", "_among": ",".join(map(str, range(1, 80)))},
        lambda r: "terril" in found_by(r) and r["number"] < 80,
        False,
    ),
    "search for nothing that is known": ({"_q": "*"}, no_one, False),
    "theme": ({"theme": "terril"}, of("terril"), False),
    "several themes": ({"theme": ["terril", "eau"]}, lambda r: of("terril")(r) and of("eau")(r), False),
    "a theme without accents": ({"theme": "CITE miniere"}, of("cité minière"), False),
    "themes that differ by capitals": ({"theme": "EAU"}, lambda r: of("eau")(r) or of("Eau")(r), False),
    "a theme that breaks out": ({"theme": 'a "b" & c, d'}, of('a "b" & c, d'), False),
    "a theme with percent": ({"theme": "100 %"}, of("100 %"), False),
    "a theme of emoji": ({"theme": "😀 fête"}, of("😀 fête"), False),
    "no such theme": ({"theme": "nothing"}, no_one, False),
    "a theme without name": ({"theme": ""}, everyone, False),
    "theme, place and rights": (
        {"theme": "terril", "epci": "CALL", "rights": "ready"},
        lambda r: of("terril")(r) and belongs("epci", "CALL")(r) and r["rights"] == "ready",
        False,
    ),
    "rights": ({"rights": "credit-missing"}, lambda r: r["rights"] == "credit-missing", False),
    "aspect": ({"aspect": "panorama"}, lambda r: r["aspect"] == "panorama", False),
    "rating": ({"rating": "4"}, lambda r: r["rating"] == 4, False),
    "rejected": ({"rating": "-1"}, lambda r: r["rating"] == -1, False),
    "a number in another spelling": ({"rating": "4.0"}, lambda r: r["rating"] == 4, False),
    "no number": ({"rating": "many"}, no_one, False),
    "rated": ({"rating__gte": "3"}, lambda r: (r["rating"] or 0) >= 3, False),
    "two creators at once": ({"creator": ["Agent 1", "Agent 2"]}, no_one, False),
    "ticked": ({"_among": "3,4,5"}, lambda r: r["number"] in {3, 4, 5}, False),
    "area": (
        {"_bbox": "2.5,50.35,3.0,50.5"},
        lambda r: bool(r["latitude"]) and 50.35 <= r["latitude"] <= 50.5 and 2.5 <= r["longitude"] <= 3.0,
        False,
    ),
    "set aside": ({"state": "set_aside"}, lambda r: r["state"] == "set_aside", True),
    "not catalogued": ({"state__not": "catalogued"}, lambda r: r["state"] != "catalogued", True),
    "own condition": ({"_where": "number % 7 = 3"}, lambda r: r["number"] % 7 == 3, False),
    "nothing fits": ({"park": "nowhere"}, no_one, False),
}


@pytest.mark.parametrize(("query", "chooses", "every_state"), CASES.values(), ids=CASES)
async def test_facets_equal_a_count_by_hand(ask, rows, query, chooses, every_state):
    answer = await ask(_facet_size="max", _size="0", **query)

    assert counted(answer) == expected(rows, chooses, every_state=every_state)


@pytest.mark.parametrize(("query", "chooses", "every_state"), CASES.values(), ids=CASES)
async def test_the_count_of_photos_equals_a_count_by_hand(ask, rows, query, chooses, every_state):
    answer = await ask(**query)

    shown = [r for r in rows if chooses(r) and (every_state or r["state"] != "set_aside")]
    assert answer["filtered_table_rows_count"] == len(shown)


async def test_every_facet_is_there_in_json_and_in_its_order(ask):
    answer = await ask()

    assert tuple(answer["facet_results"]) == FACETS
    assert answer["facet_results"]["park"]["type"] == "column"


async def test_facets_of_the_second_page_are_those_of_the_first(ask):
    first = await ask(_size="20")

    second = await ask(_size="20", _next=first["next"])

    assert counted(second) == counted(first)


async def test_years_are_in_order_and_places_by_number(ask):
    facets = (await ask(_facet_size="max"))["facet_results"]

    years = [value["value"] for value in facets["taken_year"]["results"]]
    months = [value["value"] for value in facets["taken_month"]["results"]]
    communes = [value["count"] for value in facets["commune"]["results"]]
    assert years == sorted(years)
    assert months == sorted(months)
    assert communes == sorted(communes, reverse=True)


async def test_a_long_facet_is_cut_and_says_so(ask):
    communes = (await ask())["facet_results"]["commune"]

    assert len(communes["results"]) == 30
    assert communes["truncated"]


async def test_each_link_of_a_facet_leads_to_as_many_photos_as_it_says(ask, browser):
    answer = await ask(epci="CALL", _facet_size="5")
    values = [v for facet in answer["facet_results"].values() for v in facet["results"] if not v["selected"]]

    for value in values:
        led = await browser.get(value["toggle_url"])
        assert led.json()["filtered_table_rows_count"] == value["count"], value


async def test_the_link_of_a_chosen_value_takes_it_away(ask, browser):
    answer = await ask(epci="CALL", park="it's")
    chosen = [v for v in answer["facet_results"]["park"]["results"] if v["selected"]]

    led = await browser.get(chosen[0]["toggle_url"])

    assert [v["value"] for v in chosen] == ["it's"]
    assert led.json()["filtered_table_rows_count"] > answer["filtered_table_rows_count"]
    assert led.json()["filtered_table_rows_count"] == (await ask(epci="CALL"))["filtered_table_rows_count"]


async def test_a_link_of_a_facet_begins_at_the_first_page(ask):
    first = await ask(_size="20")
    second = await ask(_size="20", _next=first["next"])

    links = [v["toggle_url"] for facet in second["facet_results"].values() for v in facet["results"]]

    assert not [link for link in links if "_next" in link]


async def test_links_on_the_page_hold_the_prefix_once(browser):
    page = (await browser.get("/explore/catalogue/photos?epci=CALL")).text

    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page) if "photos?" in link]
    assert links
    assert not [link for link in links if link.count("/explore/") != 1]


async def test_a_photo_that_arrives_is_counted_at_once(ask, library, rows):
    before = counted(await ask(_facet_size="max"))
    new = photo(len(rows) + 1, Random(99)) | {"creator": "Agent nouveau", "state": "catalogued"}  # noqa: S311
    with_it = Counter(values(new, "creator"))

    add(library, "photos", **new)

    after = counted(await ask(_facet_size="max"))
    assert "Agent nouveau" not in before["creator"]
    assert Counter(after["creator"]) == Counter(before["creator"]) + with_it
    assert after["park"] == before["park"]


async def test_a_photo_that_changes_is_counted_anew(ask, library, rows):
    await ask()

    change(library, "UPDATE photos SET state = 'set_aside' WHERE number = 7")

    moved = [row | {"state": "set_aside"} if row["number"] == 7 else row for row in rows]
    assert counted(await ask(_facet_size="max")) == expected(moved, everyone)


async def test_words_of_no_photo_are_counted_nowhere(ask, library, rows):
    first, gone = sorted(rows, key=lambda row: row["id"])[:2]
    beyond = len(rows) + 1_000
    change(library, "UPDATE photo_search SET text = '' WHERE rowid = ?", [first["number"]])
    change(library, "UPDATE photo_search SET text = 'terril' WHERE rowid = ?", [gone["number"]])
    change(library, "UPDATE photos SET number = ? WHERE id = ?", [beyond, gone["id"]])
    add(library, "photo_search", rowid=beyond + 1, text="terril")

    answer = await ask(_q="terril", _facet_size="max", _size="0")

    left = [row for row in rows if row not in (first, gone)]
    assert counted(answer) == expected(left, lambda r: "terril" in found_by(r))


async def test_a_search_is_counted_for_itself_after_all_photos(ask, rows):
    await ask()

    answer = await ask(_q="terril", _facet_size="max", _size="0")

    assert counted(answer) == expected(rows, lambda r: "terril" in found_by(r))


async def test_an_empty_library_has_facets_without_values(home):
    async with browsing(explorer(make_catalogue(home))) as browser:
        answer = (await browser.get("/explore/catalogue/photos.json")).json()

    assert counted(answer) == {name: {} for name in FACETS}


async def test_a_facet_asked_for_by_hand_stands_beside_ours(ask, rows):
    answer = await ask(_facet="format")

    shown = [row for row in rows if row["state"] != "set_aside"]
    assert counted(answer)["format"] == {"jpeg": len(shown)}


async def test_facets_that_take_too_long_are_named(datasette, browser):
    datasette._settings["sql_time_limit_ms"] = 300
    # At once for the first photos, without end for the last.
    slow = "number < 300 or (with recursive c(x) as (select number union all select x + 1 from c) select max(x) from c)"

    query = {"_where": slow, "_nocount": "1", "_size": "5", "_sort": "number"}
    page = await browser.get("/explore/catalogue/photos", params=query)

    assert page.status_code == 200
    assert "Ces filtres étaient trop longs à compter" in page.text
    assert 'data-facet="park"' not in page.text
