"""Filters by place: every relation counts, far and near can be left out, and a place has several spellings."""

from contextlib import closing

import pytest
from catalogues import add, change
from relating import related

from catalogue.database.connection import connect

pytest_plugins = ["serving"]

SWITCHES = {
    "all": ({}, set()),
    "not from afar": ({"_far": "0"}, {"looking_at"}),
    "not near": ({"_near": "0"}, {"near"}),
    "neither": ({"_far": "0", "_near": "0"}, {"looking_at", "near"}),
    "nonsense": ({"_far": "perhaps", "_near": ""}, set()),
}


def counts(answer, name):
    return {value["value"]: value["count"] for value in answer["facet_results"][name]["results"]}


@pytest.mark.parametrize(("query", "without"), SWITCHES.values(), ids=SWITCHES)
async def test_relations_can_be_left_out_of_facets_and_filters(ask, rows, query, without):
    shown = [row for row in rows if row["state"] != "set_aside"]
    there = [row for row in shown if related(row).get(("terril", "Terril 58"), set()) - without]

    everything = await ask(**query)
    chosen = await ask(terril="Terril 58", **query)

    assert counts(everything, "terril").get("Terril 58", 0) == len(there)
    assert chosen["filtered_table_rows_count"] == len(there)
    assert everything["filtered_table_rows_count"] == len(shown)


async def test_a_photo_of_two_cites_is_found_under_both_and_counted_once(ask, library, rows):
    photo = next(row for row in rows if row["state"] == "catalogued" and not _cites(row))
    before = await ask(_facet_size="max")
    for place in await _places(library, "cite", "Barrois", "Heurteau"):
        add(library, "photo_places", photo_id=photo["id"], place_id=place, relation="near", rule="near: 40 m")

    after = await ask(_facet_size="max")

    for name in ("Barrois", "Heurteau"):
        assert counts(after, "cite")[name] == counts(before, "cite")[name] + 1
    assert after["filtered_table_rows_count"] == before["filtered_table_rows_count"]


async def test_a_place_that_a_person_decided_counts_whatever_is_left_out(ask, library, rows):
    photo = next(row for row in rows if row["state"] == "catalogued" and not _cites(row))
    [place] = await _places(library, "cite", "Barrois")
    add(library, "photo_places", photo_id=photo["id"], place_id=place, relation="near", rule="near: 40 m")
    without = await ask(_near="0", cite="Barrois")

    add(
        library,
        "place_decisions",
        photo_id=photo["id"],
        place_id=place,
        decision="is",
        made_by="L. Dupont",
        made_at="2026-11-25T10:00:00Z",
    )

    decided = await ask(_near="0", cite="Barrois")
    assert decided["filtered_table_rows_count"] == without["filtered_table_rows_count"] + 1
    assert counts(decided, "cite")["Barrois"] == decided["filtered_table_rows_count"]


@pytest.mark.parametrize(
    "spelled", ["CALL", "call", "246200364", "CA de Lens-Liévin", "ca de lens-lievin", "Lens"]
)
async def test_an_epci_is_found_by_short_name_code_name_and_alias(ask, library, spelled):
    change(
        library,
        "UPDATE places SET name = 'CA de Lens-Liévin', short_name = 'CALL', code = '246200364' WHERE name = 'CALL'",
    )
    [place] = await _places(library, "epci", "CA de Lens-Liévin")
    add(library, "place_aliases", place_id=place, alias="Lens")

    answer = await ask(epci=spelled)

    [chosen] = [v for v in answer["facet_results"]["epci"]["results"] if v["selected"]]
    assert chosen["value"] == "CA de Lens-Liévin"
    assert chosen["count"] == answer["filtered_table_rows_count"] > 0
    assert chosen["place"] == place
    assert "epci=" not in chosen["toggle_url"]


async def test_two_places_of_one_name_are_told_apart_by_code(ask, library, rows):
    photo = next(row for row in rows if row["state"] == "catalogued")
    for number, code in ((1, "A1"), (2, "B2")):
        add(library, "places", id=number, kind="site", name="Lavoir", code=code)
        add(library, "photo_places", photo_id=photo["id"], place_id=number, relation="near", rule="near: 9 m")
    change(library, "INSERT INTO photo_places (photo_id, place_id, relation, rule) SELECT id, 2, 'near', 'near: 9 m'"
           " FROM photos WHERE state = 'catalogued' AND id <> ? LIMIT 3", [photo["id"]])  # fmt: skip

    first, both = await ask(site="A1"), await ask(site="Lavoir")

    assert first["filtered_table_rows_count"] == 1
    assert both["filtered_table_rows_count"] == counts(both, "site")["Lavoir"] == 4


async def test_versions_of_a_photo_are_shown_only_when_asked_for(ask, library, rows):
    first, second = [row for row in rows if row["state"] == "catalogued"][:2]
    before = await ask()

    change(library, "UPDATE photos SET version_of = ? WHERE id = ?", [first["id"], second["id"]])

    after, versions = await ask(), await ask(version_of=first["id"])
    assert after["filtered_table_rows_count"] == before["filtered_table_rows_count"] - 1
    assert versions["filtered_table_rows_count"] == 1
    assert sum(counts(after, "state").values()) == sum(counts(before, "state").values()) - 1


async def test_an_area_chooses_the_photos_in_it(ask, rows):
    inside = [
        row
        for row in rows
        if row["state"] != "set_aside"
        and row["latitude"]
        and 50.35 <= row["latitude"] <= 50.5
        and 2.5 <= row["longitude"] <= 3.0
    ]

    answer = await ask(_bbox="2.5,50.35,3.0,50.5", _facet_size="max")

    assert answer["filtered_table_rows_count"] == len(inside) > 10
    assert sum(counts(answer, "taken_year").values()) == len(inside)


HOSTILE = (
    "_bbox=",
    "_bbox=1,2,3",
    "_bbox=nan,nan,nan,nan",
    "_bbox=1e400,0,0,0",
    "_bbox=3,51,2,50",
    "_bbox=-999,-999,999,999",
    "_bbox=%F0%9F%98%80",
    "_far=0&_far=1&_near=%00",
    "_far=%27%22%3Cscript%3E",
    "cite=%27%20OR%201=1--",
    "cite=%25&cite=_&cite=*",
    "cite=%F0%9F%98%80",
    "cite=%ED%A0%80",
    "cite=" + "x" * 5000,
    "park=%00",
    "epci=&epci=CALL",
    "terril__exact=Terril+58",
    "site__contains=%25",
    "_cite=Barrois",
    "_park=%22",
    "_map=1&_bbox=a,b,c,d",
    "_map=2",
    "cite=Barrois&cite=Barrois",
    "&".join(f"commune=Commune+{n}" for n in range(60)),
)


@pytest.mark.parametrize("query", HOSTILE, ids=[query[:30] for query in HOSTILE])
@pytest.mark.parametrize("address", ["photos", "photos.json", "photos_with_codes.csv", "photos_with_codes"])
async def test_a_query_made_by_hand_meets_a_calm_page(browser, address, query):
    answer = await browser.get(f"/explore/catalogue/{address}?{query}")

    assert answer.status_code == 200, answer.text[:300]
    assert "<script>" not in answer.text


async def test_what_is_no_area_chooses_nothing(ask):
    everything = await ask()

    for box in ("", "1,2,3", "nan,0,1,1", "3,51,2,50"):
        assert (await ask(_bbox=box))["filtered_table_rows_count"] == everything["filtered_table_rows_count"]


async def test_the_page_has_switches_and_leads_to_the_page_of_a_place(browser):
    page = (await browser.get("/explore/catalogue/photos?_far=0&cite=Barrois")).text

    assert (
        'href="/explore/catalogue/photos?cite=Barrois" rel="nofollow" role="switch" aria-checked="false"'
        in page
    )
    assert "sans les vues de loin" in page
    assert 'class="to-place" href="/places/' in page
    assert "_cite" not in page.replace("photos?sql=", "").split('class="exports"')[0]


async def test_the_next_page_has_the_address_that_a_person_would_write(browser):
    page = (await browser.get("/explore/catalogue/photos?epci=CALL&_size=5")).text

    link = page.split('rel="next" href="')[1].split('"')[0]
    assert "epci=CALL" in link
    assert "_epci" not in link


async def test_the_map_is_loaded_only_when_it_is_open(browser):
    closed = (await browser.get("/explore/catalogue/photos?park=Olhain")).text
    opened = (await browser.get("/explore/catalogue/photos?park=Olhain&_map=1&_bbox=2.5,50.3,2.9,50.5")).text

    assert "maps.js" not in closed
    assert "maps.js" in opened
    assert 'data-photos="/map/photos.geojson?park=Olhain"' in opened
    assert 'data-bounds="[2.5, 50.3, 2.9, 50.5]"' in opened


async def test_the_points_of_the_map_are_the_photos_of_the_page(browser, ask, rows):
    shown = {
        row["id"]
        for row in rows
        if row["state"] != "set_aside" and row["latitude"] and ("cite", "Barrois") in related(row)
    }

    answer = await browser.get("/map/photos.geojson?cite=Barrois")

    assert {feature["properties"]["id"] for feature in answer.json()["features"]} == shown


def _cites(row):
    return [name for kind, name in related(row) if kind == "cite"]


async def _places(library, kind, *names):
    with closing(connect(library.catalogue, readonly=True)) as db:
        return [
            db.execute("SELECT id FROM places WHERE kind = ? AND name = ?", [kind, name]).fetchone()[0]
            for name in names
        ]
