"""A gallery of synthetic photos, asked as a browser asks it."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from catalogues import Row, browsing, make_catalogue, photos
from datasette.app import Datasette
from httpx import AsyncClient

from catalogue.home.paths import Home
from catalogue.web.server import explorer

# Names that break out of what is not escaped.
WICKED = ('Parc d\'"Olhain"', "100 % & <b>gras</b>", "étang 😀", "a=b&c=d", "", "it's")


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    """Three hundred photos, some with names that need escaping and some of the same second."""
    dice = random.Random(7)  # noqa: S311 nothing here is secret
    made = list(photos(300))
    for row in made[::9]:
        row["park"] = dice.choice(WICKED)
    for row in made[::5]:
        row["taken_at"] = "2018-05-12T14:32:08"
    return made


@pytest.fixture
def library(home: Path, rows: list[Row]) -> Home:
    """A library of these photos."""
    return make_catalogue(home, rows)


@pytest.fixture
def datasette(library: Home) -> Datasette:
    """The Datasette of that library."""
    return explorer(library)


@pytest.fixture
async def browser(datasette: Datasette) -> AsyncIterator[AsyncClient]:
    """A browser of the gallery, behind the same door as in the server."""
    async with browsing(datasette) as client:
        yield client


@pytest.fixture
def ask(browser: AsyncClient) -> Callable[..., Awaitable[Any]]:
    """Ask the photo table for JSON, by its parameters."""

    async def asked(**arguments: Any) -> Any:
        response = await browser.get("/explore/catalogue/photos.json", params=arguments)
        assert response.status_code == 200, response.text
        return response.json()

    return asked
