"""Names as words that can be compared: abbreviations written out, words that only say a kind set apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from catalogue.values.places import PlaceKind

# As folders abbreviate them, after folding; a dot behind the word is gone by then.
_WRITTEN_OUT = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "dep": "departemental",
    "dept": "departemental",
    "res": "residence",
    "itin": "itineraire",
    "ev": "eurovelo",
}
_KINDS: dict[str, PlaceKind] = {
    "cite": PlaceKind.CITE,
    "cites": PlaceKind.CITE,
    "residence": PlaceKind.CITE,
    "coron": PlaceKind.CITE,
    "corons": PlaceKind.CITE,
    "parc": PlaceKind.PARK,
    "parcs": PlaceKind.PARK,
    "terril": PlaceKind.TERRIL,
    "terrils": PlaceKind.TERRIL,
    "itineraire": PlaceKind.ITINERARY,
    "veloroute": PlaceKind.ITINERARY,
    "voie": PlaceKind.ITINERARY,
    "commune": PlaceKind.COMMUNE,
}
# Words that a name can lose and still be the same: articles, and what a park is of.
_ARTICLES = (
    "a",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "n",
    "no",
    "numero",
)
_EMPTY = frozenset([*_ARTICLES, "departemental", "miniere", "minier", "verte"])
_FIRST_HALF = ("janvier", "fevrier", "mars", "avril", "mai", "juin")
_MONTHS = frozenset((*_FIRST_HALF, "juillet", "aout", "septembre", "octobre", "novembre", "decembre"))
_WORD = re.compile(r"\d+|[^\W\d_]+")
_YEAR = re.compile(r"(19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Words:
    """A name in words. `key` is what tells it from others of its kind; `kind` what the name itself says it is."""

    all: tuple[str, ...]
    key: str
    kind: PlaceKind | None

    @property
    def is_numbers(self) -> bool:
        """Whether nothing but numbers tells the place from others: `Cité du 5-12`."""
        return self.key.replace(" ", "").isdecimal()


def words(name: str, fold: Callable[[str], str]) -> Words:
    """The words of a name, folded, abbreviations written out.

    >>> words("Cite Ste Barbe", str.lower).key
    'sainte barbe'
    >>> words("EV5", str.lower).all
    ('eurovelo', '5')
    """
    found = tuple(_WRITTEN_OUT.get(word, word) for word in _WORD.findall(fold(name)))
    kind = next((_KINDS[word] for word in found if word in _KINDS), None)
    telling = [word for word in found if word not in _EMPTY and word not in _KINDS]
    return Words(found, " ".join(telling), kind)


def undated(name: str, fold: Callable[[str], str]) -> str:
    """A folder's name without the date in front of or behind it; empty when there is nothing else.

    >>> undated("2018-05 Olhain", str.lower)
    'olhain'
    >>> undated("11-19", str.lower)
    '11 19'
    """
    found = _WORD.findall(fold(name))
    if not any(_YEAR.match(word) or word in _MONTHS for word in found):
        return " ".join(found)
    while found and _is_date(found[0]):
        found.pop(0)
    while found and _is_date(found[-1]):
        found.pop()
    return " ".join(found)


def _is_date(word: str) -> bool:
    return word.isdecimal() or word in _MONTHS
