"""Photos that belong beside one: of the same outing, and of the same spot over the years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from catalogue.database.connection import Connection
from catalogue.reviewing.desk import outing_of
from catalogue.values.ground import METRES_A_DEGREE, metres_apart
from catalogue.web.reading import Row, rows

#: As far as two positions of a phone may lie apart when it stood at one spot.
SAME_SPOT_M = 60
#: A camera that looks further aside than this shows something else.
SAME_VIEW_DEG = 45
_BESIDE = 5
_MOST_AT_SPOT = 2000
_HALF_TURN = 180


@dataclass(frozen=True, slots=True)
class Outing:
    """The photos around one in its outing, itself among them, in order of time; `photos` is how many it has in all."""

    shown: Sequence[Row]
    photos: int


def same_outing(db: Connection, photo: Row) -> Outing | None:
    """Photos of the same folder and day; None when it stands alone."""
    found = outing_of(db, photo["id"])
    at = next((index for index, row in enumerate(found) if row["id"] == photo["id"]), None)
    if at is None or len(found) == 1:
        return None
    start = max(0, min(at - _BESIDE, len(found) - 2 * _BESIDE - 1))
    return Outing(found[start : start + 2 * _BESIDE + 1], len(found))


def same_spot(db: Connection, photo: Row) -> list[Row]:
    """The best photo of every year at one spot, this one for its own year, in order of years.

    Empty where there is no other year, and where the position is too vague to tell. Where both photos know
    their heading, these agree.
    """
    year = photo["taken_year"]
    if year is None or not _is_precise(photo):
        return []
    best: dict[int, Row] = {}
    for row in _near(db, photo):
        if row["taken_year"] not in best:
            best[row["taken_year"]] = row
    return sorted([*best.values(), photo], key=lambda row: row["taken_year"]) if best else []


def _near(db: Connection, photo: Row) -> Iterable[Row]:
    """Photos of other years at the spot, those first that look the same way, then the nearest."""
    tall = SAME_SPOT_M / METRES_A_DEGREE
    wide = tall / max(cos(radians(photo["latitude"])), tall)
    latitude, longitude = photo["latitude"], photo["longitude"]
    box = [latitude - tall, latitude + tall, longitude - wide, longitude + wide]
    found = rows(db, _IN_BOX, [*box, photo["taken_year"], _MOST_AT_SPOT])
    close = [
        row for row in found if _is_precise(row) and _metres(photo, row) <= SAME_SPOT_M and _agree(photo, row)
    ]
    return sorted(close, key=lambda row: (_apart(photo, row), _metres(photo, row), row["number"]))


_IN_BOX = """
    SELECT id, number, caption, alt_text, park, itinerary, cite, commune, epci, taken_at, taken_year, taken_month,
        latitude, longitude, position_method, position_accuracy_m, heading_deg, orientation, colour, renditions
    FROM photos INDEXED BY photos_by_position
    WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND latitude IS NOT NULL
        AND taken_year <> ? AND state <> 'set_aside' AND version_of IS NULL LIMIT ?
"""


def _is_precise(photo: Row) -> bool:
    """Whether its position tells one spot from the next; a folder's place does not."""
    accuracy = photo["position_accuracy_m"]
    placed = photo["latitude"] is not None and photo["position_method"] != "folder"
    return placed and (accuracy is None or accuracy <= SAME_SPOT_M)


def _metres(one: Row, other: Row) -> float:
    return metres_apart(one["latitude"], one["longitude"], other["latitude"], other["longitude"])


def _apart(one: Row, other: Row) -> float:
    """Angle between two headings; as wide as is allowed where one is unknown."""
    if one["heading_deg"] is None or other["heading_deg"] is None:
        return SAME_VIEW_DEG
    turned = abs(one["heading_deg"] - other["heading_deg"]) % (2 * _HALF_TURN)
    return float(min(turned, 2 * _HALF_TURN - turned))


def _agree(one: Row, other: Row) -> bool:
    return _apart(one, other) <= SAME_VIEW_DEG
