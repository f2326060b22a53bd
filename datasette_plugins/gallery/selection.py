"""Which photos a request selects: its filters, places and search, and whether those set aside are among them."""

import asyncio
import sys
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary, WeakValueDictionary

from datasette.filters import FilterArguments, Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from catalogue.database.connection import Unaskable
from catalogue.web.known_count import KNOWN
from datasette_plugins.gallery.columns import COLUMNS, NUMBERS
from datasette_plugins.gallery.conditions import (
    BOX,
    DATABASE,
    LEADING,
    SHOWN,
    Part,
    box_of,
    expression_of,
    other_parts,
    params_of,
    parts_of_box,
    parts_of_many,
    parts_of_run_and_ticks,
    parts_of_words,
    ticked_numbers,
    words_of,
)
from datasette_plugins.gallery.counting import Asked, Counted, Counting, Located, Where
from datasette_plugins.gallery.places import Share, asked_places, kept_ties

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

__all__ = ["BOX", "DATABASE", "TABLE", "TABLES", "Where", "select", "ticked_numbers", "where_of"]

TABLE = "photos"
#: The same photos with the codes of their places; both take the same filters.
TABLES = (TABLE, "photos_with_codes")
# Of photos that are fewer than the root of so many times all, it is quicker to look up and sort them than to walk
# all in their order until a page is full; beyond the second, to ask for each photo on that way what it belongs to.
_FEW, _MANY = 3, 400

# Two Datasettes of one catalogue share what they hold in memory: the site asks its own for whole results.
_countings: "WeakKeyDictionary[Datasette, Counting]" = WeakKeyDictionary()
_of_catalogue: "WeakValueDictionary[Path, Counting]" = WeakValueDictionary()
_counted: "WeakKeyDictionary[Request, asyncio.Future[Counted]]" = WeakKeyDictionary()


async def select(datasette: "Datasette", request: Request, table: str) -> FilterArguments:
    """Turn places, search, area, run and state into clauses of the table's own query, and tell the page.

    Datasette's own `_through` would do for runs, but its parameter takes the name of another filter's.
    """
    share = await _share(datasette, request) if table == TABLE else Share.SOME
    parts = [
        *await parts_of_many(datasette, request, share),
        *other_parts(request, share),
        *parts_of_box(request, share),
    ]
    clauses = [*(part.sql for part in parts), *hiding(request)]
    told = [part.told for part in parts]
    return FilterArguments(clauses, params_of(parts), told, {"searched": words_of(request)})


async def _share(datasette: "Datasette", request: Request) -> Share:
    """Tell how many photos a page selects, and let Datasette know their number."""
    try:
        counted = await counted_for(datasette, request)
    except Unaskable:
        return Share.SOME  # Datasette's own query meets the same, and tells it.
    KNOWN.set(counted.photos)
    square = counted.photos**2
    return (
        Share.FEW if square < _FEW * counted.of else Share.MANY if square > _MANY * counted.of else Share.SOME
    )


async def counted_for(datasette: "Datasette", request: Request) -> Counted:
    """Count the photos of a request, once; an error of the database when that takes too long or cannot be asked."""
    if request not in _counted:
        asked = await _asked(datasette, request)
        counting = _counting_of(datasette).count(asked, datasette.setting("sql_time_limit_ms"))
        _counted[request] = asyncio.wrap_future(counting)
    return await _counted[request]


async def located_for(datasette: "Datasette", request: Request) -> Located:
    """Count the photos of a request, and tell where all photos are; the same errors."""
    asked = await _asked(datasette, request)
    return await asyncio.wrap_future(
        _counting_of(datasette).locate(asked, datasette.setting("sql_time_limit_ms"))
    )


def _counting_of(datasette: "Datasette") -> Counting:
    if datasette not in _countings:
        path = Path(datasette.get_database(DATABASE).path)
        _countings[datasette] = _of_catalogue.setdefault(path, Counting(path))
    return _countings[datasette]


def release(datasette: "Datasette") -> None:
    """Let go of what counts the photos of a Datasette that is over."""
    counting = _countings.pop(datasette, None)
    if counting and counting not in _countings.values():
        _of_catalogue.pop(counting.path, None)
        counting.close()


async def _asked(datasette: "Datasette", request: Request) -> Asked:
    query = parse_qsl(request.query_string)
    exact: list[tuple[str, str | int]] = []
    arguments = []
    for name, text in _filters(request):
        value = held(name, text)
        if value is None:
            arguments.append((name, text))
        else:
            exact.append((name.removesuffix("__exact"), value))
    words = expression_of(request)
    parts = [*([] if words else parts_of_words(request)), *parts_of_run_and_ticks(request)]
    return Asked(
        await _where(datasette, request, arguments, parts),
        asked_places(query),
        exact,
        box_of(request),
        words,
        kept_ties(query),
        all_states=asks_for_state(request),
        versions=asks_for_versions(request),
    )


def held(name: str, text: str) -> str | int | None:
    """Give the value that a filter asks of a column that is held in memory; None when SQLite must be asked.

    >>> held("taken_year", "2018"), held("creator__exact", "L. Dupont")
    (2018, 'L. Dupont')
    >>> held("taken_year", "2018.0"), held("caption", "Olhain")
    (None, None)
    """
    column = name.removesuffix("__exact")
    if column not in COLUMNS:
        return None
    if column not in NUMBERS:
        return text
    return int(text) if text.isascii() and text.isdecimal() and str(int(text)) == text else None


async def where_of(datasette: "Datasette", request: Request) -> Where:
    """Gather the conditions of a request as the photo table does, without its page and without what it hides.

    Datasette hands facets a query that already holds the page's own condition, so that facets would shrink
    from page to page.
    """
    parts = [*await parts_of_many(datasette, request), *other_parts(request), *parts_of_box(request)]
    return await _where(datasette, request, _filters(request), parts)


async def _where(
    datasette: "Datasette",
    request: Request,
    arguments: Iterator[tuple[str, str]] | Any,
    parts: Sequence[Part],
) -> Where:
    clauses, params = Filters(sorted(arguments)).build_where_clauses(TABLE)
    for hook in _other_hooks(datasette, request):
        if more := await await_me_maybe(hook):
            clauses.extend(more.where_clauses)
            params.update(more.params)
    return Where([*clauses, *(part.sql for part in parts)], {**params, **params_of(parts)})


def _other_hooks(datasette: "Datasette", request: Request) -> list[FilterArguments | Awaitable[Any]]:
    """What other plugins make of a request, Datasette's own among them."""
    others = pm.subset_hook_caller("filters_from_request", [sys.modules[__package__]])
    given: list[Any] = others(request=request, database=DATABASE, table=TABLE, datasette=datasette)
    return given


def _filters(request: Request) -> list[tuple[str, str]]:
    return [(name, text) for name in request.args if _is_filter(name) for text in request.args.getlist(name)]


def _is_filter(name: str) -> bool:
    return not name.startswith("_") or "__" in name


def hiding(request: Request) -> list[str]:
    """Leave out the photos set aside and the versions of others, unless the address asks for them."""
    return [SHOWN] * (not asks_for_state(request)) + [LEADING] * (not asks_for_versions(request))


def asks_for_state(request: Request) -> bool:
    """Say whether a request filters by state itself: then it is taken at its word."""
    return any(name.partition("__")[0] == "state" for name in request.args)


def asks_for_versions(request: Request) -> bool:
    """Say whether a request asks for photos that are versions of others."""
    return any(name.partition("__")[0] == "version_of" for name in request.args)
