"""An outing on a phone: its track is recorded and sent, and places photos whose position the phone took away."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from phones import Station, named, phone_of, photo
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

START = (50.43, 2.58)
HERE = {"latitude": START[0], "longitude": START[1], "accuracy": 5}
METRES_A_DEGREE = 111_195.0
STEP_M = 3.0


@pytest.fixture
def phone(chromium: Browser, station: Station) -> Iterator[BrowserContext]:
    """Léa's phone, which tells its page where it is."""
    with phone_of(chromium, station, geolocation=HERE, permissions=["geolocation"]) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The phone's page."""
    return phone.pages[0]


def walk(phone: BrowserContext, page: Page, steps: int, first: int = 0) -> list[tuple[datetime, float]]:
    """The phone moves north, a step a second; returned is when it was how many metres from the start."""
    went = []
    for step in range(first, first + steps):
        metres = step * STEP_M
        phone.set_geolocation(
            {"latitude": START[0] + metres / METRES_A_DEGREE, "longitude": START[1], "accuracy": 5}
        )
        went.append((datetime.now(UTC), metres))
        page.wait_for_timeout(1000)
    return went


def taken(seed: int, moment: datetime) -> dict:
    """A photo of a phone that gives its position to no page."""
    content = photo(
        seed,
        taken=moment.strftime("%Y-%m-%dT%H:%M:%S"),
        offset="+00:00",
        make="Fairphone",
        model="FP4",
        gps=(0.0, 0.0),
    )
    return named(f"IMG_{seed:04}.jpg", content)


def begin(page: Page, name: str) -> None:
    """The agent starts the outing."""
    page.goto(page.url.split("#")[0] + "#outing")
    page.locator("#outing [data-part=new-name]").fill(name)
    page.get_by_role("button", name="Commencer la sortie").click()
    expect(page.locator("[data-part=recording]")).to_be_visible()


def choose(page: Page, files: list[dict]) -> None:
    """Photos are chosen on the outing's own screen."""
    page.locator("#outing [data-part=gallery-files]").set_input_files(files)
    page.locator("#outing [data-part=gallery-said] > p").first.wait_for()


def placed(station: Station, n: int) -> list[tuple]:
    """Photos that have a position by a track, in order of time, once there are so many."""
    end = time.monotonic() + 60
    while True:
        found = station.rows(
            "SELECT latitude, longitude, position_method, id FROM photos WHERE latitude IS NOT NULL ORDER BY taken_at"
        )
        if len(found) >= n:
            return found
        assert time.monotonic() < end, station.rows("SELECT id, taken_at, position_method FROM photos")
        time.sleep(0.5)


def test_photos_without_a_position_stand_within_ten_metres_of_where_they_were_taken(phone, page, station):
    begin(page, "EV5 Angres–Olhain")
    went = walk(phone, page, 5)
    page.reload()
    expect(page.locator("[data-part=recording]")).to_be_visible()
    went += walk(phone, page, 5, first=5)
    choose(page, [taken(n + 1, went[n][0]) for n in (1, 3, 8)])
    expect(page.locator("#outing [data-part=gallery-said]")).to_contain_text("la trace de la sortie")
    page.get_by_role("button", name="Terminer la sortie").click()
    expect(page.locator("[data-part=recording]")).to_be_hidden()

    found = placed(station, 3)

    assert [method for _, _, method, _ in found] == ["track"] * 3
    for (latitude, longitude, _, _), n in zip(found, (1, 3, 8), strict=True):
        assert abs((latitude - START[0]) * METRES_A_DEGREE - went[n][1]) < 10
        assert abs((longitude - START[1]) * METRES_A_DEGREE * 0.637) < 10


def test_a_photo_in_a_gap_of_twenty_minutes_is_not_placed_and_the_gap_is_named(phone, page, station):
    begin(page, "Olhain")
    walk(phone, page, 3)
    # The phone was in a pocket: no point came for twenty minutes, until just now.
    now = datetime.now(UTC)
    page.evaluate(
        """async (minutes) => {
            const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
            const db = await asked(indexedDB.open('phototheque'));
            const store = db.transaction('points', 'readwrite').objectStore('points');
            const [point] = await asked(store.getAll());
            const at = (ago) => new Date(Date.now() - ago * 60000).toISOString();
            for (const ago of [22, 21]) await asked(store.put({ ...point, at: at(ago), sent: 0 }));
            db.close();
            dispatchEvent(new Event('online'));
        }""",
        20,
    )
    choose(page, [taken(1, now - timedelta(minutes=10))])

    said = page.locator("#outing [data-part=gallery-said]")
    expect(said).to_contain_text("1 sans position. La trace ne tournait pas alors")
    expect(page.locator("#outing [data-part=gaps]")).to_contain_text("1 photo tombe dans ce trou")
    station.wait_for_photos(1)
    page.goto(page.url.split("#")[0] + "#mine")
    expect(page.locator("#mine [data-part=list]")).to_contain_text("la trace s’est arrêtée", timeout=60_000)
    [(latitude,)] = station.rows("SELECT latitude FROM photos")
    assert latitude is None


def test_an_outing_without_a_network_is_told_later(phone, page, station):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    begin(page, "Sans réseau")
    walk(phone, page, 5)
    page.get_by_role("button", name="Terminer la sortie").click()
    expect(page.locator("#outing [data-part=past-list]")).to_contain_text("Sans réseau")
    phone.set_offline(False)

    expect(page.locator("#outing [data-part=past-list]")).to_contain_text(
        "points, gardés jusqu’au", timeout=60_000
    )


def test_the_track_is_deleted_by_its_agent(phone, page, station):
    begin(page, "Terril 58")
    walk(phone, page, 4)
    page.get_by_role("button", name="Terminer la sortie").click()
    page.reload()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Effacer la trace").click()
    expect(page.locator("#outing [data-part=past-list]")).to_contain_text("points, gardés jusqu’au")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Effacer la trace").click()

    assert "« Terril 58 »" in asked[0].replace("\N{NO-BREAK SPACE}", " ")
    expect(page.locator("#notice")).to_contain_text("La trace est effacée")
    expect(page.locator("#outing [data-part=past-list]")).to_contain_text("Plus de trace")


def test_the_map_of_an_outing_is_opened_once_however_slowly_its_script_comes(chromium, station):
    told = {"geolocation": HERE, "permissions": ["geolocation"], "service_workers": "block"}
    with phone_of(chromium, station, **told) as phone:
        page = phone.pages[0]
        # Slower than the outing is drawn anew: several drawings wait for it.
        page.route("**/build/map-*.js", lambda route: (time.sleep(5), route.continue_()))
        begin(page, "EV5")
        walk(phone, page, 9)
        expect(page.locator("#outing .leaflet-control-zoom")).to_have_count(1)
        expect(page.locator("#outing [data-part=map] path").first).to_be_attached()
        page.get_by_role("button", name="Terminer la sortie").click()
        expect(page.locator("#outing .leaflet-control-zoom")).to_have_count(0)


@pytest.fixture
def blind(chromium: Browser, station: Station) -> Iterator[Page]:
    """The page of a phone that does not let it know where it is, an outing begun."""
    with phone_of(chromium, station) as context:
        page = context.pages[0]
        page.goto(page.url.split("#")[0] + "#outing")
        page.get_by_role("button", name="Commencer la sortie").click()
        yield page


def test_it_is_not_said_that_a_track_runs_where_there_is_none(blind):
    expect(blind.locator("#outing [data-part=figures]")).to_have_text(
        "pas de trace\N{NO-BREAK SPACE}: cette sortie est sans position"
    )
    expect(blind.locator("#band [data-part=recording]")).to_be_hidden()


def test_a_refused_position_is_said(blind):
    expect(blind.locator("#outing [data-part=problem]")).to_contain_text("n’a pas le droit")
