"""A whole result, for what works with all its photos: exports, edits, and the way from one photo to the next."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from catalogue.database.connection import Connection, Unaskable
from catalogue.words.languages import COOKIE, choose
from datasette_plugins.gallery.chips import chips
from datasette_plugins.gallery.ordering import Order, order_of
from datasette_plugins.gallery.paging import asked_for
from datasette_plugins.gallery.points import shown
from datasette_plugins.gallery.selection import DATABASE, Where, where_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

Found = dict[str, Any]


async def photos_numbers(datasette: "Datasette", request: Request) -> Response:
    """Answer with the numbers of all photos of a result, in its order, and its filters in words."""
    query = asked_for(parse_qsl(request.query_string, keep_blank_values=True))
    language = choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))
    said = [chip.words for chip in chips(query, "", language)]
    return await _answer(
        datasette, request, lambda db, where, order: numbers(db, where, order) | {"said": said}
    )


async def photos_around(datasette: "Datasette", request: Request) -> Response:
    """Answer with what stands before and after the photo `_at` in a result, and where in it that one stands."""
    photo_id = request.args.get("_at") or ""
    return await _answer(datasette, request, lambda db, where, order: around(db, where, order, photo_id))


async def _answer(datasette: "Datasette", request: Request, ask: Any) -> Response:
    order, limit_ms = order_of(request.args), datasette.setting("sql_time_limit_ms")

    def bounded(db: Connection) -> Found:
        with sqlite_timelimit(db, limit_ms):
            found: Found = ask(db, where, order)
            return found

    try:
        where = shown(await where_of(datasette, request), request)
        return Response.json(await datasette.get_database(DATABASE).execute_fn(bounded))
    except (ValueError, *Unaskable) as error:
        return Response.json({"ok": False, "error": str(error)}, status=400)


def numbers(db: Connection, where: Where, order: Order) -> Found:
    """Numbers of the photos that fit, in their order."""
    query = f"select number from photos where {_all(where)} order by {order.sql}"  # noqa: S608 as Datasette builds it
    return {"numbers": [row[0] for row in db.execute(query, where.params)]}


def around(db: Connection, where: Where, order: Order, photo_id: str) -> Found:
    """The ids before and after a photo, how many photos stand before it, and how many there are.

    A photo that is none of the result has no neighbours there.
    """
    conditions = _all(where)
    here = db.execute(
        f"select {order.column} from photos where ({conditions}) and id = :id",  # noqa: S608 as Datasette builds it
        where.params | {"id": photo_id},
    ).fetchone()
    if here is None:
        return {"previous": None, "next": None, "before": None, "photos": None}
    params = where.params | {"at": here[0], "id": photo_id}
    previous = _first(db, f"({conditions}) and {order.before()} order by {order.backwards}", params)
    following = _first(db, f"({conditions}) and {order.after()} order by {order.sql}", params)
    counting = f"select count(*), count(*) filter (where {order.before()}) from photos where {conditions}"  # noqa: S608 the same
    photos, before = db.execute(counting, params).fetchone()
    return {"previous": previous, "next": following, "before": before, "photos": photos}


def _first(db: Connection, rest: str, params: dict[str, Any]) -> str | None:
    row = db.execute(f"select id from photos where {rest} limit 1", params).fetchone()  # noqa: S608 as above
    return row[0] if row else None


def _all(where: Where) -> str:
    return " and ".join(f"({clause})" for clause in where.clauses) or "1"
