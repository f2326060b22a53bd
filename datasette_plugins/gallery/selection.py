"""Which photos a request selects: its filters, its search, and whether those set aside are among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.filters import FilterArguments, Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from catalogue.database.search import match_expression

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

DATABASE = "catalogue"
TABLE = "photos"
SEARCH = "_q"
RUN = "_run"

# The unary plus keeps SQLite from walking an index of states, of which nearly all are the same.
SHOWN = "+state <> 'set_aside'"
# And here from looking photos up one by one and sorting them: it walks the index that is in order already, so
# that photos of the same moment keep one order from page to page.
_FOUND = "+number in (select rowid from photo_search where photo_search match :searched)"
_NOTHING = "0"
_BROUGHT = "id in (select photo_id from files where run_id = :brought and withdrawn is null)"


def select(request: Request) -> FilterArguments:
    """Turn search, run and state into clauses of the table's own query, and tell the page what was searched.

    Datasette's own `_through` would do for runs, but its parameter takes the name of another filter's.
    """
    query = (request.args.get(SEARCH) or "").strip()
    clauses: list[str] = []
    params: dict[str, str] = {}
    described = [f'search matches "{query}"'] if query else []
    if query:
        expression = match_expression(query)
        clauses.append(_FOUND if expression else _NOTHING)
        params = {"searched": expression} if expression else {}
    if run := request.args.get(RUN):
        clauses.append(_BROUGHT)
        params["brought"] = run
        described.append(f'brought by run "{run}"')
    if not asks_for_state(request):
        clauses.append(SHOWN)
    return FilterArguments(clauses, params, described, {"searched": query})


def asks_for_state(request: Request) -> bool:
    """Say whether a request filters by state itself: then it is taken at its word."""
    return any(name.partition("__")[0] == "state" for name in request.args)


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on photos, all of which hold, with their values."""

    clauses: Sequence[str]
    params: dict[str, Any]


async def where_of(datasette: "Datasette", request: Request) -> Where:
    """Gather the conditions of a request as the photo table does, without its page and without the state's default.

    Datasette hands facets a query that already holds the page's own condition, so that facets would shrink
    from page to page.
    """
    arguments = [(k, v) for k in request.args if _is_filter(k) for v in request.args.getlist(k)]
    clauses, params = Filters(sorted(arguments)).build_where_clauses(TABLE)
    for hook in pm.hook.filters_from_request(
        request=request, database=DATABASE, table=TABLE, datasette=datasette
    ):
        more = await await_me_maybe(hook)
        if more:
            clauses.extend(clause for clause in more.where_clauses if clause != SHOWN)
            params.update(more.params)
    return Where(clauses, params)


def _is_filter(name: str) -> bool:
    return not name.startswith("_") or "__" in name
