"""Facets of the photo table that are always all there, whatever is filtered and however many photos there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.facets import Facet
from datasette.utils.asgi import Request

from catalogue.database.connection import DatabaseError
from datasette_plugins.gallery.counting import Counted
from datasette_plugins.gallery.places import outwards
from datasette_plugins.gallery.selection import DATABASE, TABLE, counted_for

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

# Time and stars are read in order; everything else by how much there is of it.
_ORDERS: Mapping[str, Callable[[tuple[Any, int]], Any]] = {
    "taken_year": lambda pair: pair[0],
    "taken_month": lambda pair: pair[0],
    "rating": lambda pair: -pair[0],
}
#: Never cut: years are drawn as bars, side by side.
_WHOLE = frozenset({"taken_year", "taken_month", "rating", "rights", "aspect"})


class PhotoFacet(Facet):  # type: ignore[misc]
    """Facets named in the table's metadata as `{"photo": column}`; in the answer they look like Datasette's own."""

    type = "photo"

    async def suggest(self) -> list[dict[str, Any]]:
        """Suggest nothing: these facets stand on the page already."""
        return []

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Count each facet among the photos of this request; a selection too slow to make leaves them out, named."""
        kept = [config["config"]["simple"] for config in self.get_configs() if config["source"] == "metadata"]
        if (self.database, self.table) != (DATABASE, TABLE) or not kept:
            return [], []
        try:
            counted = await counted_for(self.ds, self.request)
        except DatabaseError as error:
            if error.args != ("interrupted",):
                raise
            return [], kept
        size = self.get_facet_size()
        page = Page(
            outwards(parse_qsl(self.request.query_string, keep_blank_values=True)),
            *_addresses(self.ds, self.request),
        )
        return [facet_info(name, counted, page, size) for name in kept], []


@dataclass(frozen=True, slots=True)
class Page:
    """The page that facets stand on: its query as a person writes it, its path, and its whole address."""

    query: Sequence[tuple[str, str]]
    path: str
    address: str


def _addresses(datasette: "Datasette", request: Request) -> tuple[str, str]:
    path = str(datasette.urls.path(request.path))
    return path, str(datasette.absolute_url(request, path))


def facet_info(name: str, counted: Counted, page: Page, size: int) -> dict[str, Any]:
    """Describe one facet as Datasette's templates and its JSON expect it; places have their number besides."""
    ranked = sorted(counted.facets[name].items(), key=_ORDERS.get(name, _by_count))
    size = len(ranked) if name in _WHOLE else size
    return {
        "name": name,
        "type": "column",
        "hideable": False,
        "toggle_url": page.path,
        "results": [_value(name, value, n, counted, page) for value, n in ranked[:size]],
        "truncated": len(ranked) > size,
    }


def _by_count(pair: tuple[Any, int]) -> Any:
    return -pair[1], pair[0]


def _value(name: str, value: Any, n: int, counted: Counted, page: Page) -> dict[str, Any]:
    chosen = (name, str(value))
    same = [pair for pair in page.query if pair == chosen or value in counted.meant.get(pair, ())]
    described = {
        "value": value,
        "label": value,
        "count": n,
        "toggle_url": f"{page.address}{toggled(page.query, chosen, same)}",
        "selected": bool(same),
    }
    place = counted.bearers.get(name, {}).get(value)
    return described if place is None else {**described, "place": place}


def toggled(
    query: Sequence[tuple[str, str]], chosen: tuple[str, str], same: Sequence[tuple[str, str]] = ()
) -> str:
    """Query string with a value chosen, or without all that choose the same; it begins again at the first page.

    >>> toggled([("park", "Olhain"), ("_next", "60")], ("taken_year", "2018"))
    '?park=Olhain&taken_year=2018'
    >>> toggled([("epci", "CALL")], ("epci", "CA de Lens-Liévin"), [("epci", "CALL")])
    ''
    """
    others = [pair for pair in query if pair not in same and pair[0] != "_next"]
    pairs = others if same else [*others, chosen]
    return f"?{urlencode(pairs)}" if pairs else ""
