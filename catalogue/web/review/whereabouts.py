"""Where a person says that photos were taken: a name or coordinates, understood, or asked back rather than guessed."""

from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.web.review import places, written
from catalogue.web.review.misunderstood import Misunderstood
from catalogue.web.review.places import Spot
from catalogue.words.wording import sayable

_NO_PLACE = sayable("%(text)s is no place of the catalogue, and no coordinates such as 50.43, 2.58.")
_NEARLY = sayable("%(text)s is no place of the catalogue. Do you mean: %(names)s?")
_SEVERAL = sayable("%(text)s is the name of %(n)s places: %(names)s. Choose one.")
_FAR = sayable(
    "%(text)s lies far outside the territory. Write the latitude first, then the longitude: 50.43, 2.58. If the photo"
    " was really taken there, click there on the map."
)
#: Around the territory, in degrees: some 100 km, within which a photo may well have been taken.
_AROUND_DEG = (1.0, 1.5)
_MOST_OFFERED = 5
_BOX = """
    SELECT min(west), min(south), max(east), max(north) FROM place_shapes JOIN places ON places.id = place_id
    WHERE retired_at IS NULL AND (kind = 'perimeter' OR :any)
"""


@dataclass(frozen=True, slots=True)
class Where:
    """A point in WGS84 degrees, and the place that it is the middle of, if a place was meant.

    `swapped` when the longitude was written first.
    """

    latitude: float
    longitude: float
    spot: Spot | None = None
    swapped: bool = False


def understood(db: Connection, text: str, *, pointed: bool = False) -> Where:
    """What a text means: coordinates, or the middle of the one place of that name. Otherwise Misunderstood.

    Coordinates far from the territory are taken the other way round where that lies within it, else refused; not so
    those that were `pointed` at on a map.
    """
    point = written.point(text)
    if point and pointed:
        return Where(*point)
    if point:
        return _near(db, text, point)
    spot = _one(db, text)
    return Where(spot.latitude, spot.longitude, spot)


def of_place(db: Connection, place_id: int) -> Where | None:
    """The middle of a place; None for one that has no position."""
    spot = places.by_id(db, place_id)
    return Where(spot.latitude, spot.longitude, spot) if spot else None


def _one(db: Connection, text: str) -> Spot:
    found = places.named(db, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Misunderstood(_SEVERAL, found, text=text, n=str(len(found)), names=_names(found))
    nearly = places.search(db, text, _MOST_OFFERED)
    if nearly:
        raise Misunderstood(_NEARLY, nearly, text=text, names=_names(nearly))
    raise Misunderstood(_NO_PLACE, text=text)


def _names(spots: list[Spot]) -> str:
    return ", ".join(places.where(spot, spots) for spot in spots)


def _near(db: Connection, text: str, point: written.Point) -> Where:
    box = _territory(db)
    if box is None or _within(box, *point):
        return Where(*point)
    if _within(box, point.longitude, point.latitude):
        return Where(point.longitude, point.latitude, swapped=True)
    raise Misunderstood(_FAR, text=text)


def _territory(db: Connection) -> tuple[float, float, float, float] | None:
    """West, south, east and north of the perimeter; of all shapes where there is none; None without any shape."""
    for every in (False, True):
        box = db.execute(_BOX, {"any": every}).fetchone()
        if box[0] is not None:
            return tuple(box)
    return None


def _within(box: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    west, south, east, north = box
    up, across = _AROUND_DEG
    return west - across <= longitude <= east + across and south - up <= latitude <= north + up
