"""What a reader can turn on the gallery: which ties to places count, the order of the photos, how they are shown."""

from typing import NamedTuple

from catalogue.words.languages import Language
from catalogue.words.wording import sayable
from datasette_plugins.gallery.addresses import (
    MAP,
    SORTING,
    TABLE_VIEW,
    VIEW,
    Query,
    address,
    choosing,
    first_page,
    search,
    without,
)
from datasette_plugins.gallery.areas import Box, read_box
from datasette_plugins.gallery.conditions import BOX
from datasette_plugins.gallery.places import OFF

#: What a reader may leave out of the filters by place: with it, without it.
TIES = {
    "_far": (sayable("seen from afar"), sayable("not seen from afar")),
    "_near": (sayable("close by"), sayable("not close by")),
}
_SORTS = (
    ("_sort_desc", "taken_at", sayable("newest first")),
    ("_sort", "taken_at", sayable("oldest first")),
    ("_sort_desc", "number", sayable("last arrived first")),
    ("_sort_desc", "rating", sayable("best rated first")),
)
_DATED = {("_sort_desc", "taken_at"), ("_sort", "taken_at")}


class Switch(NamedTuple):
    """A tie to places that counts or not: its words, whether it counts, and the address that turns it."""

    words: str
    on: bool
    address: str


def switches(query: Query, path: str, language: Language) -> list[Switch]:
    """List the ties to places that can be left out."""
    listed = []
    for name, (words, _) in TIES.items():
        others = without(first_page(query), name)
        on = (name, OFF) not in query
        turned = address(path, [*others, *([(name, OFF)] if on else [])])
        listed.append(Switch(language.text(words), on, turned))
    return listed


class Order(NamedTuple):
    """One order of the photos: its words, its address, and whether it is the one on the page."""

    words: str
    address: str
    chosen: bool


def orders(query: Query, path: str, language: Language) -> list[Order]:
    """List the orders of the photos that a person asks for."""
    others = without(first_page(query), *SORTING)
    current = _sorting(query)
    return [
        Order(language.text(words), address(path, [*others, (key, column)]), (key, column) in current)
        for key, column, words in _SORTS
    ]


def by_date(query: Query) -> bool:
    """Tell whether the photos stand in the order of their dates."""
    return _sorting(query)[0] in _DATED


def _sorting(query: Query) -> list[tuple[str, str]]:
    return [pair for pair in query if pair[0] in SORTING] or [_SORTS[0][:2]]


class View(NamedTuple):
    """A way to show the photos: whether as a table, and the address of the other way."""

    table: bool
    grid_address: str
    table_address: str


def view_of(query: Query, path: str) -> View:
    """Tell how the photos are shown."""
    others = without(query, VIEW)
    table = address(path, [*others, (VIEW, TABLE_VIEW)])
    return View((VIEW, TABLE_VIEW) in query, address(path, others), table)


class Map(NamedTuple):
    """The map of the photos: whether it is open, the address that turns it, its points, and the area it begins with."""

    open: bool
    turned: str
    points: str
    area: Box | None


def map_of(query: Query, path: str) -> Map:
    """Tell of the map: it shows every photo that fits, also beyond the area that chooses those of the page."""
    is_open, area = (MAP, "1") in query, read_box(dict(query).get(BOX, ""))
    others = without(query, MAP)
    points = search(without(choosing(query), BOX))
    turned = address(path, others if is_open else [*others, (MAP, "1")])
    return Map(is_open, turned, f"/map/photos.geojson{points}", area)
