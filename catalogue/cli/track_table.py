"""A preview of tracks as a terminal shows it: sentences, a table with Δt, and why the others are not placed."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

from catalogue.placing.proposals import WITNESSES, ClockError, NotPlaced, Preview, Proposal
from catalogue.tracks.clocks import signed, utc_text
from catalogue.tracks.offsets import ASTRAY_M
from catalogue.tracks.points import Track
from catalogue.values.arrivals import on_screen
from catalogue.values.claims import Source

_WHY = {
    NotPlaced.NO_DATE: "has no date and time",
    NotPlaced.HAS_POSITION: "has its own position",
    NotPlaced.NOT_MATCHED: "no track at that time",
    NotPlaced.TOO_FAR: "the nearest point is too long ago or too late",
    NotPlaced.ALREADY: "stands there already",
    NotPlaced.CONTRADICTED: "photos of its camera that know their place were far from the track",
    NotPlaced.LESS_SURE: "another track says it more surely",
    NotPlaced.CLOCK_TOLD: "placed with a clock that was told; nothing tells it now (--offset auto, or a time)",
}
_HOW = {
    "given": "as you say",
    "known": "by {n} known {times}",
    "gps-clock": "by the satellites’ time in {n} {photos}",
    "positions": "by where {n} of its {photos} {were} taken",
    "near-day": "as on the nearest day that tells",
    "trusted": "nothing tells, so it is taken as right",
}
_A_MINUTE = 60


def about_tracks(tracks: Sequence[Track]) -> Iterator[str]:
    """One line a track, and what had to be passed by in it."""
    for track in tracks:
        first, last = (datetime.fromtimestamp(s, UTC) for s in track.span_s)
        until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
        many = len(track.segments)
        yield (
            f"{on_screen(track.name)}: {track.points:,} point{'s' * (track.points != 1)} in {many} "
            f"segment{'s' * (many != 1)}, {first:%Y-%m-%d %H:%M} to {until} UTC."
        )
        yield from (f"  {on_screen(warning)}" for warning in track.warnings)


def table(shown: Preview) -> Iterator[str]:
    """What a person should see before anything is written."""
    yield from map(_clock, shown.clocks)
    if any(error.uncertain_s > _A_MINUTE for error in shown.clocks):
        yield "Photos taken while the receiver stood still tell little of a clock: --known PHOTO=TIME tells more."
    if shown.rows:
        width = min(40, max(len(on_screen(row.name)) for row in shown.rows))
        yield f"{'photo':<{width}}  {'taken, UTC':<19}  {'Δt':>8}  {'latitude':>10}  {'longitude':>10}  {'± m':>5}"
        yield from (_line(row, width) for row in shown.rows)
    yield from _check(shown)
    yield from _left(shown)


def _clock(error: ClockError) -> str:
    n = error.witnesses
    how = _HOW[error.how].format(
        n=n,
        photos="photo" if n == 1 and error.how != "positions" else "photos",
        times="time" if n == 1 else "times",
        were="was" if n == 1 else "were",
    )
    days = error.first_day if error.first_day == error.last_day else f"{error.first_day} to {error.last_day}"
    sure = f" (give or take {_span(error.uncertain_s)})" if error.uncertain_s >= 1 else ""
    camera = on_screen(error.camera or "unnamed camera")
    if error.how == "trusted":
        return f"Clock of {camera}, {days}: {how}."
    what = (
        "right"
        if not round(error.seconds)
        else f"{signed(error.seconds)} {'fast' if error.seconds > 0 else 'slow'}"
    )
    return f"Clock of {camera}, {days}: {what}{sure}, {how}."


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * _A_MINUTE else f"{seconds / _A_MINUTE:.0f} min"


def _line(row: Proposal, width: int) -> str:
    name = on_screen(row.name)
    name = name if len(name) <= width else f"…{name[-width + 1 :]}"
    taken = utc_text(row.utc_s).replace("T", " ").removesuffix("Z") if row.utc_s is not None else "—"
    delta = _delta(row.dt_s) if row.dt_s is not None else "—"
    head = f"{name:<{width}}  {taken:<19}  {delta:>8}"
    if not row.placed:
        return f"{head}  {_why(row)}"
    note = "" if row.source is Source.TRACK else "  an estimate"
    if row.detail and row.source is Source.NEIGHBOUR:
        note += f", {on_screen(row.detail.partition(', ')[2])}"
    return f"{head}  {row.latitude:>10.5f}  {row.longitude:>10.5f}  {row.accuracy_m or 0:>5.0f}{note or _wide(row)}"


def _wide(row: Proposal) -> str:
    words, _, _ = row.detail.rpartition(", ")  # the file's name may say anything
    told = [word for word in words.split(", ") if word.startswith(WITNESSES)]
    if "points " in words and row.span_s is not None:
        told.insert(0, f"points {_delta(row.span_s)} apart")
    return f"  {', '.join(told)}" if told else ""


def _why(row: Proposal) -> str:
    if row.reason is NotPlaced.HAS_POSITION and row.apart_m is not None:
        return f"has its own position, {row.apart_m:,.0f} m from the track"
    return _WHY[row.reason] if row.reason else ""


def _delta(seconds: float) -> str:
    if seconds < 10 * _A_MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _A_MINUTE)
    return f"{minutes} min" if minutes < 2 * _A_MINUTE else f"{minutes / _A_MINUTE:.0f} h"


def _check(shown: Preview) -> Iterator[str]:
    """The photos that know their place say whether track and clock belong together."""
    apart = [row.apart_m for row in shown.rows if row.apart_m is not None]
    if not apart:
        return
    middle = median(apart)
    photos = (
        "1 photo that knows its place" if len(apart) == 1 else f"{len(apart)} photos that know their place"
    )
    yield f"The track passes {middle:,.0f} m from {photos}{' (median)' * (len(apart) > 1)}."
    if middle > ASTRAY_M:
        yield "That is far. Is a camera’s clock wrong? --offset auto finds out; --offset 0 says that it is right."


def _left(shown: Preview) -> Iterator[str]:
    tracks = sum(row.source is Source.TRACK for row in shown.placed)
    estimates = len(shown.placed) - tracks
    told = [f"{tracks} by track"] + ([f"{estimates} between neighbours"] if estimates else [])
    yield f"Can be placed: {', '.join(told)}."
    for reason, number in shown.reasons.most_common():
        yield f"  {number:>5}  {_WHY[reason]}"
    if shown.elsewhere:
        why = (
            "taken while no track ran"
            if shown.tracks
            else "not between placed photos of its camera, minutes apart"
        )
        yield f"  {shown.elsewhere:>5}  {why}"
    if shown.undated and not shown.reasons[NotPlaced.NO_DATE]:
        yield f"  {shown.undated:>5}  {_WHY[NotPlaced.NO_DATE]}"
    if shown.reasons[NotPlaced.NOT_MATCHED]:
        yield "Segments are not bridged. Where a receiver paused on the spot, --halts places photos there."


def json_lines(shown: Preview, run_id: str | None) -> Iterator[str]:
    """One line a photo, one a clock, then one with totals."""
    for row in shown.rows:
        yield json.dumps(_row(row), ensure_ascii=False)
    for error in shown.clocks:
        yield json.dumps({"clock": _fields(error)}, ensure_ascii=False)
    totals = {"placed": len(shown.placed), "elsewhere": shown.elsewhere, "undated": shown.undated}
    reasons = {reason.value: number for reason, number in shown.reasons.items()}
    yield json.dumps(
        {"totals": totals | {"not_placed": reasons}, "warnings": list(shown.warnings), "run": run_id},
        ensure_ascii=False,
    )


def _row(row: Proposal) -> dict[str, object]:
    fields = {name: getattr(row, name) for name in Proposal.__dataclass_fields__ if name != "utc_s"}
    return fields | {"utc": utc_text(row.utc_s) if row.utc_s is not None else None}


def _fields(error: ClockError) -> dict[str, object]:
    return {name: getattr(error, name) for name in ClockError.__dataclass_fields__}
