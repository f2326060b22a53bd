"""What the desk's map draws: the photo, its outing, the places and positions that are proposed, and where to look."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from catalogue.database.connection import Connection
from catalogue.reviewing.desk import DeskView
from catalogue.values.places import PlaceKind
from catalogue.web.review.proposals import Proposal
from catalogue.web.shapes import simplified, tolerance

Row = dict[str, Any]
_HOW = {"track": "deduced", "neighbour": "deduced", "folder": "estimated", "manual": "placed"}
#: Kinds of places that the desk's map shows from the start, and those that its legend offers.
SHOWN = ("park", "itinerary", "cite")
OFFERED = (*SHOWN, "terril", "site", "commune")


def map_data(db: Connection, view: DeskView, found: Sequence[Proposal], reason: str) -> dict[str, Any]:
    """What the map draws: the photo, the placed ones of its outing, the proposals with a position or a shape."""
    photo = view.photo
    shapes = {p.place_id: _shape(db, p.place_id) for p in found if p.place_id is not None}
    marked = [
        {
            "name": p.label,
            "latitude": p.latitude,
            "longitude": p.longitude,
            "shape": shapes.get(p.place_id or 0),
        }
        for p in found
    ]
    return {
        "photo": _subject(photo) if photo["latitude"] is not None else None,
        "neighbours": {
            "type": "FeatureCollection",
            "features": [_feature(row) for row in view.outing if _is_placed(row, photo["id"])],
        },
        "candidates": marked,
        "outing": view.outing[0]["id"] if view.outing else photo["id"],
        "shown": SHOWN,
        "offered": OFFERED,
        "bounds": _bounds(photo, view.outing, found, places=reason == "place-conflict") or _box(db, shapes),
    }


def _shape(db: Connection, place_id: int | None) -> Any:
    """The outline of a place as a geometry of GeoJSON; None for one that has none."""
    row = db.execute(
        "SELECT shape, kind FROM place_shapes JOIN places ON places.id = place_id WHERE place_id = ?",
        [place_id],
    ).fetchone()
    return json.loads(simplified(row[0], tolerance(PlaceKind(row[1]), None))) if row else None


def _box(db: Connection, place_ids: Iterable[int | None]) -> list[float] | None:
    """West, south, east and north of places, where nothing else says what to look at."""
    row = db.execute(
        "SELECT min(west), min(south), max(east), max(north) FROM place_shapes"
        " WHERE place_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(place_ids))],
    ).fetchone()
    return None if row[0] is None else list(row)


#: What a map shows at least around a point, in degrees of latitude: some 300 m.
_MARGIN = 0.003
#: Photos before and after this one that decide how much the map shows.
_AROUND = 4


def _bounds(
    photo: Row, outing: Sequence[Row], found: Sequence[Proposal], *, places: bool
) -> list[float] | None:
    """What the map is to show first: the photo, what is proposed, and what was taken just before and after it.

    Places are wide, and count only where they are in question. West, south, east, north; None when none of
    these has a position.
    """
    at = next((n for n, row in enumerate(outing) if row["id"] == photo["id"]), 0)
    near = outing[max(0, at - _AROUND) : at + _AROUND + 1]
    points = [(row["latitude"], row["longitude"]) for row in near] if photo["latitude"] is None else []
    points += [(photo["latitude"], photo["longitude"])]
    points += [(p.latitude, p.longitude) for p in found if places or not p.key.startswith("place:")]
    known = [(latitude, longitude) for latitude, longitude in points if latitude is not None]
    if not known:
        return None
    latitudes, longitudes = zip(*known, strict=True)
    west, east = min(longitudes) - 1.5 * _MARGIN, max(longitudes) + 1.5 * _MARGIN
    return [west, min(latitudes) - _MARGIN, east, max(latitudes) + _MARGIN]


def _is_placed(row: Row, but: str) -> bool:
    return row["latitude"] is not None and row["id"] != but


def _subject(photo: Row) -> Row:
    return {
        "latitude": photo["latitude"],
        "longitude": photo["longitude"],
        "heading": photo["heading_deg"],
        "accuracy": photo["position_accuracy_m"],
        "how": _HOW.get(photo["position_method"], "measured"),
    }


def _feature(row: Row) -> Row:
    facts = _subject(row)
    where = [facts.pop("longitude"), facts.pop("latitude")]
    about = {"id": row["id"], "caption": (row["taken_at"] or "")[11:16] or str(row["number"])}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": where},
        "properties": about | {key: value for key, value in facts.items() if value is not None},
    }
