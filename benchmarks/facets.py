"""How long the page of photos with all its facets takes, in libraries of three sizes."""

import json
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.cache import say
from benchmarks.completeness import FACETS, Filters, complete_on
from benchmarks.machine import Company
from benchmarks.patience import Patience
from benchmarks.rounds import company, judged, percentile_95, table
from benchmarks.rows import PLACES
from benchmarks.servers import Server, ours, plain_datasette
from benchmarks.synthetic import library

#: Photos in a library, and the milliseconds that the median page with all its facets may take.
SIZES: Mapping[int, float | None] = {8_000: 80, 100_000: 200, 1_000_000: None}
_OURS, _THEIRS = "/explore/catalogue/photos", "/catalogue/photos"
_PLAIN = f"{_THEIRS}?_sort_desc=taken_at"
_PARKS, _CITES, _TERRILS, _COMMUNES = (PLACES[kind].values for kind in ("park", "cite", "terril", "commune"))

#: What a person asks for, in several ways each, which take turns.
_ASKED: Mapping[str, Sequence[Filters]] = {
    "all photos": ({},),
    "one filter": (
        {"park": _PARKS[0]},
        {"taken_year": "2019"},
        {"epci": "CALL"},
        {"creator": "Photographe 03"},
        {"cite": _CITES[40]},
        {"terril": _TERRILS[0], "_far": "0"},
    ),
    "two filters": (
        {"park": _PARKS[1], "taken_year": "2024"},
        {"cite": _CITES[0], "commune": _COMMUNES[0]},
        {"epci": "CAHC", "camera_model": "Model 00"},
        {"creator": "Photographe 00", "position_method": "exif"},
    ),
    "search": (
        {"_q": "terril"},
        {"_q": "cavalier"},
        {"_q": "etang fac"},
        {"_q": "etang", "taken_year": "2025"},
    ),
}


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of every request of each kind of page, those of Datasette's plain page, and how many failed."""

    pages: Mapping[str, Sequence[float]]
    plain: Sequence[float]
    failed: Mapping[str, int]
    others: float


def report(requests: int, patience: Patience, largest: int = max(SIZES)) -> str:
    """Measure libraries of up to so many photos, and lay out the table."""
    shares, lines = [], []
    for photos, target in SIZES.items():
        if photos > largest:
            continue
        home = library(photos)
        say(f"serving {photos:,} photos")
        timed, more = _served(home, requests, patience, photos, target)
        shares.append(timed)
        lines += more
    told = (
        f"{requests} requests each, one at a time, in turns, gzip as browsers ask for it. The libraries are synthetic:"
        " rows written straight into the tables, past the road; a photo has one to three places of each kind that it"
        " has. Datasette's plain page: the same rows in the same"
        f" order, no facets, none guessed, no plugins. {company(shares)}"
    )
    head = ("photos", "page", "median, ms", "p95, ms", "÷ plain page", "facets", "target for the median")
    return "\n\n".join(["## Facets", told, table(head, lines)])


def _served(
    home: Path, requests: int, patience: Patience, photos: int, target: float | None
) -> tuple[float, list[tuple[str, ...]]]:
    """The share of the machine that others took, and the lines of one library."""
    with plain_datasette(home) as plain, ours(home) as server:
        first = server.asked(_OURS)
        timed = patience.quietly(partial(_timed, server, plain, requests), lambda measured: measured.others)
        complete = {
            name: [complete_on(server, home, _OURS, way) for way in ways] for name, ways in _ASKED.items()
        }
        stock = _with_stock_facets(plain)
        memory_mb = server.memory_mb
    base = statistics.median(timed.plain)
    lines = [_line(name, timed, base, complete[name], target) for name in _ASKED]
    lines += [
        (
            "the first after a start",
            f"{first.milliseconds:.0f}",
            "",
            f"{first.milliseconds / base:.1f}",
            "",
            "",
        ),
        ("Datasette's plain page", f"{base:.0f}", f"{percentile_95(timed.plain):.0f}", "1", "none", ""),
        ("Datasette's own facets on it", *stock, ""),
        (f"(memory of our server: {memory_mb:.0f} MB)", "", "", "", "", ""),
    ]
    return timed.others, [(f"{photos:,}", *line) for line in lines]


def _timed(server: Server, plain: Server, requests: int) -> Timed:
    """Ask for every kind of page, and for the plain one, as often as that."""
    watch, before = Company(), _cpu_seconds(server, plain)
    pages: dict[str, list[float]] = {name: [] for name in _ASKED}
    failed = dict.fromkeys(_ASKED, 0)
    plains = []
    for number in range(requests):
        for name, ways in _ASKED.items():
            answer = server.asked(f"{_OURS}?{urlencode(ways[number % len(ways)])}".rstrip("?"))
            pages[name].append(answer.milliseconds)
            failed[name] += answer.status != HTTPStatus.OK
        plains.append(plain.asked(_PLAIN).milliseconds)
    return Timed(pages, plains, failed, watch.share(_cpu_seconds(server, plain) - before))


def _cpu_seconds(*servers: Server) -> float:
    """What the servers, and this process that asks them, used of the processors so far."""
    return time.process_time() + sum(server.cpu_seconds for server in servers)


def _line(
    name: str, timed: Timed, base: float, complete: Sequence[bool], target: float | None
) -> tuple[str, ...]:
    median = statistics.median(timed.pages[name])
    figures = (f"{median:.0f}", f"{percentile_95(timed.pages[name]):.0f}", f"{median / base:.1f}")
    facets = (
        f"all {len(FACETS)}"
        if all(complete)
        else f"**not all** on {complete.count(False)} of {len(complete)}"
    )
    verdict = judged(median, target, at_least=False) if target else ""
    if failed := timed.failed[name]:
        verdict = f"**{failed} of {len(timed.pages[name])} requests failed**"
    return name, *figures, facets, verdict


def _with_stock_facets(plain: Server) -> tuple[str, str, str, str]:
    """Ask Datasette for the same facets its own way: how long it takes, and how many it drops."""
    own = [name for name in FACETS if name not in ("site", "terril")]
    asked = [("_sort_desc", "taken_at"), *(("_facet", name) for name in own)]
    answer = plain.asked(f"{_THEIRS}.json?{urlencode(asked)}")
    found = json.loads(answer.body)["facet_results"]
    return f"{answer.milliseconds:.0f}", "", "", f"{len(found)} of {len(own)}, of main places"
