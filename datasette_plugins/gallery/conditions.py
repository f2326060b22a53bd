"""The conditions that an address of the gallery puts on photos besides those that Datasette knows, in SQL.

How a condition is written depends on how many photos are left by all of them together: few are looked up and sorted;
otherwise SQLite walks the index that is in order already, and passes over what does not fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Request

from catalogue.database.connection import Connection
from catalogue.database.search import match_expression
from datasette_plugins.gallery.areas import Box, read_box
from datasette_plugins.gallery.meanings import resolved
from datasette_plugins.gallery.places import Share, Ties, asked_places, clause, kept_ties, walking

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

DATABASE = "catalogue"
SEARCH = "_q"
RUN = "_run"
BOX = "_bbox"
#: Photos that somebody ticked, by their numbers, parted by commas.
AMONG = "_among"

# The unary plus keeps SQLite from walking an index of states, of which nearly all are the same.
SHOWN = "+state <> 'set_aside'"
#: Versions of a photo stand behind it.
LEADING = "+number not in (select number from photos where version_of is not null)"
_FOUND = "number in (select rowid from photo_search where photo_search match :searched)"
_NOTHING = "0"
_DIGITS = 16  # SQLite holds no number of more
_AMONG = "number in (select value from json_each(:among))"
_BROUGHT = "id in (select photo_id from files where run_id = :brought and withdrawn is null)"
_INSIDE = "latitude between :south and :north and longitude between :west and :east"
# A range of an index of positions, which is far from all photos, or not much worse than all.
_IN_BOX = f"number in (select number from photos where {_INSIDE})"  # noqa: S608 our own words


@dataclass(frozen=True, slots=True)
class Part:
    """One condition on photos, its values, and what Datasette says of it."""

    sql: str
    params: Mapping[str, Any]
    told: str


def params_of(parts: Iterable[Part]) -> dict[str, Any]:
    """Gather the values of several conditions."""
    return {name: value for part in parts for name, value in part.params.items()}


def other_parts(request: Request, share: Share = Share.SOME) -> list[Part]:
    """Write the conditions by words, run and ticks."""
    return [*parts_of_words(request, share), *parts_of_run_and_ticks(request, share)]


def parts_of_run_and_ticks(request: Request, share: Share = Share.SOME) -> list[Part]:
    """Write the conditions by run and ticks."""
    return [*_brought(request, share), *_among(request)]


async def parts_of_many(datasette: "Datasette", request: Request, share: Share = Share.SOME) -> list[Part]:
    """Write the conditions by place and theme."""
    query = parse_qsl(request.query_string)
    asked, ties = asked_places(query), kept_ties(query)
    if not asked:
        return []
    written = partial(_parts_of_many, asked=asked, ties=ties, share=share)
    parts: list[Part] = await datasette.get_database(DATABASE).execute_fn(written)
    return parts


def _parts_of_many(db: Connection, asked: Sequence[tuple[str, str]], ties: Ties, share: Share) -> list[Part]:
    found = resolved(db, asked)
    parts = []
    for number, (kind, text) in enumerate(asked):
        made = clause(number, kind, [each.key for each in found[kind, text]], ties, share)
        parts.append(Part(made.sql, made.params, f'{kind} is "{text}"'))
    return parts


def words_of(request: Request) -> str:
    """Give the words that are searched for."""
    return (request.args.get(SEARCH) or "").strip()


def expression_of(request: Request) -> str | None:
    """Give the words that are searched for as the index understands them; None when they hold nothing that it knows."""
    return match_expression(words_of(request))


def parts_of_words(request: Request, share: Share = Share.SOME) -> list[Part]:
    """Write the condition by words; those that hold nothing that the index knows find no photo."""
    query, expression = words_of(request), expression_of(request)
    if not query:
        return []
    told = f'search matches "{query}"'
    found = Part(f"{walking(share)}{_FOUND}", {"searched": expression}, told)
    return [found if expression else Part(_NOTHING, {}, told)]


def box_of(request: Request) -> Box | None:
    """Give the area that a request asks for."""
    return read_box(request.args.get(BOX) or "")


def parts_of_box(request: Request, share: Share = Share.SOME) -> list[Part]:
    """Write the condition by area."""
    box = box_of(request)
    written = f"+{_INSIDE}" if share is Share.MANY else f"{walking(share)}{_IN_BOX}"
    return [Part(written, box._asdict(), "lies in the area of the map")] if box else []


def _brought(request: Request, share: Share) -> list[Part]:
    run = request.args.get(RUN)
    return [Part(f"{walking(share)}{_BROUGHT}", {"brought": run}, f'brought by run "{run}"')] if run else []


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
