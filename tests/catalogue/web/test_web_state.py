"""The page *État*, the band of the home page, and what whoever watches the server is told."""

import re
import time

import pytest
from catalogues import RUN, add, change

from catalogue import __version__

pytest_plugins = ["serving"]


@pytest.fixture
def never_backed_up(library, rows):
    """The library has a photo of years ago, and no backup."""
    add(
        library,
        "files",
        sha256=rows[0]["original_sha256"],
        photo_id=rows[0]["id"],
        name="a.jpg",
        path="a.jpg",
        source="/nas/photos",
        size_bytes=3_412_345,
        extension="jpg",
        run_id=RUN,
        arrived_at="2020-01-01T00:00:00Z",
    )


def test_the_page_says_in_french_what_is_red_before_what_is_good(site, never_backed_up):
    page = site.get("/state").text

    assert "Cette photothèque n’a jamais été sauvegardée." in page
    assert "phototheque backup DOSSIER" in page
    assert page.index("À réparer maintenant") < page.index("En ordre")
    assert 'class="state red"' in page


def test_the_page_speaks_english_to_whoever_does(site):
    page = site.get("/state", headers={"Accept-Language": "en"}).text

    assert "State of the server" in page
    assert "SQLite 3." in page


def test_the_home_page_is_quiet_while_nothing_is_red(site):
    assert "alarm" not in site.get("/").text


def test_the_home_page_shows_what_is_red_with_a_way_to_the_page(site, never_backed_up):
    page = site.get("/").text
    band = re.search(r'<p class="notice bad alarm">.*?</p>', page, re.DOTALL)

    assert "jamais été sauvegardée" in band[0]
    assert 'href="/state"' in band[0]


def test_the_status_of_the_home_page_is_kept_for_a_minute(site, monkeypatch):
    looks = []
    monkeypatch.setattr("catalogue.web.state.memory.status", lambda home: looks.append(home) or _Quiet())
    now = [1000.0]
    monkeypatch.setattr("catalogue.web.state.memory.time.monotonic", lambda: now[0])

    site.get("/")
    site.get("/")
    now[0] += 61
    site.get("/")

    assert len(looks) == 2


class _Quiet:
    def of(self, _):
        return ()


def test_health_is_told_without_a_word_about_the_library(site):
    answer = site.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "version": __version__}
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_that_cannot_store_fails_its_watcher(site, monkeypatch):
    monkeypatch.setattr("catalogue.status.asking.takes_a_file", lambda _: False)

    answer = site.get("/healthz")

    assert answer.status_code == 503
    assert answer.json == {"status": "failing", "version": __version__}


def test_a_server_whose_catalogue_is_newer_fails(site, library):
    change(library, "PRAGMA user_version = 99")

    assert site.get("/healthz").status_code == 503


def test_health_is_told_at_once(site):
    site.get("/healthz")
    begun = time.perf_counter()
    for _ in range(10):
        site.get("/healthz")

    assert (time.perf_counter() - begun) / 10 < 0.02


@pytest.mark.parametrize("address", ["/", "/state"])
def test_the_page_is_led_to_from_every_page(site, address):
    assert 'href="/state"' in site.get(address).text
