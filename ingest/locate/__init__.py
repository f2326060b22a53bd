"""Where and when, from what was read: absence explained, and the zone that two clocks betray. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from catalogue.values.precedence import MEASURED_TIMES, best

_GPS_CLOCK = "GPSDateTime"
_QUARTER = timedelta(minutes=15)
_TOLERANCE = timedelta(minutes=2)
_FARTHEST = timedelta(hours=14)


def locate(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, and what follows from them: why there is no position, and the zone the GPS clock tells.

    The zone is a claim of its own, never shown as the camera's: it is inferred.
    """
    return (*claims, *_no_gps(claims), *_zone(claims))


def _no_gps(claims: Sequence[Claim]) -> list[Claim]:
    if any(claim.subject is Subject.POSITION for claim in claims):
        return []
    return [Claim(Subject.POSITION, Source.EXIF, None, absence=Absence.NO_GPS)]


def _zone(claims: Sequence[Claim]) -> list[Claim]:
    taken = best(Subject.TAKEN, [c for c in claims if c.source in MEASURED_TIMES])
    clock = next(
        (c for c in claims if c.detail == _GPS_CLOCK and c.subject is Subject.TAKEN and c.value), None
    )
    said = any(c.subject is Subject.OFFSET and c.value for c in claims)
    if said or not taken or not clock or taken.precision not in (None, Precision.SECOND):
        return []
    offset = zone_between(taken.value or "", (clock.value or "").removesuffix("Z"))
    return [Claim(Subject.OFFSET, Source.INFERRED, offset, detail=_GPS_CLOCK)] if offset else []


def zone_between(local: str, utc: str) -> str | None:
    """The offset between a wall clock and UTC, where it is a zone that exists; else None.

    >>> zone_between("2008-10-22T16:28:39", "2008-10-22T14:27:07")
    '+02:00'
    """
    try:
        apart = datetime.fromisoformat(local) - datetime.fromisoformat(utc)
    except (ValueError, TypeError):
        return None
    rounded = round(apart / _QUARTER) * _QUARTER
    if abs(apart - rounded) > _TOLERANCE or abs(rounded) > _FARTHEST:
        return None
    minutes = int(rounded.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
