"""Chromium before a served library. The tests are skipped where there is no Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from phones import Station
from playwright.sync_api import Browser, Page, expect, sync_playwright
from roads import stocked
from served import serving_libraries

CHROMIUM = Path("/usr/bin/chromium")
# A machine that does other things too may take its time; what never comes is still missed.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser, for the tests of one file: while it runs, no other test could have an event loop."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    """A library with accounts whose server runs, and Léa, who may log in."""
    made = Station(home)
    made.start()
    made.member()
    yield made
    made.kill()


@pytest.fixture
def road(home: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A library with 25 photos along a road, whose server runs and asks nobody for squares of the map; and Léa."""
    monkeypatch.setenv("PHOTOTHEQUE_TILES", "off")
    made = Station(home)
    stocked(made, source)
    made.start()
    made.member()
    yield made
    made.kill()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a library; returned is its address, without a slash at the end."""
    with serving_libraries() as served:
        yield served


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own that knows its reader's name; errors of scripts fail the test."""
    contexts, errors = [], []

    def visited(
        address: str, *, name: str = "L. Dupont", size: tuple[int, int] = (1440, 900), **how: object
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, locale="fr-FR", **how)
        contexts.append(context)
        site = "/".join(address.split("/")[:3])
        if name:
            context.add_cookies([{"name": "reviewer", "value": name.replace(" ", "%20"), "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert errors == []
