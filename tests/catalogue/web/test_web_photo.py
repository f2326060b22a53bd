"""The page of a photo: the way through its result, what it shows, what belongs beside it."""

import re
from html import unescape

import pytest
from catalogues import add, change

pytest_plugins = ["serving"]

NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = '</bdi><script>alert("1")</script>\u202e<img src=x onerror=alert(1)>'


def words(page: str) -> str:
    """What a page says, without its markup."""
    return unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page)))


def by_date(rows, park):
    """Photos of a park as the gallery shows them: newest first, those without a date last."""
    shown = [row for row in rows if row["park"] == park and row["state"] != "set_aside"]
    return sorted(
        shown, key=lambda row: (row["taken_at"] is not None, row["taken_at"], row["id"]), reverse=True
    )


@pytest.fixture
def parks(library, rows):
    """Photos of one park, in order of the gallery, with the address of that result."""
    ids = [row["id"] for row in rows[:7]]
    change(library, "UPDATE photos SET park = NULL, itinerary = NULL")
    for day, photo_id in enumerate(ids):
        change(
            library,
            "UPDATE photos SET state = 'catalogued', creator = 'L. Dupont & fils', taken_at = ? WHERE id = ?",
            [f"2018-05-{20 - day}T10:00:00", photo_id],
        )
    change(
        library,
        "UPDATE photos SET creator = 'X' WHERE creator LIKE 'L. Dupont &%' AND id NOT IN (?,?,?,?,?,?,?)",
        ids,
    )
    return ids


def test_a_photo_stands_between_others_of_its_result(site, parks):
    page = site.get(f"/photos/{parks[3]}?creator=L.+Dupont+%26+fils&_map=1").text

    tail = "?creator=L.+Dupont+%26+fils&amp;_map=1"
    assert f'rel="prev" href="/photos/{parks[2]}{tail}"' in page
    assert f'rel="next" href="/photos/{parks[4]}{tail}"' in page
    assert f'href="/explore/catalogue/photos{tail}"' in page
    assert "4 sur 7" in page
    assert "Retour aux 7 photos" in page


def test_the_ends_of_a_result_lead_no_further(site, parks):
    query = "creator=L.+Dupont+%26+fils"

    first, last = (site.get(f"/photos/{one}?{query}").text for one in (parks[0], parks[-1]))

    assert "1 sur 7" in first
    assert 'rel="prev"' not in first
    assert "7 sur 7" in last
    assert 'rel="next"' not in last


def test_the_next_picture_is_fetched_ahead(site, library, parks):
    change(library, "UPDATE photos SET renditions = 'ready', orientation = 6")

    page = site.get(f"/photos/{parks[3]}?creator=L.+Dupont+%26+fils").text

    assert f'<link rel="prefetch" as="image" href="/images/1600/{parks[4]}?v=6">' in page


def test_a_photo_that_is_not_in_the_result_says_so(site, parks):
    page = site.get(f"/photos/{parks[3]}?creator=nobody").text

    assert "Cette photo n’est pas dans le résultat." in page
    assert "rel=" not in page.split('<nav class="walk"')[1].split("</nav>")[0]


@pytest.mark.parametrize(
    "query", ["_where=1", "_where=nope", "nothing__regexp=(", "_size=-3", "%00", "_sort=nothing"]
)
def test_a_query_that_is_none_leaves_the_photo(site, known, query):
    answer = site.get(f"/photos/{known['id']}?{query}")

    assert answer.status_code == 200
    assert "Chevalement de la fosse 2" in answer.text


def test_an_address_that_selects_nothing_says_so_and_leads_back_to_all_photos(site, known):
    page = site.get(f"/photos/{known['id']}?_where=nope").text

    assert "Le résultat dont parle cette adresse est introuvable." in page
    assert 'class="to-result" href="/explore/catalogue/photos"' in page


def test_without_a_caption_a_computed_one_stands_in_grey(site, library, known):
    change(library, "UPDATE photos SET caption = NULL WHERE id = ?", [known["id"]])

    page = site.get(f"/photos/{known['id']}").text

    assert '<h1 class="computed"><bdi>Olhain, 12 mai 2018, vers le nord-est</bdi></h1>' in page
    assert "Pas encore de légende." in page


def test_a_caption_of_five_thousand_letters_is_text_and_can_be_read_whole(site, library, known):
    caption = (HOSTILE + " étang " * 1000)[:5000]
    change(library, "UPDATE photos SET caption = ?, alt_text = ?, credit = ?", [caption] * 3)

    page = site.get(f"/photos/{known['id']}").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert len(unescape(heading)) < 200
    assert unescape(re.search(r'<p dir="auto">(.*?)</p>', page, re.DOTALL)[1]) == caption


def test_the_legend_stands_there_to_be_copied(site, library, known):
    change(library, "UPDATE photos SET commune = 'Fresnicourt' WHERE id = ?", [known["id"]])

    page = site.get(f"/photos/{known['id']}").text

    legend = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert legend == "Chevalement de la fosse 2. Olhain, Fresnicourt, 12 mai 2018. © MBM."


def test_a_missing_credit_is_said_and_can_be_filled_in(site, library, known):
    change(library, "UPDATE photos SET creator = NULL, credit = NULL, rights = 'credit-missing'")

    page = site.get(f"/photos/{known['id']}?park=Olhain").text

    assert f"Son crédit manque{NBSP}: qui l’a prise{NBSP}?" in page
    fill = re.search(r'href="(/edit\?[^"]+#credit)"', page)[1]
    assert (
        unescape(fill)
        == f"/edit?_among={known['number']}&next=%2Fphotos%2F{known['id']}%3Fpark%3DOlhain#credit"
    )


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ("ready", "Prête à être publiée."),
        ("to-check", "Sa diffusion est à vérifier avant publication."),
        ("restricted", f"Réservée à l’usage interne{NBSP}: ne la publiez pas."),
    ],
)
def test_rights_are_said_in_words(site, library, known, rights, said):
    change(library, "UPDATE photos SET rights = ?, licence = 'CC-BY-SA-4.0'", [rights])

    page = words(site.get(f"/photos/{known['id']}").text)

    assert said in page
    assert "CC BY-SA 4.0" in page


@pytest.fixture
def spot(library, rows, known):
    """Photos at the spot of the known one: of the same year, of others, of which some look elsewhere."""
    others = [row["id"] for row in rows if row["id"] != known["id"]][:7]
    change(
        library,
        "UPDATE photos SET latitude = 0, longitude = 0, version_of = NULL WHERE id <> ?",
        [known["id"]],
    )
    facts = [
        (2018, 50.43012, 2.58, 47, "exif", 5),  # the same year
        (2021, 50.43030, 2.58, 80, "exif", 5),  # 20 m away, looks the same way
        (2021, 50.43012, 2.58, 50, "exif", None),  # the same year, closer
        (2023, 50.43012, 2.58, 180, "exif", 5),  # looks the other way
        (2024, 50.43057, 2.5807, 47, "exif", 5),  # 50 m north and 50 m east: 71 m away
        (2015, 50.43012, 2.58, None, "track", 12),  # does not know where it looks
        (2012, 50.43012, 2.58, 47, "folder", None),  # somewhere in a park
    ]
    for photo_id, values in zip(others, facts, strict=True):
        change(
            library,
            "UPDATE photos SET state = 'catalogued', taken_at = NULL, taken_year = ?, latitude = ?, longitude = ?, "
            "heading_deg = ?, position_method = ?, position_accuracy_m = ? WHERE id = ?",
            [*values, photo_id],
        )
    change(library, "UPDATE photos SET taken_year = 2018 WHERE id = ?", [known["id"]])
    return others


def test_the_same_spot_is_shown_once_a_year_where_photos_look_the_same_way(site, known, spot):
    page = site.get(f"/photos/{known['id']}").text

    strip = page.split("Même endroit au fil des ans")[1].split("</ul>")[0]
    assert re.findall(r'href="/photos/(\w+)"', strip) == [spot[5], known["id"], spot[2]]
    assert re.findall(r'under-film">(\d+)', strip) == ["2015", "2018", "2021"]
    assert f'href="/photos/{known["id"]}" aria-current="page"' in strip


def test_a_vague_position_has_no_same_spot(site, library, known, spot):
    change(library, "UPDATE photos SET position_accuracy_m = 300 WHERE id = ?", [known["id"]])

    assert "Même endroit" not in site.get(f"/photos/{known['id']}").text


def test_photos_of_the_same_folder_and_day_are_its_outing(site, library, known, rows):
    others = [row["id"] for row in rows if row["id"] != known["id"] and row["state"] == "catalogued"][:20]
    for n, photo_id in enumerate(others):
        change(library, "UPDATE photos SET taken_at = ? WHERE id = ?", [f"2018-05-12T15:{n:02}:00", photo_id])
        change(library, "DELETE FROM files WHERE photo_id = ?", [photo_id])
        add(library, "files", sha256=f"{n:064}", photo_id=photo_id, name="a.jpg", run_id=_run(library),
            path=f"EV5/Loos-Wingles/2018-05/{n}.jpg", source="/nas/photos", size_bytes=1, extension="jpg",
            arrived_at="2026-11-20T14:08:00Z")  # fmt: skip

    page = site.get(f"/photos/{known['id']}").text

    strip = page.split("Même sortie")[1]
    shown = re.findall(r'href="/photos/(\w+)"', strip.split("</ul>")[0])
    assert shown == [known["id"], *others[:10]]
    assert "21 photos" in words(strip)


def _run(library):
    from catalogues import RUN  # noqa: PLC0415

    return RUN


def test_a_photo_that_was_set_aside_is_neither_taken_nor_set_aside_again(site, library, known):
    change(
        library,
        "UPDATE photos SET state = 'set_aside', state_reason = 'unwanted' WHERE id = ?",
        [known["id"]],
    )

    page = site.get(f"/photos/{known['id']}").text

    assert "Écartée" in page
    assert "Prendre cette photo" not in page
    assert 'action="/edit/aside"' not in page


def test_setting_aside_leads_to_the_next_photo_of_the_result(site, parks):
    page = site.get(f"/photos/{parks[3]}?creator=L.+Dupont+%26+fils").text

    form = page.split('action="/edit/aside"')[1].split("</form>")[0]
    assert f'name="photos" value="{parks[3]}"' in form
    assert f'name="next" value="/photos/{parks[4]}?creator=L.+Dupont+%26+fils"' in form
    assert re.findall(r'name="reason" value="([^"]+)"', form) == [
        "blurred",
        "duplicate",
        "private",
        "off-topic",
    ]
