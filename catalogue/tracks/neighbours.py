"""A photo between two placed ones of the same camera, minutes apart, stood between their places: an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.tracks.points import metres_between, turned

# What the two neighbours' own positions are off by.
_MARGIN_M = 25.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo of one camera: when, and where if that is known, WGS84 degrees."""

    seconds: float
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """An estimate, and the photos it comes from, by their index; `apart_m` is how far those are from each other."""

    latitude: float
    longitude: float
    accuracy_m: float
    dt_s: float
    before: int
    after: int


def between(
    photos: Sequence[Placed], within_s: float = 300.0, within_m: float = 1000.0
) -> dict[int, Between]:
    """Estimates for the photos without a place, by index: `photos` are of one camera, in order of time.

    Both neighbours must be within `within_s` seconds, and no more than `within_m` metres from each other.
    """
    estimates = {}
    before: int | None = None
    for index, photo in enumerate(photos):
        if photo.latitude is not None:
            before = index
            continue
        after = next((i for i in range(index + 1, len(photos)) if photos[i].latitude is not None), None)
        if before is not None and after is not None:
            estimate = _estimate(photos, before, index, after, within_s)
            if estimate is not None and estimate.accuracy_m <= within_m / 2 + _MARGIN_M:
                estimates[index] = estimate
    return estimates


def _estimate(
    photos: Sequence[Placed], before: int, index: int, after: int, within_s: float
) -> Between | None:
    since = photos[index].seconds - photos[before].seconds
    until = photos[after].seconds - photos[index].seconds
    if max(since, until) > within_s:
        return None
    one, other = (
        np.array([[photos[i].latitude], [photos[i].longitude]], dtype=np.float64) for i in (before, after)
    )
    share = since / (since + until) if since + until else 0.0
    apart_m = float(metres_between(one[0], one[1], other[0], other[1])[0])
    latitude = float(one[0, 0] + share * (other[0, 0] - one[0, 0]))
    longitude = float(turned(one[1] + share * turned(other[1] - one[1]))[0])
    return Between(latitude, longitude, round(apart_m / 2 + _MARGIN_M, 1), min(since, until), before, after)
