"""The camera of the phone's page: a photo that knows where it was taken, how sure that is, and which way it looks."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from conftest import CHROMIUM
from phones import SIZE, Station, log_in, named, photo, queue
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

HERE = {"latitude": 50.43123, "longitude": 2.58765, "accuracy": 7}
# Upright, the camera to the east: alpha 270 with the screen facing west.
UPRIGHT = {"alpha": 270, "beta": 90, "gamma": 0, "absolute": True}


@pytest.fixture(scope="module")
def camera() -> Iterator[Browser]:
    """A browser with a camera that shows a test picture."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        yield browser
        browser.close()


def opened(browser: Browser, station: Station, *allowed: str) -> Page:
    """The camera's screen on a phone that allows its page that much."""
    context: BrowserContext = browser.new_context(viewport=SIZE, locale="fr-FR", permissions=list(allowed))
    context.set_default_timeout(60_000)
    context.set_geolocation(HERE)
    page = context.new_page()
    log_in(page, station)
    page.goto(f"{station.url}/terrain/#camera")
    return page


def without_camera(browser: Browser, station: Station) -> Page:
    """The camera's screen on a phone that lets no page use its camera."""
    page = opened(browser, station, "geolocation")
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.reload()
    return page


def turn(page: Page, **angles: object) -> None:
    """The phone is held like that."""
    page.evaluate(
        "(told) => dispatchEvent(Object.assign(new Event('deviceorientationabsolute'), told))", angles
    )


def shoot(page: Page) -> None:
    """A photo is taken, and kept."""
    n = len(queue(page))
    page.get_by_role("button", name="Prendre la photo").click()
    page.wait_for_function(
        "(n) => document.querySelector('#camera [data-part=count]').textContent !== ''", arg=n
    )


def exif_of(path: str) -> dict:
    """What exiftool reads of a file."""
    if not shutil.which("exiftool"):
        pytest.skip("there is no exiftool")
    ran = subprocess.run(["exiftool", "-j", "-n", path], capture_output=True, check=True)
    return json.loads(ran.stdout)[0]


def test_a_photo_arrives_with_position_accuracy_heading_and_its_reference(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    expect(page.locator("#camera [data-part=where]")).to_contain_text("Position à 7")
    turn(page, **UPRIGHT)
    expect(page.locator("#camera [data-part=where]")).to_contain_text("vers 90°")
    shoot(page)

    [kept] = queue(page)
    assert kept["facts"]["position"]["latitude"] == HERE["latitude"]
    assert (kept["facts"]["heading"], kept["facts"]["headingReference"]) == (90, "magnetic")
    station.wait_for_photos(1)
    [row] = station.rows(
        "SELECT latitude, longitude, position_accuracy_m, heading_deg, taken_at, held_because FROM photos"
    )
    assert row[0] == pytest.approx(HERE["latitude"], abs=1e-6)
    assert row[1] == pytest.approx(HERE["longitude"], abs=1e-6)
    assert row[2] == 7
    assert row[3] == pytest.approx(90, abs=0.1)
    assert row[4] is not None
    claims = station.rows("SELECT DISTINCT source, reference FROM claims WHERE subject = 'heading'")
    assert ("device", "magnetic") in claims
    assert station.rows("SELECT reason, detail FROM reviews") == []
    believed = station.rows("SELECT source FROM claims WHERE subject = 'position' ORDER BY source")
    assert believed == [("device",), ("exif",)]
    [original] = [path for path in station.home.originals.rglob("*") if path.is_file()]
    told = exif_of(str(original))
    assert told["GPSLatitude"] == pytest.approx(HERE["latitude"], abs=1e-6)
    assert told["GPSHPositioningError"] == pytest.approx(7)
    assert (told["GPSImgDirection"], told["GPSImgDirectionRef"]) == (pytest.approx(90), "M")
    page.context.close()


def test_two_taps_are_one_photo_and_the_next_is_another(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    shutter = page.get_by_role("button", name="Prendre la photo")
    shutter.dblclick()
    expect(page.locator("#camera [data-part=count]")).to_have_text("1 photo")
    page.wait_for_timeout(500)
    assert len(queue(page)) == 1
    shutter.click()
    expect(page.locator("#camera [data-part=count]")).to_have_text("2 photos")
    page.context.close()


def test_without_a_position_it_is_said_and_the_photo_is_kept(camera, station):
    page = opened(camera, station, "camera")
    expect(page.locator("#camera [data-part=where]")).to_contain_text("refusée")
    shoot(page)

    [kept] = queue(page)
    assert "position" not in kept["facts"]
    assert "heading" not in kept["facts"]
    page.context.close()


def test_the_camera_goes_out_when_its_screen_is_left(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    expect(page.get_by_role("button", name="Prendre la photo")).to_be_visible()
    page.evaluate("window.track = document.querySelector('video').srcObject.getVideoTracks()[0]")
    page.goto(f"{station.url}/terrain/#send")

    page.wait_for_function("() => window.track.readyState === 'ended'")
    page.goto(f"{station.url}/terrain/#camera")
    page.wait_for_function("() => document.querySelector('video').srcObject !== null")
    page.context.close()


def test_a_refused_camera_leads_to_the_phones_own_and_keeps_the_position(camera, station):
    page = without_camera(camera, station)
    expect(page.get_by_text("Ouvrir l’appareil photo du téléphone")).to_be_visible()
    expect(page.locator("#camera [data-part=where]")).to_contain_text("Position à 7")
    picture = photo(
        1, taken=time.strftime("%Y-%m-%dT%H:%M:%S"), make="Fairphone", model="FP4", gps=(0.0, 0.0)
    )
    page.locator("#camera [data-part=phone]").set_input_files([named("IMG_1.jpg", picture)])

    expect(page.locator("#notice")).to_contain_text("elle sera envoyée")
    station.wait_for_photos(1)
    [row] = station.rows("SELECT latitude, position_method FROM photos")
    assert row == (pytest.approx(HERE["latitude"], abs=1e-6), "device")
    page.context.close()


def test_positions_before_and_after_the_phones_camera_are_both_kept(camera, station):
    page = without_camera(camera, station)
    expect(page.locator("#camera [data-part=where]")).to_contain_text("Position à 7")
    page.locator("#camera [data-part=phone]").dispatch_event("click")
    # The phone's camera is in front: its page is hidden, and hears of no position.
    seen = """(how) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => how });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    page.evaluate(seen, "hidden")
    page.wait_for_timeout(6000)
    taken = time.strftime("%Y-%m-%dT%H:%M:%S")
    picture = photo(3, taken=taken, make="Fairphone", model="FP4", gps=(0.0, 0.0))
    further = HERE | {"latitude": HERE["latitude"] + 0.0003, "accuracy": 4}
    page.context.set_geolocation(further)
    page.locator("#camera [data-part=phone]").set_input_files([named("IMG_3.jpg", picture)])
    page.evaluate(seen, "visible")
    station.wait_for_photos(1)

    told = "SELECT latitude, accuracy_m, detail FROM claims WHERE subject = 'position' AND source = 'device'"
    after, before = station.rows(f"{told} ORDER BY id")
    assert after[0] == pytest.approx(further["latitude"], abs=1e-6)
    assert before[0] == pytest.approx(HERE["latitude"], abs=1e-6)
    assert after[2].startswith("camera-after-"), after
    assert before[2].startswith("camera-before-")
    assert before[1] - 7 > after[1] - 4
    assert station.rows("SELECT latitude FROM photos") == [(after[0],)]
    assert station.rows("SELECT reason FROM reviews WHERE reason = 'conflict'") == []
    page.context.close()


_TRACKED = """
    window.tracks = [];
    const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        await new Promise((done) => setTimeout(done, 400));
        const stream = await asked(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
"""


def live(page: Page) -> int:
    """How many cameras are on."""
    return int(page.evaluate("() => window.tracks.filter(({ readyState }) => readyState === 'live').length"))


def test_a_camera_that_comes_late_is_closed(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    page.goto(f"{station.url}/terrain/#send")
    page.add_init_script(_TRACKED)
    page.reload()
    for screen in ("camera", "send", "camera", "send"):
        page.goto(f"{station.url}/terrain/#{screen}")
        page.wait_for_timeout(50)
    page.wait_for_function("() => window.tracks.length === 2")
    assert live(page) == 0
    page.goto(f"{station.url}/terrain/#camera")
    expect(page.get_by_role("button", name="Prendre la photo")).to_be_visible()
    assert live(page) == 1
    page.context.close()


def test_a_camera_that_comes_while_the_page_is_hidden_is_closed(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    page.goto(f"{station.url}/terrain/#send")
    page.add_init_script(_TRACKED)
    page.reload()
    page.goto(f"{station.url}/terrain/#camera")
    page.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    page.wait_for_function("() => window.tracks.length === 1")
    page.wait_for_timeout(200)
    assert live(page) == 0
    page.context.close()


def test_a_picture_that_is_only_a_frame_of_the_video_says_so(camera, station):
    page = opened(camera, station, "geolocation", "camera")
    page.evaluate("() => { ImageCapture.prototype.takePhoto = () => Promise.reject(new Error('busy')); }")
    shoot(page)
    expect(page.locator("#camera [data-part=resolution]")).to_contain_text("pixels, pas celles du capteur")
    page.context.close()


def test_a_position_from_before_a_long_look_through_the_phones_camera_is_left_out(camera, station):
    page = without_camera(camera, station)
    expect(page.locator("#camera [data-part=where]")).to_contain_text("Position à 7")
    page.locator("#camera [data-part=phone]").dispatch_event("click")
    # Twenty minutes go by, in which the page is told of no other position.
    page.evaluate("() => { const then = Date.now; Date.now = () => then() + 20 * 60000; }")
    page.context.clear_permissions()
    picture = photo(2, taken="2026-11-20T10:00:00", make="Fairphone", model="FP4")
    page.locator("#camera [data-part=phone]").set_input_files([named("IMG_2.jpg", picture)])
    expect(page.locator("#notice")).to_contain_text("elle sera envoyée")
    [kept] = queue(page)
    assert "position" not in kept["facts"]
    page.context.close()
