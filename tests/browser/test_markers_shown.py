"""Every kind of page of a library full of markers, opened in Chromium: none runs, none is markup, and all are read.

Once as people have it, where the policy of the pages would stop a marker that had become a script, and say so; and once
without that policy, where it would run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import openpyxl
import pytest
from catalogues import RUN
from making import rows, write
from marked_road import layer_file, sheet_rows
from marking import mark, marks, name_of
from playwright.sync_api import Browser, Page, Request, expect
from served import serving_libraries

from catalogue.home.paths import Home

pytest_plugins = ["marked"]
pytestmark = pytest.mark.browser

_GALLERY = "/explore/catalogue/photos"
_WATCH = """
window.__refused = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, sample }) => {
    window.__refused.push(`${violatedDirective} ${sample}`);
});
"""
# Elements and attributes that no page of ours has; those that our scripts make are among what is looked at.
_STRANGE = """() => [...document.querySelectorAll("*")].filter((one) =>
    one.localName.startsWith("marker") || one.matches("img[src=x], iframe, object, embed, svg[onload]")
    || (one.localName === "script" && one.type !== "application/json"
        && !one.getAttribute("src")?.startsWith("/static/"))
    || [...one.attributes].some(({ name, value }) => /^(on|marker)/.test(name)
        || (/^(href|src|action|formaction)$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value)
            && !(one.localName === "img" && value.startsWith("data:image/gif"))))
).map((one) => one.outerHTML.slice(0, 200))"""
_CLICK = ("mousedown", "mouseup", "click")
_SEEN = "() => document.body.innerText"


@dataclass
class Watcher:
    """A page, and what happened in it that should not."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)
    mute: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Listen to dialogs, errors and requests."""
        self.page.add_init_script(_WATCH)
        self.page.on(
            "dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        ours = request.url.startswith((f"{self.site}/", "data:image/", "blob:"))
        if not ours or parts.path.endswith("/x"):
            self.faults.append(f"asked for {request.url[:200]} on {self.page.url[:200]}")

    def open(self, path: str, *, map_: bool = False) -> Page:
        """Open a page, and wait for its map."""
        self.page.goto(self.site + path)
        if map_:
            expect(self.page.locator(".leaflet-container").first).to_be_visible()
            expect(
                self.page.locator(".photo-point, .heap, path.place, .candidate-mark").first
            ).to_be_attached()
        self.look(path)
        return self.page

    def look(self, what: str) -> None:
        """Note what is wrong with the page as it is now."""
        self.page.wait_for_timeout(100)
        self.faults += [f"{what}: {one}" for one in self.page.evaluate(_STRANGE)]
        self.faults += [f"{what}: refused {one}" for one in self.page.evaluate("window.__refused")]
        ran = self.page.evaluate("window.__ran")
        if ran is not None:
            self.faults.append(f"{what}: ran {ran}")
        found = marks(self.page.evaluate(_SEEN))
        self.shown |= {where for where, _ in found}
        if not found:
            self.mute.append(what)


@pytest.fixture(scope="module")
def site(marked: Home) -> Iterator[str]:
    """Its address."""
    with serving_libraries() as serve:
        yield serve(marked.root)


@pytest.fixture
def watch(chromium: Browser, site: str) -> Iterator[Callable[[bool], Watcher]]:
    """Watch a page, with or without the policy of the site."""
    contexts = []

    def watched(lawless: bool) -> Watcher:
        size = {"width": 1440, "height": 900}
        context = chromium.new_context(viewport=size, locale="fr-FR", bypass_csp=lawless)
        context.add_cookies([{"name": "reviewer", "value": "L.%20Dupont", "url": site}])
        contexts.append(context)
        watcher = Watcher(context.new_page(), site)
        watcher.begin()
        return watcher

    yield watched
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lawless", [False, True], ids=["policy", "no-policy"])
def test_no_page_takes_a_marker_for_more_than_text(watch, marked: Home, lawless: bool):
    watcher = watch(lawless)

    for path in _pages(marked):
        watcher.open(path)

    assert watcher.faults == []
    assert watcher.mute == []


def _pages(home: Home) -> Iterator[str]:
    """Each kind of page once or more."""
    yield from (
        "/",
        _GALLERY,
        f"{_GALLERY}?_view=table",
        f"{_GALLERY}?{urlencode({'park': mark('photos.park')})}",
    )
    ids = [row["id"] for row in rows(home.root, "SELECT id FROM photos ORDER BY number")]
    yield from (f"/photos/{one}?_q=mk" for one in (*ids[:3], ids[40], ids[-1]))
    yield from (
        f"/edit?_among={','.join(map(str, range(1, 30)))}",
        "/edit?_among=1",
        f"/take?{urlencode({'_q': mark('asked')})}",
    )
    yield from ("/themes", "/aside", "/captions", "/runs", f"/runs/{RUN}", "/layers", "/places/?kind=park")
    yield from (
        f"/explore/catalogue/{table}" for table in ("files", "claims", "runs", "layers", "places", "changes")
    )
    yield from (
        "/explore/catalogue/photos_with_codes",
        "/explore/catalogue/files/1",
        f"{_GALLERY}?_sort={quote(mark('x.y'))}",
    )
    sql = f"""select '{mark("sql.value").replace("'", "''")}' as "{mark("sql.column").replace('"', '""')}\""""
    yield f"/explore/catalogue?{urlencode({'sql': sql})}"


@pytest.mark.parametrize("lawless", [False, True], ids=["policy", "no-policy"])
def test_no_map_takes_a_marker_for_more_than_text(watch, marked: Home, lawless: bool):
    watcher = watch(lawless)
    (place,) = rows(
        marked.root, "SELECT id FROM places WHERE kind = 'park' AND name LIKE 'mk:%:markup!%' LIMIT 1"
    )

    page = watcher.open(f"{_GALLERY}?_view=map&_map=1", map_=True)
    _act(page, ".place.park, .place.itinerary", *_CLICK)
    expect(page.locator(".leaflet-popup .place-card")).to_contain_text("mk:")
    watcher.look("card of a place")
    page = watcher.open(f"{_GALLERY}?_map=1&_among=1", map_=True)
    _act(page, ".photo-point", *_CLICK)
    expect(page.locator(".leaflet-popup .photo-card")).to_contain_text("mk:")
    watcher.look("card of a photo")
    page = watcher.open(f"/places/{place['id']}", map_=True)
    _act(page, "path.place", "mouseover")
    expect(page.locator(".leaflet-tooltip.place-name")).to_contain_text("mk:")
    watcher.look("name of a place")
    watcher.open("/layers", map_=True)

    assert watcher.faults == []


def _act(page: Page, selector: str, *kinds: str) -> None:
    """A mouse does this to what a map draws, wherever it lies and whatever lies over it."""
    act = """(one, kinds) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, view: window };
        for (const kind of kinds) one.dispatchEvent(new MouseEvent(kind, at));
    }"""
    page.locator(selector).first.evaluate(act, list(kinds))


@pytest.mark.parametrize("lawless", [False, True], ids=["policy", "no-policy"])
def test_the_desk_and_the_lens_take_no_marker_for_more_than_text(watch, marked: Home, lawless: bool):
    watcher = watch(lawless)
    waiting = [
        row["reason"]
        for row in rows(marked.root, "SELECT DISTINCT reason FROM reviews")
        if "mk:" not in row["reason"]
    ]
    (photo,) = rows(marked.root, "SELECT id FROM photos WHERE number = 1")

    watcher.page.goto(f"{watcher.site}/review")
    for reason in waiting[:4] if lawless else waiting:
        page = watcher.open(f"/review/{reason}")
        expect(page.locator("html")).to_have_class("scripted")
        page.wait_for_load_state("networkidle")
        watcher.look(reason)
    page = watcher.open("/review/no-position")
    page.keyboard.press("p")
    page.keyboard.type("mk:places")
    expect(page.locator("#found li").first).to_contain_text("mk:places.name")
    watcher.look("names that are offered")
    page = watcher.open(f"/photos/{photo['id']}")
    page.keyboard.press("z")
    expect(page.locator("dialog.lens")).to_be_visible()
    watcher.look("lens")

    assert len(waiting) > 10
    assert watcher.faults == []


@pytest.mark.parametrize("lawless", [False, True], ids=["policy", "no-policy"])
def test_no_preview_takes_a_marker_for_more_than_text(watch, tmp_path: Path, lawless: bool):
    watcher = watch(lawless)
    book = openpyxl.Workbook()
    for row in sheet_rows():
        book.active.append(
            [cell if cell is None else str(cell).replace("mk:sheet", "mk:new") for cell in row]
        )
    sheet = tmp_path / f"{name_of('captions.file')}.xlsx"
    book.save(sheet)
    layer = write(tmp_path, f"{name_of('layer.file')}.geojson", layer_file("park"))

    page = watcher.open("/captions")
    page.locator("#file").set_input_files(sheet)
    page.locator("form.bring button").click()
    expect(page.locator("table.changes")).to_contain_text("mk:new.caption")
    page.locator("details.reading summary").click()
    expect(page.locator("details.reading")).to_contain_text("mk:new.heading")
    watcher.look("preview of captions")
    page = watcher.open("/layers")
    page.locator("form.layer-form [name=file]").set_input_files(layer)
    page.locator("form.layer-form [name=layer]").fill(mark("new.layer")[:80])
    page.locator("form.layer-form button.primary").click()
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("mk:new.layer")
    watcher.look("preview of a layer")
    page = watcher.open("/edit?_among=1,2")
    page.locator("[name=caption]").fill(mark("new.caption"))
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("main")).to_contain_text("mk:new.caption")
    watcher.look("preview of an edit")

    assert watcher.faults == []
    assert {"new.caption", "new.layer"} <= watcher.shown
