"""What the properties of XMP mean: a table from property to subject, and the few that need more than a table."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from ingest.read.boilerplate import is_boilerplate
from ingest.read.gps import EASTING, NORTHING, Axis, degrees, gps_clock, heading, located
from ingest.read.moments import Moment, xmp_moment
from ingest.read.tags import Rational
from ingest.read.texts import CAPTION_LIMIT, TEXT_LIMIT, clean
from ingest.read.xmp import Properties


@dataclass(frozen=True, slots=True)
class Meaning:
    """That a property speaks of a subject: with its first value, with each of them, or with all as one text."""

    name: str
    subject: Subject
    many: str = "first"  # first | each | joined
    limit: int = TEXT_LIMIT


# Most trusted first within a subject. A caption is a description; a headline or a title stands in for one.
STANDARD: tuple[Meaning, ...] = (
    Meaning("dc:description", Subject.CAPTION, limit=CAPTION_LIMIT),
    Meaning("photoshop:Headline", Subject.CAPTION, limit=CAPTION_LIMIT),
    Meaning("dc:title", Subject.CAPTION, limit=CAPTION_LIMIT),
    Meaning("dc:creator", Subject.CREATOR, many="joined"),
    Meaning("tiff:Artist", Subject.CREATOR),
    Meaning("photoshop:Credit", Subject.CREDIT),
    Meaning("dc:rights", Subject.COPYRIGHT),
    Meaning("tiff:Copyright", Subject.COPYRIGHT),
    Meaning("cc:license", Subject.LICENCE),
    Meaning("xmpRights:WebStatement", Subject.LICENCE),
    Meaning("dcterms:license", Subject.LICENCE),
    Meaning("xmpRights:UsageTerms", Subject.LICENCE),
    Meaning("plus:LicenseID", Subject.LICENCE),
    Meaning("dc:subject", Subject.KEYWORD, many="each"),
    Meaning("tiff:Make", Subject.CAMERA_MAKE),
    Meaning("tiff:Model", Subject.CAMERA_MODEL),
    Meaning("exifEX:LensModel", Subject.LENS),
    Meaning("aux:Lens", Subject.LENS),
)
# The photographed moment first, then that of the file (Metadata Working Group, 2.0, chapter 5).
TIMES = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:DateTimeDigitized")
# -1 is rejected. 0, which cameras write by themselves, is not rated (XMP part 1, 8.4).
RATINGS = ("-1", "1", "2", "3", "4", "5")
ORIENTATIONS = tuple("012345678")
MOST_FOCAL_MM = 10_000

_FINENESS = {precision: rank for rank, precision in enumerate(Precision)}
_COORDINATE = re.compile(r"([0-9.]+)(?:,([0-9.]+))?(?:,([0-9.]+))?\s*([A-Za-z]?)")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.([0-9]{0,15}))?")
_FRACTION = re.compile(r"([0-9]{1,15})/([0-9]{1,15})")


def property_claims(
    properties: Properties, source: Source, meanings: Iterable[Meaning] = STANDARD
) -> tuple[Claim, ...]:
    """Claims of the properties of a packet, most trusted first within each subject."""
    return (
        *_times(properties, source),
        *_position(properties, source),
        *_numbers(properties, source),
        *(claim for meaning in meanings for claim in _said(properties, meaning, source)),
    )


def _said(properties: Properties, meaning: Meaning, source: Source) -> Iterator[Claim]:
    texts = [clean(value, meaning.limit) for value in properties.get(meaning.name, ())]
    said = list(dict.fromkeys(text for text in texts if text))
    if meaning.many == "joined" and said:
        said = ["; ".join(said)[: meaning.limit]]
    for text in said if meaning.many == "each" else said[:1]:
        if not (meaning.subject is Subject.CAPTION and is_boilerplate(text)):
            yield Claim(meaning.subject, source, text, meaning.name)


def _times(properties: Properties, source: Source) -> Iterator[Claim]:
    """Dates, those with a time of day before bare days: a day cannot be shown as a moment."""
    dates: list[tuple[str, Moment]] = []
    for name in TIMES:
        moment = xmp_moment(_first(properties, name) or "")
        if moment:
            dates.append((name, moment))
    dates.sort(key=lambda date: _FINENESS[date[1].precision])
    for name, moment in dates:
        yield Claim(Subject.TAKEN, source, moment.value, name, precision=moment.precision)
    if dates and dates[0][1].offset:
        yield Claim(Subject.OFFSET, source, dates[0][1].offset, dates[0][0])


def _position(properties: Properties, source: Source) -> Iterator[Claim]:
    latitude, longitude = _first(properties, "exif:GPSLatitude"), _first(properties, "exif:GPSLongitude")
    if latitude is not None or longitude is not None:
        error_m = fraction(_first(properties, "exif:GPSHPositioningError"))
        yield located(
            *(_axis(latitude, NORTHING), _axis(longitude, EASTING)),
            source=source,
            detail="exif:GPSLatitude",
            accuracy_m=error_m if error_m and error_m > 0 else None,
        )
    direction_deg = fraction(_first(properties, "exif:GPSImgDirection"))
    reference = _first(properties, "exif:GPSImgDirectionRef")
    looked = heading(source, direction_deg, reference, "exif:GPSImgDirection")
    if looked:
        yield looked
    clock = xmp_moment(_first(properties, "exif:GPSTimeStamp") or "")
    if clock and clock.precision is Precision.SECOND and clock.offset == "+00:00":
        yield gps_clock(clock.value, "exif:GPSTimeStamp")


def _axis(text: str | None, axis: Axis) -> float | Absence:
    """Degrees of an XMP coordinate, `50,25.8N` or `50,25,48N` (XMP part 2, GPSCoordinate)."""
    found = _COORDINATE.fullmatch((text or "").strip())
    if found is None:
        return degrees(None, None, axis)
    parts = [_decimal(field) for field in found.groups()[:3] if field is not None]
    known = tuple(part for part in parts if part is not None)
    return degrees(known if len(known) == len(parts) else None, found[4], axis)


def _numbers(properties: Properties, source: Source) -> Iterator[Claim]:
    focal_mm = fraction(_first(properties, "exif:FocalLength"))
    if focal_mm and 0 < focal_mm < MOST_FOCAL_MM:
        yield Claim(Subject.FOCAL_LENGTH, source, f"{round(focal_mm, 2):g}", "exif:FocalLength")
    orientation = (_first(properties, "tiff:Orientation") or "").strip()
    if orientation in ORIENTATIONS:
        yield Claim(Subject.ORIENTATION, source, orientation, "tiff:Orientation")
    rating = (_first(properties, "xmp:Rating") or "").strip().removesuffix(".0")
    if rating in RATINGS:
        yield Claim(Subject.RATING, source, rating, "xmp:Rating")


def fraction(text: str | None) -> float | None:
    """Number of an XMP rational `11744/100` or decimal `117.44`; None when it is neither.

    >>> fraction("11744/100"), fraction("117.44"), fraction("1/0")
    (117.44, 117.44, None)
    """
    words = (text or "").strip()
    found = _FRACTION.fullmatch(words)
    if found:
        return Rational(int(found[1]), int(found[2])).value
    number = _decimal(words)
    return number.value if number else None


def _decimal(text: str) -> Rational | None:
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return None
    return Rational(int(text.replace(".", "")), 10 ** len(found[1] or ""))


def _first(properties: Properties, name: str) -> str | None:
    values = properties.get(name)
    return values[0] if values else None
