"""Where the receiver was at given moments. Vectorised: ten thousand moments against half a million points at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from catalogue.tracks.points import Flags, Floats, Segment, Track, metres_between, turned

# What a receiver in a pocket is off by.
RECEIVER_M = 10.0
#: Points farther apart in time than this leave room for a way of one's own between them.
WIDE_S = 60.0
# How fast somebody strays from the straight line between two points: a stroll to a viewpoint and back.
_STRAY_M_A_SECOND = 0.5
_WALK_M_A_SECOND = 1.4
# A clock known this well moves nobody, and a receiver that paused stayed within so many metres.
_SURE_S, _SPOT_M = 2.0, 50.0


class Unmatched(StrEnum):
    """Why a moment gives no position."""

    NOT_MATCHED = "not-matched"
    TOO_FAR = "too-far"


@dataclass(frozen=True, slots=True)
class Matching:
    """How strict to be.

    `max_gap_s` is the most seconds to the *nearest* point, None for no limit; without `interpolate` the position is
    that of the nearest point. Receivers that pause by themselves end a segment at every halt: where one ends and the
    next begins within `halt_m` metres, a moment between them is placed there. At 0, which is the rule, it is not.
    Up to `beyond_s` seconds before a segment begins, or after it ends, somebody on foot is not far from there.
    """

    max_gap_s: float | None = 300.0
    interpolate: bool = True
    halt_m: float = 0.0
    beyond_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """One entry for each moment, in their order.

    Where `found` is false, position and accuracy are NaN. `dt_s` is the time to the nearest point of any track, even
    where nothing matched, infinite without tracks; `span_s` the time between the two points around the moment;
    `track` the number of the track, -1 for none; `inside` says that a segment covers the moment, or ends just
    beside it.
    """

    found: Flags
    inside: Flags
    latitudes: Floats
    longitudes: Floats
    accuracy_m: Floats
    dt_s: Floats
    span_s: Floats
    track: NDArray[np.intp]

    def reason(self, index: int) -> Unmatched | None:
        """Why there is no position; None where there is one."""
        if self.found[index]:
            return None
        return Unmatched.TOO_FAR if self.inside[index] else Unmatched.NOT_MATCHED


def correlate(times_s: Floats, tracks: Sequence[Track], matching: Matching = Matching()) -> Matches:
    """Position at each moment (UTC seconds), on the line between the two points around it.

    Segments are never bridged: before, after and between them nothing matches, unless `matching` says so. Where
    several segments cover a moment, the one with the nearest point is taken.
    """
    matches = _nothing(len(times_s))
    for number, track in enumerate(tracks):
        for segment in (*track.segments, *halts(track, matching.halt_m)):
            _match(times_s, segment, number, matches, interpolate=matching.interpolate)
    for number, track in enumerate(tracks):
        for segment in track.segments:
            _match_beyond(times_s, segment, number, matches, matching.beyond_s)
    if matching.max_gap_s is not None:
        _refuse(matches, matches.inside & (matches.dt_s > matching.max_gap_s))
    return matches


def halts(track: Track, within_m: float) -> tuple[Segment, ...]:
    """Breaks of a track between whose ends the receiver hardly moved, as segments of two points.

    >>> halts(Track("a.gpx", ()), 25)
    ()
    """
    if within_m <= 0:
        return ()
    ordered = sorted(track.segments, key=lambda s: float(s.times_s[0]))
    found = (_halt(before, after, within_m) for before, after in pairwise(ordered))
    return tuple(halt for halt in found if halt is not None)


def _halt(before: Segment, after: Segment, within_m: float) -> Segment | None:
    times, lats, lons = (
        np.array([getattr(before, name)[-1], getattr(after, name)[0]])
        for name in ("times_s", "latitudes", "longitudes")
    )
    apart_m = metres_between(lats[:1], lons[:1], lats[1:], lons[1:])[0]
    if times[1] <= times[0] or apart_m > within_m:
        return None
    return Segment(times, lats, lons, np.ones(1, dtype=np.bool_))


def less_sure(matches: Matches, times_s: Floats, unsure_s: Floats, tracks: Sequence[Track]) -> Matches:
    """The matches, less accurate by the way that the receiver went within `unsure_s` seconds of each moment.

    Beyond the track's end it is taken to have gone at a walk.
    """
    doubtful = matches.found & (unsure_s >= _SURE_S)
    if not doubtful.any():
        return matches
    way_m = np.zeros(int(doubtful.sum()))
    for shift_s in (-unsure_s[doubtful], unsure_s[doubtful]):
        there = correlate(times_s[doubtful] + shift_s, tracks, Matching(max_gap_s=None, halt_m=_SPOT_M))
        here = matches.latitudes[doubtful], matches.longitudes[doubtful]
        apart_m = metres_between(*here, there.latitudes, there.longitudes)
        walked_m = np.abs(shift_s) * _WALK_M_A_SECOND
        way_m = np.maximum(way_m, np.where(there.found, apart_m, walked_m))
    matches.accuracy_m[doubtful] = np.round(matches.accuracy_m[doubtful] + way_m, 1)
    return matches


def _nothing(count: int) -> Matches:
    nowhere, never = np.full(count, np.nan), np.full(count, np.inf)
    no = np.zeros(count, dtype=np.bool_)
    return Matches(
        no,
        no.copy(),
        nowhere,
        nowhere.copy(),
        nowhere.copy(),
        never,
        never.copy(),
        np.full(count, -1, dtype=np.intp),
    )


def _refuse(matches: Matches, refused: Flags) -> None:
    matches.found[refused] = False
    for values in (matches.latitudes, matches.longitudes, matches.accuracy_m):
        values[refused] = np.nan


def _match(times_s: Floats, segment: Segment, number: int, matches: Matches, *, interpolate: bool) -> None:
    """What this segment knows better than those before goes into the matches."""
    last = len(segment.times_s) - 1
    left = np.clip(np.searchsorted(segment.times_s, times_s, side="right") - 1, 0, last)
    right = np.minimum(left + 1, last)
    since, until = np.abs(times_s - segment.times_s[left]), np.abs(segment.times_s[right] - times_s)
    dt_s = np.minimum(since, until)
    covered = (times_s >= segment.times_s[0]) & (times_s <= segment.times_s[-1])
    covered &= (since == 0) | np.append(segment.joined, False)[left]
    better = covered & (~matches.inside | (dt_s < matches.dt_s))
    closer = ~matches.inside & ~covered & (dt_s < matches.dt_s)
    matches.dt_s[closer] = dt_s[closer]
    if better.any():
        chosen = left[better], right[better], since[better], until[better]
        _place(matches, better, segment, chosen, interpolate=interpolate)
        matches.dt_s[better] = dt_s[better]
        matches.track[better] = number


def _match_beyond(times_s: Floats, segment: Segment, number: int, matches: Matches, beyond_s: float) -> None:
    """Moments that nothing covers, just before and after this segment, are placed at its ends."""
    for end, outside in ((0, times_s < segment.times_s[0]), (-1, times_s > segment.times_s[-1])):
        apart_s = np.abs(times_s - segment.times_s[end])
        near = ~matches.inside & outside & (apart_s <= beyond_s)
        matches.latitudes[near], matches.longitudes[near] = segment.latitudes[end], segment.longitudes[end]
        matches.accuracy_m[near] = np.round(RECEIVER_M + _WALK_M_A_SECOND * apart_s[near], 1)
        matches.dt_s[near], matches.span_s[near] = apart_s[near], apart_s[near]
        matches.track[near] = number
        matches.found[near] = matches.inside[near] = True


def _place(
    matches: Matches,
    where: Flags,
    segment: Segment,
    chosen: tuple[NDArray[np.intp], NDArray[np.intp], Floats, Floats],
    *,
    interpolate: bool,
) -> None:
    left, right, since, until = chosen
    span_s = np.where(since == 0, 0.0, since + until)
    share = np.divide(since, span_s, out=np.zeros_like(since), where=span_s > 0)
    step = share if interpolate else (share > 0.5).astype(np.float64)  # noqa: PLR2004 beyond the middle
    lat, lon = segment.latitudes, segment.longitudes
    matches.latitudes[where] = lat[left] + step * (lat[right] - lat[left])
    matches.longitudes[where] = turned(lon[left] + step * turned(lon[right] - lon[left]))
    chord_m = metres_between(lat[left], lon[left], lat[right], lon[right])
    matches.accuracy_m[where] = _accuracy_m(chord_m, share, np.minimum(since, until), span_s)
    matches.span_s[where] = span_s
    matches.found[where] = matches.inside[where] = True


def _accuracy_m(chord_m: Floats, share: Floats, dt_s: Floats, span_s: Floats) -> Floats:
    """What the position may be off by: the receiver, and how far from the nearest point one may have been.

    Between close points half the way to the nearest one counts; between distant ones all of it, and a stroll.
    """
    way_m = chord_m * np.minimum(share, 1 - share)
    wide = span_s > WIDE_S
    estimate: Floats = RECEIVER_M + np.where(wide, way_m + _STRAY_M_A_SECOND * dt_s, way_m / 2)
    return np.round(estimate, 1)
