"""Where a photo may belong: places and positions to choose among, the likeliest first, each with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue.database.connection import Connection
from catalogue.values.places import PlaceKind, Relation

Row = Mapping[str, Any]
_NEAREST = 2
#: Half a day: a position from further away in time says nothing about where this photo was taken.
_LONGEST_S = 12 * 3600
_RELATIONS = [relation.value for relation in Relation]
# What a person would name first: sites before the administrative frame.
_KINDS = [
    PlaceKind.PARK, PlaceKind.ITINERARY, PlaceKind.CITE, PlaceKind.SITE, PlaceKind.TERRIL, PlaceKind.COMMUNE,
    PlaceKind.EPCI, PlaceKind.PERIMETER,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place to accept (`place_id`), or a position to take over from another photo (`photo_id`).

    `why` is a relation such as `inside` or `folder`; `outing` for a place of photos of the same outing; `neighbour`
    for the position of the photo taken just before or after; `last-known` for the last one of the same camera.
    `rule` is the rule that found a place. `seconds` is the time between the two photos.
    """

    why: str
    place_id: int | None = None
    kind: str | None = None
    name: str | None = None
    rule: str | None = None
    distance_m: float | None = None
    chainage_m: float | None = None
    main: bool = False
    decided_by: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    photo_id: str | None = None
    seconds: int | None = None


def candidates(db: Connection, photo: Row, outing: Sequence[Row]) -> list[Candidate]:
    """The places that rules found, the best relation first; without a position, what the outing suggests too."""
    related = _related(db, photo["id"])
    if photo["latitude"] is not None:
        return related
    near = _neighbours(photo, outing) or _last_known(db, photo)
    known = {candidate.place_id for candidate in related}
    suggested = [c for c in _of_outing(db, near) if c.place_id not in known]
    return [*related, *near, *suggested]


def _related(db: Connection, photo_id: str) -> list[Candidate]:
    rows = db.execute(
        """
        SELECT relation AS why, place_id, kind, rule, distance_m, chainage_m, main = 1 AS main, decided_by,
            latitude, longitude, CASE WHEN commune = '' THEN name ELSE name || ' (' || commune || ')' END AS name
        FROM photo_places JOIN places ON places.id = place_id WHERE photo_id = ?
        """,
        [photo_id],
    )
    names = [column[0] for column in rows.description]
    return sorted((Candidate(**dict(zip(names, row, strict=True))) for row in rows), key=_rank)


def _rank(candidate: Candidate) -> tuple[int, int, float, str]:
    relation = _RELATIONS.index(candidate.why) if candidate.why in _RELATIONS else len(_RELATIONS)
    kind = _KINDS.index(PlaceKind(candidate.kind)) if candidate.kind in set(_KINDS) else len(_KINDS)
    administrative = kind >= _KINDS.index(PlaceKind.COMMUNE)
    # What is only seen from afar is nearer than nothing, and no more.
    beyond = 200 if candidate.why == Relation.LOOKING_AT else administrative * 100
    return beyond + relation, kind, candidate.distance_m or 0.0, candidate.name or ""


def _neighbours(photo: Row, outing: Sequence[Row]) -> list[Candidate]:
    """Positions of the photos of the outing that were taken closest to this one, within half a day."""
    if not photo["taken_at"]:
        return []
    placed = [
        row for row in outing if row["latitude"] is not None and row["taken_at"] and row["id"] != photo["id"]
    ]
    near = [row for row in placed if _seconds(photo, row) <= _LONGEST_S]
    nearest = sorted(near, key=lambda row: (_seconds(photo, row), row["number"]))[:_NEAREST]
    return [_position("neighbour", photo, row) for row in nearest]


def _last_known(db: Connection, photo: Row) -> list[Candidate]:
    """The last position of the same camera in the half day before; none when its time or camera is not known."""
    if not (photo["taken_at"] and photo["camera_model"]):
        return []
    rows = db.execute(
        """
        SELECT id, taken_at, latitude, longitude FROM photos
        WHERE taken_at < ? AND camera_model = ? AND latitude IS NOT NULL AND state <> 'set_aside'
        ORDER BY taken_at DESC LIMIT 1
        """,
        [photo["taken_at"], photo["camera_model"]],
    )
    names = ("id", "taken_at", "latitude", "longitude")
    known = [dict(zip(names, row, strict=True)) for row in rows]
    return [_position("last-known", photo, row) for row in known if _seconds(photo, row) <= _LONGEST_S]


def _position(why: str, photo: Row, other: Row) -> Candidate:
    return Candidate(
        why,
        latitude=other["latitude"],
        longitude=other["longitude"],
        photo_id=other["id"],
        seconds=_seconds(photo, other),
    )


def _of_outing(db: Connection, near: Iterable[Candidate]) -> Iterator[Candidate]:
    """Main places of the neighbours, each once."""
    seen = set()
    for neighbour in near:
        for candidate in _related(db, neighbour.photo_id or ""):
            if candidate.main and candidate.place_id not in seen:
                seen.add(candidate.place_id)
                yield Candidate(
                    "outing",
                    candidate.place_id,
                    candidate.kind,
                    candidate.name,
                    candidate.rule,
                    latitude=candidate.latitude,
                    longitude=candidate.longitude,
                    photo_id=neighbour.photo_id,
                    seconds=neighbour.seconds,
                )


def _seconds(photo: Row, other: Row) -> int:
    apart = datetime.fromisoformat(other["taken_at"]) - datetime.fromisoformat(photo["taken_at"])
    return abs(int(apart.total_seconds()))
