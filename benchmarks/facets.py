"""How long the page of photos with all its facets takes, in libraries of three sizes."""

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.cache import say
from benchmarks.machine import others_share
from benchmarks.rounds import judged, percentile_95, table
from benchmarks.rows import PLACES
from benchmarks.servers import Server, ours, plain_datasette
from benchmarks.synthetic import library
from catalogue.database.connection import connect
from catalogue.database.search import match_expression

SIZES: Mapping[int, float | None] = {8_000: 80, 100_000: 200, 1_000_000: None}
FACETS = (
    *("park", "itinerary", "cite", "commune", "epci", "taken_year", "taken_month"),
    *("camera_model", "creator", "position_method", "state"),
)
_OURS, _THEIRS = "/explore/catalogue/photos", "/catalogue/photos"
_PARKS, _CITES = PLACES["park"].values, PLACES["cite"].values

#: What a person asks for, most common first; each kind is asked in several ways, in turn.
_ASKED: Mapping[str, Sequence[Mapping[str, str]]] = {
    "all photos": ({},),
    "one filter": (
        {"park": _PARKS[0]},
        {"taken_year": "2019"},
        {"epci": "CALL"},
        {"creator": "Photographe 03"},
        {"cite": _CITES[40]},
    ),
    "two filters": (
        {"park": _PARKS[1], "taken_year": "2024"},
        {"epci": "CAHC", "camera_model": "Model 00"},
        {"creator": "Photographe 00", "position_method": "exif"},
    ),
    "search": (
        {"_q": "terril"},
        {"_q": "cavalier"},
        {"_q": "oeillets fac"},
        {"_q": "etang", "taken_year": "2025"},
    ),
}


def report(requests: int) -> str:
    """Measure, and lay out the table."""
    head = (
        "photos",
        "page",
        "median, ms",
        "p95, ms",
        "÷ Datasette's plain page",
        "facets",
        "target for the median",
    )
    lines = [line for photos, target in SIZES.items() for line in _lines(photos, target, requests)]
    told = (
        f"{requests} requests each, one after the other, gzip as browsers ask for it. The libraries are synthetic: rows"
        " written straight into the tables. Datasette's plain page: the same rows in the same order, without facets,"
        " without guessing any, without plugins."
    )
    return "\n\n".join(["## Facets", told, table(head, lines)])


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page: its milliseconds, and on how many of the requests every facet was there and right."""

    milliseconds: Sequence[float]
    complete: str


def _lines(photos: int, target: float | None, requests: int) -> list[tuple[str, ...]]:
    home = library(photos)
    say(f"serving {photos:,} photos")
    with plain_datasette(home) as server:
        plain = _plain(server, requests)
        stock = _stock_facets(server)
    with ours(home) as server:
        first_ms, _ = server.asked(_OURS)
        pages = {name: _page(server, home, ways, requests) for name, ways in _ASKED.items()}
        memory = server.memory_mb
    say(f"others used {others_share():.0%} of the machine")
    base = statistics.median(plain)
    lines = [_line(photos, name, page, base, target) for name, page in pages.items()]
    lines.append(
        (f"{photos:,}", "first page after a start", f"{first_ms:.0f}", "", f"{first_ms / base:.1f}", "", "")
    )
    lines.append(
        (f"{photos:,}", "plain Datasette", f"{base:.0f}", f"{percentile_95(plain):.0f}", "1", "0", "")
    )
    lines.append((f"{photos:,}", "plain Datasette, same facets", *stock, ""))
    return [*lines, (f"{photos:,}", f"memory of our server: {memory:.0f} MB", "", "", "", "", "")]


def _line(photos: int, name: str, page: Page, base: float, target: float | None) -> tuple[str, ...]:
    median = statistics.median(page.milliseconds)
    verdict = judged(median, target, at_least=False) if target else ""
    figures = (f"{median:.0f}", f"{percentile_95(page.milliseconds):.0f}", f"{median / base:.1f}")
    return f"{photos:,}", name, *figures, page.complete, verdict


def _page(server: Server, home: Path, ways: Sequence[Mapping[str, str]], requests: int) -> Page:
    addresses = [f"{_OURS}?{urlencode(way)}" if way else _OURS for way in ways]
    milliseconds = [server.asked(address)[0] for address in islice(cycle(addresses), requests)]
    complete = sum(_is_complete(server, home, way) for way in ways)
    return Page(
        milliseconds,
        f"all {len(FACETS)}" if complete == len(ways) else f"**incomplete** on {len(ways) - complete}",
    )


def _is_complete(server: Server, home: Path, way: Mapping[str, str]) -> bool:
    """Whether the page has every facet that has a value among its photos, and its counts are those of the table."""
    _, body = server.asked(f"{_OURS}.json?{urlencode({**way, '_size': '0', '_facet_size': 'max'})}")
    answer = json.loads(body)
    _, page = server.asked(f"{_OURS}?{urlencode(way)}")
    counted = _counted(home, way)
    shown = {name: answer["facet_results"].get(name, {}).get("results", []) for name in FACETS}
    told = {name: {each["value"]: each["count"] for each in results} for name, results in shown.items()}
    on_page = all(f'data-facet="{name}"'.encode() in page for name in FACETS if counted[name])
    return (
        on_page and not answer.get("facets_timed_out") and all(_agrees(told[n], counted[n]) for n in FACETS)
    )


def _agrees(told: Mapping[object, int], counted: Mapping[object, int]) -> bool:
    """The facet's counts are right, and it leaves no value out unless there are more than it can show."""
    return all(counted.get(value) == number for value, number in told.items()) and (
        len(told) >= min(len(counted), 100)
    )


def _counted(home: Path, way: Mapping[str, str]) -> dict[str, dict[object, int]]:
    """Count the values of each facet with SQL of our own, the slow way."""
    filters = {name: value for name, value in way.items() if name != "_q"}
    where = [f"{name} = :{name}" for name in filters]
    if "_q" in way:
        where.append("number IN (SELECT rowid FROM photo_search WHERE photo_search MATCH :searched)")
    params = {**filters, "searched": match_expression(way.get("_q", ""))}
    with closing(connect(home / "catalogue.db", readonly=True)) as db:
        return {name: dict(db.execute(_counting(name, where), params).fetchall()) for name in FACETS}


def _counting(name: str, where: Sequence[str]) -> str:
    shown = [] if name == "state" else ["state <> 'set_aside'"]
    conditions = " AND ".join([f"{name} IS NOT NULL", *where, *shown])
    return f"SELECT {name}, count(*) FROM photos WHERE {conditions} GROUP BY 1"  # noqa: S608 our own names


def _plain(server: Server, requests: int) -> list[float]:
    address = f"{_THEIRS}?_sort_desc=taken_at"
    server.asked(address)
    return [server.asked(address)[0] for _ in range(requests)]


def _stock_facets(server: Server) -> tuple[str, str, str, str]:
    """Ask Datasette for the same facets its own way: time, and how many it drops."""
    address = (
        f"{_THEIRS}.json?{urlencode([('_sort_desc', 'taken_at'), *(('_facet', name) for name in FACETS)])}"
    )
    milliseconds, body = server.asked(address)
    found = json.loads(body)["facet_results"]
    return f"{milliseconds:.0f}", "", "", f"{len(found)} of {len(FACETS)}"
