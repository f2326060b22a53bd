"""Addresses of the gallery: what in a query chooses photos, and what only shapes the page that shows them."""

from collections.abc import Sequence
from urllib.parse import urlencode

Query = Sequence[tuple[str, str]]

VIEW, TABLE_VIEW = "_view", "table"
MAP = "_map"
TICKED = "_ticked"
SORTING = frozenset({"_sort", "_sort_desc", "_sort_by_desc"})
_CUT = frozenset({"_next", "_size"})
_LOOK = frozenset({VIEW, MAP, TICKED, "_facet_size"})
#: What shapes a page rather than choosing photos.
SHAPE = SORTING | _CUT | _LOOK | {"_facet", "_col", "_nocol", "_shape", "_labels", "_ttl"}


def address(path: str, query: Query = ()) -> str:
    """Write the address of a page of the explorer; commas stay commas, so that ticks and areas can be read."""
    return f"/explore{path}{search(query)}"


def search(query: Query) -> str:
    """Write a query with its question mark; nothing when it asks for nothing.

    >>> search([("_ticked", "12,45"), ("park", "Olhain & Cie")]), search([])
    ('?_ticked=12,45&park=Olhain+%26+Cie', '')
    """
    return f"?{urlencode(query, safe=',')}" if query else ""


def without(query: Query, *names: str) -> list[tuple[str, str]]:
    """Leave some parameters out of a query."""
    return [pair for pair in query if pair[0] not in names]


def first_page(query: Query) -> list[tuple[str, str]]:
    """Keep of a query everything but the page that it is at."""
    return without(query, "_next")


def choosing(query: Query) -> list[tuple[str, str]]:
    """Keep of a query what chooses photos, and leave what orders them, cuts them into pages and shows them."""
    return without(query, *_CUT, *_LOOK, *SORTING)


def result(query: Query) -> list[tuple[str, str]]:
    """Keep of a query what makes its result: which photos, in which order.

    >>> result([("park", "Olhain"), ("_sort", "taken_at"), ("_ticked", "3"), ("_next", "x,1")])
    [('park', 'Olhain'), ('_sort', 'taken_at')]
    """
    return without(query, *_CUT, *_LOOK)


def searched_anew(query: Query) -> list[tuple[str, str]]:
    """Keep of a query what another search looks within: its filters, order and ticks, but not its words and page.

    >>> searched_anew([("epci", "CALL"), ("_q", "EV5"), ("_sort", "taken_at"), ("_next", "x,1")])
    [('epci', 'CALL'), ('_sort', 'taken_at')]
    """
    return without(query, *_CUT, "_q")


def onwards(query: Query) -> list[tuple[str, str]]:
    """Keep of a query what a photo's page needs to walk through the result and to lead back to it."""
    return without(query, *_CUT, "_facet_size")
