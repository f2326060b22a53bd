"""A folder is dropped on a page in a real browser; the server dies midway and comes back; all arrives once."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from making import jpeg
from playwright.sync_api import Page, expect

from catalogue.database.connection import connect
from catalogue.home.paths import Home

pytestmark = pytest.mark.browser

PHOTOS, FOLDERS = 200, ("2018/Parc d’Olhain", "2018/Cité des Provinces", "EV5")


class Server:
    """`phototheque serve` that dies and comes back at the same address."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, 0
        self.start()

    def start(self) -> None:
        """It answers."""
        words = ["serve", "--home", str(self.home), "--port", str(self.port), "--without-accounts"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "catalogue.cli.main", *words],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self.url = re.search(r"http://\S+?(?=/ |/$)", self.process.stdout.readline().strip())[0]
        self.port = int(self.url.rsplit(":", 1)[1])

    def kill(self) -> None:
        """It is gone, and what takes in for it too, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server of an empty library."""
    started = Server(home)
    yield started
    started.kill()


@pytest.fixture(scope="module")
def dropped(tmp_path_factory) -> Path:
    """Two hundred photos in three folders, with what lies about in folders."""
    root = tmp_path_factory.mktemp("chosen") / "Sorties"
    for n in range(PHOTOS):
        file = root / FOLDERS[n % 3] / f"IMG_{n:04}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(jpeg(n + 1, (64, 48)))
    shutil.copy(root / FOLDERS[0] / "IMG_0000.jpg", root / "EV5" / "copie de IMG_0000.jpg")
    (root / "EV5" / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42" * 9)
    (root / "EV5" / "relevé.pdf").write_bytes(b"%PDF-1.7\n")
    (root / "EV5" / "trace.gpx").write_text("<gpx></gpx>")
    (root / "EV5" / "IMG_0002.xmp").write_text("<x/>")
    (root / "EV5" / ".DS_Store").write_bytes(b"\0")
    return root


def drop(page: Page, folder: Path) -> None:
    """The folder is dropped on the page, as a file manager does."""
    with_tools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        with_tools.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": data})


def photos_of(folder: Path) -> dict[str, str]:
    """Hash of every photo by its path, as the folder that was chosen begins it."""
    return {
        file.relative_to(folder.parent).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*.jpg")
    }


def uploads(home: Path) -> list[tuple[str, str]]:
    """Path and hash of everything that was received."""
    with closing(connect(Home(home).people, readonly=True)) as db:
        return db.execute("SELECT path, sha256 FROM uploads WHERE received_at IS NOT NULL").fetchall()


def paths_kept(home: Path) -> dict[str, str]:
    """Hash of every file that the catalogue has, by its path."""
    with closing(connect(Home(home).catalogue, readonly=True)) as db:
        return dict(db.execute("SELECT path, sha256 FROM files").fetchall())


def photos_in(home: Path) -> int:
    """How many photos the catalogue has."""
    with closing(connect(Home(home).catalogue, readonly=True)) as db:
        return db.execute("SELECT count(*) FROM photos").fetchone()[0]


def received(page: Page) -> int:
    """How many photos the page says to be received."""
    return int((page.locator('[data-part="line"]').inner_text() or "0").split()[0])


def until_received(page: Page, least: int) -> None:
    """So many are received."""
    end = time.monotonic() + 60
    while received(page) < least:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_dropped_folder_arrives_once_though_the_server_dies(
    server: Server, dropped: Path, visit: Callable[..., Page]
):
    page = visit(f"{server.url}/send")
    drop(page, dropped)
    expect(page.locator('[data-part="count"]')).to_contain_text("201 photos")
    expect(page.locator('[data-part="count"]')).to_contain_text("3 dossiers")
    expect(page.locator('[data-part="left-count"]')).to_have_text("5 fichiers restent où ils sont")
    expect(page.locator('[data-part="track"]')).to_be_visible()
    page.get_by_role("button", name="Envoyer 201 photos").click()

    until_received(page, 40)
    server.kill()
    expect(page.locator('[data-part="trouble"]')).to_contain_text("Le serveur ne répond pas")
    at_death = received(page)
    server.start()

    expect(page.locator('[data-part="result"]')).to_contain_text(
        "201 photos reçues et vérifiées", timeout=90_000
    )
    expect(page.locator('[data-part="result"]')).to_contain_text("1 était déjà au catalogue", timeout=90_000)
    expect(page.locator('[data-part="result"]')).not_to_contain_text("entre", timeout=90_000)
    assert 40 <= at_death < 201
    assert dict(uploads(server.home)) == photos_of(dropped)
    assert len(uploads(server.home)) == 201
    assert paths_kept(server.home) == photos_of(dropped)
    assert photos_in(server.home) == PHOTOS


def test_the_same_folder_again_sends_only_what_is_missing(
    server: Server, dropped: Path, visit: Callable[..., Page]
):
    page = visit(f"{server.url}/send")
    page.locator('[data-part="choose-folder"]').set_input_files(dropped)
    page.locator('[data-part="send"]').click()
    until_received(page, 60)
    page.context.close()
    before = len(uploads(server.home))

    again = visit(f"{server.url}/send")
    again.locator('[data-part="choose-folder"]').set_input_files(dropped)
    again.locator('[data-part="send"]').click()

    expect(again.locator('[data-part="result"]')).to_contain_text(
        "201 photos reçues et vérifiées", timeout=90_000
    )
    assert before >= 60
    assert sorted(uploads(server.home)) == sorted(photos_of(dropped).items())
