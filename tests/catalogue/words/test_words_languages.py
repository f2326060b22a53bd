"""French first, English second, and nothing left untranslated."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import catalogue
import datasette_plugins
from catalogue.words.languages import ENGLISH, FRENCH, LOCALE, choose

# How sentences are looked up: by the code, by the templates, and marked to be looked up later.
_KEYWORDS = {
    "_": None,
    "text": None,
    "sayable": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "plural": (1, 2),
}
_METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every English sentence of the code and the templates."""
    folders = [Path(room.__file__).parent for room in (catalogue, datasette_plugins)]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _METHODS]
    found = [
        m for path in files for _, m, _, _ in extract_from_file(_METHODS[path.suffix], str(path), _KEYWORDS)
    ]
    return {message if isinstance(message, str) else message[0] for message in found}


@pytest.fixture(scope="module")
def french() -> dict[str, object]:
    """What stands in the French catalogue, by the first of its English sentences."""
    with (LOCALE / "fr.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id]
    assert not [message.id for message in messages if message.fuzzy]
    return {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in messages}


def test_every_sentence_is_said_in_french(said, french):
    assert len(said) > 100
    assert said - french.keys() == set()
    assert not [
        english
        for english, string in french.items()
        if not all(string if isinstance(string, tuple) else [string])
    ]


def test_no_french_sentence_is_left_over(said, french):
    assert french.keys() - said == set()


def test_french_keeps_the_gaps_that_english_has(french):
    for english, string in french.items():
        for form in string if isinstance(string, tuple) else (string,):
            assert set(re.findall(r"%\(\w+\)s", form)) == set(re.findall(r"%\(\w+\)s", english)), english


def test_french_has_its_spaces_that_do_not_break(french):
    for string in french.values():
        for form in string if isinstance(string, tuple) else (string,):
            assert not re.search(r" [:;?!»]", form), form


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, None, "fr"),
        (None, "", "fr"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "de,en;q=0.5,fr;q=0.4", "en"),
        (None, "en;q=0.4,fr-BE;q=0.5", "fr"),
        (None, "pl", "fr"),
        (None, "en;q=0", "fr"),
        (None, "*;q=x, ;;, " + "x" * 9999, "fr"),
        ("en", "fr", "en"),
        ("xx", "en", "en"),
    ],
)
def test_the_language_is_chosen_by_cookie_then_browser_then_french(cookie, accept, language):
    assert choose(cookie, accept).code == language


def test_counts_follow_the_plural_of_the_language():
    assert FRENCH.counted("%(n)s photo", "%(n)s photos", 0) == "0 photo"
    assert FRENCH.counted("%(n)s photo", "%(n)s photos", 2) == "2 photos"
    assert ENGLISH.counted("%(n)s photo", "%(n)s photos", 0) == "0 photos"
    assert FRENCH.counted("%(n)s photo", "%(n)s photos", 7920) == "7\N{NARROW NO-BREAK SPACE}920 photos"
