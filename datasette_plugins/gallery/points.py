"""All photos of a selection as points for a map: what the photo table's own address selects, and no page of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from catalogue.database.connection import Connection, Unaskable
from catalogue.web.shapes import Box, box_asked, collection, feature, photo_feature, point
from datasette_plugins.gallery.selection import (
    DATABASE,
    Where,
    hiding,
    where_of,
)

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

BOX = "_bbox"
#: Beyond so many points, those of one square become one, with their number; this many squares lie side by side.
MOST_POINTS = 10_000
_SQUARES_ACROSS = 100
_NARROWEST_DEG = 0.0001
#: Beyond so many, captions are left out: nobody reads them, and they are most of the answer.
MOST_CAPTIONS = 3_000


async def photos_geojson(datasette: "Datasette", request: Request) -> Response:
    """Answer with the points of a selection; nonsense in its address is told as such (400)."""
    try:
        box = box_asked(request.args.get(BOX))
        where = await where_of(datasette, request)
        body = await datasette.get_database(DATABASE).execute_fn(
            lambda db: points(db, shown(where, request), box, limit_ms=datasette.setting("sql_time_limit_ms"))
        )
    except (ValueError, *Unaskable) as error:
        return Response.json({"ok": False, "error": str(error)}, status=400)
    return Response(
        body,
        content_type="application/geo+json; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )


def shown(where: Where, request: Request) -> Where:
    """Leave out the photos set aside and the versions of others, unless the address asks for them."""
    return Where([*where.clauses, *hiding(request)], where.params)


def points(db: Connection, where: Where, box: Box | None, *, limit_ms: int) -> str:
    """Photos that have a position, as a FeatureCollection; very many of them as squares with their number."""
    clauses = [*where.clauses, "latitude is not null", "longitude is not null"]
    params = dict(where.params)
    if box:
        clauses.append("longitude between :west and :east and latitude between :south and :north")
        params |= dict(zip(("west", "south", "east", "north"), box, strict=True))
    conditions = " and ".join(f"({clause})" for clause in clauses)
    with sqlite_timelimit(db, limit_ms):
        count, west, east = db.execute(_EXTENT.format(conditions), params).fetchone()
        if count > MOST_POINTS:
            per_degree = _SQUARES_ACROSS / max(east - west, _NARROWEST_DEG)
            return collection(
                _squares(db.execute(_SQUARES.format(conditions), params | {"per_degree": per_degree}))
            )
        captions = count <= MOST_CAPTIONS
        return collection(_points(db.execute(_POINTS.format(conditions), params), captions=captions))


_NAMES = ("id", "longitude", "latitude", "heading_deg", "position_accuracy_m", "position_method", "caption")
_POINTS = f"select {', '.join(_NAMES)} from photos where {{}}"  # noqa: S608 our own names
_EXTENT = "select count(*), min(longitude), max(longitude) from photos where {}"
_SQUARES = """
    select avg(longitude), avg(latitude), count(*) from photos where {}
    group by cast(longitude * :per_degree as integer), cast(latitude * :per_degree as integer)
"""


def _points(rows: Iterable[Sequence[Any]], *, captions: bool) -> Iterator[str]:
    return (photo_feature(dict(zip(_NAMES, row, strict=True)), captioned=captions) for row in rows)


def _squares(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    return (feature(point(longitude, latitude), {"count": n}) for longitude, latitude, n in rows)
