"""The background of the maps: kept on disk, never in the way when there is no network."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from catalogue.web.app import create_app
from catalogue.web.tile_cache import Tile, TileCache, trim

pytest_plugins = ["serving"]

PNG = b"\x89PNG\r\n\x1a\n" + b"tile"


class Source:
    """A map source on this machine that answers as it is told, and notes what it was asked."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 200, {"Content-Type": "image/png"}, PNG
        self.asked: list[str] = []
        source = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                source.asked.append(self.path)
                self.send_response(source.status)
                for name, value in source.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(source.body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{{z}}/{{x}}/{{y}}"


@pytest.fixture
def source() -> Iterator[Source]:
    made = Source()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def cache(source: Source, tmp_path: Path) -> TileCache:
    return TileCache(tmp_path / "tiles", source.address, timeout_s=2)


def test_a_tile_is_asked_for_once_and_then_comes_from_the_disk(source, cache):
    first, second = cache.tile(Tile(12, 2077, 1380)), cache.tile(Tile(12, 2077, 1380))

    assert first == second == PNG
    assert source.asked == ["/12/2077/1380"]
    assert (cache.folder / "12/2077/1380").read_bytes() == PNG


def test_a_tile_that_was_seen_is_there_without_the_network(source, cache):
    cache.tile(Tile(12, 2077, 1380))
    source.server.server_close()

    assert TileCache(cache.folder, source.address).tile(Tile(12, 2077, 1380)) == PNG


def test_an_old_tile_is_asked_for_anew_and_serves_until_a_new_one_comes(source, cache):
    cache.tile(Tile(12, 2077, 1380))
    os.utime(cache.folder / "12/2077/1380", (0, 0))
    source.status, source.body = 500, b""
    still = cache.tile(Tile(12, 2077, 1380))
    source.status, source.body = 200, PNG + b"new"

    again = TileCache(cache.folder, source.address).tile(Tile(12, 2077, 1380))

    assert (still, again) == (PNG, PNG + b"new")


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b"nothing here"), (200, b"<html>log in first</html>"), (302, PNG)],
    ids=["absent", "not a picture", "sent elsewhere"],
)
def test_what_is_no_tile_is_not_kept_and_not_asked_for_again(source, cache, status, body):
    source.status, source.body = status, body
    source.headers = {"Location": source.address.replace("{z}/{x}/{y}", "secret")}

    answers = [cache.tile(Tile(12, 1, 1)), cache.tile(Tile(12, 1, 1))]

    assert answers == [None, None]
    assert source.asked == ["/12/1/1"]
    assert not (cache.folder / "12").exists()


def test_a_tile_that_is_too_large_is_refused(source, cache):
    source.body = PNG + b"\0" * 1_100_000

    assert cache.tile(Tile(12, 1, 1)) is None


def test_a_source_that_is_silent_is_left_alone_for_a_while(tmp_path):
    gone = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    gone.server_close()
    cache = TileCache(tmp_path, f"http://127.0.0.1:{gone.server_port}/{{z}}/{{x}}/{{y}}")

    cache.tile(Tile(12, 1, 1))

    assert cache._silent_until > 0
    assert cache.tile(Tile(12, 1, 2)) is None


def test_a_tile_that_is_cut_short_is_not_kept(source, cache):
    source.headers = {"Content-Length": "1000000"}

    assert cache.tile(Tile(12, 1, 1)) is None
    assert not (cache.folder / "12").exists()


def test_the_oldest_tiles_make_room(tmp_path):
    for number in range(10):
        path = tmp_path / str(number)
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))

    trim(tmp_path, 500)

    assert sorted(int(path.name) for path in tmp_path.iterdir()) == [6, 7, 8, 9]


def test_a_cache_that_cannot_be_written_still_shows_the_tile(source, tmp_path):
    (tmp_path / "tiles").write_text("a file where the folder would be")
    cache = TileCache(tmp_path / "tiles", source.address)

    assert cache.tile(Tile(12, 1, 1)) == PNG


@pytest.fixture
def served(library, source, monkeypatch):
    monkeypatch.setenv("PHOTOTHEQUE_TILES", source.address)
    return create_app(library).test_client()


def test_tiles_are_served_from_the_home(served, library):
    answer = served.get("/tiles/12/2077/1380")

    assert (answer.status_code, answer.data, answer.mimetype) == (200, PNG, "image/png")
    assert (library.root / "tiles/12/2077/1380").is_file()


@pytest.mark.parametrize(
    "asked",
    [
        "12/4096/1",
        "12/1/4096",
        "19/1/1",
        "-1/0/0",
        "1.5/0/0",
        "x/0/0",
        "12/1/%2e%2e",
        "9" * 5000 + "/0/0",
        "٣/1/1",
    ],
)
def test_only_squares_of_the_grid_are_asked_for(served, source, asked):
    assert served.get(f"/tiles/{asked}").status_code == 404
    assert source.asked == []


def test_without_a_source_there_is_no_tile_and_no_error(library, monkeypatch):
    monkeypatch.setenv("PHOTOTHEQUE_TILES", "off")

    answer = create_app(library).test_client().get("/tiles/12/2077/1380")

    assert (answer.status_code, answer.data) == (204, b"")
