"""What is believed of each camera's clock, day by day: clocks drift, are set anew, and forget summer time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np

from catalogue.placing.datable import Datable
from catalogue.placing.proposals import ClockError, KnownTime, TrackOptions
from catalogue.tracks.offsets import Error, by_clocks, by_positions
from catalogue.tracks.points import Track

CameraDay = tuple[str, str]
# What one day tells holds for a week before and after.
_NEAR_DAYS = 7
# A GPS clock that repeats old fixes says less than a position.
_STEADY_S = 30.0


def clock_errors(
    photos: Sequence[Datable], tracks: Sequence[Track], options: TrackOptions
) -> dict[CameraDay, ClockError]:
    """What is believed of the clock, for each camera and day on which there are photos."""
    days: dict[CameraDay, list[Datable]] = defaultdict(list)
    for photo in photos:
        if photo.taken_at is not None:
            days[photo.camera, photo.day].append(photo)
    if not (options.auto or options.known):
        how = "trusted" if options.offset_s is None else "given"
        return {key: ClockError(*key, key[1], options.offset_s or 0.0, how) for key in days}
    told = {key: _told(key, taken, tracks, options) for key, taken in days.items()}
    return {key: error or _near_day(key, told) for key, error in told.items()}


def merged(errors: Mapping[CameraDay, ClockError], keys: Iterable[CameraDay]) -> tuple[ClockError, ...]:
    """The same for people: days that follow each other with one belief are one line."""
    lines = []
    wanted = sorted(set(keys) & set(errors))
    for _, group in groupby((errors[key] for key in wanted), key=lambda e: (e.camera, e.seconds, e.how)):
        run = list(group)
        lines.append(
            ClockError(
                run[0].camera,
                run[0].first_day,
                run[-1].last_day,
                run[0].seconds,
                run[0].how,
                sum(e.witnesses for e in run),
                max(e.uncertain_s for e in run),
            )
        )
    return tuple(lines)


def _told(
    key: CameraDay, photos: Sequence[Datable], tracks: Sequence[Track], options: TrackOptions
) -> ClockError | None:
    """What this day's photos tell: a known time before GPS clocks, steady ones before positions."""
    zone = ZoneInfo(options.zone)
    for how, error in (
        ("known", by_clocks(_known(photos, options.known, zone))),
        ("gps-clock", by_clocks(_gps_clocks(photos, zone)) if options.auto else None),
        ("positions", _positions(photos, tracks, zone) if options.auto else None),
    ):
        if error is not None and (how != "gps-clock" or error.uncertain_s <= _STEADY_S):
            return ClockError(*key, key[1], error.seconds, how, error.witnesses, error.uncertain_s)
    return None


def _known(photos: Sequence[Datable], known: Sequence[KnownTime], zone: ZoneInfo) -> list[float]:
    true_s = {k.photo_id: k.true_s for k in known}
    shown = ((photo.moments(zone), true_s[photo.id]) for photo in photos if photo.id in true_s)
    return [moment.first_s - true for moment, true in shown if moment is not None]


def _gps_clocks(photos: Sequence[Datable], zone: ZoneInfo) -> list[float]:
    shown = ((photo.moments(zone), photo.gps_clock_s) for photo in photos)
    return [moment.first_s - gps for moment, gps in shown if moment is not None and gps is not None]


def _positions(photos: Sequence[Datable], tracks: Sequence[Track], zone: ZoneInfo) -> Error | None:
    witnesses = [(p.moments(zone), p) for p in photos if p.knows_its_place]
    rows = [(m.first_s, p.latitude, p.longitude) for m, p in witnesses if m is not None]
    if not rows:
        return None
    times, latitudes, longitudes = np.array(rows, dtype=np.float64).T
    near = [t for t in tracks if t.span_s[0] - 2 * 86400 < times[-1] and t.span_s[1] + 2 * 86400 > times[0]]
    return by_positions(times, latitudes, longitudes, near)


def _near_day(key: CameraDay, told: Mapping[CameraDay, ClockError | None]) -> ClockError:
    camera, day = key
    around = [
        (abs((date.fromisoformat(other) - date.fromisoformat(day)).days), error)
        for (model, other), error in told.items()
        if model == camera and error is not None
    ]
    apart, nearest = min(around, key=lambda pair: pair[0], default=(_NEAR_DAYS + 1, None))
    if nearest is None or apart > _NEAR_DAYS:
        return ClockError(camera, day, day, 0.0, "trusted")
    return ClockError(camera, day, day, nearest.seconds, "near-day", 0, nearest.uncertain_s)
