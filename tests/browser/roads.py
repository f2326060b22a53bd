"""A road with its photos, and a phone that takes it along: what tests of a prepared outing begin with."""

import time
from contextlib import closing
from io import BytesIO
from pathlib import Path

from catalogues import insert
from making import ingest, jpeg, write
from phones import Station
from PIL import Image
from playwright.sync_api import Page, expect

from catalogue.database.connection import connect, writing
from catalogue.web.terrain.corridor import corridor, tiles_of

ROAD = "LINESTRING (2.56 50.43, 2.60 50.43)"
FIELD = "POLYGON ((2.57 50.431, 2.58 50.431, 2.58 50.433, 2.57 50.433, 2.57 50.431))"
# Crosses the road: the two share some of their photos.
PATH = "LINESTRING (2.575 50.425, 2.575 50.44)"
HERE = {"latitude": 50.4305, "longitude": 2.575, "accuracy": 40}
PHOTOS = 25

_DRAWN = "() => [...document.querySelectorAll('%s')].filter((image) => image.naturalWidth > 0).length"
SHOWN, TILES = _DRAWN % "#prepare .strip img", _DRAWN % "#prepare img.leaflet-tile"


def stocked(station: Station, source: Path) -> None:
    """The library has three places, and 25 photos along a road."""
    _places(station)
    for n in range(PHOTOS):
        taken = f"20{18 + n % 5}-05-{1 + n:02}T14:00:00"
        write(
            source, f"IMG_{n:02}.jpg", jpeg(n + 1, (640, 480), gps=(50.4301, 2.561 + n * 0.0015), taken=taken)
        )
    ingest(source, station.home.root)


def _places(station: Station) -> None:
    places = [
        (1, "itinerary", "EuroVelo 5", ROAD),
        (2, "park", "Olhain", FIELD),
        (3, "itinerary", "Sentier", PATH),
    ]
    boxes = [(2.56, 50.43, 2.60, 50.43), (2.57, 50.431, 2.58, 50.433), (2.575, 50.425, 2.575, 50.44)]
    with closing(connect(station.home.catalogue)) as db, writing(db):
        for (number, kind, name, shape), box in zip(places, boxes, strict=True):
            insert(db, "places", {"id": number, "kind": kind, "name": name})
            sides = dict(zip(("west", "south", "east", "north"), box, strict=True))
            insert(db, "place_shapes", {"place_id": number, "shape": shape, **sides})


def tiles(station: Station) -> None:
    """The squares of the road that are wide enough to be seen as a whole are on the server."""
    with BytesIO() as out:
        Image.new("RGB", (256, 256), (222, 230, 214)).save(out, "PNG")
        square = out.getvalue()
    for tile in tiles_of(corridor(ROAD, 500), 60):
        write(station.home.root, f"tiles/{tile.z}/{tile.x}/{tile.y}", square)


def plan(page: Page, station: Station, name: str) -> None:
    """What the outing takes is shown."""
    page.goto(f"{station.url}/terrain/#prepare")
    page.locator("[data-part=filter]").fill(name[:5].upper())
    page.locator("ul.destinations a", has_text=name).click()
    expect(page.locator("[data-part=plan-size]")).to_contain_text("à prendre")


def prepare(page: Page, station: Station, name: str) -> None:
    """The outing is on the phone."""
    plan(page, station, name)
    page.get_by_role("button", name="Emporter sur ce téléphone").click()
    expect(page.locator("[data-part=outcome]")).to_contain_text("Prête pour le terrain")


def drawn(page: Page, how_many: str, wanted: int) -> int:
    """How many pictures have come, once there are as many as wanted, or nothing more is to be hoped for."""
    end = time.monotonic() + 15
    while page.evaluate(how_many) < wanted and time.monotonic() < end:
        page.wait_for_timeout(200)
    return page.evaluate(how_many)
