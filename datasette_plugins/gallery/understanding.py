"""What of an address the photo table can answer: links that mails lengthen and people mend by hand still lead there."""

import json
from collections.abc import Container, Iterator, Sequence
from typing import Any

from catalogue.database.descriptions import COLUMNS
from datasette_plugins.gallery.places import MANY

Query = Sequence[tuple[str, str]]
_TABLE = "photos"
_SORTS = ("_sort", "_sort_desc")
_OF_COLUMNS = (*_SORTS, "_facet", "_facet_date", "_facet_array")
_LONGEST_NUMBER = 15  # a row, a page, milliseconds: nothing that is counted has more digits
_PARTS_OF_NEXT = 2  # the last value, the last id


def understood(query: Query, table: str = _TABLE) -> list[tuple[str, str]]:
    """Give what of a query a table can answer, as Datasette understands it; the rest is passed over.

    >>> understood([("park", "Olhain"), ("utm_source", "mail"), ("_sort", "nope"), ("taken_year__gte", "2018")])
    [('park', 'Olhain'), ('taken_year__gte', '2018')]
    >>> understood([("creator__in", "[1"), ("_next", "nonsense")], "photos_with_codes")
    [('creator__in', '["[1"]')]
    """
    kept = [(name, _mended(name, value)) for name, value in query if _is_understood(name, value, table)]
    return list(_in_one_order(kept))


def _is_understood(name: str, value: str, table: str) -> bool:
    columns: Container[str] = COLUMNS[table]
    if name in _OF_COLUMNS:
        return value in columns
    if name == "_next":
        return value.count(",") < _PARTS_OF_NEXT if table == _TABLE else _is_number(value)
    if name == "_timelimit":
        return _is_number(value)
    return (name.startswith("_") and name != "_through") or name in MANY or name.partition("__")[0] in columns


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _mended(name: str, value: str) -> str:
    """Write a list so that it can be read: one in brackets that is no JSON is texts between commas."""
    if not name.endswith(("__in", "__notin")) or not value.startswith("["):
        return value
    return value if _is_list_of_values(value) else json.dumps(value.split(","))


def _is_list_of_values(text: str) -> bool:
    try:
        listed: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(
        isinstance(each, str | float) or (isinstance(each, int) and abs(each) < 1 << 63) for each in listed
    )


def _in_one_order(query: Query) -> Iterator[tuple[str, str]]:
    """Pass over a second order."""
    ordered = False
    for name, value in query:
        if name in _SORTS and ordered:
            continue
        ordered = ordered or name in _SORTS
        yield name, value
