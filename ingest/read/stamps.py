"""Dates in the words of a name: whole days, with or without the time, as devices and people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.read.moments import Moment, moment

#: A year between 1850 and 2100, as a pattern: what a name can mean, before any photo has said a word.
YEAR = "(?:18[5-9][0-9]|19[0-9]{2}|20[0-9]{2}|2100)"

_DATE = rf"(?<![0-9])(?P<year>{YEAR})(?P<gap>[-_. ]?)(?P<month>[0-9]{{2}})(?P=gap)(?P<day>[0-9]{{2}})"
_CLOCK = (
    r"(?:[-_. T]{0,3}|[\s_-](?:at|à|a\u0300|um)[\s_-])"
    r"(?P<hour>[0-9]{2})[-_.h: ]?(?P<minute>[0-9]{2})[-_.m: ]?(?P<second>[0-9]{2})"
    r"(?:[-_.]?[0-9]{3})?(?![0-9])(?:\s?(?P<half>[AP]M))?"
)
# Year first, as nearly every device writes it.
_MOMENT = re.compile(_DATE + _CLOCK, re.IGNORECASE)
_DAY = re.compile(rf"{_DATE}(?![0-9])")
# Day first, as people in France write it.
_FRENCH_DAY = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{2}})(?P<gap>[-_. ])(?P<month>[0-9]{{2}})(?P=gap)(?P<year>{YEAR})(?![0-9])"
)
# Milliseconds since 1970 have 13 digits, the first of them a 1, from 2001 until 2033.
_EPOCH_MS = re.compile(r"1[0-9]{12}")
# Pixel phones name their files by the clock of Greenwich.
_IN_UTC = ("PXL_",)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a name, and the rule that found it."""

    moment: Moment
    rule: str


def file_stamp(name: str) -> Stamp | None:
    """The date in the name of a file, to the second or to the day; None when there is none, or none that exists.

    A year alone is no date here: `IMG_2018.jpg` is the photo after `IMG_2017.jpg`.

    >>> file_stamp("PXL_20231006_063000139.jpg")
    Stamp(moment=Moment(value='2023-10-06T06:30:00', precision=<Precision.SECOND: 'second'>, \
offset=None), rule='date and time, in UTC')
    """
    return next(_stamps(name), None) or _epoch_stamp(name)


def day_stamp(words: str) -> Stamp | None:
    """The day in the name of a folder; None when there is none."""
    return next((stamp for stamp in _days(words)), None)


def has_date(words: str) -> bool:
    """Whether a name holds what is written like a day, be it one that does not exist."""
    return bool(_DAY.search(words) or _FRENCH_DAY.search(words))


def _stamps(name: str) -> Iterator[Stamp]:
    for found in _MOMENT.finditer(name):
        known = moment(*_date(found), *_clock(found))
        if known:
            rule = "date and time, in UTC" if name.startswith(_IN_UTC) else "date and time"
            yield Stamp(known, rule)
    yield from _days(name)


def _days(words: str) -> Iterator[Stamp]:
    for pattern, rule in ((_DAY, "day"), (_FRENCH_DAY, "day, French order")):
        for found in pattern.finditer(words):
            known = moment(*_date(found))
            if known:
                yield Stamp(known, rule)


def _date(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found["year"]), int(found["month"]), int(found["day"])


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(found["hour"]), (found["half"] or "").upper()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - the twelve hours of a half day
        hour = hour % 12 + (12 if half == "PM" else 0)
    return hour, int(found["minute"]), int(found["second"])


def _epoch_stamp(name: str) -> Stamp | None:
    digits = name.partition(".")[0]
    if not _EPOCH_MS.fullmatch(digits):
        return None
    instant = datetime.fromtimestamp(int(digits) // 1000, UTC)
    known = moment(*instant.timetuple()[:6])
    return Stamp(known, "milliseconds since 1970, in UTC") if known else None
