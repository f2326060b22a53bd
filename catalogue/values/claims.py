"""Everything known about a photo is a claim: a value, with where it comes from and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a claim speaks about. The values are stored."""

    POSITION = "position"
    HEADING = "heading"
    TAKEN = "taken"
    OFFSET = "offset"
    ORIENTATION = "orientation"
    CAMERA_MAKE = "camera_make"
    CAMERA_MODEL = "camera_model"
    LENS = "lens"
    FOCAL_LENGTH = "focal_length"
    FOCAL_LENGTH_35MM = "focal_length_35mm"
    CAPTION = "caption"
    CREATOR = "creator"
    CREDIT = "credit"
    COPYRIGHT = "copyright"
    LICENCE = "licence"
    USAGE_TERMS = "usage_terms"
    DIFFUSION = "diffusion"
    ALT_TEXT = "alt_text"
    KEYWORD = "keyword"
    RATING = "rating"
    PLACE = "place"
    FOLDER = "folder"
    NAME = "name"
    STATE = "state"
    PAIR = "pair"
    SETTLED = "settled"


class Source(StrEnum):
    """Where a claim comes from. The values are stored; `precedence` says which is believed first."""

    MANUAL = "manual"
    EXIF = "exif"
    XMP = "xmp"
    SIDECAR = "sidecar"
    IPTC = "iptc"
    WINDOWS = "windows"
    DEVICE = "device"
    TRACK = "track"
    NEIGHBOUR = "neighbour"
    NAME = "name"
    FOLDER = "folder"
    INFERRED = "inferred"
    RUN_DEFAULT = "run-default"
    LIBRARY_DEFAULT = "library-default"


class Precision(StrEnum):
    """How finely a moment is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Absence(StrEnum):
    """Why a field that was looked for gives no value. Absence explains itself."""

    NO_GPS = "no-gps"
    REDACTED = "redacted"
    ZERO = "zero"
    OUT_OF_RANGE = "out-of-range"
    NO_REFERENCE = "no-reference"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one source says about a photo.

    `value` is canonical text, and None when the source was looked at and gives no usable value: `absence` then
    says why. By subject: `taken` is `YYYY-MM-DDTHH:MM:SS` cut after its precision (`2018-05`, `2018`);
    `offset` is `+02:00`; `heading` is degrees from north, 0 ≤ h < 360, with `reference` `true` or `magnetic`;
    `position` is `lat,lon` in WGS84 degrees, repeated as numbers in `latitude` and `longitude`;
    `focal_length` is millimetres, `focal_length_35mm` what it would be on 35 mm film; `orientation` the EXIF number;
    `rating` -1 to 5; `diffusion` one of `values.rights.Diffusion`; `place` is `kind/name`;
    a `keyword` whose `detail` is `not` is one that a person denies; an empty text of a person says that there is none;
    `folder` one folder name of the path, outermost first; `name` the name of the file;
    `state` what `Returned.state` says; `pair` the id of a photo that looks alike, `detail` what a person decided:
    that this one is the `same` image, a `version` of it or of its `burst` (`leads-…` on the other side), or
    `different`; `settled` a reason for
    review, and its `detail`, that a person has closed.
    `detail` names the tag or rule that gave it, such as `DateTimeOriginal`.
    """

    subject: Subject
    source: Source
    value: str | None
    detail: str = ""
    absence: Absence | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    precision: Precision | None = None
    reference: str | None = None
    made_by: str | None = None


_POLE, _ANTIMERIDIAN = 90, 180


def position(
    source: Source,
    *,
    latitude: float,
    longitude: float,
    accuracy_m: float | None = None,
    detail: str = "",
    made_by: str | None = None,
) -> Claim:
    """Claim that the camera stood at a point, in WGS84 degrees. Out of range or not a number: ValueError.

    >>> position(Source.EXIF, latitude=50.43, longitude=2.58).value
    '50.4300000,2.5800000'
    """
    if not (abs(latitude) <= _POLE and abs(longitude) <= _ANTIMERIDIAN):
        raise ValueError(f"no such place: latitude {latitude}, longitude {longitude}")
    return Claim(
        Subject.POSITION,
        source,
        f"{latitude:.7f},{longitude:.7f}",
        detail,
        latitude=latitude,
        longitude=longitude,
        accuracy_m=accuracy_m,
        made_by=made_by,
    )
