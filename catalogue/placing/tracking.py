"""Photos placed by tracks: a preview that writes nothing, then a run whose every claim can be taken back.

The tracks themselves are kept nowhere: where somebody walked all day is nobody's business. What stays is a
position, the time to the nearest point, and the name of the file.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np

from catalogue.database.connection import Connection
from catalogue.placing.applying import apply
from catalogue.placing.clock_errors import CameraDay, clock_errors, merged
from catalogue.placing.datable import Datable, load_photos
from catalogue.placing.nearby import with_neighbours
from catalogue.placing.proposals import WITNESSES, ClockError, NotPlaced, Preview, Proposal, TrackOptions
from catalogue.tracks.clocks import signed
from catalogue.tracks.correlation import WIDE_S, Matches, Matching, Unmatched, correlate, less_sure
from catalogue.tracks.offsets import ASTRAY_M
from catalogue.tracks.points import Floats, Track, metres_between
from catalogue.values.claims import Source

__all__ = ["apply", "preview"]

# Photos taken this long before or after a track are worth a row; others were taken on another outing.
_AROUND_S = 3600.0
# What a photo's own position and the receiver's may be apart although both are right.
_BESIDE_M = 25.0
# Between points far apart in time a witness may have gone a way of its own: so much speaks against the track.
_ELSEWHERE_M = 500.0
# The same place as before.
_SAME_M = 1.0
# A clock that shows minutes only is read in the middle of them.
_HALF_A_MINUTE = 30.0
# How a claim's detail says that its clock was not taken as right.
_CLOCK = "clock "
# A clock known less well than this is told so.
_UNSURE_S = 10.0
_REASONS = {Unmatched.NOT_MATCHED: NotPlaced.NOT_MATCHED, Unmatched.TOO_FAR: NotPlaced.TOO_FAR}


def preview(db: Connection, tracks: Sequence[Track], options: TrackOptions) -> Preview:
    """Where these tracks would place photos, and why not the others. Nothing is written."""
    photos = load_photos(db, options)
    errors = clock_errors(photos, tracks, options)
    zone = ZoneInfo(options.zone)
    dated = [(photo, times) for photo in photos if (times := _times(photo, errors, zone))]
    matches, times_s = _matched(dated, tracks, options)
    matches = less_sure(matches, times_s, _unsure_s([photo for photo, _ in dated], errors), tracks)
    rows = [
        _proposal(photo, float(times_s[i]), errors[photo.camera, photo.day], matches, i, tracks)
        for i, (photo, _) in enumerate(dated)
    ]
    rows = _believed(rows, errors)
    rows = [
        _against_before(row, photo, errors[photo.camera, photo.day]) if row.placed else row
        for row, (photo, _) in zip(rows, dated, strict=True)
    ]
    if options.neighbours:
        rows = with_neighbours(rows, {photo.id: photo for photo, _ in dated})
    known = {photo.id for photo, _ in dated}
    undated = [photo for photo in photos if photo.id not in known]
    rows = sorted(rows, key=lambda row: row.utc_s or 0.0)
    asked = options.photo_ids
    shown = [row for row in rows if (_is_worth_a_row(row) if asked is None else row.photo_id in asked)]
    return Preview(
        tuple(shown) + (tuple(map(_undated, undated)) if asked is not None else ()),
        merged(errors, map(_key, shown)),
        tuple(track.name for track in tracks),
        elsewhere=len(rows) - len(shown) if asked is None else 0,
        undated=len(undated),
        warnings=tuple(f"{track.name}: {warning}" for track in tracks for warning in track.warnings),
    )


def _times(photo: Datable, errors: dict[CameraDay, ClockError], zone: ZoneInfo) -> tuple[float, float] | None:
    """UTC of a photo, and its second reading in the hour that comes twice; both corrected by its clock's error."""
    read = photo.moments(zone)
    if read is None:
        return None
    error_s = errors[photo.camera, photo.day].seconds
    return read.first_s - error_s, (read.first_s if read.second_s is None else read.second_s) - error_s


def _unsure_s(photos: Sequence[Datable], errors: Mapping[CameraDay, ClockError]) -> Floats:
    """How far each photo's time may be off, in seconds."""
    return np.array(
        [errors[p.camera, p.day].uncertain_s + (_HALF_A_MINUTE if p.coarse else 0.0) for p in photos],
        dtype=np.float64,
    )


def _matched(
    dated: Sequence[tuple[Datable, tuple[float, float]]], tracks: Sequence[Track], options: TrackOptions
) -> tuple[Matches, Floats]:
    """Matches, with the times that gave them: in the hour that comes twice, the reading that a track covers."""
    matching = Matching(options.max_gap_s, halt_m=options.halt_m, beyond_s=options.beyond_s)
    first = np.array([times[0] for _, times in dated], dtype=np.float64)
    second = np.array([times[1] for _, times in dated], dtype=np.float64)
    found = correlate(first, tracks, matching)
    again = ~found.inside & (first != second)
    if again.any():
        first = np.where(again & correlate(second, tracks, matching).inside, second, first)
        found = correlate(first, tracks, matching)
    return found, first


def _proposal(
    photo: Datable, utc_s: float, error: ClockError, matches: Matches, i: int, tracks: Sequence[Track]
) -> Proposal:
    dt_s, span_s = float(matches.dt_s[i]), float(matches.span_s[i])
    number = int(matches.track[i])
    row = Proposal(
        photo.id,
        photo.name,
        photo.camera,
        photo.taken_at,
        utc_s,
        error.seconds,
        dt_s=dt_s if np.isfinite(dt_s) else None,
        span_s=span_s if np.isfinite(span_s) else None,
        track=tracks[number].name if number >= 0 else None,
    )
    if photo.knows_its_place:
        return replace(row, reason=NotPlaced.HAS_POSITION, apart_m=_apart_m(photo, matches, i))
    reason = matches.reason(i)
    if reason is not None:
        return replace(row, reason=_REASONS[reason])
    placed = replace(
        row,
        source=Source.TRACK,
        latitude=float(matches.latitudes[i]),
        longitude=float(matches.longitudes[i]),
        accuracy_m=float(matches.accuracy_m[i]),
    )
    return replace(placed, detail=_detail(placed, error, coarse=photo.coarse))


def _detail(row: Proposal, error: ClockError, *, coarse: bool) -> str:
    """Why a photo stands where it stands, as its claim keeps it: `Δt 12 s, clock +02:00:17, V31.gpx`."""
    words = [f"Δt {row.dt_s or 0:.0f} s"]
    if row.span_s is not None and row.span_s > WIDE_S:
        words.append(f"points {row.span_s:.0f} s apart")
    if coarse:
        words.append("taken to the minute")
    if round(row.clock_s):
        sure = f" ± {error.uncertain_s:.0f} s" if error.uncertain_s >= _UNSURE_S else ""
        words.append(f"{_CLOCK}{signed(row.clock_s)}{sure}")
    return ", ".join([*words, row.track or ""])


def _against_before(row: Proposal, photo: Datable, error: ClockError) -> Proposal:
    """The proposal, unless an earlier track said the same, another one more surely, or one whose clock was told."""
    if photo.method != Source.TRACK.value or photo.latitude is None:
        return row
    if _metres(photo, row.latitude or 0.0, row.longitude or 0.0) < _SAME_M:
        return _unplaced(row, NotPlaced.ALREADY)
    if error.how == "trusted" and f", {_CLOCK}" in (photo.track_detail or "").rpartition(", ")[0]:
        return _unplaced(row, NotPlaced.CLOCK_TOLD)
    of_another = not (photo.track_detail or "").endswith(row.track or "")
    if of_another and (photo.accuracy_m or 0.0) <= (row.accuracy_m or 0.0):
        return _unplaced(row, NotPlaced.LESS_SURE)
    return row


def _believed(rows: Sequence[Proposal], errors: Mapping[CameraDay, ClockError]) -> list[Proposal]:
    """The rows, no surer than the photos of their camera and day that know their place say.

    Those off the track widen what the others may be off by; where they stood far from it, its clock is wrong or
    somebody else carried the receiver, and nothing is placed. Where a person says how wrong the clock is, that
    person is believed.
    """
    sure, any_way = _witnessed(rows, WIDE_S), _witnessed(rows, np.inf)
    elsewhere = {key for key, off_m in sure.items() if off_m > ASTRAY_M}
    elsewhere |= {key for key, off_m in any_way.items() if off_m > _ELSEWHERE_M and key not in sure}
    judged = [row.placed and errors[_key(row)].how != "given" for row in rows]
    return [
        row
        if not due
        else _unplaced(row, NotPlaced.CONTRADICTED)
        if _key(row) in elsewhere
        else _widened(row, sure.get(_key(row), 0.0))
        for row, due in zip(rows, judged, strict=True)
    ]


def _witnessed(rows: Sequence[Proposal], span_s: float) -> dict[CameraDay, float]:
    """How far the track passes from the photos that know their place, by camera and day, in metres.

    Only those between points no farther apart in time than `span_s` are asked.
    """
    apart: dict[CameraDay, list[float]] = defaultdict(list)
    for row in rows:
        if row.apart_m is not None and (row.span_s or 0.0) <= span_s:
            apart[_key(row)].append(row.apart_m)
    return {key: median(metres) for key, metres in apart.items()}


def _widened(row: Proposal, off_m: float) -> Proposal:
    """The proposal, no surer than witnesses that far from the track."""
    if off_m <= max(_BESIDE_M, row.accuracy_m or 0.0):
        return row
    words = row.detail.removesuffix(row.track or "")
    return replace(row, accuracy_m=off_m, detail=f"{words}{WITNESSES}{off_m:.0f} m off, {row.track or ''}")


def _key(row: Proposal) -> CameraDay:
    return row.camera, (row.taken_at or "")[:10]


def _unplaced(row: Proposal, reason: NotPlaced) -> Proposal:
    return replace(row, reason=reason, source=None, latitude=None, longitude=None, accuracy_m=None, detail="")


def _apart_m(photo: Datable, matches: Matches, i: int) -> float | None:
    if not matches.found[i]:
        return None
    return round(_metres(photo, float(matches.latitudes[i]), float(matches.longitudes[i])), 1)


def _metres(photo: Datable, latitude: float, longitude: float) -> float:
    here = np.array([[photo.latitude], [photo.longitude]], dtype=np.float64)
    there = np.array([[latitude], [longitude]], dtype=np.float64)
    return float(metres_between(here[0], here[1], there[0], there[1])[0])


def _is_worth_a_row(row: Proposal) -> bool:
    return row.placed or (row.dt_s is not None and row.dt_s <= _AROUND_S)


def _undated(photo: Datable) -> Proposal:
    return Proposal(photo.id, photo.name, photo.camera, None, reason=NotPlaced.NO_DATE)
