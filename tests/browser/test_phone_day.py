"""An agent's day: prepared on Wi-Fi, walked without a network, sent through everything that goes wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime
from math import cos, radians

import pytest
from phones import (
    Station,
    all_arrived,
    erased,
    hashes,
    named,
    phone_of,
    photo,
    queue,
    received,
    slowed,
    wait_until,
)
from playwright.sync_api import Browser, BrowserContext, Page, expect
from roads import HERE, PHOTOS, SHOWN, TILES, drawn, prepare, tiles

pytestmark = pytest.mark.browser

METRES_A_DEGREE = 111_195.0
STEP_M = 3.0
STEPS = 10
TAKEN = 30


@pytest.fixture
def station(road: Station) -> Station:
    """The library along the road."""
    return road


@pytest.fixture
def phone(chromium: Browser, station: Station) -> Iterator[BrowserContext]:
    """Léa's phone, which knows where it is and gives the position of its photos to no page."""
    with phone_of(chromium, station, geolocation=HERE, permissions=["geolocation"]) as context:
        yield context


def longitude_at(step: int) -> float:
    """Where the walker is after so many steps to the east."""
    return HERE["longitude"] + step * STEP_M / (METRES_A_DEGREE * cos(radians(HERE["latitude"])))


def walk(phone: BrowserContext, page: Page) -> list[datetime]:
    """The phone goes east, a step a second; returned is when it was where."""
    went = []
    for step in range(STEPS):
        phone.set_geolocation(HERE | {"longitude": longitude_at(step), "accuracy": 5})
        went.append(datetime.now(UTC))
        page.wait_for_timeout(1000)
    return went


def shot(number: int, moment: datetime) -> dict:
    """A photo of this moment, whose position the phone has overwritten with zeros."""
    taken = moment.strftime("%Y-%m-%dT%H:%M:%S")
    content = photo(number, taken=taken, offset="+00:00", make="Fairphone", model="FP4", gps=(50.43, 2.58))
    return named(f"IMG_{number:04}.jpg", erased(content))


def all_is_there_offline(page: Page, station: Station) -> None:
    """Map, own position, layers and old pictures of the prepared outing, without any network."""
    page.goto(f"{station.url}/terrain/#prepare")
    page.reload()
    expect(page.locator("[data-part=network]")).to_contain_text("Hors ligne")
    page.locator(".parcels a.open", has_text="EuroVelo 5").click()
    expect(page.locator("#prepare .leaflet-interactive.place.itinerary").first).to_be_attached()
    expect(page.locator("#prepare [data-part=position]")).to_contain_text("Vous êtes ici")
    assert drawn(page, SHOWN, PHOTOS) == PHOTOS >= 20
    assert drawn(page, TILES, 1) > 0


def outing_with_photos(phone: BrowserContext, page: Page, station: Station) -> list[dict]:
    """An outing is walked, thirty photos of it are picked, and it is ended: all of it without a network."""
    page.goto(f"{station.url}/terrain/#outing")
    page.locator("#outing [data-part=new-name]").fill("EuroVelo 5")
    page.get_by_role("button", name="Commencer la sortie").click()
    expect(page.locator("[data-part=recording]")).to_be_visible()
    went = walk(phone, page)
    files = [shot(n, went[1 + n % (STEPS - 2)]) for n in range(TAKEN)]
    page.locator("#outing [data-part=gallery-files]").set_input_files(files)
    expect(page.locator("#outing [data-part=gallery-said]")).to_contain_text(f"{TAKEN} photos choisies")
    page.get_by_role("button", name="Terminer la sortie").click()
    expect(page.locator("[data-part=recording]")).to_be_hidden()
    return files


def test_thirty_photos_of_a_day_without_a_network_arrive_and_stand_where_they_were_taken(phone, station):
    page = phone.pages[0]
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tiles(station)
    prepare(page, station, "EuroVelo 5")
    phone.set_offline(True)
    station.kill()
    all_is_there_offline(page, station)
    files = outing_with_photos(phone, page, station)
    page.reload()
    assert len(queue(page)) == TAKEN
    page.close()

    station.start()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{station.url}/terrain/#send")
    slowed(page, 150)
    wait_until(lambda: received(page) >= 3)
    station.kill()
    expect(page.locator("[data-part=line]")).to_contain_text("reprise dans")
    assert received(page) < TAKEN
    station.start()
    all_arrived(page, station, files, beside=PHOTOS)

    expect(page.locator("[data-part=closing]")).to_have_text(
        "30 photos reçues et vérifiées, vous pouvez les effacer du téléphone."
    )
    expect(page.locator("ul.sending li").first).to_contain_text("✓ Au catalogue.")
    assert all(each["receipt"]["sha256"] in hashes(files) for each in queue(page))
    stand_where_they_were_taken(station)
    page.goto(f"{station.url}/terrain/#outing")
    expect(page.locator("#outing [data-part=past-list] .fruits")).to_have_text(
        "30 photos · 30 placées par la trace"
    )


def stand_where_they_were_taken(station: Station) -> None:
    """Every photo of the day was placed by the track, within ten metres of the truth."""
    placed = "SELECT latitude, longitude, files.name FROM photos JOIN files ON files.photo_id = photos.id"
    found: list[tuple] = []

    def all_placed() -> bool:
        found[:] = station.rows(f"{placed} WHERE position_method = 'track'")
        return len(found) == TAKEN

    wait_until(all_placed)
    for latitude, longitude, name in found:
        step = 1 + int(name[4:8]) % (STEPS - 2)
        east_m = (longitude - longitude_at(step)) * METRES_A_DEGREE * cos(radians(latitude))
        assert abs(east_m) < 10
        assert abs(latitude - HERE["latitude"]) * METRES_A_DEGREE < 10
