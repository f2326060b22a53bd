"""Facets of the photo table that are always all there, whatever is filtered and however many photos there are."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from datasette.facets import Facet
from datasette.utils.asgi import Request

from catalogue.database.connection import DatabaseError
from datasette_plugins.gallery.columns import Counts, FacetColumns
from datasette_plugins.gallery.selection import DATABASE, TABLE, asks_for_state, where_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

# Time is read in order; everything else by how much there is of it.
_ORDERS: Mapping[str, Callable[[tuple[Any, int]], Any]] = {
    "taken_year": lambda pair: -pair[0],
    "taken_month": lambda pair: pair[0],
}
_columns: "WeakKeyDictionary[Datasette, FacetColumns]" = WeakKeyDictionary()


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
            counts = await self._count(kept)
        except DatabaseError as error:
            if error.args != ("interrupted",):
                raise
            return [], kept
        size = self.get_facet_size()
        return [facet_info(name, counts[name], self.request, self.ds, size) for name in kept], []

    async def _count(self, names: Sequence[str]) -> dict[str, Counts]:
        where = await where_of(self.ds, self.request)
        counting = _columns_of(self.ds, names).count(
            names,
            where,
            all_states=asks_for_state(self.request),
            limit_ms=self.ds.setting("sql_time_limit_ms"),
        )
        found: dict[str, Counts] = await asyncio.wrap_future(counting)
        return found


def _columns_of(datasette: "Datasette", names: Sequence[str]) -> FacetColumns:
    if datasette not in _columns:
        _columns[datasette] = FacetColumns(Path(datasette.get_database(DATABASE).path), names)
    return _columns[datasette]


def facet_info(
    name: str, counts: Counts, request: Request, datasette: "Datasette", size: int
) -> dict[str, Any]:
    """Describe one facet as Datasette's templates and its JSON expect it."""
    ranked = sorted(counts.items(), key=_ORDERS.get(name, _by_count))
    query = parse_qsl(request.query_string, keep_blank_values=True)
    here = str(datasette.urls.path(request.path))
    page = str(datasette.absolute_url(request, here))
    return {
        "name": name,
        "type": "column",
        "hideable": False,
        "toggle_url": here,
        "results": [_value(name, value, n, query, page) for value, n in ranked[:size]],
        "truncated": len(ranked) > size,
    }


def _by_count(pair: tuple[Any, int]) -> Any:
    return -pair[1], pair[0]


def _value(name: str, value: Any, n: int, query: Sequence[tuple[str, str]], page: str) -> dict[str, Any]:
    chosen = (name, str(value))
    return {
        "value": value,
        "label": value,
        "count": n,
        "toggle_url": f"{page}{toggled(query, chosen)}",
        "selected": chosen in query,
    }


def toggled(query: Sequence[tuple[str, str]], chosen: tuple[str, str]) -> str:
    """Query string with a value chosen, or no longer chosen; it begins again at the first page.

    >>> toggled([("park", "Olhain"), ("_next", "60")], ("taken_year", "2018"))
    '?park=Olhain&taken_year=2018'
    >>> toggled([("park", "Olhain")], ("park", "Olhain"))
    ''
    """
    others = [pair for pair in query if pair != chosen and pair[0] != "_next"]
    pairs = others if chosen in query else [*others, chosen]
    return f"?{urlencode(pairs)}" if pairs else ""
