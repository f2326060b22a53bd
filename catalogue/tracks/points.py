"""A track as values: when the receiver was where, in segments that are never joined."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.values.ground import METRES_A_DEGREE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Points without a break, in order of time: UTC seconds since 1970, WGS84 degrees.

    `joined[i]` is false where point `i` and the next one in time did not follow each other in the file: the
    receiver's clock went back between them, so nobody knows the way from one to the other.
    """

    times_s: Floats
    latitudes: Floats
    longitudes: Floats
    joined: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What one file tells: its segments, and in sentences what had to be passed by."""

    name: str
    segments: tuple[Segment, ...]
    warnings: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(len(segment.times_s) for segment in self.segments)

    @property
    def span_s(self) -> tuple[float, float]:
        """First and last moment, UTC seconds."""
        return (
            min(float(s.times_s[0]) for s in self.segments),
            max(float(s.times_s[-1]) for s in self.segments),
        )


def segment(times_s: Sequence[float], latitudes: Sequence[float], longitudes: Sequence[float]) -> Segment:
    """One or more points as the file gives them, put in order of time; a file that runs backwards is turned.

    >>> segment([30.0, 10.0, 20.0], [0, 1, 2], [0, 0, 0]).joined.tolist()
    [True, False]
    """
    times, lats, lons = (np.asarray(values, dtype=np.float64) for values in (times_s, latitudes, longitudes))
    if len(times) > 1 and np.all(np.diff(times) <= 0):
        times, lats, lons = times[::-1], lats[::-1], lons[::-1]
    order = np.argsort(times, kind="stable")
    return Segment(times[order], lats[order], lons[order], np.diff(order) == 1)


def metres_between(latitudes: Floats, longitudes: Floats, others: Floats, other_longitudes: Floats) -> Floats:
    """Distances over ground, for points no farther than some tens of kilometres apart; the shorter way round.

    >>> one = np.array([50.0]); round(metres_between(one, one, one + 0.001, one)[0])
    111
    """
    east = turned(other_longitudes - longitudes) * np.cos(np.radians((latitudes + others) / 2))
    apart: Floats = np.hypot(others - latitudes, east) * METRES_A_DEGREE
    return apart


def turned(degrees: Floats) -> Floats:
    """Differences of longitude as the shorter way round: -180 ≤ d < 180."""
    short: Floats = (degrees + 180.0) % 360.0 - 180.0
    return short
