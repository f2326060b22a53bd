"""All photos of a selection as points for a map: what the photo table's own address selects, and no page of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from catalogue.database.connection import Connection, DatabaseError
from catalogue.web.shapes import Box, box_asked, collection, feature, point
from datasette_plugins.gallery.selection import DATABASE, SHOWN, Where, asks_for_state, where_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

BOX = "_bbox"
#: Beyond so many points, those of one square of about 400 m become one, with their number.
MOST_POINTS = 30_000
#: Beyond so many, captions are left out: nobody reads them, and they are most of the answer.
MOST_CAPTIONS = 3_000
_SQUARES_PER_DEGREE = 250
_LONGEST_CAPTION = 90
#: How a position is known, as the map draws it: full, half, hollow, or set by a person.
HOW = {
    "exif": "measured",
    "xmp": "measured",
    "sidecar": "measured",
    "device": "measured",
    "track": "deduced",
    "neighbour": "deduced",
    "folder": "estimated",
    "manual": "placed",
}


async def photos_geojson(datasette: "Datasette", request: Request) -> Response:
    """Answer with the points of a selection; nonsense in its address is told as such (400)."""
    try:
        box = box_asked(request.args.get(BOX))
        where = await where_of(datasette, request)
        body = await datasette.get_database(DATABASE).execute_fn(
            lambda db: points(db, shown(where, request), box, limit_ms=datasette.setting("sql_time_limit_ms"))
        )
    except (ValueError, DatabaseError) as error:
        return Response.json({"ok": False, "error": str(error)}, status=400)
    return Response(
        body,
        content_type="application/geo+json; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )


def shown(where: Where, request: Request) -> Where:
    """Leave out the photos set aside, unless the address asks for a state."""
    return where if asks_for_state(request) else Where([*where.clauses, SHOWN], where.params)


def points(db: Connection, where: Where, box: Box | None, *, limit_ms: int) -> str:
    """Photos that have a position, as a FeatureCollection; very many of them as squares with their number."""
    clauses = [*where.clauses, "latitude is not null", "longitude is not null"]
    params = dict(where.params)
    if box:
        clauses.append("longitude between :west and :east and latitude between :south and :north")
        params |= dict(zip(("west", "south", "east", "north"), box, strict=True))
    conditions = " and ".join(f"({clause})" for clause in clauses)
    with sqlite_timelimit(db, limit_ms):
        count = db.execute(f"select count(*) from photos where {conditions}", params).fetchone()[0]  # noqa: S608 as Datasette builds it
        if count > MOST_POINTS:
            return collection(_squares(db.execute(_SQUARES.format(conditions), params)))
        captions = count <= MOST_CAPTIONS
        return collection(_points(db.execute(_POINTS.format(conditions), params), captions=captions))


_POINTS = """
    select id, longitude, latitude, heading_deg, position_accuracy_m, position_method, caption
    from photos where {}
"""
_SQUARES = f"""
    select avg(longitude), avg(latitude), count(*) from photos where {{}}
    group by cast(longitude * {_SQUARES_PER_DEGREE} as integer), cast(latitude * {_SQUARES_PER_DEGREE} as integer)
"""  # noqa: S608 our own number; conditions are filled in as Datasette builds them


def _points(rows: Iterable[Sequence[Any]], *, captions: bool) -> Iterator[str]:
    for photo_id, longitude, latitude, heading_deg, accuracy_m, method, caption in rows:
        told: dict[str, Any] = {"id": photo_id, "how": HOW.get(method, "estimated")}
        if heading_deg is not None:
            told["heading"] = round(heading_deg)
        if accuracy_m is not None:
            told["accuracy"] = round(accuracy_m, 1)
        if captions and caption:
            told["caption"] = caption[:_LONGEST_CAPTION]
        yield feature(point(longitude, latitude), told)


def _squares(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    return (feature(point(longitude, latitude), {"count": n}) for longitude, latitude, n in rows)
