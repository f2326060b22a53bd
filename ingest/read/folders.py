"""Dates in the names of folders, which people make up: days, months in words and in numbers, years."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from catalogue.values.claims import Claim, Precision, Source, Subject
from ingest.read.moments import moment
from ingest.read.stamps import YEAR, Stamp, day_stamp, has_date

#: Months in French and English, without accents, longest first where one begins another.
MONTHS: tuple[tuple[str, ...], ...] = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_NUMBERS = {word: number for number, words in enumerate(MONTHS, start=1) for word in words}
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_GAP = r"[\s._-]*"
_EDGE, _END = r"(?<![0-9a-z])", r"(?![0-9a-z])"

_MONTH_WORD = re.compile(rf"(?<![a-z])({_WORD})(?![a-z])")
_WORDS_YEAR = re.compile(
    rf"(?:{_EDGE}(?P<day>[0-3]?[0-9])(?:er)?[\s._-]+)?(?<![a-z])(?P<word>{_WORD})\.?{_GAP}(?P<year>{YEAR}){_END}"
)
_YEAR_WORDS = re.compile(rf"{_EDGE}(?P<year>{YEAR}){_GAP}(?P<word>{_WORD})(?![a-z])")
# A blank is no separator here: `Fosse 12 2018` is no December.
_YEAR_MONTH = re.compile(rf"{_EDGE}(?P<year>{YEAR})[-_.](?P<month>0[1-9]|1[0-2])(?![0-9])(?![-_.][0-9])")
_MONTH_YEAR = re.compile(rf"(?<![0-9])(?<![0-9][-_.])(?P<month>0[1-9]|1[0-2])[-_.](?P<year>{YEAR}){_END}")
_COMPACT = re.compile(rf"(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])")
_YEAR = re.compile(rf"{_EDGE}({YEAR}){_END}")
_YEARS = re.compile(rf"{_EDGE}{YEAR}\s?[-_/]\s?[0-9]{{2,4}}(?![0-9])")
_BARE_MONTH = re.compile(rf"(0[1-9]|1[0-2])(?:{_GAP}(?:{_WORD}))?")
_BARE_DAY = re.compile(r"0[1-9]|[12][0-9]|3[01]")


class Dated(NamedTuple):
    """The date of a folder, and whether its name says nothing else, so that folders within can go on with it."""

    stamp: Stamp
    bare: bool


def folder_claims(folders: Sequence[str]) -> tuple[Claim, ...]:
    """Dates of the folders of a path, given outermost first, as claims; the innermost comes first.

    A folder that is nothing but a month number or name goes on with a year above it: `2018/05`.

    >>> [claim.value for claim in folder_claims(["EV5", "2018", "05", "2018-05-12 Olhain"])]
    ['2018-05-12', '2018-05', '2018']
    """
    claims: list[Claim] = []
    above: Dated | None = None
    for folder in folders:
        above = _dated(_folded(folder), above)
        if above:
            value, precision = above.stamp.moment.value, above.stamp.moment.precision
            claims.append(Claim(Subject.TAKEN, Source.FOLDER, value, above.stamp.rule, precision=precision))
    return tuple(reversed(claims))


def _dated(name: str, above: Dated | None) -> Dated | None:
    stamp = _continued(name, above.stamp) if above and above.bare else None
    if stamp:
        return Dated(stamp, bare=True)
    stamp = folder_stamp(name)
    return Dated(stamp, bare=not re.search("[a-z]", _MONTH_WORD.sub("", name))) if stamp else None


def folder_stamp(name: str) -> Stamp | None:
    """The date in the name of one folder, the finest that it gives; None when there is none, or several.

    >>> folder_stamp("mai 2018").moment.value, folder_stamp("12-05-2018").moment.value
    ('2018-05', '2018-05-12')
    >>> folder_stamp("Cimetières 1914-1918") is None, folder_stamp("2018-02-30") is None
    (True, True)
    """
    words = _folded(name)
    if has_date(words):
        return day_stamp(words)
    return _in_words(words) or _in_numbers(words) or _year(words)


def _in_words(words: str) -> Stamp | None:
    found = _WORDS_YEAR.search(words) or _YEAR_WORDS.search(words)
    if found is None:
        return None
    year, month = int(found["year"]), _NUMBERS[found["word"]]
    if len({_NUMBERS[word] for word in _MONTH_WORD.findall(words)}) > 1:
        return _stamp("year", year)  # `mai-juin 2018`
    day = found.groupdict().get("day")
    return (_stamp("day in words", year, month, int(day)) if day else None) or _stamp(
        "month in words", year, month
    )


def _in_numbers(words: str) -> Stamp | None:
    found = _YEAR_MONTH.search(words) or _MONTH_YEAR.search(words) or _COMPACT.fullmatch(words.strip())
    return _stamp("month", int(found["year"]), int(found["month"])) if found else None


def _year(words: str) -> Stamp | None:
    """The year of a name that has one only: `2018-2019` and `1914-18` are spans."""
    years = set(_YEAR.findall(words))
    if len(years) != 1 or _YEARS.search(words):
        return None
    return _stamp("year", int(years.pop()))


def _continued(name: str, above: Stamp) -> Stamp | None:
    """The date of a folder that is only a part of one, within the folder above it."""
    parts = [int(part) for part in above.moment.value.split("-")]
    words = name.strip()
    if above.moment.precision is Precision.YEAR:
        found = _BARE_MONTH.fullmatch(words)
        month = int(found[1]) if found else _NUMBERS.get(words)
        return _stamp("month within year", *parts, month) if month else None
    if above.moment.precision is Precision.MONTH and _BARE_DAY.fullmatch(words):
        return _stamp("day within month", *parts, int(words))
    return None


def _stamp(rule: str, *parts: int) -> Stamp | None:
    known = moment(*parts)
    return Stamp(known, rule) if known else None


def _folded(name: str) -> str:
    """A name in lower case without accents.

    >>> _folded("Août 2018")
    'aout 2018'
    """
    apart = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
