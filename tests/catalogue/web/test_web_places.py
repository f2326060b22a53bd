"""The pages of places and what maps ask of them, as a person and a map meet them."""

import json
import re

import pytest
from catalogues import change, insert

from catalogue.database.connection import connect, writing
from catalogue.web.places import gallery, points
from catalogue.words.languages import FRENCH
from catalogue.words.place_words import belongings, silence

pytest_plugins = ["serving"]

NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = '<script>alert("1")</script> & "étang" \''
SQUARE = "POLYGON ((2.56 50.42, 2.60 50.42, 2.60 50.44, 2.56 50.44, 2.56 50.42))"
LINE = "LINESTRING (2.60 50.45, 2.70 50.45)"


@pytest.fixture
def placed(library, known):
    """A park that is drawn and has one photo, an itinerary beside it, a commune around both, a park without shape."""
    db = connect(library.catalogue)
    with writing(db):
        db.execute(
            "UPDATE places SET latitude = 50.43, longitude = 2.58, code = 'P1', short_name = 'OLH' WHERE id = 1"
        )
        insert(db, "place_aliases", {"place_id": 1, "alias": "Forêt d’Olhain"})
        _shape(db, 1, SQUARE, (2.56, 50.42, 2.60, 50.44), area_m2=6_310_000)
        insert(db, "places", {"id": 2, "kind": "itinerary", "name": "EuroVelo 5"})
        _shape(db, 2, LINE, (2.60, 50.45, 2.70, 50.45), length_m=7090)
        insert(
            db,
            "place_sections",
            {"place_id": 2, "number": 1, "name": "Loos–Wingles", "start_m": 0, "end_m": 2350},
        )
        insert(
            db,
            "places",
            {"id": 3, "kind": "commune", "name": "Fresnicourt", "code": "62356", "epci_siren": "200"},
        )
        _shape(db, 3, "POLYGON ((2 50, 3 50, 3 51, 2 51, 2 50))", (2, 50, 3, 51), area_m2=8e9)
        insert(db, "places", {"id": 4, "kind": "epci", "name": "CABBALR", "code": "200"})
        insert(db, "places", {"id": 5, "kind": "park", "name": HOSTILE})
        insert(db, "places", {"id": 6, "kind": "park", "name": "Gone", "retired_at": "2026-01-01T00:00:00Z"})
    db.close()
    return known


def _shape(db, place_id, shape, box, **size):
    west, south, east, north = box
    row = {"place_id": place_id, "shape": shape, "west": west, "south": south, "east": east, "north": north}
    insert(db, "place_shapes", row | size)


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace(NBSP, " "))


def test_places_are_listed_by_kind_with_their_photos(site, placed):
    page = words(site.get("/places/?kind=park").text)

    assert "Parcs 2" in page
    assert "Olhain P1 · 1 photo, " in page
    assert "aucune photo" in page
    assert "Gone" not in page


@pytest.mark.parametrize("asked", ["olh", "foret d", "P1", "OLHAIN"])
def test_a_place_is_found_by_name_alias_code_or_short_name(site, placed, asked):
    page = words(site.get("/places/", query_string={"kind": "park", "q": asked}).text)

    assert "1 lieu " in page
    assert "Olhain" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("EuroVelo", "Itinéraires 1 EuroVelo 5"),
        ("eurovelo5", "Itinéraires 1 EuroVelo 5"),
        ("cabbalr", "EPCI 1 CABBALR"),
        ("62356", "Communes 1 Fresnicourt"),
    ],
)
def test_a_search_looks_in_all_kinds(site, placed, asked, found):
    page = words(site.get("/places/", query_string={"q": asked}).text)

    assert "1 lieu " in page
    assert found in page.partition("1 lieu ")[2]


def test_what_a_search_finds_stands_under_its_kind(site, placed, library):
    change(library, "UPDATE places SET name = 'Olhain 2' WHERE id IN (2, 3)")

    page = words(site.get("/places/?q=olhain").text)

    assert re.search(r"3 lieux .*Parcs 1 Olhain.*Itinéraires 1 Olhain 2.*Communes 1 Olhain 2", page)


def test_a_search_without_a_find_says_so(site, placed):
    assert "Aucun lieu ne porte ce nom." in site.get("/places/?q=zzz").text
    assert "Aucun lieu ne porte ce nom." in site.get("/places/?kind=park&q=zzz").text


def test_a_library_without_places_says_how_they_come(site, library):
    change(library, "DELETE FROM places")

    assert "phototheque layers import" in site.get("/places/").text


def test_a_place_tells_its_names_its_frame_and_its_size(site, placed):
    page = words(site.get("/places/1").text)

    assert "Autres noms Forêt d’Olhain" in page
    assert "EPCI CABBALR Commune Fresnicourt" in page
    assert "Surface 631 ha" in page


def test_a_place_tells_its_photos_by_year_and_from_when_the_newest_is(site, placed, library):
    change(library, "UPDATE photos SET taken_year = 2018 WHERE id = ?", [placed["id"]])

    page = site.get("/places/1").text

    assert "Dernière photo : 2018." in words(page)
    assert "Aucune photo depuis" not in page
    assert 'href="/explore/catalogue/photos?park=Olhain&amp;taken_year=2018"' in page
    assert "2019 : Aucune photo" in page
    assert "1 photo par son dossier" in words(page)


def test_photos_set_aside_are_not_counted_at_a_place(site, placed, library):
    change(library, "UPDATE photos SET state = 'set_aside' WHERE id = ?", [placed["id"]])

    assert "Aucune photo" in words(site.get("/places/1").text)
    assert site.get("/places/1/photos.geojson").json["features"] == []


def test_a_place_tells_what_is_near_and_how_far(site, placed):
    page = words(site.get("/places/1").text)

    assert re.search(r"EuroVelo 5 Itinéraire · 1,1 km", page)


def test_an_itinerary_tells_every_commune_that_it_crosses_and_how_far(site, placed, library):
    db = connect(library.catalogue)
    with writing(db):
        for number, name, west, east, siren in ((7, "Ouest", 2.5, 2.63, "200"), (8, "Est", 2.63, 2.8, "300")):
            insert(db, "places", {"id": number, "kind": "commune", "name": name, "epci_siren": siren})
            ring = f"{west} 50.4, {east} 50.4, {east} 50.5, {west} 50.5, {west} 50.4"
            _shape(db, number, f"POLYGON (({ring}))", (west, 50.4, east, 50.5))
        db.execute("DELETE FROM place_shapes WHERE place_id = 3")
        insert(db, "places", {"id": 9, "kind": "epci", "name": "CALL", "code": "300"})
    db.close()

    page = words(site.get("/places/2").text)

    assert "EPCI CALL 4,98 km CABBALR 2,13 km Communes Est 4,98 km Ouest 2,13 km" in page


def test_an_itinerary_that_two_layers_of_communes_hold_tells_each_once(site, placed, library):
    db = connect(library.catalogue)
    with writing(db):
        insert(db, "places", {"id": 7, "kind": "commune", "name": "Fresnicourt", "code": "62356"})
        _shape(db, 7, "POLYGON ((2 50, 3 50, 3 51, 2 51, 2 50))", (2, 50, 3, 51))
    db.close()

    assert words(site.get("/places/2").text).count("Fresnicourt") == 1


def test_an_area_across_a_border_lies_in_both_communes(site, placed, library):
    db = connect(library.catalogue)
    with writing(db):
        db.execute("DELETE FROM place_shapes WHERE place_id = 3")
        for number, name, west, east in ((7, "Ouest", 2.5, 2.57), (8, "Est", 2.57, 2.8)):
            insert(db, "places", {"id": number, "kind": "commune", "name": name})
            ring = f"{west} 50.4, {east} 50.4, {east} 50.5, {west} 50.5, {west} 50.4"
            _shape(db, number, f"POLYGON (({ring}))", (west, 50.4, east, 50.5))
    db.close()

    assert "Communes Est Ouest" in words(site.get("/places/1").text)


def test_an_itinerary_tells_its_sections(site, placed):
    page = words(site.get("/places/2").text)

    assert "Longueur 7,09 km" in page
    assert "Loos–Wingles 0 m 2,35 km" in page


def test_a_place_known_by_its_name_alone_says_so(site, placed):
    page = site.get("/places/5").text

    assert "il n’est connu que par son nom" in page
    assert "data-map" not in page


def test_names_are_text_wherever_they_stand(site, placed, library):
    change(library, "UPDATE places SET name = ?, commune = '' WHERE id = 1", [HOSTILE])

    for address in ("/places/?kind=park", "/places/1", "/places/5", f"/photos/{placed['id']}"):
        page = site.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("place", ["0", "99", "x", "-1", "9" * 40, "1%00", "1.0", "٣"])
def test_there_is_no_page_of_a_place_that_is_not_there(site, placed, place):
    for tail in ("", "/shape.geojson"):
        assert site.get(f"/places/{place}{tail}").status_code == 404


def test_an_unknown_kind_has_no_list(site, placed):
    assert site.get("/places/?kind=castle").status_code == 404


def test_a_photo_tells_its_places_with_their_reasons_and_links_to_them(site, placed):
    page = site.get(f"/photos/{placed['id']}").text

    assert 'href="/places/1"' in page
    assert "Parc · dossier : Olhain" in words(page)
    told = json.loads(re.search(r'data-subject="([^"]+)"', page)[1].replace("&#34;", '"'))
    assert told == {
        "longitude": 2.58,
        "latitude": 50.4301234,
        "heading": 47,
        "accuracy": 12,
        "how": "measured",
    }


def test_reasons_tell_the_way_the_distance_and_the_section():
    along = {
        "place_id": 2,
        "kind": "itinerary",
        "name": "EuroVelo 5",
        "relation": "along",
        "rule": "along: 30 m",
        "distance_m": 12.0,
        "chainage_m": 2351.7,
        "section": "Loos–Wingles",
        "main": 1,
        "decided_by": None,
    }
    afar = along | {"relation": "looking_at", "distance_m": 1810.0, "chainage_m": None, "section": None}
    person = afar | {"relation": "person", "decided_by": "L. Dupont"}

    [told] = belongings([along, afar, person], FRENCH)

    assert [reason.replace(NBSP, " ") for reason in told.reasons] == [
        "le long · 2,35 km depuis le départ · tronçon Loos–Wingles",
        "vu de loin, à 1,8 km",
        "décidé par L. Dupont",
    ]
    assert told.main


def test_newest_photo_is_told_after_a_year_without_photos():
    assert silence(2025, 2026, FRENCH) is None
    assert silence(2024, 2026, FRENCH) == f"Dernière photo{NBSP}: 2024."
    assert silence(None, 2026, FRENCH) is None


def test_maps_get_places_of_the_kinds_that_they_ask_for(site, placed):
    answer = site.get("/map/places.geojson?kind=park,itinerary")

    found = {f["properties"]["id"]: f for f in json.loads(answer.data)["features"]}
    assert answer.mimetype == "application/geo+json"
    assert set(found) == {1, 2}
    assert found[1]["geometry"]["type"] == "Polygon"
    assert found[1]["properties"] == {"id": 1, "kind": "park", "name": "Olhain (Fresnicourt)"}


def test_maps_get_only_places_that_touch_their_box(site, placed):
    answer = site.get("/map/places.geojson?kind=park,itinerary&bbox=2.61,50.44,2.65,50.46")

    assert [f["properties"]["id"] for f in json.loads(answer.data)["features"]] == [2]


def test_maps_are_not_sent_twice_what_they_have(site, placed):
    first = site.get("/map/places.geojson?kind=park")
    again = site.get("/map/places.geojson?kind=park", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize(
    "asked",
    [
        "kind=castle",
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=3,50,2,51",
        "bbox=nan,0,1,1",
        "bbox=-200,0,1,1",
        "bbox=1,1,1e400,2",
    ],
)
def test_nonsense_of_a_map_is_refused(site, placed, asked):
    assert site.get(f"/map/places.geojson?{asked}").status_code == 400


def test_a_shape_is_simplified_for_the_screen_and_not_moved(site, library):
    # A thousand points of a straight side are two; the corners stay where they are, to a metre.
    side = ", ".join(f"{2.56 + n / 25000} 50.42" for n in range(1000))
    db = connect(library.catalogue)
    with writing(db):
        insert(db, "places", {"id": 1, "kind": "park", "name": "Olhain"})
        _shape(
            db,
            1,
            f"POLYGON (({side}, 2.6 50.42, 2.6 50.44, 2.56 50.44, 2.56 50.42))",
            (2.56, 50.42, 2.6, 50.44),
        )
    db.close()

    [feature] = json.loads(site.get("/places/1/shape.geojson").data)["features"]

    ring = feature["geometry"]["coordinates"][0]
    assert sorted(map(tuple, ring[:-1])) == [(2.56, 50.42), (2.56, 50.44), (2.6, 50.42), (2.6, 50.44)]


def test_photos_of_a_place_are_points_with_heading_and_accuracy(site, placed):
    [feature] = json.loads(site.get("/places/1/photos.geojson").data)["features"]

    assert feature["geometry"]["coordinates"] == [2.58, 50.43012]
    assert feature["properties"] == {
        "id": placed["id"],
        "how": "measured",
        "heading": 47,
        "accuracy": 12,
        "caption": "Chevalement de la fosse 2",
    }


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("taken_year=2018", 200),
        ("_bbox=2.5,50.3,2.9,50.5", 200),
        ("_q=terril", 200),
        ("_bbox=x", 400),
        ("_bbox=1,2,3,nan", 400),
    ],
)
async def test_the_points_of_a_selection_answer_or_say_what_is_wrong(browser, asked, status):
    answer = await browser.get(f"/map/photos.geojson?{asked}")

    assert answer.status_code == status
    assert answer.json().get("type", "") == ("FeatureCollection" if status == 200 else "")


async def test_the_points_of_a_selection_are_all_of_it(browser, rows):
    wanted = {
        r["id"] for r in rows if r["taken_year"] == 2018 and r["latitude"] and r["state"] != "set_aside"
    }

    answer = await browser.get("/map/photos.geojson?taken_year=2018")

    assert wanted
    assert {f["properties"]["id"] for f in answer.json()["features"]} == wanted


def test_the_map_of_a_place_with_very_many_photos_gets_them_as_the_gallery_does():
    found = gallery("epci", "CA de Lens - Liévin")

    assert points(7, 5000, found) == "/places/7/photos.geojson"
    assert points(7, 5001, found) == "/map/photos.geojson?epci=CA+de+Lens+-+Li%C3%A9vin"
