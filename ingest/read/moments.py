"""Moments as EXIF, XMP and IPTC-IIM write them, turned into one form with its precision."""

import re
from dataclasses import dataclass
from datetime import datetime

from catalogue.values.claims import Precision

# Nicéphore Niépce took the first photograph that is left to us in 1826 or 1827.
FIRST_YEAR = 1826

_LENGTHS = {
    Precision.YEAR: 4,
    Precision.MONTH: 7,
    Precision.DAY: 10,
    Precision.MINUTE: 16,
    Precision.SECOND: 19,
}

_EXIF = re.compile(
    r"([0-9]{4})[:\-/.]([0-9]{2})[:\-/.]([0-9]{2})[ T]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_XMP = re.compile(
    r"([0-9]{4})(?:[-:]([0-9]{2})(?:[-:]([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]*)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_IIM_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_IIM_TIME = re.compile(r"([0-9]{2}):?([0-9]{2}):?([0-9]{2})([+-][0-9]{2}:?[0-9]{2}|Z)?")
_OFFSET = re.compile(r"([+-])([0-9]{1,2}):?([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock moment: `value` is `YYYY-MM-DDTHH:MM:SS` cut after its precision, `offset` `+02:00` if given."""

    value: str
    precision: Precision
    offset: str | None = None


def moment(*parts: int, offset: str | None = None) -> Moment | None:
    """Moment of year, month, day, hour, minute, second, as many as are known; None when there is no such moment.

    >>> moment(2018, 5).value, moment(2018, 2, 30)
    ('2018-05', None)
    """
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY, None, Precision.MINUTE, Precision.SECOND)
    known = precision[len(parts) - 1]
    whole = (*parts, *(1, 1, 1, 0, 0, 0)[len(parts) :])
    try:
        instant = datetime(*whole)  # type: ignore[arg-type] # noqa: DTZ001 - a wall clock has no zone
    except ValueError:
        return None
    if known is None or instant.year < FIRST_YEAR:
        return None
    return Moment(instant.isoformat()[: _LENGTHS[known]], known, offset)


def exif_moment(text: str) -> Moment | None:
    """Moment of an EXIF date and time, `2018:05:12 14:32:05` (EXIF 2.32, 4.6.5); anything shorter is None.

    >>> exif_moment("2018:05:12 14:32:05").value
    '2018-05-12T14:32:05'
    >>> exif_moment("2008:02:15 16:00") is None
    True
    """
    found = _EXIF.fullmatch(text.strip(" \x00"))
    return moment(*map(int, found.groups())) if found else None


def is_unset(text: str) -> bool:
    """Whether an EXIF date says that the time is unknown: filled with blanks or zeros (EXIF 2.32, 4.6.5).

    >>> is_unset("    :  :     :  :  "), is_unset("0000:00:00 00:00:00"), is_unset("05.10.2009 11:16")
    (True, True, False)
    """
    return not text.strip(" \x00:-/.0")


def xmp_moment(text: str) -> Moment | None:
    """Moment of an XMP date, ISO 8601 of any precision (XMP part 1, 8.2.1.1); month or day `00` is not known.

    >>> xmp_moment("2011-09-23T12:43:03Z")
    Moment(value='2011-09-23T12:43:03', precision=<Precision.SECOND: 'second'>, offset='+00:00')
    >>> xmp_moment("2003-08").precision.value
    'month'
    """
    found = _XMP.fullmatch(text.strip(" \x00"))
    if found is None:
        return None
    *fields, zone = found.groups()
    return moment(*_known(fields), offset=canonical_offset(zone) if zone else None)


def iim_moment(date: str, time: str | None) -> Moment | None:
    """Moment of IPTC-IIM 2:55 `20180512` and 2:60 `143205+0200` (IIM 4.2, chapter 6); without time, the day.

    >>> iim_moment("20180512", "143205+0200").offset
    '+02:00'
    """
    day = _IIM_DATE.fullmatch(date.strip(" \x00"))
    if day is None:
        return None
    parts = _known(list(day.groups()))
    clock = _IIM_TIME.fullmatch(time.strip(" \x00")) if time else None
    if clock is None or len(parts) < 3:  # noqa: PLR2004 - a time of day needs its day
        return moment(*parts)
    *fields, zone = clock.groups()
    return moment(*parts, *map(int, fields), offset=canonical_offset(zone) if zone else None) or moment(
        *parts
    )


def canonical_offset(text: str) -> str | None:
    """Offset from UTC as `+02:00`, `Z` being `+00:00`; None when it is none that a clock on Earth can have.

    >>> canonical_offset("Z"), canonical_offset("-0330"), canonical_offset("+99:00")
    ('+00:00', '-03:30', None)
    """
    words = text.strip(" \x00")
    if words in ("Z", "z"):
        return "+00:00"
    found = _OFFSET.fullmatch(words)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3])
    if 60 * hours + minutes > 14 * 60 or minutes > 59:  # noqa: PLR2004 - Kiribati keeps +14:00
        return None
    sign = "+" if hours == minutes == 0 else found[1]
    return f"{sign}{hours:02d}:{minutes:02d}"


def _known(fields: list[str | None]) -> list[int]:
    """Leading fields that are given; month and day `00` stand for not known, as all that follows them."""
    numbers: list[int] = []
    for place, field in enumerate(fields):
        if field is None or (place in (1, 2) and field == "00"):
            break
        numbers.append(int(field))
    return numbers
