"""The pages of the site, as a person meets them."""

import re

import pytest
from catalogues import RUN, change

from catalogue.web.app import create_app

pytest_plugins = ["serving"]

NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & "étang" \''


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_photo_tells_all_that_is_known(site, known):
    page = words(site.get(f"/photos/{known['id']}").text)

    for said in (
        "Chevalement de la fosse 2",
        "terril",
        "Olhain",
        f"dossier{NBSP}: Olhain",
        "50,43012° N, 2,58000° E",
        "● mesurée (GPS)",
        f"à 12{NBSP}m près",
        f"Vue vers{NBSP}: nord-est (47°)",
        "nord magnétique",
        f"12 mai 2018, 14{NBSP}h{NBSP}32",
        "UTC+02:00",
        "L. Dupont",
        "© MBM",
        "CC BY 4.0",
        "Canon EOS 70D",
        "EV5/Loos-Wingles/2018-05/IMG_2041.jpg",
        f"3,4{NBSP}Mo",
        "1 fichier",
        "2 indications",
        "Deux fichiers se contredisent (date)",
        "★★★★",
    ):
        assert said in page, said
    assert "Canon Canon" not in page


def test_a_photo_without_position_says_why(site, library, known):
    change(library, "UPDATE photos SET latitude = NULL, longitude = NULL, position_method = NULL, "
                    "position_absence = 'redacted' WHERE id = ?", [known["id"]])  # fmt: skip

    page = words(site.get(f"/photos/{known['id']}").text)

    assert "Position inconnue. La position a été effacée avant l’arrivée de la photo." in page
    assert "° N" not in page


@pytest.mark.parametrize(
    ("year", "month", "said"), [(2018, 5, "mai 2018"), (2018, None, "2018"), (None, None, "Date inconnue.")]
)
def test_a_photo_says_its_date_as_finely_as_it_is_known(site, library, known, year, month, said):
    change(library, "UPDATE photos SET taken_at = NULL, taken_method = 'folder', taken_year = ?, taken_month = ? "
                    "WHERE id = ?", [year, month, known["id"]])  # fmt: skip

    page = words(site.get(f"/photos/{known['id']}").text)

    assert f"Quand {said}" in page


def test_a_held_photo_says_so(site, library, known):
    change(library, "UPDATE photos SET state = 'held', state_reason = 'partial', renditions = 'none' WHERE id = ?",
           [known["id"]])  # fmt: skip

    page = words(site.get(f"/photos/{known['id']}").text)

    assert "En attente. Photos dont une partie seulement est lisible" in page
    assert "Il n’y a pas d’image à montrer, mais l’original est gardé." in page


@pytest.mark.parametrize(
    "column", ["caption", "creator", "credit", "licence", "park", "camera_model", "lens", "colour"]
)
def test_strings_from_files_are_text(site, library, known, column):
    change(library, f"UPDATE photos SET {column} = ?", [HOSTILE])
    change(library, "UPDATE files SET path = ?, name = ?", [HOSTILE, HOSTILE])
    change(library, "UPDATE claims SET value = ?, detail = ?", [HOSTILE, HOSTILE])
    change(library, "UPDATE runs SET source = ?, made_by = ?", [HOSTILE, HOSTILE])
    change(library, "UPDATE photo_themes SET theme = ?", [HOSTILE])
    change(library, "UPDATE places SET name = ?", [HOSTILE])

    for address in ("/", "/runs", f"/runs/{RUN}", f"/photos/{known['id']}"):
        page = site.get(address).text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_a_wrong_address_speaks_to_a_person(site):
    answer = site.get("/photos/nothing")

    assert answer.status_code == 404
    assert "Il n’y a rien ici" in answer.text
    assert "Parcourir les photos" in answer.text


def test_a_failure_speaks_to_a_person_and_tells_nothing_of_itself(library):
    app = create_app(library)
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)

    answer = app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "Un problème est survenu" in answer.text
    assert "ZeroDivision" not in answer.text


def test_pages_stand_alone_and_have_scripts_only_in_files_of_their_own(site, known):
    for address in ("/", "/runs", f"/runs/{RUN}", f"/photos/{known['id']}", "/nothing"):
        page = site.get(address).text
        assert (
            re.sub(r'<script type="module" src="/static/build/\w+\.js"></script>', "", page).count("<script")
            == 0
        )
        assert not re.search(r"<[^>]*\son[a-z]+=", page), address
        assert not re.search(r"(?:href|src)=\"(?:https?:)?//", page), address


def test_the_style_asks_nothing_of_another_machine(site):
    sheet = site.get("/static/phototheque.css").text

    assert "url(" not in sheet
    assert "@import" not in sheet


def test_the_language_follows_the_browser_until_it_is_chosen(site):
    asked = site.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    chosen = site.get("/language/fr?next=/runs")
    after = site.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text

    assert "<strong>Browse</strong>" in asked
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/runs")
    assert "<strong>Parcourir</strong>" in after


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org/", "/\\example.org/", "\\\\example.org", "/\r\nx"]
)
def test_choosing_a_language_leads_nowhere_else(site, away):
    answer = site.get("/language/en", query_string={"next": away})

    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_not_found(site):
    assert site.get("/language/xx").status_code == 404


def test_pages_that_depend_on_the_language_say_so(site):
    answer = site.get("/")

    assert {"accept-language", "cookie"} <= {name.lower() for name in answer.vary}


def test_home_shows_the_photos_that_came_last(site, rows):
    last = [row["id"] for row in reversed(rows) if row["state"] != "set_aside"][:12]

    page = site.get("/").text

    assert re.findall(r'href="/photos/([0-9a-f]{32})"', page) == last
