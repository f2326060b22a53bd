"""A phone before a server that can be killed: a served library with accounts, and files picked in its page."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from making import exif
from PIL import Image
from playwright.sync_api import Page

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
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
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
            assert time.monotonic() < patience, self.rows("SELECT outcome, count(*) FROM ingest_log GROUP BY 1")
            time.sleep(0.3)

    def originals(self) -> set[str]:
        """Hashes of the files that the catalogue keeps, read from the disk again."""
        kept = [path for path in self.home.originals.rglob("*") if path.is_file()]
        return {sha256(path.read_bytes()).hexdigest() for path in kept}


def photo(seed: int, *, size: tuple[int, int] = (640, 480), **tags: Any) -> bytes:
    """A JPEG of noise, about as many bytes as it has pixels: nothing to be packed."""
    noise = random.Random(seed)  # noqa: S311 a picture is no secret
    out = BytesIO()
    picture = Image.frombytes("RGB", (size[0] // 4, size[1] // 4), noise.randbytes(size[0] * size[1] // 16 * 3))
    picture = picture.resize(size, Image.Resampling.BICUBIC)
    picture.save(out, "JPEG", quality=92, exif=exif(**tags) if tags else b"")
    return out.getvalue()


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
    page.wait_for_url("**/terrain/**")


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
            const db = await new Promise((done) => (indexedDB.open('phototheque').onsuccess = (e) => done(e.target.result)));
            const all = (name) => new Promise((done) => (db.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result)));
            const [photos, files] = [await all('photos'), new Set((await all('files')).map(({ id }) => id))];
            db.close();
            return photos.map((photo) => ({ ...photo, kept: files.has(photo.id) }));
        }"""
    )
