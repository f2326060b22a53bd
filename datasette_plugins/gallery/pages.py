"""What the templates of the explorer are told: words in the reader's language, and where they can go from here."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

import catalogue.web
from catalogue.database.described import Described
from catalogue.database.descriptions import COLUMNS, TABLES
from catalogue.people.person import Person
from catalogue.web.access.rules import rule_of_site
from catalogue.web.asgi import PERSON
from catalogue.web.to_review import to_review
from catalogue.words import wording
from catalogue.words.languages import COOKIE, FRENCH, LANGUAGES, Language, choose
from datasette_plugins.gallery.addresses import (
    Query,
    address,
    choosing,
    first_page,
    onwards,
    search,
    searched_anew,
    without,
)
from datasette_plugins.gallery.chips import chips
from datasette_plugins.gallery.naming import comparison_words, label
from datasette_plugins.gallery.paging import asked_for
from datasette_plugins.gallery.pictures import months
from datasette_plugins.gallery.places import outwards
from datasette_plugins.gallery.previous import previous_page
from datasette_plugins.gallery.questions import questions
from datasette_plugins.gallery.selection import DATABASE, TABLE
from datasette_plugins.gallery.shown_facets import SPAN, any_of, shown_facets, years_of
from datasette_plugins.gallery.ticks import elsewhere, ticked, ticks_of, whole_of
from datasette_plugins.gallery.turns import by_date, map_of, orders, switches, view_of

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

_SITE_TEMPLATES = Path(catalogue.web.__file__).parent / "templates"
_WITH_CODES = f"/{DATABASE}/photos_with_codes"
_STREAMED = (("_sort", "number"), ("_stream", "on"), ("_size", "max"))


def add_site_templates(env: Environment) -> None:
    """Let Datasette's templates use those of the site; they speak French where nobody is there to be asked."""
    env.loader = ChoiceLoader([env.loader, FileSystemLoader(_SITE_TEMPLATES)]) if env.loader else None
    env.globals.update(_words(FRENCH, "/explore/") | _about({}))


def page_words(
    datasette: "Datasette", request: Request | None, database: str | None, table: str | None, view_name: str
) -> dict[str, Any]:
    """Give a page its words, and the gallery all that stands around its photos."""
    if request is None:
        return {}
    language = choose(request.cookies.get(COOKIE), request.headers.get("accept-language"))
    query = asked_for(parse_qsl(request.query_string, keep_blank_values=True))
    words = _words(language, address(request.path, query)) | _described(database, table, language)
    words |= _about(request.scope)
    words["to_review"] = partial(to_review, datasette.get_database(DATABASE).path)
    if (database, view_name) == (DATABASE, "table"):
        words |= _table(query, request.path, language)
    if (database, table) == (DATABASE, "places_coverage"):
        words["questions"] = questions(request.path, language)
    if (database, table, view_name) == (DATABASE, TABLE, "table"):
        words |= _gallery(query, request.path, language)
        words["previous_page"] = partial(previous_page, datasette, request)
    return words


def _about(scope: Mapping[str, Any]) -> dict[str, Any]:
    """Say who reads the page, and what they may: without accounts everything."""
    accounts = PERSON in scope
    person: Person | None = scope.get(PERSON)

    def may(route: str, method: str = "GET") -> bool:
        return not accounts or rule_of_site(method, route).admits(person.role if person else None)

    return {"accounts": accounts, "person": person, "may": may}


def _table(query: Query, path: str, language: Language) -> dict[str, Any]:
    """Gather what every table's page needs to say its filters."""
    return {
        "chips": chips(query, path, language),
        "compared": partial(comparison_words, language=language),
    }


def _gallery(query: Query, path: str, language: Language) -> dict[str, Any]:
    """Gather what the gallery's page needs besides its photos."""
    return {
        "json": address(f"{path}.json", query),
        "json_with_codes": address(f"{_WITH_CODES}.json", choosing(query)),
        "csv": address(f"{_WITH_CODES}.csv", [*choosing(query), *_STREAMED]),
        "switches": switches(query, path, language),
        "map": map_of(query, path),
        "view": view_of(query, path),
        "orders": orders(query, path, language),
        "ticks": ticks_of(query, path),
        "whole": whole_of(query),
        "elsewhere": partial(elsewhere, ticked(query)),
        "here_next": dict(query).get("_next"),
        "search_keeps": searched_anew(query),
        "words_alone": address(path, [pair for pair in query if pair[0] == "_q"]),
        "to_first_page": address(path, first_page(query)),
        "astray": dict(query).get("_next"),
        "span_keeps": without(first_page(query), "taken_year", *SPAN),
        "span": [dict(query).get(name) for name in SPAN],
        "years_of": years_of,
        "any_of": partial(any_of, query=query, path=path, language=language),
        "onwards": search(onwards(query)),
        "as_asked": as_asked,
        "facets_of": partial(shown_facets, query=query, path=path, language=language),
        "months_of": partial(months, language=language, dated=by_date(query)),
        "label": partial(label, language=language),
    }


def as_asked(made: str) -> str:
    """Give an address of the photo table that Datasette made as a person would write it."""
    path, _, query = made.partition("?")
    return path + search(outwards(parse_qsl(query, keep_blank_values=True)))


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
