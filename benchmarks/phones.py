"""Twenty phones that send at once while people look; two hundred that stand still; and one on a slow line."""

import http.client
import os
import statistics
import time
from collections import Counter
from pathlib import Path
from shutil import copytree

from benchmarks.cache import passing, say
from benchmarks.crowd import crowd
from benchmarks.line import Line
from benchmarks.receiving import page, picture, served
from benchmarks.rounds import judged, percentile_95, table
from benchmarks.sending import CHUNK, Phone, Sent
from benchmarks.synthetic import library
from catalogue.values.roles import Role

_IDLE = 200
_TWICE = 0.10
_LINE_BITS, _LINE_DELAY, _LINE_BREAKS = 300_000, 0.4, 0.05
_LINE_PHOTOS = 30
#: Three megabytes at 300 kbit/s take 80 s: photos and parts are made smaller by this, unless asked otherwise.
SHRINK = 12
_IDLE_OF_EACH = 8
_PAGES = 60


def report(phones: int, photos: int, megabytes: float, shrink: int) -> str:
    """Give the tables."""
    parts = [crowd(phones, photos, megabytes), _standing_still(), _slow_line(shrink)]
    return "\n\n".join(parts)


def _standing_still() -> str:
    with passing() as folder:
        home = Path(copytree(library(8_000), folder / "home"))
        with served(home) as server:
            say(f"{_IDLE} bodies stand still")
            reader = server.token("Reader", Role.ANALYST)
            alone = [page(server, reader, "/")[1] for _ in range(_PAGES)]
            phones = [Phone(server.port, server.token(f"P{n}"), CHUNK) for n in range(_IDLE // _IDLE_OF_EACH)]
            standing = [_begun(phone, server.port) for phone in phones for _ in range(_IDLE_OF_EACH)]
            time.sleep(1)
            beside = [page(server, reader, "/") for _ in range(_PAGES)]
            for connection in standing:
                connection.close()
    rows = [
        ["alone", f"{statistics.median(alone):.0f}", f"{percentile_95(alone):.0f}", f"{len(alone)} × 200"],
        [
            f"beside {_IDLE}",
            f"{statistics.median(ms for _, ms in beside):.0f}",
            f"{percentile_95([ms for _, ms in beside]):.0f}",
            ", ".join(f"{n} × {status}" for status, n in Counter(s for s, _ in beside).items()),
        ],
    ]
    return table([f"`/` with {_IDLE} half-sent bodies", "p50, ms", "p95, ms", "answers"], rows)


def _begun(phone: Phone, port: int) -> http.client.HTTPConnection:
    """A connection on which half of a photo was announced as whole."""
    path = phone.ask("POST", "/uploads/", {"Upload-Length": "3000000"}).getheader("Location") or ""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("PATCH", path)
    said = phone._headers | {"Upload-Offset": "0", "Content-Length": "3000000"}  # noqa: SLF001
    for name, value in {**said, "Content-Type": "application/offset+octet-stream"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(os.urandom(100_000))
    return connection


def _slow_line(shrink: int) -> str:
    size = 3_000_000 // shrink
    with passing() as folder:
        home = Path(copytree(library(8_000), folder / "home"))
        with (
            served(home) as server,
            Line(("127.0.0.1", server.port), _LINE_BITS, _LINE_DELAY, _LINE_BREAKS) as line,
        ):
            say(f"a slow line, {_LINE_PHOTOS} photos of {size:,} bytes")
            phone = Phone(line.port, server.token("Phone"), CHUNK // shrink)
            started = time.monotonic()
            for number in range(_LINE_PHOTOS):
                phone.send(picture(number, size), f"IMG_{number}.jpg")
                phone.hang_up()
            seconds = time.monotonic() - started
    return _told_line(phone.sent, line, size, seconds, shrink)


def _told_line(sent: Sent, line: Line, size: int, seconds: float, shrink: int) -> str:
    payload = _LINE_PHOTOS * size
    twice = line.passed / payload - 1
    rows = [
        ["receipts", f"{len(set(sent.receipts))} of {_LINE_PHOTOS}", ""],
        ["connections, and those that broke", f"{line.connections}, {line.broken}", ""],
        [
            "bytes on the line beyond the photos, requests included",
            f"{twice:.1%}",
            judged(round(twice, 3), _TWICE, at_least=False),
        ],
        ["time, and what the line takes at least", f"{seconds:.0f} s, {payload * 8 / _LINE_BITS:.0f} s", ""],
    ]
    line_is = (
        f"{_LINE_BITS // 1000} kbit/s, {_LINE_DELAY * 1000:.0f} ms, {_LINE_BREAKS:.0%} of connections cut"
    )
    return table([f"{line_is}; photos of 3 MB / {shrink}", "", ""], rows)
