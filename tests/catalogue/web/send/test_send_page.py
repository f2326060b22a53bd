"""The page to send folders: its scripts say nothing that it does not bring, and it offers each role what is theirs."""

import re
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role
from catalogue.web.send.words import words
from catalogue.web.server import application
from catalogue.words.languages import ENGLISH, FRENCH

SCRIPTS = Path(__file__).parents[4] / "catalogue" / "web" / "scripts" / "send"
SAID = re.compile(r"\bsay\(\s*([`\"][^,)]+)")
#: Keys that scripts put together, or hand on before they are said.
BUILT = {"left.": 7, "state.": 3, "done.": 6, "problem.": 3, "time.": 3}
PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody


def said() -> set[str]:
    """Keys that the scripts say as they stand."""
    found = [
        key for script in SCRIPTS.glob("*.js") for key in SAID.findall(script.read_text(encoding="utf-8"))
    ]
    return {key.strip('"') for key in found if key.startswith('"')}


def test_every_sentence_of_the_scripts_is_in_the_page():
    assert said()
    assert said() - words(ENGLISH).keys() == set()


def test_every_sentence_of_the_page_is_said():
    left = words(ENGLISH).keys() - said() - {"size.kb", "size.mb", "size.gb", "offline", "logged-out"}
    left -= {"resume", "pause"}

    assert [key for key in left if not key.startswith(tuple(BUILT))] == []
    assert {start: sum(key.startswith(start) for key in left) >= least for start, least in BUILT.items()} == (
        dict.fromkeys(BUILT, True)
    )


def test_a_sentence_fills_in_the_same_in_both_languages():
    for key, english in words(ENGLISH).items():
        french = words(FRENCH)[key]
        for one, other in zip(
            english if isinstance(english, list) else [english],
            french if isinstance(french, list) else [french],
            strict=True,
        ):
            assert set(re.findall(r"\{\w+\}", one)) == set(re.findall(r"\{\w+\}", other)), key
            assert one != other or key in {"pause", "photos"}, key


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_sends_and_is_told_where_tracks_go(home: Path, role: Role):
    Library.open(home).close()
    office = Office(Home(home))
    office.add("Jo", role, PASSWORD, None)
    session = office.log_in("Jo", PASSWORD, address="", device="Firefox").secret
    async with AsyncClient(
        transport=ASGITransport(application(Home(home), office)), base_url="http://localhost"
    ) as client:
        client.cookies.set("session", session)
        page = await client.get("/send", headers={"accept": "text/html", "accept-language": "fr"})

    assert page.status_code == 200
    assert ('href="/review/no-position"' in page.text) == (role in {Role.ANALYST, Role.ADMIN})
    assert ">Déposer des photos</a>" in page.text
