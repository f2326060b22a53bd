"""What a person writes in the desk's fields, understood: dates with their precision, points, directions, clocks.

Pure. What is not understood is None, never a guess.
"""

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from catalogue.values.claims import Precision


class Written(NamedTuple):
    """A moment as it is stored (`2018-05-12T14:32:00`, `2018-05`), and how finely it is known."""

    value: str
    precision: Precision


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK = re.compile(r"(?:^|[\st,])(\d{1,2})\s*(?:[:h]|heures?)\s*(\d{2})?(?::(\d{2}))?\s*$")
_ISO = re.compile(r"(\d{4})(?:[-/.: ](\d{1,2})(?:[-/.: ](\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(\d{1,2})(?:er|st|nd|rd|th)?[-/. ])?(\d{1,2})[-/. ])?(\d{4})")
_SHAPES = {1: "%Y", 2: "%Y-%m", 3: "%Y-%m-%d"}
_PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


def moment(text: str) -> Written | None:
    """Understand a date, as finely as it is written: year, month, day, minute or second; the day precedes the month.

    >>> moment("12 mai 2018, 14 h 32")
    Written(value='2018-05-12T14:32:00', precision=<Precision.MINUTE: 'minute'>)
    >>> moment("05/2018").value, moment("2018").value, moment("1er août 2012").value, moment("2018-05-12").value
    ('2018-05', '2018', '2012-08-01', '2018-05-12')
    >>> moment("31/02/2018"), moment("hier")
    (None, None)
    """
    plain = _months_as_numbers(_folded(text))
    clock = _CLOCK.search(plain)
    date = _date(plain[: clock.start()] if clock else plain)
    if date is None or not clock:
        return _known(date) if date else None
    return _with_clock(date, clock) if len(date) == 3 else None  # noqa: PLR2004 year, month and day


def _date(text: str) -> tuple[int, ...] | None:
    words = text.strip(" ,.ta")
    if found := _ISO.fullmatch(words):
        return tuple(int(part) for part in found.groups() if part)
    if found := _FRENCH.fullmatch(words):
        return tuple(int(part) for part in reversed(found.groups()) if part)
    return None


def _known(date: tuple[int, ...]) -> Written | None:
    try:
        found = datetime(*(*date, 1, 1)[:3])  # type: ignore[arg-type]  # noqa: DTZ001 a wall clock has no zone
    except ValueError:
        return None
    return Written(found.strftime(_SHAPES[len(date)]), _PRECISIONS[len(date)])


def _with_clock(date: tuple[int, ...], clock: re.Match[str]) -> Written | None:
    hour, minute, second = (int(part or 0) for part in clock.groups())
    try:
        found = datetime(date[0], date[1], date[2], hour, minute, second)  # noqa: DTZ001 a wall clock has no zone
    except ValueError:
        return None
    return Written(found.isoformat(), Precision.SECOND if clock[3] else Precision.MINUTE)


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(plain.split())


def _months_as_numbers(text: str) -> str:
    """`12 mai 2018` is `12 5 2018`; other words stay, and are not understood later."""
    words = re.split(r"([a-z]+\.?)", text)
    return re.sub(r"\s+", " ", "".join(str(_MONTHS.get(word.rstrip("."), word)) for word in words))


class Point(NamedTuple):
    """A point in WGS84 degrees."""

    latitude: float
    longitude: float


_NUMBER = r"([-+]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*"
_POINT = re.compile(_NUMBER + r"([NS]?)\s*[,; ]\s*" + _NUMBER + r"([EWO]?)", re.IGNORECASE)
_POLE, _ANTIMERIDIAN = 90, 180
# `12,50` is one number with a comma: whole degrees are a point only where a letter or a sign says that they are.
_WHOLE = re.compile(r"[-+]?\d+\s*[,; ]\s*[-+]?\d+")


def point(text: str) -> Point | None:
    """Understand a point, latitude first, as maps and this program write it; two whole numbers alone are none.

    >>> point("50.43, 2.58"), point("50,43012° N, 2,58001° E")
    (Point(latitude=50.43, longitude=2.58), Point(latitude=50.43012, longitude=2.58001))
    >>> point("Olhain"), point("250.5, 2"), point("50"), point("12,50")
    (None, None, None, None)
    """
    found = _POINT.fullmatch(text.strip())
    if not found or _WHOLE.fullmatch(text.strip()):
        return None
    latitude = _degrees(found[1], southward=found[2].upper() == "S")
    longitude = _degrees(found[3], southward=found[4].upper() in ("W", "O"))
    return Point(latitude, longitude) if abs(latitude) <= _POLE and abs(longitude) <= _ANTIMERIDIAN else None


def _degrees(text: str, *, southward: bool) -> float:
    angle = float(text.replace(",", "."))
    return -angle if southward else angle


_DIRECTIONS = {
    name: step * 45.0
    for step, names in enumerate(
        (
            "n nord north",
            "ne nord-est north-east",
            "e est east",
            "se sud-est south-east",
            "s sud south",
            "so sw sud-ouest south-west",
            "o w ouest west",
            "no nw nord-ouest north-west",
        )
    )
    for name in names.split()
}
_HEADING = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*°?")


def heading(text: str) -> float | None:
    """Understand a direction, in degrees from true north, below 360.

    >>> heading("47°"), heading("nord-est"), heading("360"), heading("400"), heading("là")
    (47.0, 45.0, 0.0, None, None)
    """
    words = _folded(text)
    if words in _DIRECTIONS:
        return _DIRECTIONS[words]
    found = _HEADING.fullmatch(words)
    angle = float(found[1].replace(",", ".")) if found else 361.0
    return angle % 360 if angle <= 360 else None  # noqa: PLR2004 a turn


_SPAN = re.compile(r"([-+−])?\s*(?:(\d{1,4})\s*[:h]\s*)?(\d{1,3})(?:\s*[:m]\s*(\d{2}))?\s*s?", re.IGNORECASE)


def span_s(text: str) -> int | None:
    """Understand by how much a clock is to be moved, in seconds: `±HH:MM:SS`, `±HH:MM`.

    >>> span_s("+02:00:17"), span_s("-1:00"), span_s("1 h 30"), span_s("demain")
    (7217, -3600, 5400, None)
    """
    found = _SPAN.fullmatch(text.strip())
    if not found or found[2] is None or int(found[3]) >= 60 or int(found[4] or 0) >= 60:  # noqa: PLR2004
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return -seconds if found[1] in ("-", "−") else seconds
