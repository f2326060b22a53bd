"""How wrong a camera's clock was, told by photos that know where they were taken.

A clock's error is what must be taken from what it shows: +00:02:00 is two minutes fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.tracks.correlation import Matching, correlate
from catalogue.tracks.points import Floats, Track, metres_between

#: A photo farther from the track than this, at any time, says nothing of the clock.
ASTRAY_M = 150.0
# What both positions together are off by; the mean of many photos is surer than one.
_NOISE_M = 5.0
# A clock can be wrong by a zone, or by a whole day; more is another outing.
_FARTHEST_S = 36 * 3600.0
_QUARTER_S = 900.0
# What a clock drifts in a season or two.
_SMALL_S = 120.0
_MOST_WITNESSES = 40
# Trials are scored in blocks that fit in the processor's cache.
_BLOCK = 20_000
_UNLIMITED = Matching(max_gap_s=None, halt_m=50.0)


@dataclass(frozen=True, slots=True)
class Error:
    """How much a clock was fast, in seconds, and how far from the truth that may be.

    `witnesses` photos told it; at that error they lie `apart_m` from the track on average.
    """

    seconds: float
    uncertain_s: float
    witnesses: int
    apart_m: float = 0.0


def by_positions(
    times_s: Floats, latitudes: Floats, longitudes: Floats, tracks: Sequence[Track]
) -> Error | None:
    """The error at which photos lie nearest to the track; None when no photo comes near it within a day and a half.

    `times_s` is UTC as the clock has it. While the receiver stood still any time fits: of all errors that fit as
    well, a whole quarter of an hour (a forgotten zone) is taken if there is one, else the middle; `uncertain_s`
    says how wide they are.
    """
    chosen = _spread(len(times_s))
    witnesses = times_s[chosen], latitudes[chosen], longitudes[chosen]
    trials = _trials(*witnesses, tracks)
    doubts = _doubt(trials) * _NOISE_M / np.sqrt(len(chosen))
    coarse = trials[np.argmin(_apart_m(trials, *witnesses, tracks) + doubts)]
    near, apart = _fitting(float(coarse), witnesses, tracks)
    if apart.min() >= ASTRAY_M:
        return None
    used = int((_each_apart_m(near[np.argmin(apart)], *witnesses, tracks) < ASTRAY_M).sum())
    low, high = _plateau(near, apart, used)
    seconds = _likely(low, high)
    at = float(np.interp(seconds, near, apart))
    return Error(seconds, max(high - seconds, seconds - low), used, round(at, 1))


def by_clocks(errors_s: Sequence[float]) -> Error | None:
    """The error that GPS clocks in photos tell: the median, for a receiver may repeat an old fix.

    >>> by_clocks([17.0, 18.0, -200.0]).seconds
    17.0
    """
    if not errors_s:
        return None
    middle = float(np.median(errors_s))
    spread = float(np.median(np.abs(np.asarray(errors_s) - middle)))
    return Error(middle, max(spread, 1.0), len(errors_s))


def _spread(count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Some photos out of all, evenly."""
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_WITNESSES)).astype(np.intp))


def _trials(times_s: Floats, latitudes: Floats, longitudes: Floats, tracks: Sequence[Track]) -> Floats:
    """Errors worth trying: none, and for each photo the times at which the receiver came near its place."""
    found = [
        trial
        for track in tracks
        for segment in track.segments
        for trial in _passes(
            times_s, latitudes, longitudes, segment.times_s, segment.latitudes, segment.longitudes
        )
    ]
    tried: Floats = np.unique(np.concatenate([np.zeros(1), *(np.round(trial) for trial in found)]))
    near: Floats = tried[np.abs(tried) <= _FARTHEST_S]
    return near


def _doubt(errors: Floats) -> Floats:
    """How unlikely an error is before anyone looks: a clock is right, or in another zone, more often than neither.

    Where a way is walked twice, or by one photo alone, this decides.

    >>> _doubt(np.array([30.0, 7217.0, 5000.0])).tolist()
    [0.0, 1.0, 2.0]
    """
    from_hour = np.abs(errors - np.round(errors / 3600) * 3600)
    doubts: Floats = np.where(np.abs(errors) <= _SMALL_S, 0.0, np.where(from_hour <= _SMALL_S, 1.0, 2.0))
    return doubts


def _passes(
    times_s: Floats, latitudes: Floats, longitudes: Floats, when_s: Floats, lats: Floats, lons: Floats
) -> list[Floats]:
    """For each photo, what its clock would be wrong by at each nearest approach of one segment."""
    approaches = []
    for time_s, latitude, longitude in zip(times_s, latitudes, longitudes, strict=True):
        apart = metres_between(np.full_like(lats, latitude), np.full_like(lons, longitude), lats, lons)
        padded = np.concatenate(([np.inf], apart, [np.inf]))
        nearest = (apart <= padded[:-2]) & (apart <= padded[2:]) & (apart < ASTRAY_M)
        approaches.append(time_s - when_s[nearest])
    return approaches


def _fitting(
    coarse: float, witnesses: tuple[Floats, Floats, Floats], tracks: Sequence[Track]
) -> tuple[Floats, Floats]:
    """The errors around the best trial, second by second, as far as they fit; and how well each does."""
    reach = 120.0
    while True:
        near = np.arange(coarse - reach, coarse + reach + 1)
        apart = _apart_m(near, *witnesses, tracks)
        best = apart.min() + _tolerance_m(apart.min(), len(witnesses[0]))
        if reach >= 2 * 3600 or (apart[0] > best and apart[-1] > best):
            return near, apart
        reach *= 3


def _tolerance_m(least_m: float, witnesses: int) -> float:
    return float(max(_NOISE_M / np.sqrt(max(witnesses, 1)), least_m / 10))


def _plateau(near: Floats, apart: Floats, witnesses: int) -> tuple[float, float]:
    """First and last error, around the best one, that fit as well as it within what positions are off by."""
    best = int(np.argmin(apart))
    poor = apart > apart[best] + _tolerance_m(float(apart[best]), witnesses)
    below, above = np.flatnonzero(poor[:best]), np.flatnonzero(poor[best:])
    low = int(below[-1]) + 1 if len(below) else 0
    high = best + int(above[0]) - 1 if len(above) else len(near) - 1
    return float(near[low]), float(near[high])


def _likely(low: float, high: float) -> float:
    quarter = round((low + high) / 2 / _QUARTER_S) * _QUARTER_S
    inside = [q for q in (quarter - _QUARTER_S, quarter, quarter + _QUARTER_S) if low <= q <= high]
    whole = [q for q in inside if q % 3600 == 0] or inside
    return float(min(whole, key=lambda q: abs(q - (low + high) / 2))) if whole else round((low + high) / 2)


def _apart_m(
    errors: Floats, times_s: Floats, latitudes: Floats, longitudes: Floats, tracks: Sequence[Track]
) -> Floats:
    """For each error, how far the photos lie from the track on average; what is astray counts as `ASTRAY_M`."""
    means: list[Floats] = []
    step = max(1, _BLOCK // len(times_s))
    for start in range(0, len(errors), step):
        block = errors[start : start + step]
        each = _each_apart_m(block[:, None], times_s, latitudes, longitudes, tracks)
        means.append(each.reshape(len(block), -1).mean(axis=1))
    return np.concatenate(means)


def _each_apart_m(
    error: Floats, times_s: Floats, latitudes: Floats, longitudes: Floats, tracks: Sequence[Track]
) -> Floats:
    true_s = (times_s - error).ravel()
    rounds = len(true_s) // len(times_s)
    found = correlate(true_s, tracks, _UNLIMITED)
    apart = metres_between(
        np.tile(latitudes, rounds), np.tile(longitudes, rounds), found.latitudes, found.longitudes
    )
    each: Floats = np.where(found.found, np.minimum(apart, ASTRAY_M), ASTRAY_M)
    return each
