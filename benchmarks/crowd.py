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


def crowd(phones: int, photos: int, megabytes: float) -> str:
    """Give the table of phones that send at once."""
    with passing() as folder:
        home = Path(copytree(library(8_000), folder / "home"))
        source = folder / "card"
        source.mkdir()
        for number in range(_INGESTED):
            (source / f"{number}.jpg").write_bytes(picture(10_000_000 + number, 200_000))
        with served(home) as server:
            say(f"{phones} phones send {photos} photos of {megabytes:g} MB each")
            quiet = _watch(server, threading.Event(), _for_seconds(3), 1)
            sent, watched, seconds, ingested = _all_send(server, source, phones, photos, megabytes)
            catalogued = _catalogued(server, sent, seconds)
        return _told_crowd(phones, photos, megabytes, quiet, sent, watched, seconds, ingested, catalogued)


def _all_send(
    server: Running, source: Path, phones: int, photos: int, megabytes: float
) -> tuple[Sequence[tuple[Phone, str]], Watched, float, int]:
    tokens = [server.token(f"Phone {number}") for number in range(phones)]
    senders = [(Phone(server.port, token, CHUNK), token) for token in tokens]
    over, watched = threading.Event(), Watched()
    watching = threading.Thread(target=lambda: _into(watched, _watch(server, over, None, _READERS)))
    watching.start()
    started = time.monotonic()
    command = [PHOTOTHEQUE, "ingest", str(source), "--home", str(server.office._home.root)]  # noqa: SLF001
    ingest = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    _together([partial(_send, phone, n, photos, megabytes) for n, (phone, _) in enumerate(senders)])
    seconds = time.monotonic() - started
    status = ingest.wait()
    over.set()
    watching.join()
    return senders, watched, seconds, status


def _send(phone: Phone, number: int, photos: int, megabytes: float) -> None:
    for photo in range(photos):
        phone.send(picture(number * 100_000 + photo, int(megabytes * 1_000_000)), f"IMG_{number}_{photo}.jpg")
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


def _told_crowd(
    phones: int,
    photos: int,
    megabytes: float,
    quiet: Watched,
    senders: Sequence[tuple[Phone, str]],
    watched: Watched,
    seconds: float,
    ingested: int,
    catalogued: tuple[int, float],
) -> str:
    sent = [phone.sent for phone, _ in senders]
    statuses = sum((one.statuses for one in sent), watched.statuses.copy())
    wrong = sum(number for status, number in statuses.items() if status >= 500)
    small = [ms for one in sent for ms in (*one.creates, *one.heads)]
    receipts = [digest for one in sent for digest in one.receipts]
    third = max(1, len(watched.resident_mb) // 3)
    first, last = (max(part) for part in (watched.resident_mb[:third], watched.resident_mb[-third:]))
    rows = [
        ["receipts of photos sent", f"{len(set(receipts))} of {phones * photos}", ""],
        [
            "photos of those acknowledged",
            f"{catalogued[0]}, {catalogued[1]:.0f} s after the last receipt",
            "",
        ],
        ["answers", ", ".join(f"{n} × {status}" for status, n in sorted(statuses.items())), ""],
        ["answers above 499", str(wrong), judged(wrong, 0, at_least=False)],
        ["command that ingests meanwhile", f"status {ingested}", ""],
        ["through the door", f"{len(receipts) * megabytes / seconds:.1f} MB/s", ""],
        [
            "small writes (create, HEAD), p50 and p95",
            f"{statistics.median(small):.0f} and {percentile_95(small):.0f} ms",
            judged(percentile_95(small), _SMALL_WRITE_MS, at_least=False),
        ],
        [
            "web process, most",
            f"{max(watched.resident_mb):.0f} MB",
            judged(max(watched.resident_mb), _LARGEST_MB, at_least=False),
        ],
        ["web process, most in the first and last third", f"{first:.0f} and {last:.0f} MB", ""],
        [
            "pages of readers, p50 and p95",
            f"{statistics.median(watched.pages_ms):.0f} and {percentile_95(watched.pages_ms):.0f} ms",
            f"one reader alone: {statistics.median(quiet.pages_ms):.0f} and {percentile_95(quiet.pages_ms):.0f} ms",
        ],
    ]
    readers = f"{_READERS} readers who look {_LOOKING_SECONDS:g} s"
    head = f"{phones} phones × {photos} photos × {megabytes:g} MB, {readers}, one ingest of {_INGESTED}"
    return table([head, "", ""], rows)
