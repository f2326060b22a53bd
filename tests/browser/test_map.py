"""The map in Chromium: what it draws, what it asks for, and how it is worked with mouse and keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from catalogues import change, insert, make_catalogue, photos
from playwright.sync_api import Page

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home

pytestmark = pytest.mark.browser

SQUARE = "POLYGON ((2.56 50.42, 2.60 50.42, 2.60 50.44, 2.56 50.44, 2.56 50.42))"
# The module behind a page's map, as a page of our own would import it.
OPEN = """
    async (options) => {
        const loader = await (await fetch("/static/build/maps.js")).text();
        const { openMap } = await import("/static/build/" + /map-\\w+\\.js/.exec(loader)[0]);
        document.querySelector("main").innerHTML = '<div id="m" style="height: 500px"></div>';
        window.map = await openMap(document.querySelector("#m"), options);
    }
"""


@pytest.fixture
def library(tmp_path: Path) -> Home:
    """One park, with one photo of which place, heading and accuracy are known."""
    made = make_catalogue(tmp_path / "library", photos(1))
    change(
        made,
        """
        UPDATE photos SET state = 'catalogued', latitude = 50.43, longitude = 2.58, position_method = 'exif',
            heading_deg = 90, position_accuracy_m = 100, renditions = 'none', caption = 'Étang <b>gelé</b>'
        """,
    )
    db = connect(made.catalogue)
    with writing(db):
        photo_id = db.execute("SELECT id FROM photos").fetchone()[0]
        insert(db, "places", {"id": 1, "kind": "park", "name": "Olhain"})
        box = {"west": 2.56, "south": 50.42, "east": 2.60, "north": 50.44}
        insert(db, "place_shapes", {"place_id": 1, "shape": SQUARE, **box})
        tie = {"photo_id": photo_id, "place_id": 1, "relation": "inside", "rule": "inside", "main": 1}
        insert(db, "photo_places", tie)
    db.close()
    return made


@pytest.fixture
def address(library: Home, serve: Callable[[Path], str], monkeypatch) -> str:
    """Where the library is served, without a background."""
    monkeypatch.setenv("PHOTOTHEQUE_TILES", "off")
    return serve(library.root)


def wait_for_map(page: Page) -> None:
    page.wait_for_selector(".map .leaflet-marker-icon")


def test_a_map_asks_nothing_of_another_machine_and_breaks_no_rule_of_the_site(address, visit):
    page = visit(f"{address}/places/1")
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.reload()
    wait_for_map(page)

    for name in ("Agrandir", "Agrandir", "Réduire"):
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(300)

    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []
    assert page.locator(".map path.park").count() == 1


def test_nothing_of_the_map_is_loaded_before_it_is_seen(address, visit, library):
    change(library, "UPDATE photos SET latitude = NULL, longitude = NULL, position_method = NULL")
    asked: list[str] = []
    page = visit(f"{address}/photos/{'0' * 32}")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")

    assert [url for url in asked if "/build/" in url] == []


def test_cones_and_circles_of_true_radius_show_from_near(address, visit):
    # Without animation, what is drawn stands still.
    page = visit(f"{address}/places/1", reduced_motion="reduce")
    page.evaluate(OPEN, {"photos": "/places/1/photos.geojson", "bounds": [2.3, 50.3, 2.9, 50.6]})
    far = page.locator(".cone").is_visible(), page.locator("path.accuracy").count()

    page.evaluate("map.look({longitude: 2.58, latitude: 50.43}, 16)")
    page.wait_for_selector("path.accuracy")
    page.wait_for_timeout(500)
    width_px = page.locator("path.accuracy").bounding_box()["width"]
    metres_per_px = page.evaluate(
        """
        const at = (x) => map.leaflet.containerPointToLatLng([x, 250]);
        map.leaflet.distance(at(0), at(100)) / 100
        """
    )

    assert far == (False, 0)
    assert page.locator(".cone").is_visible()
    assert width_px * metres_per_px == pytest.approx(200, rel=0.03)


def test_a_photo_is_opened_with_the_keyboard_and_its_caption_is_text(address, visit):
    page = visit(f"{address}/places/1")
    wait_for_map(page)

    page.locator(".photo-point").focus()
    page.keyboard.press("Enter")
    card = page.wait_for_selector(".photo-card")

    assert card.inner_text() == "Étang <b>gelé</b>"
    assert card.get_attribute("href").startswith("/photos/")


def test_the_photo_that_is_looked_at_is_dragged_and_turned(address, visit):
    page = visit(f"{address}/places/1")
    page.evaluate(OPEN, {"bounds": [2.57, 50.42, 2.59, 50.44]})
    page.evaluate(
        """
        window.told = [];
        map.subject({ longitude: 2.58, latitude: 50.43, heading: 0, accuracy: 50 }, {
            onPlace: (at) => told.push(at), onHeading: (degrees) => told.push(degrees),
        });
        """
    )

    drag(page, ".subject", 60, 0)
    drag(page, ".heading-handle", 80, 58)
    page.locator(".heading-handle").focus()
    page.keyboard.press("ArrowLeft")
    page.locator(".subject").focus()
    page.keyboard.press("ArrowDown")

    moved, turned, turned_by_key, moved_by_key = page.evaluate("told")
    assert moved["longitude"] > 2.5805
    assert moved["latitude"] == pytest.approx(50.43, abs=1e-4)
    assert 85 <= turned <= 95
    assert turned_by_key == turned - 5
    assert moved_by_key["latitude"] < moved["latitude"]


def drag(page: Page, selector: str, right: int, down: int) -> None:
    box = page.locator(selector).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def test_a_position_is_picked_by_click_or_by_enter(address, visit):
    page = visit(f"{address}/places/1")
    page.evaluate(OPEN, {"bounds": [2.57, 50.42, 2.59, 50.44], "places": ["park"]})
    page.evaluate("window.told = []; map.picking((at) => told.push(at))")

    page.locator("#m").click(position={"x": 200, "y": 250})
    page.locator("#m").focus()
    page.keyboard.press("Enter")

    clicked, entered = page.evaluate("told")
    assert clicked["longitude"] < entered["longitude"]
    assert entered["longitude"] == pytest.approx(2.58, abs=0.002)
    assert page.locator(".place-card").count() == 0


def test_the_nearest_point_of_a_track_is_told_in_metres(address, visit):
    page = visit(f"{address}/places/1")
    page.evaluate(OPEN, {})

    found = page.evaluate(
        "map.track([[[2.5, 50.43], [2.6, 50.43]]]) ?? map.nearestOnTrack({longitude: 2.525, latitude: 50.431})"
    )

    assert found["fraction"] == pytest.approx(0.25, abs=0.001)
    assert found["distance"] == pytest.approx(111.2, rel=0.01)


def test_without_the_server_the_map_says_that_a_part_is_missing(address, visit):
    page = visit(f"{address}/places/1")
    page.evaluate(OPEN, {"photos": "/map/nothing.geojson"})

    assert "could not be loaded" in page.locator(".leaflet-control-attribution").inner_text()
