"""The filters that are set, as words, each with the address without it."""

from typing import NamedTuple

from catalogue.words.languages import Language
from catalogue.words.wording import sayable
from datasette_plugins.gallery.addresses import SHAPE, Query, address, first_page
from datasette_plugins.gallery.areas import read_box
from datasette_plugins.gallery.conditions import AMONG, BOX, ticked_numbers
from datasette_plugins.gallery.naming import ALONE, comparison_words, facet_value, label
from datasette_plugins.gallery.places import KINDS, OFF, SWITCHES
from datasette_plugins.gallery.turns import TIES

#: Columns of whole numbers whose values have words.
_NUMBERED = frozenset({"taken_month", "rating"})
_LONG = 3  # digits; neither months nor stars have as many


class Chip(NamedTuple):
    """One filter that is set, as words, and the address without it."""

    words: str
    without: str


def chips(query: Query, path: str, language: Language) -> list[Chip]:
    """Say each filter of a query, in its order."""
    tied = any(name in KINDS for name, _ in query)
    return [
        Chip(
            _said(name, value, language), address(path, first_page([q for q in query if q != (name, value)]))
        )
        for name, value in query
        # Which relations count is a filter only where a place is asked for.
        if _is_filter(name, value) and (tied or name not in SWITCHES)
    ]


def _is_filter(name: str, value: str) -> bool:
    if name in SHAPE or not value:
        return False
    if name in SWITCHES:
        return value == OFF
    return name != BOX or read_box(value) is not None


def _said(name: str, value: str, language: Language) -> str:
    if name in SWITCHES:
        return language.text(TIES[name][1])
    if name == BOX:
        return language.text("Area of the map")
    if name == AMONG:
        return language.counted("%(n)s ticked photo", "%(n)s ticked photos", len(ticked_numbers(value)))
    return _compared(name, value, language)


def _compared(name: str, value: str, language: Language) -> str:
    column, _, comparison = name.partition("__")
    called = label(column, language)
    if comparison in ALONE:
        has = _WITH if comparison.startswith("not") else _WITHOUT
        return language.text(has, what=_in_a_sentence(called))
    if comparison:
        return f"{called} {comparison_words(comparison, language)} {value}"
    return _pair(called, facet_value(name, _read(name, value), language), language)


_WITH, _WITHOUT = sayable("with %(what)s"), sayable("without %(what)s")


def _in_a_sentence(name: str) -> str:
    """A name of a column without its capital, unless it is an abbreviation.

    >>> _in_a_sentence("Cité minière"), _in_a_sentence("EPCI")
    ('cité minière', 'EPCI')
    """
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _read(name: str, value: str) -> str | int:
    numbered = name in _NUMBERED and value.isascii() and value.isdecimal() and len(value) < _LONG
    return int(value) if numbered else value


def _pair(called: str, value: str, language: Language) -> str:
    return f"{called}\N{NO-BREAK SPACE}: {value}" if language.code == "fr" else f"{called}: {value}"
