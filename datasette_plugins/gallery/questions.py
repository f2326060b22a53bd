"""Questions that the coverage of places answers."""

from typing import NamedTuple

from catalogue.words.languages import Language
from datasette_plugins.gallery.addresses import address

_SINCE = (2015, 2018, 2020, 2022, 2024)


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
        Question(words, address(path, [("last_year_or_zero__lt", year), *by_year])) for words, year in asked
    ]
