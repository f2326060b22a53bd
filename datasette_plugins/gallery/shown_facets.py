"""Facets as they stand on the page: in our order, in words, years as bars."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from catalogue.words.languages import Language
from catalogue.words.wording import sayable
from datasette_plugins.gallery.addresses import Query, address, first_page, without
from datasette_plugins.gallery.naming import LABELS, label, named_value

_ORDER = {name: n for n, name in enumerate(LABELS)}
#: Few ask for these: they stand behind the others.
_BEHIND = frozenset({"camera_model"})
_OPEN = frozenset({"park", "itinerary", "taken_year", "rights"})
_BARS = "taken_year"
#: More years without a photo between two that have some are drawn as one: some clocks were wrong by decades.
_MOST_EMPTY = 4
_WHOLE_SIZE = "&_facet_size=max"


class Value(NamedTuple):
    """One value of a facet; `share` is its part of the greatest one, in percent. Without an address nothing fits it."""

    words: str
    sign: str
    quiet: bool
    n: int
    share: int
    address: str | None
    selected: bool = False
    place: int | None = None


class Shown(NamedTuple):
    """A facet on the page; `whole` is the address of all its values where it has more."""

    name: str
    label: str
    values: Sequence[Value]
    open: bool
    bars: bool
    whole: str | None


#: Filters that say from which year to which.
SPAN = ("taken_year__gte", "taken_year__lte")
# Facets of which a photo may have none, and of which people ask for any.
_ANY_OF = frozenset({"park", "itinerary", "cite"})


class AnyValue(NamedTuple):
    """The choice of any value of a facet: in words, its address, and whether it is chosen."""

    words: str
    address: str
    chosen: bool


def any_of(name: str, query: Query, path: str, language: Language) -> AnyValue | None:
    """The choice of any park, itinerary or cité, to be chosen or taken back; None for other facets."""
    if name not in _ANY_OF:
        return None
    pair = (f"{name}__notnull", "1")
    kept = first_page([one for one in query if one != pair])
    chosen = pair in query
    words = language.text(_EACH[name])
    return AnyValue(words, address(path, kept if chosen else [*kept, pair]), chosen)


_EACH = {
    "park": sayable("Any park"),
    "itinerary": sayable("Any itinerary"),
    "cite": sayable("Any miners’ estate"),
}


def years_of(facet: Shown) -> list[str]:
    """The years of the bars, in order; those that are unknown are none."""
    return sorted(value.words for value in facet.values if value.words.isdecimal())


class Facets(NamedTuple):
    """All of them: those at hand, those behind, and how many filters of those behind are set."""

    at_hand: Sequence[Shown]
    behind: Sequence[Shown]
    open: bool


def shown_facets(found: Mapping[str, Any], query: Query, path: str, language: Language) -> Facets:
    """Put the facets of a page in order; those without any value are left out."""
    named = sorted(found.items(), key=lambda each: _ORDER.get(each[0], len(_ORDER)))
    shown = [_shown(name, facet, query, path, language) for name, facet in named if facet["results"]]
    behind = [facet for facet in shown if facet.name in _BEHIND]
    at_hand = [facet for facet in shown if facet.name not in _BEHIND]
    return Facets(at_hand, behind, any(value.selected for facet in behind for value in facet.values))


def _shown(name: str, facet: Mapping[str, Any], query: Query, path: str, language: Language) -> Shown:
    values = _values(name, facet["results"], language)
    whole = address(path, [*without(first_page(query), "_facet_size"), ("_facet_size", "max")])
    is_open = name in _OPEN or any(value.selected for value in values)
    bars = name == _BARS
    return Shown(
        name,
        label(name, language),
        _each_year(values) if bars else values,
        is_open,
        bars,
        whole if facet["truncated"] else None,
    )


def _values(name: str, results: Iterable[Mapping[str, Any]], language: Language) -> list[Value]:
    listed = list(results)
    most = max(value["count"] for value in listed)
    return [_value(name, value, most, language) for value in listed]


def _value(name: str, value: Mapping[str, Any], most: int, language: Language) -> Value:
    named, n = named_value(name, value["label"], language), value["count"]
    share = max(round(100 * n / most), 1) if most else 0
    return Value(*named, n, share, short(value["toggle_url"]), value["selected"], value.get("place"))


def short(toggle_url: str) -> str:
    """Give the address of a facet as the page writes it: from its question mark on, at the usual number of values.

    >>> short("http://localhost/explore/catalogue/photos?park=Olhain&_facet_size=max&cite=Barrois")
    '?park=Olhain&cite=Barrois'
    >>> short("http://localhost/explore/catalogue/photos")
    '?'
    """
    query = toggle_url.partition("?")[2].replace("%2C", ",")
    return "?" + f"&{query}".replace(_WHOLE_SIZE, "")[1:]


def _each_year(values: Sequence[Value]) -> list[Value]:
    """Put the years without any photo between the others: that there is none is worth seeing, a few times."""
    listed: list[Value] = []
    for value in values:
        if listed and value.words.isdecimal() and listed[-1].words.isdecimal():
            listed += _between(int(listed[-1].words), int(value.words))
        listed.append(value)
    return listed


def _between(first: int, last: int) -> list[Value]:
    missing = [str(year) for year in range(first + 1, last)]
    said = missing if len(missing) <= _MOST_EMPTY else ["…"]
    return [Value(words, "", quiet=False, n=0, share=0, address=None) for words in said]
