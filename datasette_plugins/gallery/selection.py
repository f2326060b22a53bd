"""Which photos a request selects: its filters, places and search, and whether those set aside are among them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.filters import FilterArguments, Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from catalogue.database.connection import Connection
from catalogue.database.search import match_expression
from catalogue.places.finding import FoundPlace, find_places
from datasette_plugins.gallery.areas import read_box
from datasette_plugins.gallery.places import Ties, asked_places, clause, kept_ties

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

DATABASE = "catalogue"
TABLE = "photos"
#: The same photos with the codes of their places; both take the same filters.
TABLES = (TABLE, "photos_with_codes")
SEARCH = "_q"
RUN = "_run"
BOX = "_bbox"
#: Photos that somebody ticked, by their numbers, parted by commas.
AMONG = "_among"

# The unary plus keeps SQLite from walking an index of states, of which nearly all are the same.
SHOWN = "+state <> 'set_aside'"
#: Versions of a photo stand behind it.
LEADING = "+number not in (select number from photos where version_of is not null)"
# And here from looking photos up one by one and sorting them: it walks the index that is in order already, so
# that photos of the same moment keep one order from page to page.
_FOUND = "+number in (select rowid from photo_search where photo_search match :searched)"
_NOTHING = "0"
_DIGITS = 16  # SQLite holds no number of more
_AMONG = "number in (select value from json_each(:among))"
_BROUGHT = "id in (select photo_id from files where run_id = :brought and withdrawn is null)"


# A range of an index of positions, which is far from all photos, or not much worse than all.
_IN_BOX = (
    "+number in (select number from photos"
    " where latitude between :south and :north and longitude between :west and :east)"
)


class PhotoFilters(FilterArguments):  # type: ignore[misc]
    """What a request asks of the photos: all of it for Datasette, and in parts for what counts on its own.

    `places` are the conditions on places, `others` all other ones but those that hide photos.
    """

    def __init__(
        self, places: Sequence["Part"], others: Sequence["Part"], hiding: Sequence[str], searched: str
    ) -> None:
        parts = [*places, *others]
        clauses = [*(part.sql for part in parts), *hiding]
        super().__init__(clauses, _params(parts), [part.told for part in parts], {"searched": searched})
        self.places, self.others = places, others


async def select(datasette: "Datasette", request: Request) -> PhotoFilters:
    """Turn places, search, area, run and state into clauses of the table's own query, and tell the page.

    Datasette's own `_through` would do for runs, but its parameter takes the name of another filter's.
    """
    others = [*_searched(request), *_in_box(request), *_brought(request), *_among(request)]
    hiding = [SHOWN] * (not asks_for_state(request)) + [LEADING] * (not asks_for_versions(request))
    words = (request.args.get(SEARCH) or "").strip()
    return PhotoFilters(await _of_places(datasette, request), others, hiding, words)


@dataclass(frozen=True, slots=True)
class Part:
    """One condition on photos, its values, and what Datasette says of it."""

    sql: str
    params: Mapping[str, Any]
    told: str


def _params(parts: Iterable[Part]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.params.items()}


async def _of_places(datasette: "Datasette", request: Request) -> list[Part]:
    query = parse_qsl(request.query_string)
    asked, ties = asked_places(query), kept_ties(query)
    if not asked:
        return []
    parts: list[Part] = await datasette.get_database(DATABASE).execute_fn(
        partial(_parts_of_places, asked=asked, ties=ties)
    )
    return parts


def _parts_of_places(db: Connection, asked: Sequence[tuple[str, str]], ties: Ties) -> list[Part]:
    found = resolved(db, asked)
    parts = []
    for number, (kind, text) in enumerate(asked):
        ids = [place.id for place in found[kind, text]]
        made = clause(number, ids, ties, common=_is_common(db, ids))
        parts.append(Part(made.sql, made.params, f'{kind} is "{text}"'))
    return parts


def _is_common(db: Connection, places: Sequence[int]) -> bool:
    """Say whether about one photo in five, or more, belongs to some places."""
    marks = ", ".join("?" * len(places))
    query = f"select count(*) * 5 > (select max(number) from photos) from photo_places where place_id in ({marks})"  # noqa: S608 our own marks
    return bool(db.execute(query, places).fetchone()[0])


def resolved(
    db: Connection, asked: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[FoundPlace, ...]]:
    """Find the places that each kind and text mean."""
    return {(kind, text): find_places(db, kind, text) for kind, text in asked}


def _searched(request: Request) -> list[Part]:
    query = (request.args.get(SEARCH) or "").strip()
    if not query:
        return []
    expression, told = match_expression(query), f'search matches "{query}"'
    return [Part(_FOUND, {"searched": expression}, told) if expression else Part(_NOTHING, {}, told)]


def _in_box(request: Request) -> list[Part]:
    box = read_box(request.args.get(BOX) or "")
    return [Part(_IN_BOX, box._asdict(), "lies in the area of the map")] if box else []


def _brought(request: Request) -> list[Part]:
    run = request.args.get(RUN)
    return [Part(_BROUGHT, {"brought": run}, f'brought by run "{run}"')] if run else []


def _among(request: Request) -> list[Part]:
    given = request.args.get(AMONG)
    if given is None:
        return []
    numbers = ticked_numbers(given)
    return [Part(_AMONG, {"among": str(numbers)}, f"{len(numbers)} ticked")]


def ticked_numbers(text: str) -> list[int]:
    """Read numbers of photos, each once; what is no number is passed over.

    >>> ticked_numbers("12,7,,x,12")
    [12, 7]
    """
    digits = (part for part in text.split(",") if part.isascii() and part.isdecimal() and len(part) < _DIGITS)
    return list(dict.fromkeys(map(int, digits)))


def asks_for_state(request: Request) -> bool:
    """Say whether a request filters by state itself: then it is taken at its word."""
    return any(name.partition("__")[0] == "state" for name in request.args)


def asks_for_versions(request: Request) -> bool:
    """Say whether a request asks for photos that are versions of others."""
    return any(name.partition("__")[0] == "version_of" for name in request.args)


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on photos, all of which hold, with their values."""

    clauses: Sequence[str]
    params: dict[str, Any]


async def where_of(datasette: "Datasette", request: Request, *, places: bool = True) -> Where:
    """Gather the conditions of a request as the photo table does, without its page and without what it hides.

    Without `places`, those on places are left out as well.

    Datasette hands facets a query that already holds the page's own condition, so that facets would shrink
    from page to page.
    """
    arguments = [(k, v) for k in request.args if _is_filter(k) for v in request.args.getlist(k)]
    clauses, params = Filters(sorted(arguments)).build_where_clauses(TABLE)
    for hook in pm.hook.filters_from_request(
        request=request, database=DATABASE, table=TABLE, datasette=datasette
    ):
        more = await await_me_maybe(hook)
        if isinstance(more, PhotoFilters):
            parts = [*(more.places if places else ()), *more.others]
            clauses.extend(part.sql for part in parts)
            params.update(_params(parts))
        elif more:
            clauses.extend(more.where_clauses)
            params.update(more.params)
    return Where(clauses, params)


def _is_filter(name: str) -> bool:
    return not name.startswith("_") or "__" in name
