"""The photo table as a page: pictures, words, what is not shown, and strings that would break out."""

import csv
import gzip
import io
import re
from urllib.parse import unquote

import pytest
from catalogues import RUN, add, browsing, change, make_catalogue, photos
from relating import related

from catalogue.web.server import explorer

pytest_plugins = ["serving"]

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & "étang" \'</td>'


async def test_the_page_shows_pictures_that_wait_to_be_seen(browser, rows):
    page = (await browser.get("/explore/catalogue/photos")).text

    pictures = re.findall(r'<img src="/images/400/([0-9a-f]{32})\?v=\d"[^>]*>', page)
    known = {row["id"] for row in rows if row["state"] != "set_aside"}
    assert len(pictures) == 60
    assert set(pictures) <= known
    assert page.count('loading="lazy"') == 60
    assert len(re.findall(r'<img [^>]*width="\d+" height="300"', page)) == 60


async def test_a_photo_without_picture_has_none_to_load(browser, library):
    change(library, "UPDATE photos SET renditions = 'none'")

    page = (await browser.get("/explore/catalogue/photos")).text

    assert "<img" not in page
    assert page.count('class="no-picture"') == 60


async def test_photos_set_aside_are_shown_only_when_asked_for(browser, rows):
    aside = {row["id"] for row in rows if row["state"] == "set_aside"}

    everything = (await browser.get("/explore/catalogue/photos.json?_size=max")).json()
    asked = (await browser.get("/explore/catalogue/photos.json?_size=max&state=set_aside")).json()

    ids = everything["columns"].index("id")
    assert aside
    assert not aside & {row[ids] for row in everything["rows"]}
    assert aside == {row[ids] for row in asked["rows"]}


@pytest.mark.parametrize(
    "query",
    ["", "?_q=terril", "?epci=CALL", "?_sort=taken_at", "?_sort_desc=number", "?taken_year__gte=2015"],
)
async def test_walking_through_the_pages_meets_every_photo_once(browser, query):
    joint = "&" if query else "?"
    address = f"/explore/catalogue/photos.json{query}{joint}_size=17"
    met = []

    while address:
        answer = (await browser.get(address)).json()
        met += [row[answer["columns"].index("number")] for row in answer["rows"]]
        address = answer["next_url"]

    assert len(met) == len(set(met)) == answer["filtered_table_rows_count"]
    assert len(met) > 17


async def test_every_column_is_in_json_and_in_csv(browser, rows):
    answer = (await browser.get("/explore/catalogue/photos.json")).json()
    table = list(
        csv.DictReader(io.StringIO((await browser.get("/explore/catalogue/photos.csv?_stream=on")).text))
    )

    shown = [row for row in rows if row["state"] != "set_aside"]
    assert {"position_absence", "original_sha256", "heading_deg"} <= set(answer["columns"])
    assert {row["id"] for row in table} == {row["id"] for row in shown}
    assert list(table[0]) == answer["columns"]


async def test_the_link_to_the_table_takes_every_photo_that_fits(browser):
    page = (await browser.get("/explore/catalogue/photos?epci=CALL&_q=terril&_size=3")).text
    link = re.search(r'<p class="exports"><a href="([^"]+)">CSV', page).group(1).replace("&amp;", "&")

    table = list(csv.DictReader(io.StringIO((await browser.get(link)).text)))

    counted = (await browser.get("/explore/catalogue/photos.json?epci=CALL&_q=terril")).json()
    assert len(table) == counted["filtered_table_rows_count"] > 3
    assert all("epci_siren" in row and "insee" in row for row in table)


@pytest.mark.parametrize("column", ["caption", "park", "creator", "camera_model", "commune"])
async def test_strings_from_files_are_text_on_every_page(browser, library, rows, column):
    change(library, f"UPDATE photos SET {column} = ? WHERE state = 'catalogued'", [HOSTILE])

    for address in (
        "/explore/catalogue/photos",
        f"/explore/catalogue/photos/{rows[0]['id']}",
        f"/explore/catalogue?sql=select+{column}+from+photos+limit+5",
    ):
        page = (await browser.get(address)).text
        assert "&lt;script&gt;alert" in page, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


async def test_what_is_searched_and_filtered_is_text_on_the_page(browser):
    page = (await browser.get("/explore/catalogue/photos", params={"_q": HOSTILE, "park": HOSTILE})).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "Aucune photo ne correspond" in page


async def test_a_colour_that_is_none_does_not_reach_the_style(browser, library):
    change(library, "UPDATE photos SET colour = 'red; background: url(//example.org)'")

    page = (await browser.get("/explore/catalogue/photos")).text

    assert "example.org" not in page
    assert "background-color: transparent" in page


async def test_the_page_speaks_the_language_that_is_asked_for(browser):
    french = (await browser.get("/explore/catalogue/photos?taken_month=5")).text
    english = (
        await browser.get("/explore/catalogue/photos?taken_month=5", headers={"accept-language": "en"})
    ).text
    chosen = await browser.get(
        "/explore/catalogue/photos", headers={"accept-language": "en", "cookie": "language=fr"}
    )

    assert "Mois\N{NO-BREAK SPACE}: mai" in french
    assert '<html lang="fr">' in french
    assert "Month: May" in english
    assert "Miners’ estate" in english
    assert "Cité minière" in chosen.text


async def test_columns_are_explained_in_the_readers_language(browser):
    french = (await browser.get("/explore/catalogue/photos?_view=table")).text
    english = (await browser.get("/explore/catalogue/files", headers={"accept-language": "en"})).text

    assert "Pourquoi il n’y a pas de position" in french
    assert "Every file that arrived, and the photo it shows" in english


async def test_no_page_holds_a_script_of_its_own(browser, rows):
    for address in (
        "",
        "catalogue",
        "catalogue/photos",
        "catalogue/files",
        "catalogue?sql=select+1",
        "catalogue/nope",
        f"catalogue/photos/{rows[0]['id']}",
    ):
        page = (await browser.get(f"/explore/{address}")).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), address
        assert not re.search(r"<[^>]*\son[a-z]+=", page), address
        assert not re.search(r'(?:href|src)="(?:https?:)?//(?!127\.0\.0\.1)', page), address


async def test_addresses_on_the_page_are_as_the_person_asked(browser):
    first = await browser.get("/explore/catalogue/photos?epci=CALL")
    second = await browser.get("/explore/catalogue/photos.json?epci=CALL&_size=5")
    later = await browser.get(second.json()["next_url"].replace(".json", ""))

    language = re.search(r'href="/language/en\?next=([^"]+)"', first.text).group(1)
    assert unquote(language) == "/explore/catalogue/photos?epci=CALL"
    assert 'href="/explore/catalogue/photos.json?epci=CALL"' in first.text
    assert "_next%3D" in re.search(r'href="/language/en\?next=([^"]+)"', later.text).group(1)
    assert "~F4" not in re.sub(r'href="[^"]*sql=[^"]*"', "", first.text)


async def test_an_empty_library_says_what_to_do(home):
    async with browsing(explorer(make_catalogue(home))) as browser:
        page = (await browser.get("/explore/catalogue/photos")).text

    assert "La photothèque est vide" in page
    assert "phototheque ingest" in page


async def test_the_photos_of_one_run_can_be_seen(browser, library, rows):
    known = {
        "name": "a.jpg",
        "source": "/nas",
        "size_bytes": 1,
        "extension": "jpg",
        "arrived_at": "2026-11-20T14:08:00Z",
    }
    for row in rows[:3]:
        add(
            library,
            "files",
            **known,
            sha256=row["original_sha256"],
            photo_id=row["id"],
            path=row["id"],
            run_id=RUN,
        )

    answer = (await browser.get(f"/explore/catalogue/photos.json?_run={RUN}&state__notnull=1")).json()

    assert answer["filtered_table_rows_count"] == 3


async def test_columns_left_out_by_the_address_leave_the_page_whole(browser):
    grid = await browser.get("/explore/catalogue/photos?_col=caption")
    table = await browser.get("/explore/catalogue/photos?_col=caption&_view=table")

    assert (grid.status_code, table.status_code) == (200, 200)
    assert grid.text.count('<li class="shot"') == table.text.count('<tr class="shot"') == 60


async def test_other_tables_lead_to_the_photo(browser, library, rows):
    add(library, "reviews", photo_id=rows[0]["id"], reason="conflict", noted_at="2026-11-20T14:08:00Z")

    page = (await browser.get("/explore/catalogue/reviews")).text

    assert f'href="/photos/{rows[0]["id"]}"' in page


async def test_a_wrong_address_is_explained(browser):
    missing = await browser.get("/explore/catalogue/nope")
    malformed = await browser.get("/explore/catalogue/photos?_size=many")
    for_programs = await browser.get("/explore/catalogue/nope.json")

    assert (missing.status_code, malformed.status_code, for_programs.status_code) == (404, 400, 404)
    assert "Il n’y a rien ici" in missing.text
    assert "Cela n’est pas possible" in malformed.text
    assert for_programs.json()["ok"] is False


async def test_a_gallery_page_is_light(home):
    async with browsing(explorer(make_catalogue(home, photos(2000)))) as browser:
        pages = [
            await browser.get(f"/explore/catalogue/photos{query}")
            for query in ("", "?_view=table", f"?_ticked={','.join(map(str, range(1, 200)))}")
        ]

    # With styles and scripts, another 11 kB, a page stays far below 60 kB.
    assert max(len(gzip.compress(page.content, 6)) for page in pages) < 25_000


async def test_ticks_of_a_form_are_one_parameter_in_every_address(browser):
    page = (
        await browser.get("/explore/catalogue/photos?_ticked=12,7&epci=CALL&_ticked=9&_ticked=7&_ticked=x")
    ).text

    assert 'href="?epci=CALL&amp;_ticked=12,7,9&amp;taken_year=' in page
    assert 'data-act="take" href="/take?_among=12,7,9"' in page
    assert "3 cochées" in page
    assert "_ticked=12,7&" not in page


async def test_photos_carry_the_result_and_the_ticks_but_no_page(browser):
    page = (await browser.get("/explore/catalogue/photos?epci=CALL&_sort=taken_at&_ticked=5&_size=7")).text
    after = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")

    later = (await browser.get(after)).text

    for drawn in (page, later):
        links = re.findall(r'href="/photos/[0-9a-f]{32}([^"]*)"', drawn)
        assert len(links) == 7
        assert set(links) == {"?epci=CALL&amp;_sort=taken_at&amp;_ticked=5"}


async def test_what_is_done_to_the_whole_result_keeps_filters_and_order_alone(browser):
    page = (
        await browser.get("/explore/catalogue/photos?epci=CALL&_sort=number&_ticked=5&_view=table&_size=9")
    ).text

    for path in ("/take", "/edit", "/take/photos.xlsx", "/take/photos.geojson", "/take/photos.gpkg"):
        assert f'href="{path}?epci=CALL&amp;_sort=number"' in page, path


async def test_months_stand_above_photos_in_the_order_of_time_alone(browser):
    by_date = (await browser.get("/explore/catalogue/photos?_sort=taken_at&taken_at__notnull=1")).text
    by_stars = (await browser.get("/explore/catalogue/photos?_sort_desc=rating")).text

    assert re.search(r"<h2>\w+ 2006</h2>", by_date)
    assert "<h2>" not in by_stars.partition('class="months"')[2].partition('class="acts"')[0]


async def test_a_caption_that_nobody_wrote_is_proposed_and_looks_so(browser, library):
    change(
        library,
        "UPDATE photos SET caption = NULL, park = 'Olhain', taken_at = '2018-05-12T14:32:08', heading_deg = 45",
    )

    page = (await browser.get("/explore/catalogue/photos")).text

    assert '<span class="said proposed">Olhain, 12 mai 2018, vers le nord-est</span>' in page


async def test_values_of_filters_are_words(browser):
    page = (
        await browser.get("/explore/catalogue/photos?rights=credit-missing&rating=4&taken_month=5&_among=1,2")
    ).text

    for words in ("Droits\xa0: crédit inconnu", "Étoiles\xa0: ★★★★☆", "Mois\xa0: mai", "2 photos cochées"):
        assert words in page, words


async def test_other_tables_say_their_filters_in_the_readers_language(browser):
    page = (
        await browser.get("/explore/catalogue/places_coverage?kind=cite&name__contains=moulin&code__isnull=1")
    ).text

    assert "name contient moulin" in page
    assert "sans code" in page
    assert "Appliquer" in page
    for english in ("remove filter", "Advanced export", "This data as"):
        assert english not in page


async def test_the_page_of_the_data_says_what_each_table_holds(browser):
    french = (await browser.get("/explore/catalogue")).text
    english = (await browser.get("/explore/catalogue", headers={"accept-language": "en"})).text

    assert "Prêtes pour vos questions" in french
    assert "Ce que les photos couvrent" in french
    assert "What the photos cover" in english
    assert "settings" not in french


async def test_coverage_answers_which_places_have_no_photo_since_a_year(browser, library):
    change(library, "INSERT INTO places (id, kind, name) VALUES (1, 'site', 'Jamais vu')")
    page = (await browser.get("/explore/catalogue/places_coverage")).text
    link = re.search(r'href="([^"]+)">Aucune photo depuis 2018<', page).group(1).replace("&amp;", "&")

    answer = (await browser.get(link.replace("places_coverage?", "places_coverage.json?"))).json()

    columns = answer["columns"]
    found = [dict(zip(columns, row, strict=True)) for row in answer["rows"]]
    assert "Jamais vu" in [row["name"] for row in found]
    assert all((row["last_year"] or 0) < 2018 for row in found)
    assert 'href="/places/1000"' in page


async def test_coverage_counts_each_photo_once(browser, rows):
    answer = (
        await browser.get("/explore/catalogue/places_coverage.json?kind=cite&_size=max&_shape=objects")
    ).json()

    shown = [row for row in rows if row["state"] != "set_aside"]
    for place in answer["rows"]:
        here = [row for row in shown if ("cite", place["name"]) in related(row)]
        years = [row["taken_year"] for row in here]
        assert (place["photos"], place["first_year"], place["last_year"]) == (
            len(here),
            min(years),
            max(years),
        )


async def test_photos_by_place_and_year_add_up_to_the_coverage(browser):
    covered = (await browser.get("/explore/catalogue/places_coverage.json?kind=terril&_shape=objects")).json()
    by_year = (
        await browser.get(
            "/explore/catalogue/photos_by_place_and_year.json?kind=terril&_size=max&_shape=objects"
        )
    ).json()

    for place in covered["rows"]:
        years = [row["photos"] for row in by_year["rows"] if row["place_id"] == place["place_id"]]
        assert sum(years) == place["photos"] > 0


async def test_codes_stand_beside_the_names_of_places(browser, rows):
    table = (await browser.get("/explore/catalogue/photos_with_codes.csv?_stream=on&_sort=number")).text
    listed = list(csv.DictReader(io.StringIO(table)))

    assert len(listed) == len([row for row in rows if row["state"] != "set_aside"])
    for row in listed:
        assert row["insee"].startswith("commune-") == bool(row["commune"])
        assert row["epci_siren"].startswith("epci-")
        assert bool(row["cite_code"]) == bool(row["cite"])


async def test_the_siren_of_the_commune_serves_where_no_epci_is_known(browser, library, rows):
    photo = next(row for row in rows if row["state"] == "catalogued")
    change(library, "UPDATE places SET epci_siren = '246200364' WHERE kind = 'commune'")
    change(library, "DELETE FROM photo_places WHERE photo_id = ? AND place_id IN"
           " (SELECT id FROM places WHERE kind = 'epci')", [photo["id"]])  # fmt: skip

    answer = (
        await browser.get(f"/explore/catalogue/photos_with_codes.json?id={photo['id']}&_shape=objects")
    ).json()

    assert answer["rows"][0]["epci_siren"] == "246200364"


async def test_a_long_shape_is_told_in_short_and_given_whole_to_programs(browser, library):
    shape = f"POLYGON (({', '.join(f'{n / 1000} 50.4' for n in range(2000, 90_000))}))"
    change(library, "INSERT INTO place_shapes (place_id, shape, west, south, east, north)"
           " VALUES (1000, ?, 2, 50, 3, 51)", [shape])  # fmt: skip

    page = await browser.get("/explore/catalogue/place_shapes")
    rows = (await browser.get("/explore/catalogue/place_shapes.json?_shape=objects")).json()["rows"]

    assert page.status_code == 200
    assert "POLYGON ·" in page.text
    assert len(page.text) < 100_000
    assert rows[0]["shape"] == shape


async def test_other_tables_lead_to_the_place_by_its_name(browser):
    page = (await browser.get("/explore/catalogue/photo_places?_size=300")).text

    assert re.search(r'<a href="/places/\d+">Terril 58</a>', page)
