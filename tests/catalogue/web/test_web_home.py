"""The home page: what there is, what is new, what waits, and where to go from here."""

import re

import pytest
from catalogues import RUN, add, change, make_catalogue

from catalogue.home.inbox import quarantined
from catalogue.web.app import create_app
from catalogue.web.to_review import to_review

pytest_plugins = ["serving"]


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page))


def test_home_says_the_figures_in_words(site, rows):
    shown = [row for row in rows if row["state"] != "set_aside"]
    years = [row["taken_year"] for row in shown]

    page = words(site.get("/").text)

    assert f"{len(shown)} photos, {min(years)}–{max(years)}" in page


def test_home_says_what_waits_once_and_the_frame_says_how_many(site, known, library):
    change(
        library, "INSERT INTO reviews SELECT id, 'held', 'partial', '2026' FROM photos WHERE state = 'held'"
    )

    page = words(site.get("/").text)

    assert "Deux fichiers se contredisent 1 photo" in page
    assert page.count("Gardées sans être montrées") == 1
    waiting = re.search(r"À vérifier (\d+) Versements", page)
    assert waiting
    assert f"{waiting[1]} photos vous attendent" in page


def test_home_says_that_nothing_waits(site, library):
    change(library, "UPDATE photos SET state = 'catalogued'")

    assert "Rien ne vous attend." in site.get("/").text


def test_home_shows_what_lies_in_quarantine(site, library):
    library.quarantine.mkdir()
    (library.quarantine / ("a" * 64 + ".json")).write_text(
        '{"name": "<b>releve</b>.pdf", "by": "L. Dupont", "code": "not-a-picture", "message": "No picture inside."}'
    )

    page = site.get("/").text

    assert quarantined(library)
    assert "1 fichier reçu n’est pas devenu une photo" in page
    assert "&lt;b&gt;releve&lt;/b&gt;.pdf" in page
    assert "cherchez une meilleure copie" in page


def test_home_lists_the_last_runs_with_what_came_of_them(site, library):
    change(library, "UPDATE runs SET stored = 7920, failed = 1, skipped = 0")

    page = site.get("/").text

    assert f'href="/runs/{RUN}"' in page
    assert "7\N{NARROW NO-BREAK SPACE}920 nouvelles photos" in page
    assert "1 fichier illisible" in page
    assert "qui ne sont pas des photos" not in page


def test_an_empty_library_says_what_to_do(home):
    make_catalogue(home)
    change_nothing = create_app(make_catalogue(home.with_name("empty")))
    change(change_nothing.config["HOME"], "DELETE FROM runs")

    page = change_nothing.test_client().get("/").text

    assert "La photothèque est vide" in page
    assert "phototheque ingest DOSSIER" in page


def test_home_counts_what_the_gallery_shows(site, library, rows):
    shown = [row for row in rows if row["state"] != "set_aside"]
    leader, version = shown[0]["id"], shown[1]["id"]
    change(library, "UPDATE photos SET version_of = ? WHERE id = ?", [leader, version])

    assert f"{len(shown) - 1} photos," in words(site.get("/").text)


def test_home_leads_to_photos_without_credit(site, library):
    change(library, "UPDATE photos SET rights = 'ready'")
    none = words(site.get("/").text)
    change(library, "UPDATE photos SET rights = 'credit-missing' WHERE number = 7")
    change(library, "UPDATE photos SET state = 'catalogued' WHERE number = 7")
    page = site.get("/").text

    assert "Toutes les photos ont leur crédit." in none
    assert 'href="/explore/catalogue/photos?rights=credit-missing"' in page
    assert "1 photo sans crédit" in page


def test_home_says_how_many_photos_know_where_they_were_taken(site, rows):
    shown = [row for row in rows if row["state"] != "set_aside"]
    located = sum(row["position_method"] is not None for row in shown)

    page = words(site.get("/").text)

    assert f"{located} photos ont une position, {len(shown) - located} n’en ont pas." in page
    assert 'data-photos="/map/photos.geojson"' in site.get("/").text


def test_how_many_wait_is_counted_again_when_something_changes(library, rows, monkeypatch):
    monkeypatch.setattr("catalogue.web.to_review._SHARE", 0)
    shown = next(row for row in rows if row["state"] == "catalogued")
    before = to_review(library.catalogue)
    add(library, "reviews", photo_id=shown["id"], reason="no-position", noted_at="2026-11-20T14:08:00Z")

    assert before == 0
    assert to_review(library.catalogue) == 1
    assert to_review(library.root / "nothing.db") == 0
    assert to_review(None) == 0


@pytest.mark.parametrize("address", ["/", "/runs", "/captions", "/places/", "/review"])
def test_every_page_leads_to_every_other_without_script(site, address):
    page = site.get(address).text

    for target in ("/explore/catalogue/photos", "/places/", "/review", "/runs", "/captions", "/layers"):
        assert f'href="{target}"' in page
