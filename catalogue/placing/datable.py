"""The photos that a track could place, as the catalogue has them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.database.connection import Connection
from catalogue.placing.proposals import TrackOptions
from catalogue.tracks.clocks import Moments, moments
from catalogue.values.claims import Source

# Positions that are at most estimates: a track may know better.
ESTIMATES = frozenset({Source.TRACK.value, Source.NEIGHBOUR.value, Source.FOLDER.value})
_HALF_A_MINUTE = 30.0

_PHOTOS = """
    SELECT p.id, p.taken_at, p.utc_offset, p.camera_model, p.camera_make, p.latitude, p.longitude, p.position_method,
        p.position_accuracy_m,
        coalesce((SELECT name FROM files f WHERE f.photo_id = p.id AND f.withdrawn IS NULL ORDER BY f.id LIMIT 1), ''),
        (SELECT value FROM claims c WHERE c.photo_id = p.id AND c.subject = 'taken' AND c.source = 'inferred'
            AND c.value LIKE '%Z' AND c.withdrawn IS NULL ORDER BY c.id LIMIT 1),
        EXISTS (SELECT 1 FROM claims c WHERE c.photo_id = p.id AND c.subject = 'taken' AND c.precision = 'minute'
            AND c.withdrawn IS NULL AND c.value || ':00' = p.taken_at),
        (SELECT detail FROM claims c WHERE c.photo_id = p.id AND c.subject = 'position' AND c.source = 'track'
            AND c.withdrawn IS NULL ORDER BY c.id LIMIT 1)
    FROM photos p
    WHERE p.state <> 'set_aside' AND (:camera IS NULL OR instr(lower(p.camera_model), lower(:camera)) > 0)
        AND (:first IS NULL OR p.taken_at >= :first) AND (:last IS NULL OR substr(p.taken_at, 1, 10) <= :last)
    ORDER BY p.taken_at, p.number
"""


@dataclass(frozen=True, slots=True)
class Datable:
    """A photo, its wall clock, and what is known of its place.

    `gps_clock_s` is what satellites told its camera, UTC seconds; `coarse` means a clock that shows minutes only;
    `track_detail` is what an earlier track said of it.
    """

    id: str
    taken_at: str | None
    offset: str | None
    camera: str
    latitude: float | None
    longitude: float | None
    method: str | None
    accuracy_m: float | None
    name: str
    gps_clock_s: float | None
    coarse: bool
    track_detail: str | None

    @property
    def knows_its_place(self) -> bool:
        """True when a person or the camera says where it was, and no estimate."""
        return self.latitude is not None and self.method not in ESTIMATES

    @property
    def day(self) -> str:
        """The day of its wall clock."""
        return (self.taken_at or "")[:10]

    def moments(self, zone: ZoneInfo) -> Moments | None:
        """UTC by its clock as it stands; None without a date, or with one that no clock can show."""
        if self.taken_at is None:
            return None
        try:
            read = moments(self.taken_at, self.offset, zone)
        except (ValueError, OverflowError):
            return None
        extra = _HALF_A_MINUTE if self.coarse else 0.0
        return Moments(read.first_s + extra, None if read.second_s is None else read.second_s + extra)


def load_photos(db: Connection, options: TrackOptions) -> list[Datable]:
    """The photos that the options speak of, in order of their clocks; those that were set aside are left out.

    With chosen photos come those of their cameras and days that know their place: they say whether a track fits.
    """
    rows = db.execute(
        _PHOTOS, {"camera": options.camera, "first": options.first_day, "last": options.last_day}
    )
    photos = [_photo(row) for row in rows]
    if (chosen := options.photo_ids) is None:
        return photos
    days = {(photo.camera, photo.day) for photo in photos if photo.id in chosen}
    return [
        p for p in photos if p.id in chosen or (p.knows_its_place and (p.camera, p.day) in days and p.day)
    ]


def _photo(row: tuple[Any, ...]) -> Datable:
    photo_id, taken_at, offset, model, make, *place, name, gps_clock, coarse, detail = row
    return Datable(  # type: ignore[call-arg]
        photo_id,
        taken_at,
        offset,
        str(model or make or ""),
        *place,
        name,
        _gps_s(gps_clock),
        bool(coarse),
        detail,
    )


def _gps_s(text: object) -> float | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC).timestamp() if text else None
    except (ValueError, OverflowError):
        return None
