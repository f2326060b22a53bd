"""Pages of the photo table that meet every photo once, though many were taken in the same second.

Datasette orders photos of one moment by their id from the second page on, but leaves their order on the first
page to chance: what stood at the border was then shown twice, or never. So the first page is asked for as the
page after a beginning that precedes every photo.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from catalogue.database.descriptions import COLUMNS
from datasette_plugins.gallery.selection import DATABASE, TABLE

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_TABLE = re.compile(rf".*/{DATABASE}/{TABLE}(\.\w+)?")
# A `_next` of Datasette is the last value and the last id. Upwards, what has no value comes first; downwards,
# the last character of Unicode precedes every text and number.
_BEFORE_UPWARDS = "$null,"
_BEFORE_DOWNWARDS = "~F4~8F~BF~BF,"


def steady(app: App) -> App:
    """Make an application whose photo table keeps one order from page to page."""

    async def asked(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and (kind := _TABLE.fullmatch(scope["path"])):
            query = understood(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
            more = beginning(query, kind[1])
            scope = {**scope, "query_string": urlencode([*query, *([more] if more else [])]).encode()}
        await app(scope, receive, send)

    return asked


def understood(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give what of a query the photo table can answer: links that mails and networks lengthen still lead there.

    >>> understood([("park", "Olhain"), ("utm_source", "mail"), ("_sort", "nope"), ("taken_year__gte", "2018")])
    [('park', 'Olhain'), ('taken_year__gte', '2018')]
    """
    return [(name, value) for name, value in query if _is_understood(name, value)]


def _is_understood(name: str, value: str) -> bool:
    if name in ("_sort", "_sort_desc"):
        return value in COLUMNS[TABLE]
    return (name.startswith("_") and name != "_through") or name.partition("__")[0] in COLUMNS[TABLE]


def asked_for(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give a query as the person asked it, without the beginning that was added here."""
    return [
        pair for pair in query if pair[0] != "_next" or pair[1] not in (_BEFORE_UPWARDS, _BEFORE_DOWNWARDS)
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
