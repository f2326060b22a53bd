"""An outing, the points of its track, and the gaps between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from catalogue.tracks.points import Segment, Track, segment

#: Nobody knows which way somebody went who was not heard of for so long.
BROKEN_S = 120.0
#: What positions that come from it name as their source; the outing's own name may name a person.
TRACK_NAME = "trace de la sortie"


class Point(NamedTuple):
    """Where the phone was: UTC seconds since 1970, WGS84 degrees, and the radius in metres that it was sure of."""

    at_s: float
    latitude: float
    longitude: float
    accuracy_m: float | None = None


class Gap(NamedTuple):
    """From when to when no point came, UTC seconds; None where the track had not begun, or was over."""

    from_s: float | None
    to_s: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a phone says of an outing. Moments are texts in UTC, as `people.db` holds them."""

    name: str
    place_id: int | None
    started_at: str
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class Outing:
    """A row: whose outing it is, what is said of it, and how many points its track has."""

    id: str
    person_id: int | None
    by: str | None
    told: Told
    points: int
    ends_at: str


def moment_text(at_s: float) -> str:
    """UTC seconds as a point is stored, to the millisecond.

    >>> moment_text(1764158400.25)
    '2025-11-26T12:00:00.250Z'
    """
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(stored: str) -> float:
    """UTC seconds of a moment that was stored, or that a phone sends; ValueError."""
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is None:
        raise ValueError(stored)
    return moment.timestamp()


def track_of(points: Sequence[Point]) -> Track:
    """The points, in order of time, as a track that places photos; where it stopped for long, it is broken.

    >>> [len(part.times_s) for part in track_of([Point(0, 50, 2), Point(9, 50, 2), Point(900, 50, 2)]).segments]
    [2, 1]
    """
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(points)) if b.at_s - a.at_s > BROKEN_S]
    parts = [points[start:end] for start, end in pairwise([0, *breaks, len(points)])]
    return Track(TRACK_NAME, tuple(_segment(part) for part in parts))


def _segment(points: Sequence[Point]) -> Segment:
    return segment([p.at_s for p in points], [p.latitude for p in points], [p.longitude for p in points])


def gap_at(points: Sequence[Point], at_s: float) -> Gap:
    """Between which points of the track a moment lies.

    >>> gap_at([Point(0, 50, 2), Point(1200, 50, 2)], 600), gap_at([Point(0, 50, 2)], 9)
    (Gap(from_s=0, to_s=1200), Gap(from_s=0, to_s=None))
    """
    before = max((p.at_s for p in points if p.at_s <= at_s), default=None)
    return Gap(before, min((p.at_s for p in points if p.at_s > at_s), default=None))
