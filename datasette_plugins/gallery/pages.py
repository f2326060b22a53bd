"""What the templates of the explorer are told: words in the reader's language, and where they can go from here."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

import catalogue.web
from catalogue.database.described import Described
from catalogue.database.descriptions import COLUMNS, TABLES
from catalogue.words import wording
from catalogue.words.languages import COOKIE, FRENCH, LANGUAGES, Language, choose
from catalogue.words.wording import sayable
from datasette_plugins.gallery.areas import Box, read_box
from datasette_plugins.gallery.paging import asked_for
from datasette_plugins.gallery.places import OFF, SWITCHES, outwards
from datasette_plugins.gallery.selection import BOX, DATABASE, TABLE

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

_SITE_TEMPLATES = Path(catalogue.web.__file__).parent / "templates"

#: Columns of the photo table as a person calls them.
LABELS = {
    "park": sayable("Park"),
    "itinerary": sayable("Itinerary"),
    "cite": sayable("Miners’ estate"),
    "commune": sayable("Commune"),
    "epci": sayable("EPCI"),
    "site": sayable("Site at stake"),
    "terril": sayable("Terril"),
    "taken_year": sayable("Year"),
    "taken_month": sayable("Month"),
    "camera_model": sayable("Camera"),
    "creator": sayable("Photographer"),
    "position_method": sayable("Position"),
    "state": sayable("State"),
    "_q": sayable("Words"),
    "_run": sayable("Arrival"),
    "version_of": sayable("Version of"),
}
# What a reader may leave out of the filters by place: with it, without it.
_TIES = {
    "_far": (sayable("seen from afar"), sayable("not seen from afar")),
    "_near": (sayable("close by"), sayable("not close by")),
}
_SORTS = (
    ("_sort_desc", "taken_at", sayable("newest first")),
    ("_sort", "taken_at", sayable("oldest first")),
    ("_sort_desc", "number", sayable("last arrived first")),
)
_WITH_CODES = f"/{DATABASE}/photos_with_codes"
_STREAMED = (("_sort", "number"), ("_stream", "on"), ("_size", "max"))
_SINCE = (2015, 2018, 2020, 2022, 2024)
_SORTING = {"_sort", "_sort_desc", "_sort_by_desc"}
# What shapes a page rather than choosing photos.
_SHAPE = {
    "_next",
    "_size",
    "_facet_size",
    "_facet",
    "_col",
    "_nocol",
    "_shape",
    "_labels",
    "_ttl",
    "_map",
    *_SORTING,
}


def add_site_templates(env: Environment) -> None:
    """Let Datasette's templates use those of the site; they speak French where nobody is there to be asked."""
    env.loader = ChoiceLoader([env.loader, FileSystemLoader(_SITE_TEMPLATES)]) if env.loader else None
    env.globals.update(_words(FRENCH, "/explore/"))


def page_words(
    request: Request | None, database: str | None, table: str | None, view_name: str
) -> dict[str, Any]:
    """Give a page its words, and the photo table its chips, its orders and the filters that a new search keeps."""
    if request is None:
        return {}
    language = choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))
    query = asked_for(parse_qsl(request.query_string, keep_blank_values=True))
    words = _words(language, _address(request.path, query)) | _described(database, table, language)
    if (database, table) == (DATABASE, "places_coverage"):
        words["questions"] = questions(request.path, language)
    if (database, table, view_name) == (DATABASE, TABLE, "table"):
        words |= {
            "json": _address(f"{request.path}.json", query),
            "json_with_codes": _address(f"{_WITH_CODES}.json", _whole(query)),
            "switches": switches(query, request.path, language),
            "map": map_of(query, request.path),
            "as_asked": as_asked,
            "chips": chips(query, request.path, language),
            "orders": orders(query, request.path, language),
            "csv": _address(f"{_WITH_CODES}.csv", [*_whole(query), *_STREAMED]),
            "facts": facts,
            "label": partial(label, language=language),
            "facet_value": partial(facet_value, language=language),
        }
    return words


def _words(language: Language, here: str) -> dict[str, Any]:
    return {
        "_": language.text,
        "ngettext": language.counted,
        "language": language,
        "languages": LANGUAGES,
        "say": wording,
        "here": here,
        "meaning_of": lambda table: _in(TABLES[table], language) if table in TABLES else "",
    }


def _described(database: str | None, table: str | None, language: Language) -> dict[str, Any]:
    """Describe the table of a page and its columns, in one language."""
    if database != DATABASE or table is None or table not in TABLES:
        return {}
    columns = {name: _in(described, language) for name, described in COLUMNS[table].items()}
    return {"table_meaning": _in(TABLES[table], language), "column_meanings": columns}


def _in(described: Described, language: Language) -> str:
    return described.fr if language.code == "fr" else described.en


def facts(row: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the columns of a row on the page by name; those that the address left out are None."""
    return dict.fromkeys(COLUMNS[TABLE]) | {cell["column"]: cell["raw"] for cell in row}


def _whole(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep of a query what chooses photos, and leave what orders them and cuts them into pages."""
    return [pair for pair in query if pair[0] not in {"_next", "_size", "_facet_size", "_map", *_SORTING}]


def label(name: str, language: Language) -> str:
    """Call a column as a person does; one that has no such name is called by its own."""
    return language.text(LABELS[name]) if name in LABELS else name


class Chip(NamedTuple):
    """One filter that is set, as words, and the address without it."""

    words: str
    without: str


def chips(query: Sequence[tuple[str, str]], path: str, language: Language) -> list[Chip]:
    """Say each filter of a query, in its order."""
    return [
        Chip(
            _said(name, value, language),
            _address(path, _first_page([q for q in query if q != (name, value)])),
        )
        for name, value in query
        if name not in _SHAPE
        and value
        and (name not in SWITCHES or value == OFF)
        and (name != BOX or read_box(value))
    ]


#: Datasette's comparisons, as people write them.
_COMPARED = {"exact": "=", "not": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤"}


def _said(name: str, value: str, language: Language) -> str:
    if name in SWITCHES:
        return language.text(_TIES[name][1])
    if name == BOX:
        return language.text("Area of the map")
    column, _, comparison = name.partition("__")
    called = label(column, language)
    if comparison in _COMPARED:
        return f"{called} {_COMPARED[comparison]} {value}"
    if comparison in ("notblank", "isblank"):
        answer = language.text("yes") if comparison == "notblank" else language.text("no")
        return f"{called}\N{NO-BREAK SPACE}: {answer}" if language.code == "fr" else f"{called}: {answer}"
    if comparison:
        return f"{called} {comparison} {value}"
    shown = facet_value(name, int(value) if name == "taken_month" and value.isdecimal() else value, language)
    return f"{called}\N{NO-BREAK SPACE}: {shown}" if language.code == "fr" else f"{called}: {shown}"


class Switch(NamedTuple):
    """A tie to places that counts or not: its words, whether it counts, and the address that turns it."""

    words: str
    on: bool
    address: str


def switches(query: Sequence[tuple[str, str]], path: str, language: Language) -> list[Switch]:
    """List the ties to places that can be left out."""
    listed = []
    for name, (words, _) in _TIES.items():
        others = [pair for pair in _first_page(query) if pair[0] != name]
        on = (name, OFF) not in query
        listed.append(
            Switch(language.text(words), on, _address(path, [*others, *([(name, OFF)] if on else [])]))
        )
    return listed


class Question(NamedTuple):
    """A question that a table answers, in words, and the address of the answer."""

    words: str
    address: str


def questions(path: str, language: Language) -> list[Question]:
    """List what is often asked of the coverage: places that nobody has photographed for long, or ever."""
    since = [(language.text("No photo since %(year)s") % {"year": year}, str(year)) for year in _SINCE]
    asked = [*since, (language.text("Never photographed"), "1")]
    by_year = [("_sort", "last_year_or_zero")]
    return [
        Question(words, _address(path, [("last_year_or_zero__lt", year), *by_year])) for words, year in asked
    ]


class Map(NamedTuple):
    """The map of the photos: whether it is open, the address that turns it, its points, and the area it begins with."""

    open: bool
    turned: str
    points: str
    area: Box | None


def map_of(query: Sequence[tuple[str, str]], path: str) -> Map:
    """Tell of the map: it shows every photo that fits, also beyond the area that chooses those of the page."""
    is_open, area = ("_map", "1") in query, read_box(dict(query).get(BOX, ""))
    others = [pair for pair in query if pair[0] != "_map"]
    points = [pair for pair in _whole(query) if pair[0] != BOX]
    turned = _address(path, others if is_open else [*others, ("_map", "1")])
    return Map(is_open, turned, "/map/photos.geojson" + (f"?{urlencode(points)}" if points else ""), area)


def as_asked(address: str) -> str:
    """Give an address of the photo table that Datasette made as a person would write it."""
    path, _, query = address.partition("?")
    pairs = outwards(parse_qsl(query, keep_blank_values=True))
    return f"{path}?{urlencode(pairs)}" if pairs else path


class Order(NamedTuple):
    """One order of the photos: its words, its address, and whether it is the one on the page."""

    words: str
    address: str
    chosen: bool


def orders(query: Sequence[tuple[str, str]], path: str, language: Language) -> list[Order]:
    """List the orders of the photos that a person asks for."""
    others = [pair for pair in _first_page(query) if pair[0] not in _SORTING]
    current = [pair for pair in query if pair[0] in _SORTING] or [_SORTS[0][:2]]
    return [
        Order(language.text(words), _address(path, [*others, (key, column)]), (key, column) in current)
        for key, column, words in _SORTS
    ]


def _address(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"/explore{path}" + (f"?{urlencode(query)}" if query else "")


def _first_page(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in query if pair[0] != "_next"]


def facet_value(name: str, value: Any, language: Language) -> str:
    """Say a value of a facet: months by name, methods and states in words, the rest as it is."""
    if name == "taken_month" and isinstance(value, int) and 1 <= value <= 12:  # noqa: PLR2004 months
        return language.month_name(value)
    if name == "position_method":
        badge = wording.position_badge(str(value), language)
        return f"{badge.sign} {badge.words}" if badge else str(value)
    if name == "state":
        return wording.state(str(value), language)
    return str(value)


async def refuse(datasette: "Datasette", request: Request, message: str) -> Response:
    """Draw the page of what is not shown."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": 403, "title": None}, status=403)
    html = await datasette.render_template("error.html", {"status": 403, "message": ""}, request=request)
    return Response.html(html, status=403)


def explain(
    datasette: "Datasette", request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]]:
    """Draw an error page in the reader's language. The unexpected is left to Datasette, which prints its trace."""

    async def page() -> Response | None:
        if request.path.partition("?")[0].endswith(".json"):
            return None
        if isinstance(exception, Base400):
            status, message = exception.status, ""
        elif isinstance(exception, DatasetteError) and not exception.message_is_html:
            status, message = exception.status, str(exception.message)
        elif isinstance(exception, DatasetteError):
            status, message = exception.status, str(exception.title or "")
        else:
            return None
        told = {"status": status, "message": message}
        html = await datasette.render_template("error.html", told, request=request)
        return Response.html(html, status=status)

    return page
