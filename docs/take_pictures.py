"""Take the pictures of the French guides in Chromium, from a copy of the demo: `docs/take_pictures.py [.demo [NAME…]]`.

The demo is made before by `phototheque demo --home .demo --no-serve`. The copy gets accounts, and goes afterwards. Each
picture is one function, named in PICTURES; a screen that is not there yet is taken as it is.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role

CHROMIUM = "/usr/bin/chromium"
IMAGES = Path(__file__).parent / "guides" / "images"
MOST_BYTES = 60_000
COMPUTER, PHONE = (1280, 800), (390, 844)
#: Where the agent of the pictures stands, beside the lake of Olhain.
HERE = {"latitude": 50.4302, "longitude": 2.5796, "accuracy": 8}
PASSWORD = "trois mots bien choisis"  # noqa: S105 of nobody
SETTLED_MS = 1500
FOLDERS = ("Parc d’Olhain", "EV5 Angres–Olhain", "Cité des Provinces")


@dataclass(frozen=True)
class Stage:
    """A served demo, its agent's session, photos that are new to it, and a browser."""

    browser: Browser
    url: str
    session: str
    folder: Path

    def page(self, size: tuple[int, int], address: str) -> Page:
        """A page as the agent sees it, once it is still."""
        context = self._context(size)
        context.add_cookies([{"name": "session", "value": self.session, "url": self.url}])
        page = context.new_page()
        page.goto(self.url + address)
        page.wait_for_timeout(SETTLED_MS)
        return page

    def _context(self, size: tuple[int, int]) -> BrowserContext:
        phone = size == PHONE
        return self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            is_mobile=phone,
            has_touch=phone,
            geolocation=HERE,
            permissions=["geolocation", "camera"],
        )

    def photos(self) -> list[Path]:
        """Photos that the library does not have."""
        return sorted(self.folder.rglob("*.jpg"))


def folder_dropped(stage: Stage) -> Page:
    """The page of a computer, with a folder that waits to be sent."""
    page = stage.page(COMPUTER, "/send")
    page.locator('[data-part="choose-folder"]').set_input_files(stage.folder)
    page.locator('[data-part="summary"]').scroll_into_view_if_needed()
    return page


def code_shown(stage: Stage) -> Locator:
    """The code that makes a phone the agent's."""
    page = stage.page(COMPUTER, "/account")
    page.locator('form[action="/account/phones"] button').click()
    return page.locator(".once")


def screen(name: str) -> Callable[[Stage], Page]:
    """A screen of the phone as it is first seen."""
    return lambda stage: stage.page(PHONE, f"/terrain/#{name}")


def outing(stage: Stage) -> Page:
    """An outing that runs, after a short walk."""
    page = screen("outing")(stage)
    page.locator('[data-part="new-name"]').fill("EV5 Angres–Olhain")
    page.locator('[data-part="begin"] button').click()
    for step in range(8):
        here = {
            "latitude": HERE["latitude"] + step * 0.00011,
            "longitude": HERE["longitude"] + step * 0.00016,
        }
        page.context.set_geolocation(HERE | here)
        page.wait_for_timeout(900)
    page.wait_for_timeout(2 * SETTLED_MS)
    return page


def camera(stage: Stage) -> Page:
    """The camera of the page, which knows where it is and which way it looks."""
    page = screen("camera")(stage)
    page.evaluate(
        "dispatchEvent(Object.assign(new Event('deviceorientationabsolute'), "
        "{ alpha: 222, beta: 90, gamma: 0, absolute: true }))"
    )
    page.wait_for_timeout(2 * SETTLED_MS)
    return page


def planned(stage: Stage) -> Page:
    """What an itinerary would take along, before it is taken."""
    page = screen("prepare")(stage)
    page.locator("#prepare").get_by_text("EuroVelo 5").first.click()
    page.wait_for_timeout(2 * SETTLED_MS)
    return page


def queue(stage: Stage) -> Page:
    """Photos that were chosen and are on their way: the line is slow."""
    page = screen("send")(stage)
    tools = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", slow)
    _choose(page, stage.photos()[:12])
    page.wait_for_timeout(4 * SETTLED_MS)
    return page


def received(stage: Stage) -> Page:
    """Photos that all have their receipt."""
    page = screen("send")(stage)
    _choose(page, stage.photos()[12:24])
    page.wait_for_timeout(20 * SETTLED_MS)
    page.evaluate("scrollTo(0, 0)")
    return page


def mine(stage: Stage) -> Page:
    """What was sent, and what became of it."""
    page = screen("mine")(stage)
    page.wait_for_timeout(4 * SETTLED_MS)
    return page


def _choose(page: Page, photos: list[Path]) -> None:
    files = page.locator('#send [data-part="gallery-files"]')
    if files.count():
        files.set_input_files(photos)


#: Each picture by its name; the ones of the phone are 390 pixels wide.
PICTURES: dict[str, Callable[[Stage], Page | Locator]] = {
    "deposer": folder_dropped,
    "compte-qr": code_shown,
    "installer": screen("install"),
    "preparer": planned,
    "sortie": outing,
    "camera": camera,
    "envoi": queue,
    "recues": received,
    "mes-photos": mine,
}


def keep(name: str, png: bytes) -> None:
    """The picture stands in the guides, as good as the limit of its size lets it be."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in range(90, 20, -10):
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if len(out.getvalue()) <= MOST_BYTES:
            break
    (IMAGES / f"{name}.webp").write_bytes(out.getvalue())


def new_photos(demo: Path, folder: Path) -> None:
    """Pictures that are not in the demo: its own, smaller, with their times, and without positions."""
    for n, source in enumerate(sorted((demo / "home" / "renditions" / "1600").rglob("*.jpg"))[:60:2]):
        name = f"{FOLDERS[n % len(FOLDERS)]}/IMG_{2041 + n}.jpg"
        kept = folder / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(source) as picture:
            smaller = picture.convert("RGB").resize((picture.width // 2, picture.height // 2))
        when = Image.Exif()
        when[0x0132] = f"2026:11:20 {9 + n // 20:02}:{n * 3 % 60:02}:00"
        when.get_ifd(0x8769)[0x9003] = when[0x0132]
        smaller.save(kept, "JPEG", quality=88, exif=when)


def seen_by_camera(demo: Path, film: Path) -> Path:
    """What the camera of the browser sees: one picture of the demo, upright, as a film of one frame."""
    source = sorted((demo / "home" / "renditions" / "1600").rglob("*.jpg"))[12]
    with Image.open(source) as picture:
        wide = picture.convert("RGB").resize((1280, 960))
        wide.save(film, "JPEG", quality=90)
    return film


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a server of this library."""
    command = [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(home), "--port", "0"]
    process = subprocess.Popen(  # noqa: S603 it is this program
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    said = process.stdout
    found = re.search(r"http://\S+?(?=/ |/$)", said.readline().strip()) if said else None
    try:
        if found is None:
            raise SystemExit("The server did not start.")
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def take(demo: Path, names: list[str]) -> None:
    """The pictures of these names, or all of them, stand in the guides."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        home, folder = Path(place, "home"), Path(place, "Sorties 2026")
        shutil.copytree(demo / "home", home)
        new_photos(demo, folder)
        office = Office(Home(home))
        office.add("Anne Martin", Role.ADMIN, PASSWORD, None)
        office.add("Léa Dupont", Role.FIELD, PASSWORD, None)
        session = office.log_in("Léa Dupont", PASSWORD, address="", device="Firefox/140.0 Linux").secret
        film = seen_by_camera(demo, Path(place, "camera.mjpeg"))
        args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        args.append(f"--use-file-for-fake-video-capture={film}")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        with served(home) as url:
            for name in names or PICTURES:
                keep(name, PICTURES[name](Stage(browser, url, session, folder)).screenshot())
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else ".demo"), sys.argv[2:])
