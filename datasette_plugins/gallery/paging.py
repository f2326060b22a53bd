"""Queries of the photo table on their way to Datasette; pages that meet every photo once.

Many photos were taken in the same second. Datasette orders those by their id from the second page on, but leaves
their order on the first page to chance: what stood at the border was then shown twice, or never. So the first page
is asked for as the page after a beginning that precedes every photo.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from catalogue.web.known_count import KNOWN
from datasette_plugins.gallery.places import inwards, outwards
from datasette_plugins.gallery.selection import DATABASE, TABLE, TABLES
from datasette_plugins.gallery.ticks import together
from datasette_plugins.gallery.understanding import understood

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_TABLE = re.compile(rf".*/{DATABASE}/({'|'.join(TABLES)})(\.\w+)?")
# A `_next` of Datasette is the last value and the last id. Upwards, what has no value comes first; downwards,
# the last character of Unicode precedes every text and number.
_BEFORE_UPWARDS = "$null,"
_BEFORE_DOWNWARDS = "~F4~8F~BF~BF,"


def steady(app: App) -> App:
    """Make an application whose photo table keeps one order from page to page."""

    async def asked(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and (kind := _TABLE.fullmatch(scope["path"])):
            query = inwards(understood(_pairs(scope), kind[1]))
            more = beginning(query, kind[2]) if kind[1] == TABLE else None
            scope = _with_query(scope, [*query, *([more] if more else [])])
        before = KNOWN.set(None)
        try:
            await app(scope, receive, send)
        finally:
            KNOWN.reset(before)

    return asked


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    return together(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _with_query(scope: Scope, query: Sequence[tuple[str, str]]) -> Scope:
    return {**scope, "query_string": urlencode(query).encode()}


def asked_for(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give a query as the person asked it, without the beginning that was added here."""
    return [
        pair
        for pair in outwards(query)
        if pair[0] != "_next" or pair[1] not in (_BEFORE_UPWARDS, _BEFORE_DOWNWARDS)
    ]


def beginning(query: Sequence[tuple[str, str]], extension: str | None) -> tuple[str, str] | None:
    """Tell what a query lacks so that its order is steady, if anything.

    A streamed CSV may not begin anywhere else than at its beginning: it is ordered by number instead.

    >>> beginning([("_sort", "creator")], None)
    ('_next', '$null,')
    >>> beginning([("_stream", "on")], ".csv")
    ('_sort', 'number')
    """
    given = dict(query)
    if extension == ".csv":
        return None if given.get("_sort") or given.get("_sort_desc") else ("_sort", "number")
    if "_next" in given:
        return None
    return ("_next", _BEFORE_UPWARDS if given.get("_sort") else _BEFORE_DOWNWARDS)
