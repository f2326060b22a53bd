"""The phone's page: it says everything in both languages, keeps what it needs, and holds nobody's name."""

import json
import re
from pathlib import Path

import pytest

from catalogue.home.paths import Home
from catalogue.web.app import create_app
from catalogue.web.terrain.words import words
from catalogue.words.languages import ENGLISH, FRENCH

SCRIPTS = Path(__file__).parents[4] / "catalogue" / "web" / "scripts" / "terrain"
BUILT = Path(__file__).parents[4] / "catalogue" / "web" / "static" / "build"
# say("key"), say(condition ? "one" : "other"), say(`state.${state}`)
SAID = re.compile(r"\bsay\(\s*([^,)]+)")
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
LITERAL = re.compile(r"""["'`]([a-z0-9.-]+(?:\$\{)?)""")


@pytest.fixture
def phone(home):
    """The page's server, asked as by a browser that speaks French."""
    client = create_app(Home(home)).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    return client


def is_there(phone, address: str) -> bool:
    """True when the server has something at an address."""
    with phone.get(address) as answer:
        return answer.status_code == 200


def said_by_scripts() -> tuple[set[str], set[str]]:
    """Keys that scripts say, and beginnings of those that they put together."""
    found = [
        literal
        for script in SCRIPTS.glob("*.js")
        for spoken in SAID.findall(COMMENT.sub("", script.read_text(encoding="utf-8")))
        for literal in LITERAL.findall(spoken)
    ]
    return (
        {key for key in found if not key.endswith(".${")},
        {key.removesuffix("${") for key in found if key.endswith(".${")},
    )


def test_every_sentence_of_the_scripts_is_in_the_page():
    keys, beginnings = said_by_scripts()
    known = words(ENGLISH)
    assert keys
    assert keys - known.keys() == set()
    assert [each for each in beginnings if not any(key.startswith(each) for key in known)] == []


def test_a_sentence_fills_in_the_same_in_both_languages():
    for key, english in words(ENGLISH).items():
        french = words(FRENCH)[key]
        filled = [set(re.findall(r"\{\w+\}", str(sentence))) for sentence in (english, french)]
        assert filled[0] == filled[1], key


def test_the_page_carries_its_words_and_no_name(phone):
    page = phone.get("/terrain/").text
    told = json.loads(re.search(r'id="words">(.*?)</script>', page, re.DOTALL)[1])
    assert told["network.off"] == "Hors ligne\N{NO-BREAK SPACE}: enregistré sur le téléphone"
    assert told["queue.unsent"][1] == "{n} photos à envoyer"


def test_the_address_without_slash_leads_to_the_page(phone):
    assert phone.get("/terrain").headers["Location"] == "/terrain/"


def test_the_manifest_opens_the_page(phone):
    manifest = phone.get("/terrain/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    assert manifest.json["start_url"] == manifest.json["scope"] == "/terrain/"
    assert all(is_there(phone, icon["src"]) for icon in manifest.json["icons"])


@pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled here: make setup")
def test_the_service_worker_keeps_files_that_are_there(phone):
    script = phone.get("/terrain/sw.js").text
    kept = json.loads(re.match(r"self\.KEPT = (.*);", script)[1])
    assert "/static/build/terrain.js" in kept["files"]
    assert [name for name in kept["files"] if not is_there(phone, name)] == []
