"""An outing prepared on Wi-Fi is there without a network: map, own position, layers, pictures; freed, it is gone."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from phones import Station, phone_of, wait_until
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect
from roads import HERE, PHOTOS, SHOWN, TILES, drawn, plan, prepare, tiles

from catalogue.database.connection import connect, writing

pytestmark = pytest.mark.browser

_KEPT = (
    """async () => (await (await caches.open('parcels')).keys()).map(({ url }) => new URL(url).pathname)"""
)


@pytest.fixture
def station(road: Station) -> Station:
    """The library along the road."""
    return road


@pytest.fixture
def phone(chromium: Browser, station: Station) -> Iterator[BrowserContext]:
    """Léa's phone, which knows where it is."""
    with phone_of(chromium, station, geolocation=HERE, permissions=["geolocation"]) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The phone's page, which its service worker looks after."""
    page = phone.pages[0]
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def slowed(page: Page) -> CDPSession:
    """Every answer takes its time, until the session is detached."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    return line


def test_a_prepared_outing_is_all_there_after_a_reload_without_a_network_and_gone_when_freed(
    phone, page, station
):
    tiles(station)
    prepare(page, station, "EuroVelo 5")
    assert sum(address.startswith("/images/") for address in page.evaluate(_KEPT)) == PHOTOS
    phone.set_offline(True)
    station.kill()
    page.goto(f"{station.url}/terrain/#prepare")
    page.reload()
    page.locator(".parcels a.open", has_text="EuroVelo 5").click()
    page.reload()
    expect(page.locator("#prepare .leaflet-interactive.place.itinerary").first).to_be_attached()
    expect(page.locator("#prepare .leaflet-interactive.place.park")).to_be_attached()
    expect(page.locator("#prepare [data-part=position]")).to_have_text(
        "Vous êtes ici, à 40\N{NO-BREAK SPACE}m près."
    )
    expect(page.locator("#prepare .photo-point.subject")).to_be_visible()
    expect(page.locator("#prepare .accuracy.strong")).to_be_attached()
    assert drawn(page, SHOWN, PHOTOS) == PHOTOS
    assert drawn(page, TILES, 1) > 0
    assert page.locator("#prepare .strip .when").first.inner_text() == "25 mai 2022"
    page.get_by_role("link", name="‹ Préparer la sortie").last.click()
    page.locator(".parcels").get_by_role("button", name="Libérer").click()
    expect(page.locator("[data-part=freed]")).to_contain_text("EuroVelo 5 n’est plus sur ce téléphone.")
    assert page.evaluate(_KEPT) == []
    page.reload()
    expect(page.locator("ul.destinations a")).to_have_count(3)
    expect(page.locator(".parcels li")).to_have_count(0)


def test_what_another_outing_needs_stays_when_one_is_freed(page, station):
    prepare(page, station, "EuroVelo 5")
    road = set(page.evaluate(_KEPT))
    prepare(page, station, "Sentier")
    path = {
        photo["id"]
        for photo in page.request.get(f"{station.url}/terrain/api/parcels?place=3").json()["photos"]
    }
    assert 0 < len(path) < PHOTOS
    page.goto(f"{station.url}/terrain/#prepare")
    page.locator(".parcels li", has_text="EuroVelo 5").get_by_role("button", name="Libérer").click()
    expect(page.locator(".parcels li")).to_have_count(1)
    assert set(page.evaluate(_KEPT)) == {f"/images/400/{photo}" for photo in path} < road


def test_a_photo_that_is_erased_leaves_the_phone_at_its_next_visit(page, station):
    prepare(page, station, "EuroVelo 5")
    [(lost,)] = station.rows("SELECT id FROM photos ORDER BY taken_at LIMIT 1")
    assert f"/images/400/{lost}" in page.evaluate(_KEPT)
    with closing(connect(station.home.catalogue)) as db, writing(db):
        db.execute("UPDATE photos SET state = 'set_aside' WHERE id = ?", [lost])
    page.goto(f"{station.url}/terrain/#prepare")
    page.reload()
    wait_until(lambda: f"/images/400/{lost}" not in page.evaluate(_KEPT))
    assert len(page.evaluate(_KEPT)) == PHOTOS - 1
    page.locator(".parcels a.open", has_text="EuroVelo 5").click()
    assert drawn(page, SHOWN, PHOTOS - 1) == PHOTOS - 1
    expect(page.locator("#prepare .strip img")).to_have_count(PHOTOS - 1)


def test_it_is_stopped_and_goes_on_where_it_was(page, station):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/images/400/" in request.url else None)
    line = slowed(page)
    plan(page, station, "EuroVelo 5")
    expect(page.locator("[data-part=holds]")).to_contain_text("25 photos récentes")
    assert asked == []
    page.get_by_role("button", name="Emporter sur ce téléphone").click()
    expect(page.locator("[data-part=taking-said]")).to_contain_text("sur 25")
    page.get_by_role("button", name="Arrêter").click()
    expect(page.locator("[data-part=outcome]")).to_contain_text("il manque encore")
    before = len(page.evaluate(_KEPT))
    assert before < PHOTOS
    line.detach()
    page.goto(f"{station.url}/terrain/#prepare")
    page.reload()
    expect(page.locator(".parcels .wanting")).to_contain_text("encore")
    asked.clear()
    page.get_by_role("link", name="Continuer").click()
    expect(page.locator("[data-part=outcome]")).to_contain_text("Prête pour le terrain")
    assert len(page.evaluate(_KEPT)) == PHOTOS
    assert len(asked) == PHOTOS - before


def test_a_network_that_goes_away_leaves_what_was_taken_and_says_so(page, station):
    line = slowed(page)
    plan(page, station, "EuroVelo 5")
    page.get_by_role("button", name="Emporter sur ce téléphone").click()
    expect(page.locator("[data-part=taking-said]")).to_contain_text("sur 25")
    cut = {"offline": True, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", cut)
    expect(page.locator("[data-part=outcome]")).to_contain_text("Le réseau est coupé")
    line.detach()
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("[data-part=outcome]")).to_contain_text("Prête pour le terrain")


def test_how_old_it_is_and_whether_to_do_it_again(page, station):
    prepare(page, station, "Olhain")
    page.evaluate(
        """async () => {
            const opening = indexedDB.open('phototheque');
            const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
            const change = db.transaction('parcels', 'readwrite').objectStore('parcels');
            const found = await new Promise((done) => (change.getAll().onsuccess = (e) => done(e.target.result)));
            for (const each of found) change.put({ ...each, prepared_at: Date.now() - 12.5 * 24 * 3600 * 1000 });
            db.close();
        }"""
    )
    page.goto(f"{station.url}/terrain/#prepare")
    expect(page.locator(".parcels li")).to_contain_text(
        "préparée il y a 12 jours, à refaire\N{NO-BREAK SPACE}?"
    )
    page.get_by_role("link", name="Refaire", exact=True).click()
    page.get_by_role("button", name="Emporter sur ce téléphone").click()
    expect(page.locator("[data-part=outcome]")).to_contain_text("Prête pour le terrain")
    page.goto(f"{station.url}/terrain/#prepare")
    expect(page.locator(".parcels li")).to_contain_text("préparée aujourd’hui")


def test_a_phone_without_room_says_so_before(page, station):
    page.add_init_script("navigator.storage.estimate = async () => ({ quota: 1e6, usage: 999_000 })")
    page.reload()
    plan(page, station, "EuroVelo 5")
    expect(page.locator("[data-part=plan-size]")).to_contain_text("libérez d’abord")
    expect(page.get_by_role("button", name="Emporter sur ce téléphone")).to_be_hidden()


def test_around_me(page, station):
    page.goto(f"{station.url}/terrain/#prepare")
    page.get_by_role("link", name="Autour de moi").click()
    expect(page.locator("[data-part=holds]")).to_contain_text("25 photos récentes")
    expect(page.locator("[data-part=plan-name]")).to_have_text("50,431 · 2,575 et alentours")
