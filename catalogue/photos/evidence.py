"""What speaks for a photo's places, from what is shown of it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogue.values.claims import Claim, Subject
from catalogue.values.places import Evidence

# Magnetic declination around Lens, degrees east, in a given year, and how it grows: a straight line through the
# world magnetic models of 2005 to 2025, good to a degree. Headings of phones are worse than that.
_DECLINATION_YEAR, _DECLINATION_DEG, _DECLINATION_PER_YEAR = 2020, 1.2, 0.17
_FILM_LONG_MM, _FILM_SHORT_MM = 36.0, 24.0
_TURNED = 5  # EXIF orientations from here on lay the picture on its side


def evidence_of(
    photo: Mapping[str, Any], folders: Iterable[str], focal_length_35mm: float | None = None
) -> Evidence:
    """The evidence of a photo: `photo` has the columns of its row, `folders` its folders, outermost first."""
    return Evidence(
        photo["latitude"],
        photo["longitude"],
        true_heading_deg(photo["heading_deg"], photo["heading_reference"], photo["taken_year"]),
        field_of_view_deg(focal_length_35mm, photo["orientation"]),
        tuple(dict.fromkeys(folders)),
    )


def folders_of(claims: Iterable[Claim]) -> list[str]:
    """The folders that the files of a photo came in, outermost first."""
    return [claim.value for claim in claims if claim.subject is Subject.FOLDER and claim.value]


def film_length_of(claims: Sequence[Claim]) -> float | None:
    """The focal length that a 35 mm camera would have for the same picture, in millimetres, where a file says."""
    said = (c.value for c in claims if c.subject is Subject.FOCAL_LENGTH_35MM and c.value)
    return next((float(value) for value in said), None)


def true_heading_deg(heading_deg: float | None, reference: str | None, year: int | None) -> float | None:
    """A heading from true north; one that is from magnetic north is corrected for this part of France.

    >>> round(true_heading_deg(359.5, "magnetic", 2020), 1)
    0.7
    """
    if heading_deg is None or reference != "magnetic":
        return heading_deg
    since = (year or _DECLINATION_YEAR) - _DECLINATION_YEAR
    return (heading_deg + _DECLINATION_DEG + _DECLINATION_PER_YEAR * since) % 360


def field_of_view_deg(focal_length_35mm: float | None, orientation: int | None) -> float | None:
    """The horizontal angle of a picture; None when its focal length is not known.

    The width of film is 36 mm, and 24 mm when the camera was held upright.

    >>> round(field_of_view_deg(26.0, 1)), round(field_of_view_deg(26.0, 6))
    (69, 50)
    """
    if not focal_length_35mm:
        return None
    width = _FILM_SHORT_MM if (orientation or 1) >= _TURNED else _FILM_LONG_MM
    return math.degrees(2 * math.atan(width / 2 / focal_length_35mm))
