"""Photos between two placed ones of the same camera, minutes apart: estimates where no track ran."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalogue.placing.datable import Datable
from catalogue.placing.proposals import NotPlaced, Proposal
from catalogue.tracks.neighbours import Between, Placed, between
from catalogue.values.claims import Source

_OPEN = frozenset({NotPlaced.NOT_MATCHED, NotPlaced.TOO_FAR})


def with_neighbours(rows: Sequence[Proposal], photos: Mapping[str, Datable]) -> list[Proposal]:
    """The rows; those that no track places are placed between their neighbours, where there are such."""
    cameras: dict[str, list[Proposal]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: r.utc_s or 0.0):
        cameras[row.camera].append(row)
    estimated: dict[str, Proposal] = {}
    for taken in cameras.values():
        known = [_known(row, photos[row.photo_id]) for row in taken]
        for index, estimate in between(known).items():
            row = taken[index]
            if row.reason in _OPEN:
                estimated[row.photo_id] = _estimated(row, estimate, taken)
    return [_unless_the_same(estimated.get(row.photo_id, row), photos[row.photo_id], row) for row in rows]


def _known(row: Proposal, photo: Datable) -> Placed:
    """Where a photo stood, as far as it is more than an estimate from its own neighbours or its folder."""
    if row.placed:
        return Placed(row.utc_s or 0.0, row.latitude, row.longitude)
    if photo.knows_its_place or photo.method == Source.TRACK.value:
        return Placed(row.utc_s or 0.0, photo.latitude, photo.longitude)
    return Placed(row.utc_s or 0.0)


def _estimated(row: Proposal, estimate: Between, taken: Sequence[Proposal]) -> Proposal:
    names = taken[estimate.before].name, taken[estimate.after].name
    return replace(
        row,
        reason=None,
        source=Source.NEIGHBOUR,
        latitude=estimate.latitude,
        longitude=estimate.longitude,
        accuracy_m=estimate.accuracy_m,
        dt_s=estimate.dt_s,
        span_s=None,
        track=None,
        detail=f"Δt {estimate.dt_s:.0f} s, between {names[0]} and {names[1]}",
    )


def _unless_the_same(row: Proposal, photo: Datable, before: Proposal) -> Proposal:
    """The estimate, unless the photo stands there already."""
    if row.source is not Source.NEIGHBOUR or photo.method != Source.NEIGHBOUR.value:
        return row
    same = (round(row.latitude or 0.0, 6), round(row.longitude or 0.0, 6)) == (
        round(photo.latitude or 0.0, 6),
        round(photo.longitude or 0.0, 6),
    )
    return replace(before, reason=NotPlaced.ALREADY) if same else row
