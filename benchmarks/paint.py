"""How soon the phone's page is seen: Chromium as a slow phone on a slow line, a first visit and the ones after it."""

import statistics
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.cache import passing, say
from benchmarks.receiving import Running, served
from benchmarks.rounds import judged, table
from benchmarks.synthetic import library
from catalogue.values.roles import Role

_CHROMIUM = "/usr/bin/chromium"
_SIZE: Any = {"width": 390, "height": 844}
#: Lighthouse's mobile profile: a phone of some years ago, a quarter of a desk's processor, on slow 4G.
_SLOWER = 4
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
_WANTED_S = 1.5
_PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# The screen is unfolded by its script: from then on it answers.
_USABLE = (
    "() => [...document.querySelectorAll('[data-screen]')].some((each) => !each.hidden) && performance.now()"
)


class Seen(NamedTuple):
    """Seconds from asking for the page to its first paint, and until it answers."""

    painted: float
    usable: float


def report(rounds: int) -> str:
    """Give the table."""
    if not Path(_CHROMIUM).exists():
        return "The phone's page is not measured: there is no Chromium."
    with passing() as folder:
        home = Path(copytree(library(8_000), folder / "home"))
        with served(home) as server, sync_playwright() as playwright:
            server.office.add("Phone", Role.FIELD, _PASSWORD, None)
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
            say(f"{rounds} phones open their page")
            phones = [_phone(browser, server) for _ in range(rounds)]
            browser.close()
    first, again = zip(*phones, strict=True)
    rows = [_row("first visit", first), _row("again, from the phone", again)]
    return table(["phone profile: CPU ÷ 4, 1.6 Mbit/s, 150 ms", "first paint", "", "answers"], rows)


def _row(name: str, seen: Sequence[Seen]) -> list[str]:
    painted = statistics.median(each.painted for each in seen)
    usable = statistics.median(each.usable for each in seen)
    return [name, f"{painted:.2f} s", judged(round(painted, 2), _WANTED_S, at_least=False), f"{usable:.2f} s"]


def _phone(browser: Browser, server: Running) -> tuple[Seen, Seen]:
    """A phone that has never been here before, and then comes back."""
    context = browser.new_context(viewport=_SIZE, is_mobile=True, has_touch=True, locale="fr-FR")
    secret = server.office.log_in("Phone", _PASSWORD, address="127.0.0.1", device="Chromium").secret
    site = f"http://127.0.0.1:{server.port}"
    context.add_cookies([{"name": "session", "value": secret, "url": site}])
    first = _visit(context, site, wait="navigator.serviceWorker.ready.then(() => true)")
    again = _visit(context, site)
    context.close()
    return first, again


def _visit(context: BrowserContext, site: str, wait: str = "true") -> Seen:
    page = context.new_page()
    profile = context.new_cdp_session(page)
    profile.send("Network.enable")
    profile.send("Network.emulateNetworkConditions", _LINE)
    profile.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.goto(f"{site}/terrain/", wait_until="commit")
    usable = page.wait_for_function(_USABLE).json_value()
    painted = page.wait_for_function(_PAINTED).json_value()
    page.evaluate(wait)
    page.close()
    return Seen(painted / 1000, usable / 1000)
