"""Coordinates, heading and clock of a GPS directory as claims: a position that can be wrong is no position."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject, position
from ingest.read.moments import moment
from ingest.read.tags import GPS, Rational, Tags, Value
from ingest.read.texts import decode

# EXIF 2.32, 4.6.6, table 15. The number of GPSHPositioningError came with EXIF 2.31.
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
ALTITUDE, TIME_STAMP, STATUS, SPEED, TRACK = 6, 7, 9, 13, 15
DIRECTION_REF, DIRECTION, DATE_STAMP, POSITIONING_ERROR = 16, 17, 29, 31

_COORDINATES = (LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE)
_MEASURED = (ALTITUDE, TIME_STAMP, SPEED, TRACK, DIRECTION, DATE_STAMP)
_REFERENCES = {"T": "true", "M": "magnetic"}


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two coordinates: its hemispheres, and how far it goes, in degrees."""

    positive: str
    negative: str
    limit_deg: int


NORTHING = Axis("N", "S", 90)
EASTING = Axis("E", "W", 180)


def gps_claims(tags: Tags) -> tuple[Claim, ...]:
    """Claims of an EXIF GPS directory: position or the reason why there is none, heading, GPS clock."""
    directory = {number: value for (group, number), value in tags.items() if group == GPS}
    found = (_position(directory), _heading(directory), _clock(directory))
    return tuple(claim for claim in found if claim is not None)


def degrees(parts: Value | None, reference: str | None, axis: Axis) -> float | Absence:
    """Signed degrees of a coordinate given as degrees, minutes and seconds, or why it is none.

    Minutes and seconds may be missing, and may be 60 where a writer rounded up, never more. The reference may
    be in lower case, as some writers leave it; without one a coordinate is worth nothing, since half of
    France lies west of Greenwich.

    >>> degrees((Rational(50, 1), Rational(258, 10)), "n", NORTHING)
    50.43
    >>> degrees((Rational(91, 1),), "N", NORTHING)
    <Absence.OUT_OF_RANGE: 'out-of-range'>
    """
    size_deg = _size_deg(parts, axis)
    if isinstance(size_deg, Absence):
        return size_deg
    hemisphere = (reference or "").strip(" \x00").upper()
    if hemisphere == axis.positive:
        return size_deg
    return -size_deg if hemisphere == axis.negative else Absence.NO_REFERENCE


def located(
    latitude: float | Absence,
    longitude: float | Absence,
    source: Source,
    detail: str,
    accuracy_m: float | None,
) -> Claim:
    """Claim of a position from its two coordinates; where one of them is absent, the claim says why.

    Exactly 0,0 is off the coast of Ghana, where no ranger works, and what a receiver says before it has a fix.
    """
    for absence in (Absence.UNREADABLE, Absence.OUT_OF_RANGE, Absence.NO_REFERENCE):
        if absence in (latitude, longitude):
            return Claim(Subject.POSITION, source, None, detail, absence)
    if isinstance(latitude, Absence) or isinstance(longitude, Absence):
        return Claim(Subject.POSITION, source, None, detail, Absence.UNREADABLE)
    if latitude == longitude == 0:
        return Claim(Subject.POSITION, source, None, detail, Absence.ZERO)
    return position(source, latitude=latitude, longitude=longitude, accuracy_m=accuracy_m, detail=detail)


def heading(source: Source, direction_deg: float | None, reference: str | None, detail: str) -> Claim | None:
    """Claim of the compass direction that the camera looked in; None when it is not between 0 and 360.

    The reference is `true`, `magnetic`, or None when the file does not say.
    """
    if direction_deg is None or not 0 <= direction_deg <= 360:  # noqa: PLR2004 - a full turn
        return None
    north = _REFERENCES.get((reference or "").strip(" \x00").upper()[:1])
    value = f"{round(direction_deg, 2) % 360:g}"
    return Claim(Subject.HEADING, source, value, detail, reference=north)


def gps_clock(value: str, detail: str = "GPSDateTime") -> Claim:
    """Claim of the satellites' clock, in UTC. It helps to infer the zone; it is never shown as the time."""
    return Claim(Subject.TAKEN, Source.INFERRED, f"{value}Z", detail, precision=Precision.SECOND)


def _position(directory: Mapping[int, Value]) -> Claim | None:
    if LATITUDE not in directory and LONGITUDE not in directory:
        return None
    if is_redacted(directory):
        return Claim(Subject.POSITION, Source.EXIF, None, "GPSLatitude", Absence.REDACTED)
    latitude = degrees(directory.get(LATITUDE), _text(directory.get(LATITUDE_REF)), NORTHING)
    longitude = degrees(directory.get(LONGITUDE), _text(directory.get(LONGITUDE_REF)), EASTING)
    claim = located(latitude, longitude, Source.EXIF, "GPSLatitude", _accuracy_m(directory))
    if claim.absence is Absence.NO_REFERENCE and _all_zero(directory):
        return replace(claim, absence=Absence.ZERO)
    return claim


def is_redacted(directory: Mapping[int, Value]) -> bool:
    """Whether the tags of a position are there, and every measured one was overwritten with zeros in place.

    So Android hands a photo to a web page. A camera without a fix leaves 0/0 as well, but says so in GPSStatus,
    keeps its compass direction, or writes no reference.
    """
    if (_text(directory.get(STATUS)) or "").strip() == "V" or not all(n in directory for n in _COORDINATES):
        return False
    return all(_erased(directory[n]) for n in (*_COORDINATES, *_MEASURED) if n in directory)


def _size_deg(parts: Value | None, axis: Axis) -> float | Absence:
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return Absence.UNREADABLE
    numbers = [part.value if isinstance(part, Rational) else None for part in parts]
    known = [number for number in numbers if number is not None]
    if len(known) < len(parts):
        return Absence.UNREADABLE
    size_deg = sum(number / divisor for number, divisor in zip(known, (1, 60, 3600), strict=False))
    if min(known) < 0 or max(known[1:], default=0) > 60 or size_deg > axis.limit_deg:  # noqa: PLR2004 - sexagesimal
        return Absence.OUT_OF_RANGE
    return size_deg


def _heading(directory: Mapping[int, Value]) -> Claim | None:
    direction_deg = _single(directory.get(DIRECTION))
    return heading(Source.EXIF, direction_deg, _text(directory.get(DIRECTION_REF)), "GPSImgDirection")


def _accuracy_m(directory: Mapping[int, Value]) -> float | None:
    error_m = _single(directory.get(POSITIONING_ERROR))
    return error_m if error_m is not None and error_m > 0 else None


def _clock(directory: Mapping[int, Value]) -> Claim | None:
    day = (_text(directory.get(DATE_STAMP)) or "").strip(" \x00").replace("-", ":").split(":")
    time = directory.get(TIME_STAMP)
    if len(day) != 3 or not isinstance(time, tuple) or len(time) != 3:  # noqa: PLR2004 - y:m:d and h, m, s
        return None
    clock = [part.value if isinstance(part, Rational) else part for part in time]
    fields = [*day, *(str(int(part)) for part in clock if part is not None)]
    if len(fields) != 6 or not all(field.isascii() and field.isdigit() for field in fields):  # noqa: PLR2004
        return None
    known = moment(*map(int, fields))
    return gps_clock(known.value) if known else None


def _single(value: Value | None) -> float | None:
    if not isinstance(value, tuple) or len(value) != 1:
        return None
    return value[0].value if isinstance(value[0], Rational) else float(value[0])


def _text(value: Value | None) -> str | None:
    if isinstance(value, bytes):
        return decode(value)
    return value if isinstance(value, str) else None


def _erased(value: Value) -> bool:
    if isinstance(value, str):
        return not value.strip("\x00")
    if isinstance(value, bytes):
        return not value.strip(b"\x00")
    return all(part in (0, (0, 0)) for part in value)


def _all_zero(directory: Mapping[int, Value]) -> bool:
    given = [directory.get(number) for number in (LATITUDE, LONGITUDE)]
    return all(
        isinstance(v, tuple) and all(isinstance(p, Rational) and p.value == 0 for p in v) for v in given
    )
