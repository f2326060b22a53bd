"""The form that a claim must have to be believed, whichever door it came by."""

import math
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from catalogue.values.claims import Claim, Subject
from catalogue.values.rights import Diffusion

_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(Z|\.\d+)?)?)?)?)?")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_FIRST_DAY = "0001-01-01"
_POLE, _ANTIMERIDIAN, _TURN, _BEST_RATING = 90, 180, 360, 5
# CIPA DC-008 (EXIF), 4.6.4: 1 to 8; cameras that do not know write 0.
_LAST_ORIENTATION = 8


def is_well_formed(claim: Claim) -> bool:
    """True when the claim's value is what its subject asks for, or is absent.

    >>> is_well_formed(Claim(Subject.HEADING, "exif", "north"))
    False
    """
    if claim.value is None:
        return True
    if not isinstance(claim.value, str) or not _is_storable(claim.value):
        return False
    rule = _RULES.get(claim.subject)
    return rule is None or rule(claim)


def _is_storable(text: str) -> bool:
    """False for half a surrogate pair, which no file and no database can hold."""
    with suppress(UnicodeEncodeError):
        text.encode()
        return True
    return False


def _position(claim: Claim) -> bool:
    return (
        _within(claim.latitude, -_POLE, _POLE)
        and _within(claim.longitude, -_ANTIMERIDIAN, _ANTIMERIDIAN)
        and (claim.accuracy_m is None or _within(claim.accuracy_m, 0, math.inf))
    )


def _moment(claim: Claim) -> bool:
    text = claim.value or ""
    if not _MOMENT.fullmatch(text):
        return False
    # A month or a year is a moment too, once its missing part stands in.
    with suppress(ValueError):
        datetime.fromisoformat(text + _FIRST_DAY[len(text) :])
        return True
    return False


def _offset(claim: Claim) -> bool:
    return _OFFSET.fullmatch(claim.value or "") is not None


def _heading(claim: Claim) -> bool:
    degrees = _number(claim)
    return _within(degrees, 0, _TURN) and degrees != _TURN


def _length(claim: Claim) -> bool:
    return _within(_number(claim), 0, math.inf)


def _orientation(claim: Claim) -> bool:
    return (claim.value or "").isdecimal() and _within(_number(claim), 0, _LAST_ORIENTATION)


def _rating(claim: Claim) -> bool:
    return (claim.value or "").removeprefix("-").isdecimal() and _within(_number(claim), -1, _BEST_RATING)


def _diffusion(claim: Claim) -> bool:
    return claim.value in ("", *Diffusion)


def _number(claim: Claim) -> float | None:
    with suppress(ValueError):
        return float(claim.value or "")
    return None


def _within(number: object, least: float, most: float) -> bool:
    return isinstance(number, int | float) and math.isfinite(number) and least <= number <= most


_RULES: dict[Subject, Callable[[Claim], bool]] = {
    Subject.POSITION: _position,
    Subject.TAKEN: _moment,
    Subject.OFFSET: _offset,
    Subject.HEADING: _heading,
    Subject.FOCAL_LENGTH: _length,
    Subject.FOCAL_LENGTH_35MM: _length,
    Subject.ORIENTATION: _orientation,
    Subject.RATING: _rating,
    Subject.DIFFUSION: _diffusion,
}
