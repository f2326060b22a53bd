"""What the columns of the photo table and their values are called on the page."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from catalogue.words import wording
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

#: Columns of the photo table as a person calls them, in the order of the filters.
LABELS = {
    "park": sayable("Park"),
    "itinerary": sayable("Itinerary"),
    "cite": sayable("Miners’ estate"),
    "commune": sayable("Commune"),
    "epci": sayable("EPCI"),
    "taken_year": sayable("Year"),
    "taken_month": sayable("Month"),
    "theme": sayable("Theme"),
    "creator": sayable("Photographer"),
    "rights": sayable("Rights"),
    "aspect": sayable("Format"),
    "position_method": sayable("Position"),
    "rating": sayable("Stars"),
    "state": sayable("State"),
    "site": sayable("Site at stake"),
    "terril": sayable("Terril"),
    "camera_model": sayable("Camera"),
    "_q": sayable("Words"),
    "_run": sayable("Arrival"),
    "version_of": sayable("Version of"),
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "rights": {
        "ready": sayable("ready to publish"),
        "credit-missing": sayable("credit unknown"),
        "to-check": sayable("to be checked"),
        "restricted": sayable("internal"),
    },
    "aspect": {
        "landscape": sayable("landscape"),
        "portrait": sayable("portrait"),
        "square": sayable("square"),
        "panorama": sayable("panorama"),
    },
}
#: Datasette's comparisons, as people write and say them.
COMPARISONS = {
    "exact": "=",
    "not": "≠",
    "gt": ">",
    "gte": "≥",
    "lt": "<",
    "lte": "≤",
    "contains": sayable("contains"),
    "endswith": sayable("ends with"),
    "startswith": sayable("begins with"),
    "like": "LIKE",
    "notlike": "NOT LIKE",
    "glob": "GLOB",
    "in": sayable("is one of"),
    "notin": sayable("is none of"),
    "arraycontains": sayable("has"),
    "arraynotcontains": sayable("has not"),
    "date": sayable("is of the day"),
    "isnull": sayable("is missing"),
    "notnull": sayable("is there"),
    "isblank": sayable("is empty"),
    "notblank": sayable("is not empty"),
}
#: Those that compare with nothing.
ALONE = frozenset({"isnull", "notnull", "isblank", "notblank"})
_STARS = 5


class Named(NamedTuple):
    """A value in words, and a sign before them that is only seen; `quiet` words are only heard."""

    words: str
    sign: str = ""
    quiet: bool = False

    def __str__(self) -> str:
        """Both, for where there is one line of text."""
        return self.sign if self.quiet else f"{self.sign} {self.words}".strip()


def label(name: str, language: Language) -> str:
    """Call a column as a person does; one that has no such name is called by its own."""
    return language.text(LABELS[name]) if name in LABELS else name


def named_value(name: str, value: Any, language: Language) -> Named:
    """Say a value of a column: months by name, stars as stars, methods and codes in words, the rest as it is."""
    if name == "taken_month" and isinstance(value, int) and 1 <= value <= 12:  # noqa: PLR2004 months
        return Named(language.month_name(value))
    if name == "rating" and isinstance(value, int) and 0 <= value <= _STARS:
        return Named(language.counted("%(n)s star", "%(n)s stars", value), stars(value), quiet=True)
    if name == "position_method" and (badge := wording.position_badge(str(value), language)):
        return Named(badge.words, badge.sign)
    if name == "state":
        return Named(wording.state(str(value), language))
    codes = _CODES.get(name, {})
    return Named(language.text(codes[value]) if value in codes else str(value))


def comparison_words(code: str, language: Language) -> str:
    """Say a comparison of Datasette's; one that is not known here is said as it is."""
    return language.text(COMPARISONS[code]) if code in COMPARISONS else code


def facet_value(name: str, value: Any, language: Language) -> str:
    """Say a value of a column on one line."""
    return str(named_value(name, value, language))


def stars(rating: int) -> str:
    """Draw a rating of 0 to 5.

    >>> stars(4)
    '★★★★☆'
    """
    return "★" * rating + "☆" * (_STARS - rating)
