"""A phone before a server that can be killed: a served library with accounts, and files picked in its page."""

import random
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from making import exif
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.people.person import Account
from catalogue.values.roles import Role

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
SIZE = {"width": 390, "height": 844}
GROUND = (50.43, 2.58)
_PATIENCE_S = 40.0


class Station:
    """A library with accounts whose server keeps its port, whatever happens to it."""

    def __init__(self, root: Path) -> None:
        Library.open(root).close()
        self.home = Home(root)
        self.office = Office(self.home)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The server answers."""
        command = [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(self.home.root)]
        self._process = subprocess.Popen([*command, "--port", str(self.port)], stdout=subprocess.DEVNULL)
        patience = time.monotonic() + _PATIENCE_S
        while time.monotonic() < patience:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 2)):
                return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """The server is gone from one moment to the next."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def member(self, name: str = "Léa Dupont", role: Role = Role.FIELD) -> Account:
        """Somebody who can log in."""
        return self.office.add(name, role, PASSWORD, None)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the catalogue, read by another connection."""
        with closing(connect(self.home.catalogue, readonly=True)) as db:
            return db.execute(sql, values).fetchall()

    def wait_for_photos(self, n: int) -> None:
        """So many photos are in the catalogue."""
        patience = time.monotonic() + 3 * _PATIENCE_S
        while self.rows("SELECT count(*) FROM photos")[0][0] < n:
            assert time.monotonic() < patience, self.rows(
                "SELECT outcome, count(*) FROM ingest_log GROUP BY 1"
            )
            time.sleep(0.3)

    def originals(self) -> set[str]:
        """Hashes of the files that the catalogue keeps, read from the disk again."""
        kept = [path for path in self.home.originals.rglob("*") if path.is_file()]
        return {sha256(path.read_bytes()).hexdigest() for path in kept}


def photo(seed: int, *, size: tuple[int, int] = (640, 480), **tags: Any) -> bytes:
    """A JPEG of noise, about as many bytes as it has pixels: nothing to be packed."""
    noise = random.Random(seed)  # noqa: S311 a picture is no secret
    out = BytesIO()
    picture = Image.frombytes(
        "RGB", (size[0] // 4, size[1] // 4), noise.randbytes(size[0] * size[1] // 16 * 3)
    )
    picture = picture.resize(size, Image.Resampling.BICUBIC)
    picture.save(out, "JPEG", quality=92, exif=exif(**tags) if tags else b"")
    return out.getvalue()


def erased(content: bytes) -> bytes:
    """The same photo, taken at GROUND, as Android hands it to a web page: its position is overwritten with zeros."""
    for parts in ((50, 1, 25, 1, 48, 1), (2, 1, 34, 1, 48, 1)):
        for order in "<>":
            content = content.replace(struct.pack(f"{order}6L", *parts), bytes(24))
    return content


def photos(n: int, first: int = 1, **tags: Any) -> list[dict[str, Any]]:
    """Files as the picker gives them, each taken a minute after the one before."""
    return [
        named(
            f"IMG_{first + i:04}.jpg",
            photo(first + i, taken=f"2018-05-12T14:{i % 60:02}:08", make="Fairphone", model="FP4", **tags),
        )
        for i in range(n)
    ]


def named(name: str, content: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    """One file for the picker."""
    return {"name": name, "mimeType": kind, "buffer": content}


def log_in(page: Page, station: Station, name: str = "Léa Dupont") -> None:
    """The person is in, and sees the phone's page."""
    page.goto(f"{station.url}/login?next=/terrain/")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main button:not([type])").first.click()
    # The address of the login ends alike.
    page.wait_for_url(re.compile(r"^[^?]*/terrain/"))


@contextmanager
def phone_of(browser: Browser, station: Station, **told: Any) -> Iterator[BrowserContext]:
    """Léa's phone, logged in, that tells its pages what is `told`; an error of a script fails the test."""
    context = browser.new_context(viewport=SIZE, locale="fr-FR", **told)
    context.set_default_timeout(60_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    log_in(context.new_page(), station)
    yield context
    context.close()
    assert errors == []


def pick(page: Page, files: Sequence[dict[str, Any]]) -> None:
    """The files are chosen on the screen of sending, and all of them are dealt with."""
    page.goto(page.url.split("#")[0] + "#send")
    page.locator("#send [data-part=gallery-files]").set_input_files(list(files))
    page.locator("#send [data-part=gallery-said] > p").first.wait_for(timeout=120_000)


def hashes(files: Sequence[dict[str, Any]]) -> set[str]:
    """What the phone and the server have to agree upon."""
    return {sha256(each["buffer"]).hexdigest() for each in files}


def queue(page: Page) -> list[dict[str, Any]]:
    """What the phone keeps of each photo, as its storage says."""
    return page.evaluate(
        """async () => {
            const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
            const db = await asked(indexedDB.open('phototheque'));
            const all = (name) => asked(db.transaction(name).objectStore(name).getAll());
            const [photos, files] = [await all('photos'), new Set((await all('files')).map(({ id }) => id))];
            db.close();
            return photos.map((photo) => ({ ...photo, kept: files.has(photo.id) }));
        }"""
    )


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    """It comes to pass in time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.3)


def received(page: Page) -> int:
    """How many have their receipt, by the phone's own storage."""
    return sum(bool(each["state"] == "received" and each.get("receipt")) for each in queue(page))


def slowed(page: Page, kilobytes_a_second: int) -> CDPSession:
    """The line of this tab takes no more than that, until the session is detached."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 40,
            "downloadThroughput": -1,
            "uploadThroughput": kilobytes_a_second * 1000,
        },
    )
    return line


def all_arrived(page: Page, station: Station, files: Sequence[dict[str, Any]], beside: int = 0) -> None:
    """Every file has a receipt and is a photo of the catalogue, bit for bit, and the phone keeps no second copy.

    `beside` counts photos that were there before.
    """
    wait_until(lambda: received(page) == len(files))
    kept = queue(page)
    assert {each["receipt"]["sha256"] for each in kept} == hashes(files)
    assert not any(each["kept"] for each in kept)
    station.wait_for_photos(len(files) + beside)
    assert station.originals() >= hashes(files)
    assert len(station.originals()) == len(files) + beside
    assert station.rows("SELECT count(*) FROM photos") == [(len(files) + beside,)]
