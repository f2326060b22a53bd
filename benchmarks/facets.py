"""How long the page of photos with all its facets takes, in libraries of three sizes."""

import json
import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
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
from benchmarks.rows import PLACES, THEMES
from benchmarks.servers import Server, ours, plain_datasette
from benchmarks.synthetic import library
from benchmarks.weights import weight
from catalogue.database.connection import connect, writing

#: Photos in a library, and the milliseconds that the median page with all its facets may take.
SIZES: Mapping[int, float] = {8_000: 80, 100_000: 150, 1_000_000: 250}
_OURS, _THEIRS = "/explore/catalogue/photos", "/catalogue/photos"
_PLAIN = f"{_THEIRS}?_sort_desc=taken_at"
_PLAINLY = "plain"
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
    "a theme": (
        {"theme": THEMES.values[0]},
        {"theme": THEMES.values[40]},
        {"theme": THEMES.values[1], "epci": "CALL"},
        {"theme": THEMES.values[0], "rights": "ready", "rating": "4"},
    ),
    "an area of the map": (
        {"_bbox": "2.5,50.3,2.8,50.4"},
        {"_bbox": "2.4,50.25,3.6,50.55"},
        {"_bbox": "2.61,50.41,2.62,50.42"},
        {"_bbox": "2.5,50.3,3.2,50.5", "cite": _CITES[0]},
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
    """Milliseconds of every request of each kind of page, and of Datasette's plain page, which is called `plain`.

    `processor` holds the milliseconds of processor that each kind took in all; `failed`, how many had no answer.
    """

    pages: Mapping[str, Sequence[float]]
    processor: Mapping[str, float]
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
    head = (
        *("photos", "page", "median, ms", "p95, ms", "÷ plain page", "processor, ÷ plain page", "facets"),
        "target for the median",
    )
    return "\n\n".join(["## Facets", told, table(head, lines)])


def _served(
    home: Path, requests: int, patience: Patience, photos: int, target: float
) -> tuple[float, list[tuple[str, ...]]]:
    """The share of the machine that others took, and the lines of one library."""
    with plain_datasette(home) as plain, ours(home) as server:
        first = server.asked(_OURS).milliseconds
        timed = patience.quietly(partial(_timed, server, plain, requests), lambda measured: measured.others)
        complete = {
            name: [complete_on(server, home, _OURS, way) for way in ways] for name, ways in _ASKED.items()
        }
        stock = _with_stock_facets(plain)
        after_write = _after_write(server, home)
        weighed, memory_mb = _weighed(server), server.memory_mb
    base = statistics.median(timed.pages[_PLAINLY])
    lines = [_line(name, timed, base, complete[name], target) for name in _ASKED]
    lines += [
        ("the first after a start", f"{first:.0f}", "", f"{first / base:.1f}", "", "", ""),
        ("the first after a write", f"{after_write:.0f}", "", f"{after_write / base:.1f}", "", "", ""),
        (
            "Datasette's plain page",
            f"{base:.0f}",
            f"{percentile_95(timed.pages[_PLAINLY]):.0f}",
            *("1", "1", "none", ""),
        ),
        ("Datasette's own facets on it", *stock, ""),
        (f"(memory of our server: {memory_mb:.0f} MB; {weighed})", *("",) * 6),
    ]
    return timed.others, [(f"{photos:,}", *line) for line in lines]


def _after_write(server: Server, home: Path) -> float:
    """Milliseconds of the first page after somebody wrote, whatever it was."""
    with closing(connect(home / "catalogue.db")) as other, writing(other) as db:
        db.execute("UPDATE runs SET made_by = 'bench'")
    return server.asked(_OURS).milliseconds


def _weighed(server: Server) -> str:
    """Say what the page weighs as it is sent, and how much more with its map, beside the targets."""
    page, with_map = weight(server, _OURS), weight(server, f"{_OURS}?_map=1")
    more = with_map - page
    return (
        f"page with styles and scripts as sent: {page / 1000:.0f} kB, {judged(page / 1000, 60, at_least=False)}; "
        f"more with its map: {more / 1000:.0f} kB, {judged(more / 1000, 70, at_least=False)}"
    )


def _timed(server: Server, plain: Server, requests: int) -> Timed:
    """Ask for every kind of page, and for the plain one, as often as that."""
    watch, before = Company(), _cpu_seconds(server, plain)
    pages: dict[str, list[float]] = {name: [] for name in (*_ASKED, _PLAINLY)}
    processor, failed = dict.fromkeys(pages, 0.0), dict.fromkeys(pages, 0)
    for number in range(requests):
        for name, taken in pages.items():
            asked, address = (plain, _PLAIN) if name == _PLAINLY else (server, _address(name, number))
            began = asked.cpu_seconds
            answer = asked.asked(address)
            processor[name] += (asked.cpu_seconds - began) * 1000
            taken.append(answer.milliseconds)
            failed[name] += answer.status != HTTPStatus.OK
    return Timed(pages, processor, failed, watch.share(_cpu_seconds(server, plain) - before))


def _address(name: str, number: int) -> str:
    """One of the ways to ask for a kind of page; they take turns."""
    ways = _ASKED[name]
    return f"{_OURS}?{urlencode(ways[number % len(ways)])}".rstrip("?")


def _cpu_seconds(*servers: Server) -> float:
    """What the servers, and this process that asks them, used of the processors so far."""
    return time.process_time() + sum(server.cpu_seconds for server in servers)


def _line(name: str, timed: Timed, base: float, complete: Sequence[bool], target: float) -> tuple[str, ...]:
    median = statistics.median(timed.pages[name])
    processor = timed.processor[name] / max(timed.processor[_PLAINLY], 1)
    figures = (
        f"{median:.0f}",
        f"{percentile_95(timed.pages[name]):.0f}",
        f"{median / base:.1f}",
        f"{processor:.1f}",
    )
    facets = (
        f"all {len(FACETS)}"
        if all(complete)
        else f"**not all** on {complete.count(False)} of {len(complete)}"
    )
    verdict = judged(median, target, at_least=False)
    if failed := timed.failed[name]:
        verdict = f"**{failed} of {len(timed.pages[name])} requests failed**"
    return name, *figures, facets, verdict


def _with_stock_facets(plain: Server) -> tuple[str, ...]:
    """Ask Datasette for the same facets its own way: how long it takes, and how many it drops."""
    own = [name for name in FACETS if name not in ("site", "terril", "theme")]
    asked = [("_sort_desc", "taken_at"), *(("_facet", name) for name in own)]
    answer = plain.asked(f"{_THEIRS}.json?{urlencode(asked)}")
    found = json.loads(answer.body)["facet_results"]
    return f"{answer.milliseconds:.0f}", "", "", "", f"{len(found)} of {len(own)}, of main places"
