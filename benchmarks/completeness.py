"""Whether a page has every facet, with the counts that plain SQL gives."""

import json
from collections.abc import Mapping
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.rows import PLACES
from benchmarks.servers import Server
from catalogue.database.connection import connect
from catalogue.database.search import match_expression

FACETS = (
    *PLACES,
    *("taken_year", "taken_month", "theme", "camera_model", "creator", "position_method", "state"),
    *("rights", "aspect", "rating"),
)
# More values than this Datasette does not list, even when asked for all.
_LISTED = 1_000

Filters = Mapping[str, str]
Counts = Mapping[str, Mapping[object, int]]


def complete_on(server: Server, home: Path, address: str, filters: Filters) -> bool:
    """Say whether every facet that has a value among the photos stands on their page, counted right."""
    page = server.asked(f"{address}?{urlencode(filters)}")
    told = server.asked(f"{address}.json?{urlencode({**filters, '_size': '0', '_facet_size': 'max'})}")
    if {page.status, told.status} != {HTTPStatus.OK}:
        return False
    counted = _counted(home, filters)
    standing = all(f'data-facet="{name}"'.encode() in page.body for name in FACETS if counted[name])
    results = json.loads(told.body)["facet_results"]
    assert counted["state"], "nothing was found, so nothing was tested"
    return standing and all(_agree(_values(results, name), counted[name]) for name in FACETS)


def _values(results: Mapping[str, Mapping[str, list[dict[str, int]]]], name: str) -> Mapping[object, int]:
    return {each["value"]: each["count"] for each in results.get(name, {}).get("results", ())}


def _agree(told: Mapping[object, int], counted: Mapping[object, int]) -> bool:
    """A facet's counts are right, and it leaves out no value that it could list."""
    right = all(counted.get(value) == number for value, number in told.items())
    return right and len(told) == min(len(counted), _LISTED)


def _counted(home: Path, filters: Filters) -> Counts:
    """Count the values of each facet by plain SQL, over the photos that the filters leave."""
    ties = ["relation <> 'looking_at'"] if "_far" in filters else []
    where = [_filter(name, ties) for name in filters if not name.startswith("_")]
    if "_q" in filters:
        where.append("number IN (SELECT rowid FROM photo_search WHERE photo_search MATCH :searched)")
    if "_bbox" in filters:
        where.append("longitude BETWEEN :west AND :east AND latitude BETWEEN :south AND :north")
    corners = zip(("west", "south", "east", "north"), filters.get("_bbox", "").split(","), strict=False)
    box = {side: float(corner) for side, corner in corners if corner}
    params = {**filters, **box, "searched": match_expression(filters.get("_q", ""))}
    with closing(connect(home / "catalogue.db", readonly=True)) as db:
        db.execute(
            "PRAGMA query_only = OFF"
        )  # The file stays closed to writing; a table of our own may be made.
        db.execute(_LEFT.format(" AND ".join(where) or "1"), params)
        return {name: dict(db.execute(_counting(name, ties)).fetchall()) for name in FACETS}


_PLAIN = [name for name in FACETS if name not in {*PLACES, "theme"}]
#: Chosen once: in a large library each of the facets would else look for the same photos again.
_LEFT = f"CREATE TEMP TABLE chosen AS SELECT id, {', '.join(_PLAIN)} FROM photos WHERE {{}}"  # noqa: S608 our own names


def _filter(name: str, ties: list[str]) -> str:
    """A filter by place means any relation to it, or those of some ties."""
    if name == "theme":
        return "id IN (SELECT photo_id FROM photo_themes WHERE theme = :theme)"
    if name not in PLACES:
        return f"{name} = :{name}"
    belongs = " AND ".join([f"kind = '{name}'", f"name = :{name}", *ties])
    joined = "photo_places JOIN places ON places.id = place_id"
    return f"id IN (SELECT photo_id FROM {joined} WHERE {belongs})"  # noqa: S608 our own names


def _counting(name: str, ties: list[str]) -> str:
    """Photos set aside are counted by their state alone, as the page says; a photo once for each of its places."""
    if name == "state":
        return "SELECT state, count(*) FROM chosen GROUP BY 1"
    shown = "state <> 'set_aside'"
    if name in PLACES:
        conditions = " AND ".join([shown, f"kind = '{name}'", *ties])
        joined = "chosen JOIN photo_places ON photo_id = chosen.id JOIN places ON places.id = place_id"
        return f"SELECT name, count(DISTINCT photo_id) FROM {joined} WHERE {conditions} GROUP BY 1"  # noqa: S608
    if name == "theme":
        return (
            f"SELECT theme, count(*) FROM chosen JOIN photo_themes ON photo_id = id WHERE {shown} GROUP BY 1"  # noqa: S608
        )
    return f"SELECT {name}, count(*) FROM chosen WHERE {shown} AND {name} IS NOT NULL GROUP BY 1"  # noqa: S608
