"""A whole result, for what works with all its photos: exports, edits, and the way from one photo to the next."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import numpy as np
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response
from numpy.typing import NDArray

from catalogue.database.connection import Connection, Unaskable
from catalogue.words.languages import COOKIE, choose
from datasette_plugins.gallery.chips import chips
from datasette_plugins.gallery.ordering import NEWEST, Order, order_of
from datasette_plugins.gallery.paging import asked_for
from datasette_plugins.gallery.points import shown
from datasette_plugins.gallery.selection import DATABASE, Where, counted_for, where_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

Found = dict[str, Any]
_NOWHERE: Found = {"previous": None, "next": None, "before": None, "photos": None}


async def photos_numbers(datasette: "Datasette", request: Request) -> Response:
    """Answer with the numbers of all photos of a result, in its order, and its filters in words."""
    query = asked_for(parse_qsl(request.query_string, keep_blank_values=True))
    language = choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))
    said = [chip.words for chip in chips(query, "", language)]
    return await _answer(_numbers(datasette, request), said=said)


async def photos_around(datasette: "Datasette", request: Request) -> Response:
    """Answer with what stands before and after the photo `_at` in a result, and where in it that one stands."""
    return await _answer(_around(datasette, request, request.args.get("_at") or ""))


async def _answer(asked: Awaitable[Found], **more: Any) -> Response:
    try:
        return Response.json(await asked | more)
    except (ValueError, *Unaskable) as error:
        return Response.json({"ok": False, "error": str(error)}, status=400)


async def _numbers(datasette: "Datasette", request: Request) -> Found:
    if order_of(request.args) == Order(*NEWEST):
        counted = await counted_for(datasette, request)
        return {"numbers": counted.newest_first.tolist()}
    return await _asked(datasette, request, numbers)


async def _around(datasette: "Datasette", request: Request, photo_id: str) -> Found:
    if order_of(request.args) != Order(*NEWEST):
        return await _asked(datasette, request, partial(around, photo_id=photo_id))
    ordered = (await counted_for(datasette, request)).newest_first
    found: Found = await datasette.get_database(DATABASE).execute_fn(partial(around_in, ordered, photo_id))
    return found


async def _asked(
    datasette: "Datasette", request: Request, ask: Callable[[Connection, Where, Order], Found]
) -> Found:
    """Ask SQLite, which knows every order, for as long as a query may take."""
    where, order = shown(await where_of(datasette, request), request), order_of(request.args)

    def bounded(db: Connection) -> Found:
        with sqlite_timelimit(db, datasette.setting("sql_time_limit_ms")):
            return ask(db, where, order)

    found: Found = await datasette.get_database(DATABASE).execute_fn(bounded)
    return found


def around_in(ordered: NDArray[np.int64], photo_id: str, db: Connection) -> Found:
    """As `around`, in a result whose numbers are known, in its order."""
    row = db.execute("select number from photos where id = ?", [photo_id]).fetchone()
    places = np.flatnonzero(ordered == row[0]).tolist() if row else []
    if not places:
        return dict(_NOWHERE)
    at, photos = places[0], len(ordered)
    previous = _id(db, ordered[at - 1]) if at else None
    following = _id(db, ordered[at + 1]) if at + 1 < photos else None
    return {"previous": previous, "next": following, "before": at, "photos": photos}


def _id(db: Connection, number: np.int64) -> str | None:
    row = db.execute("select id from photos where number = ?", [int(number)]).fetchone()
    return row[0] if row else None


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
        return dict(_NOWHERE)
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
