"""Erasing in the browser: what goes is shown, a word is typed, and the photo is gone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from making import rows
from planted import WORDS, Planted, found_in, let_go, plant

from catalogue.home.locks import own_home
from catalogue.home.paths import Home
from catalogue.home.tombstones import Tombstones
from catalogue.web.app import create_app

_FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def planted(home: Path, source: Path) -> Iterator[Planted]:
    """A photo that is spoken of everywhere."""
    yield plant(home, source)
    let_go()


@pytest.fixture
def browser(planted: Planted) -> Iterator[FlaskClient]:
    """A browser of somebody whose name is known."""
    with create_app(Home(planted.home)).test_client() as client:
        client.set_cookie("reviewer", "A.%20Martin")
        yield client


def typed(browser: FlaskClient, planted: Planted, word: str, **more: Any) -> Any:
    data = {"word": word, "reason": "demande"} | more.pop("data", {})
    return browser.post(f"/photos/{planted.photo_id}/erase", data=data, headers=_FROM_HERE | more)


def test_the_page_says_what_goes_what_stays_and_which_backups_hold_it(browser: FlaskClient, planted: Planted):
    page = browser.get(f"/photos/{planted.photo_id}/erase").text

    assert f"{WORDS['name']}.jpg" in page
    assert f"{WORDS['single']}.jpg" in page
    assert "2 images pour l’écran" in page
    assert f"/photos/{planted.other_id}/erase" in page
    assert "Les sauvegardes faites jusqu’à aujourd’hui la contiennent encore" in page
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2


def test_the_page_of_the_photo_leads_there(browser: FlaskClient, planted: Planted):
    assert f"/photos/{planted.photo_id}/erase" in browser.get(f"/photos/{planted.photo_id}").text
    assert f"/photos/{planted.other_id}/erase" in browser.get(f"/photos/{planted.other_id}").text


@pytest.mark.parametrize("word", ["EFFACER", " effacer ", "ERASE"])
def test_the_word_erases_every_trace(browser: FlaskClient, planted: Planted, word: str):
    answer = typed(browser, planted, word)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/erased")
    assert found_in(planted.home, planted.traces) == {}
    assert {(s.by, s.reason) for s in Tombstones.read(Home(planted.home)).stones} == {
        ("A. Martin", "demande")
    }
    assert "La photo est effacée" in browser.get("/erased").text
    assert browser.get(f"/photos/{planted.photo_id}").status_code == 404
    assert browser.get(f"/photos/{planted.photo_id}/erase").status_code == 404
    assert typed(browser, planted, word).status_code == 404


@pytest.mark.parametrize("word", ["", "oui", "EFFACE"])
def test_another_word_erases_nothing(browser: FlaskClient, planted: Planted, word: str):
    answer = typed(browser, planted, word)

    assert (answer.status_code, "Rien n’a été effacé" in answer.text) == (422, True)
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2
    assert not Home(planted.home).tombstones.exists()


def test_a_page_of_another_site_erases_nothing(browser: FlaskClient, planted: Planted):
    answer = browser.post(
        f"/photos/{planted.photo_id}/erase",
        data={"word": "EFFACER"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2


def test_who_is_nobody_is_asked_for_a_name_and_the_word_is_kept(browser: FlaskClient, planted: Planted):
    browser.delete_cookie("reviewer")

    asked = typed(browser, planted, "EFFACER")
    assert (asked.status_code, 'value="EFFACER"' in asked.text) == (422, True)
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2

    assert typed(browser, planted, "EFFACER", data={"by": "A. Martin"}).status_code == 303


def test_a_repair_is_waited_for(browser: FlaskClient, planted: Planted):
    lock = own_home(Home(planted.home).lock)
    answer = typed(browser, planted, "EFFACER")
    lock.release()

    assert (answer.status_code, "en réparation" in answer.text) == (409, True)
    assert len(rows(planted.home, "SELECT id FROM photos")) == 2


def test_english_is_spoken_too(browser: FlaskClient, planted: Planted):
    page = browser.get(f"/photos/{planted.photo_id}/erase", headers={"Accept-Language": "en"}).text

    assert "Type ERASE to say that it is meant" in page
