"""The search of the gallery: forgiving about accents, deaf to operators."""

import pytest
from catalogues import browsing, make_catalogue, photos

from catalogue.web.server import explorer

pytest_plugins = ["serving"]

CAPTIONS = (
    "Nœux-les-Mines, fosse 1 bis",
    "Terrils 11/19, Loos-en-Gohelle",
    "L’étang du Vignoble 😀",
    "Straße am Förderturm",
    "Ærø, œuvre d’art",
    "Cité Déclercq",
    'Panneau "AND" cassé',
)

CASES = {
    "noeux": [0],
    "NŒUX": [0],
    "nœux": [0],
    "noe": [0],
    "noeux bis": [0],
    "bis noeux": [0],
    "noeux terril": [],
    "11/19": [1],
    "19/11": [],
    "11/1": [],
    "11": [1],
    "fosse 1": [0],
    "fosse 11": [],
    "terril": [1],
    "erril": [],
    "loos-en": [1],
    "etang": [2],
    "l'étang": [2],
    "étang 😀": [2],
    "😀": [],
    "strasse": [3],
    "förder": [3],
    "aero": [4],
    "cite decler": [5],
    '"': [],
    "*": [],
    "* noeux": [0],
    '"noeux': [0],
    '"fosse 1"': [0],
    "noeux AND bis": [],
    "AND": [6],
    "noeux OR terril": [],
    "NOT noeux": [],
    "NEAR(noeux bis)": [],
    "text:noeux": [],
    "^noeux": [0],
    "-noeux": [0],
    "noeux)": [0],
    "{noeux}": [0],
    "'; drop table photos; --": [],
    "noeux\x00": [0],
    "x" * 5000: [],
    "fosse " * 500: [0],
}


@pytest.fixture
async def found(home):
    rows = [row | {"caption": text, "state": "catalogued", "park": None, "creator": None, "taken_year": None}
            for row, text in zip(photos(len(CAPTIONS)), CAPTIONS, strict=True)]  # fmt: skip
    async with browsing(explorer(make_catalogue(home, rows))) as browser:

        async def search(query):
            answer = await browser.get(
                "/explore/catalogue/photos.json", params={"_q": query, "_col": "number"}
            )
            assert answer.status_code == 200, answer.text
            return sorted(row[1] - 1 for row in answer.json()["rows"])

        yield search


@pytest.mark.parametrize(("query", "captions"), CASES.items(), ids=[repr(query)[:40] for query in CASES])
async def test_search(found, query, captions):
    assert await found(query) == captions


async def test_an_empty_search_finds_everything(found):
    assert await found("") == await found("  ") == list(range(len(CAPTIONS)))
