"""The way back from a page of photos to the one before it, which Datasette does not know."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils import sqlite_timelimit, tilde_encode
from datasette.utils.asgi import Request

from catalogue.database.connection import Connection, DatabaseError
from datasette_plugins.gallery.addresses import Query, address, first_page
from datasette_plugins.gallery.ordering import Order, order_of
from datasette_plugins.gallery.paging import asked_for
from datasette_plugins.gallery.points import shown
from datasette_plugins.gallery.selection import DATABASE, Where, where_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette


async def previous_page(datasette: "Datasette", request: Request, first_id: str | None) -> str | None:
    """Address of the page before the one that begins with this photo; None when that is the first, or unknown."""
    query = asked_for(parse_qsl(request.query_string, keep_blank_values=True))
    if "_next" not in dict(query) or first_id is None:
        return None
    size, limit_ms = _size(datasette, request), datasette.setting("sql_time_limit_ms")
    order = order_of(request.args)
    try:
        where = shown(await where_of(datasette, request), request)
        token = await datasette.get_database(DATABASE).execute_fn(
            lambda db: _before(db, where, order, first_id, size, limit_ms)
        )
    except (ValueError, DatabaseError):
        return None
    return _address(request.path, query, token)


def _address(path: str, query: Query, token: str | None) -> str:
    return address(path, [*first_page(query), *([("_next", token)] if token else [])])


def _size(datasette: "Datasette", request: Request) -> int:
    asked = request.args.get("_size") or ""
    if asked == "max":
        return int(datasette.setting("max_returned_rows"))
    return int(asked) if asked.isdecimal() else int(datasette.setting("default_page_size"))


def _before(
    db: Connection, where: Where, order: Order, first_id: str, size: int, limit_ms: int
) -> str | None:
    """What stands just before the page that precedes a photo, as Datasette's `_next`; None when nothing does."""
    conditions = " and ".join(f"({clause})" for clause in where.clauses) or "1"
    with sqlite_timelimit(db, limit_ms):
        here = db.execute(f"select {order.column} from photos where id = ?", [first_id]).fetchone()  # noqa: S608 our own name
        if here is None:
            return None
        row = db.execute(
            f"select {order.column}, id from photos where ({conditions}) and {order.before()}"  # noqa: S608 as Datasette builds it
            f" order by {order.backwards} limit 1 offset :size",
            {**where.params, "at": here[0], "id": first_id, "size": size},
        ).fetchone()
    return _token(row) if row else None


def _token(row: Any) -> str:
    value = "$null" if row[0] is None else tilde_encode(str(row[0]))
    return f"{value},{tilde_encode(row[1])}"
