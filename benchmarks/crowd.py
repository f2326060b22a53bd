"""Twenty phones that send at once while people look and a command ingests."""

import json
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from benchmarks.cache import passing, say
from benchmarks.programs import PHOTOTHEQUE, environment
from benchmarks.receiving import Running, page, picture, resident_mb, served
from benchmarks.rounds import judged, percentile_95, table
from benchmarks.sending import CHUNK, Phone
from benchmarks.synthetic import library
from catalogue.values.roles import Role

_READERS, _INGESTED = 8, 40
#: Whoever chooses a facet looks at what it gives before the next one.
_LOOKING_SECONDS = 1.0
_LARGEST_MB, _SMALL_WRITE_MS = 400, 300
_FACETS = (
    "/explore/catalogue/photos?taken_year=2019",
    "/explore/catalogue/photos?_q=terril",
    "/explore/catalogue/photos",
    "/",
)


@dataclass(slots=True)
class Watched:
    """What a server took, and how readers were answered, over time."""

    resident_mb: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class Crowd(NamedTuple):
    """What is sent at once: so many photos of that size from each phone, over lines of so many Mbit/s (0: no limit)."""

    phones: int
    photos: int
    megabytes: float
    uplink: float

    def __str__(self) -> str:
        line = f"{self.uplink:g} Mbit/s each" if self.uplink else "as fast as the machine"
        return f"{self.phones} phones × {self.photos} photos × {self.megabytes:g} MB, {line}"


class Passed(NamedTuple):
    """How it went: who sent what, how the server fared, for how long, and how the ingest beside it ended."""

    senders: Sequence[tuple[Phone, str]]
    watched: Watched
    seconds: float
    ingested: int


def crowd(phones: int, photos: int, megabytes: float, uplink: float) -> str:
    """Give the table of phones that send at once."""
    wanted = Crowd(phones, photos, megabytes, uplink)
    with passing() as folder:
        home = Path(copytree(library(8_000), folder / "home"))
        source = folder / "card"
        source.mkdir()
        for number in range(_INGESTED):
            (source / f"{number}.jpg").write_bytes(picture(10_000_000 + number, 200_000))
        with served(home) as server:
            say(f"{phones} phones send {photos} photos of {megabytes:g} MB each")
            quiet = _watch(server, threading.Event(), _for_seconds(3), 1)
            passed = _all_send(server, source, wanted)
            catalogued = _catalogued(server, passed.senders, passed.seconds)
        return _told_crowd(wanted, quiet, passed, catalogued)


def _all_send(server: Running, source: Path, wanted: Crowd) -> Passed:
    tokens = [server.token(f"Phone {number}") for number in range(wanted.phones)]
    senders = [(Phone(server.port, token, CHUNK, wanted.uplink), token) for token in tokens]
    over, watched = threading.Event(), Watched()
    watching = threading.Thread(target=lambda: _into(watched, _watch(server, over, None, _READERS)))
    watching.start()
    started = time.monotonic()
    command = [PHOTOTHEQUE, "ingest", str(source), "--home", str(server.office._home.root)]  # noqa: SLF001
    ingest = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    _together([partial(_send, phone, n, wanted) for n, (phone, _) in enumerate(senders)])
    seconds = time.monotonic() - started
    status = ingest.wait()
    over.set()
    watching.join()
    return Passed(senders, watched, seconds, status)


def _send(phone: Phone, number: int, wanted: Crowd) -> None:
    for photo in range(wanted.photos):
        content = picture(number * 100_000 + photo, int(wanted.megabytes * 1_000_000))
        phone.send(content, f"IMG_{number}_{photo}.jpg")
    phone.hang_up()


def _together(acts: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _into(watched: Watched, found: Watched) -> None:
    watched.resident_mb, watched.pages_ms, watched.statuses = (
        found.resident_mb,
        found.pages_ms,
        found.statuses,
    )


def _for_seconds(seconds: float) -> float:
    return time.monotonic() + seconds


def _watch(server: Running, over: threading.Event, until: float | None, readers: int) -> Watched:
    """Readers ask for pages, and the server's memory is looked at, until it is over."""
    token, watched = server.token(f"Reader {time.monotonic()}", Role.ANALYST), Watched()

    def done() -> bool:
        return over.is_set() or (until is not None and time.monotonic() > until)

    def read(number: int) -> None:
        while not done():
            status, taken = page(server, token, _FACETS[number % len(_FACETS)])
            watched.statuses[status] += 1
            watched.pages_ms.append(taken)
            over.wait(_LOOKING_SECONDS)

    def weigh() -> None:
        while not done():
            watched.resident_mb.append(resident_mb(server.pid))
            over.wait(0.25)

    _together([weigh, *(partial(read, number) for number in range(readers))])
    return watched


def _catalogued(server: Running, senders: Sequence[tuple[Phone, str]], seconds: float) -> tuple[int, float]:
    """How many photos there are of what was acknowledged, and when the last one was taken in."""
    wanted, started = sum(len(phone.sent.receipts) for phone, _ in senders), time.monotonic()
    found: set[str] = set()
    while len(found) < wanted and time.monotonic() - started < 600 + seconds:
        found = {photo for _, token in senders for photo in _photos(server, token)}
        time.sleep(1)
    return len(found), time.monotonic() - started


def _photos(server: Running, token: str) -> list[str]:
    told = Phone(server.port, token, CHUNK).ask("GET", "/uploads/")
    listed = json.loads(told.text)["uploads"]  # type: ignore[attr-defined]
    return [one["photo"] for one in listed if one["state"] == "catalogued"]


def _told_crowd(wanted: Crowd, quiet: Watched, passed: Passed, catalogued: tuple[int, float]) -> str:
    readers = f"{_READERS} readers who look {_LOOKING_SECONDS:g} s"
    head = f"{wanted}, {readers}, one ingest of {_INGESTED}"
    return table(
        [head, "", ""],
        [
            *_told_sending(wanted, passed, catalogued),
            *_told_memory(passed.watched.resident_mb),
            [
                "pages of readers, p50 and p95",
                _p50_and_p95(passed.watched.pages_ms),
                f"one reader alone: {_p50_and_p95(quiet.pages_ms)}",
            ],
        ],
    )


def _told_sending(wanted: Crowd, passed: Passed, catalogued: tuple[int, float]) -> list[list[str]]:
    sent = [phone.sent for phone, _ in passed.senders]
    statuses = sum((one.statuses for one in sent), passed.watched.statuses.copy())
    wrong = sum(number for status, number in statuses.items() if status >= 500)
    small = [ms for one in sent for ms in (*one.creates, *one.heads)]
    receipts = [digest for one in sent for digest in one.receipts]
    number, after = catalogued
    return [
        ["receipts of photos sent", f"{len(set(receipts))} of {wanted.phones * wanted.photos}", ""],
        ["photos of those acknowledged", f"{number}, {after:.0f} s after the last receipt", ""],
        ["answers", ", ".join(f"{n} × {status}" for status, n in sorted(statuses.items())), ""],
        ["answers above 499", str(wrong), judged(wrong, 0, at_least=False)],
        ["command that ingests meanwhile", f"status {passed.ingested}", ""],
        ["through the door", f"{len(receipts) * wanted.megabytes / passed.seconds:.1f} MB/s", ""],
        [
            "small writes (create, HEAD), p50 and p95",
            _p50_and_p95(small),
            judged(percentile_95(small), _SMALL_WRITE_MS, at_least=False),
        ],
    ]


def _told_memory(resident_mb: Sequence[float]) -> list[list[str]]:
    third = max(1, len(resident_mb) // 3)
    first, last = (max(part) for part in (resident_mb[:third], resident_mb[-third:]))
    most = max(resident_mb)
    return [
        ["web process, most", f"{most:.0f} MB", judged(most, _LARGEST_MB, at_least=False)],
        ["web process, most in the first and last third", f"{first:.0f} and {last:.0f} MB", ""],
    ]


def _p50_and_p95(milliseconds: Sequence[float]) -> str:
    return f"{statistics.median(milliseconds):.0f} and {percentile_95(milliseconds):.0f} ms"
