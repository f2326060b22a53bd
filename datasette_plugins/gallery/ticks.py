"""Ticked photos. They live in the address, as numbers: `_ticked=12,45`, kept from page to page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from datasette_plugins.gallery.addresses import TICKED, Query, address, result, search, without
from datasette_plugins.gallery.conditions import AMONG, ticked_numbers
from datasette_plugins.gallery.pictures import Month

#: An address that holds more grows longer than networks carry; a whole result is taken by its filters instead.
MOST_TICKED = 500


def together(query: Query) -> list[tuple[str, str]]:
    """Gather the ticks of a query in one parameter at its end: a form sends one for each box.

    >>> together([("_ticked", "12,7"), ("park", "Olhain"), ("_ticked", "9"), ("_ticked", "7")])
    [('park', 'Olhain'), ('_ticked', '12,7,9')]
    >>> together([("_ticked", "")])
    []
    """
    return ticking(query, ticked(query))


def ticked(query: Query) -> list[int]:
    """Read the numbers of the ticked photos, each once."""
    return ticked_numbers(",".join(value for name, value in query if name == TICKED))[:MOST_TICKED]


def ticking(query: Query, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Give a query with these photos ticked, and no others."""
    others = without(query, TICKED)
    return [*others, (TICKED, ",".join(map(str, numbers)))] if numbers else others


class Ticks(NamedTuple):
    """What can be done with the ticked photos, and what a form must send along to keep those of other pages."""

    numbers: Sequence[int]
    see: str
    take: str
    edit: str
    none: str
    kept: Query
    most: int


def ticks_of(query: Query, path: str) -> Ticks:
    """Tell of the ticked photos of a query."""
    numbers = ticked(query)
    among = [(AMONG, ",".join(map(str, numbers)))]
    return Ticks(
        numbers,
        see=address(path, ticking(among, numbers)),
        take=f"/take{search(among)}",
        edit=f"/edit{search(among)}",
        none=address(path, without(query, TICKED)),
        kept=without(query, TICKED, "_next"),
        most=MOST_TICKED,
    )


def elsewhere(numbers: Sequence[int], page: Iterable[Month]) -> str:
    """Numbers of the ticked photos that are not on the page, as an address carries them."""
    here = {picture.photo["number"] for month in page for picture in month.pictures}
    return ",".join(str(number) for number in numbers if number not in here)


class Whole(NamedTuple):
    """What can be done with a whole result."""

    take: str
    edit: str
    xlsx: str
    geojson: str
    gpkg: str


def whole_of(query: Query) -> Whole:
    """Tell what can be done with the result of a query."""
    asked = search(result(query))
    files = (f"/take/photos.{extension}{asked}" for extension in ("xlsx", "geojson", "gpkg"))
    return Whole(f"/take{asked}", f"/edit{asked}", *files)
