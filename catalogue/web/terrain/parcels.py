"""What a phone takes along for an outing: the places around, squares of the background, the latest photos, small.

The phone is told what a parcel holds, and about how large it is, before it takes anything but the places. What is
erased afterwards it hears of at its next visit.
"""

import json
import math
import re

from flask import Blueprint, Response, abort, current_app, g, jsonify, make_response, request

from catalogue.database.connection import Connection
from catalogue.values.places import PlaceKind
from catalogue.web import served
from catalogue.web.reading import Row, reading, rows
from catalogue.web.terrain.seen import SEEN_BY_ALL
from catalogue.words.wording import sayable

parcels = Blueprint("parcels", __name__, url_prefix="/terrain/api")

#: Which kind of parcel this is: a phone that reads another one asks for its outing to be prepared again.
FORMAT = 1
CORRIDOR_M = 500
AROUND_M = 5_000
#: Kinds of places that outings go to.
PREPARED = (PlaceKind.ITINERARY, PlaceKind.CITE, PlaceKind.PARK)

_KEPT = f"""
    SELECT id FROM photos WHERE {SEEN_BY_ALL} AND id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 a constant
_MOST_BYTES = 500_000
_ID = re.compile(r"[0-9]{1,15}")
_REFUSED = 422

_UNKNOWN = sayable("There is no such place any more.")
_SHAPELESS = sayable("Nobody has drawn this place on the map yet: choose “around me” once you are there.")
_OUTSIDE = sayable("There is nothing to prepare here: the map of France does not reach that far.")
_NAMED_AROUND = sayable("Around %(where)s")

_PLACES = """
    SELECT id, kind, name, commune, place_id IS NOT NULL OR latitude IS NOT NULL AS drawn
    FROM places LEFT JOIN place_shapes ON place_id = id
    WHERE kind IN (?, ?, ?) AND retired_at IS NULL ORDER BY name, commune, id
"""
_PLACE = """
    SELECT id, kind, name, commune, shape, longitude, latitude
    FROM places LEFT JOIN place_shapes ON place_id = id WHERE id = ? AND retired_at IS NULL
"""


@parcels.get("/places")
def listed() -> Response:
    """The places that an outing can be prepared for, by name."""
    with reading(served.home()) as db:
        found = rows(db, _PLACES, list(PREPARED))
    return _fresh(jsonify(places=found))


@parcels.get("/parcels")
def planned() -> Response:
    """What the parcel of a place holds (`place=ID`), or that of 5 km around a position (`near=lat,lon`)."""
    near = request.args.get("near")
    with reading(served.home()) as db:
        plan = _around(db, *_position(near)) if near else _along(db, request.args.get("place", ""))
    return _fresh(jsonify({"format": FORMAT, **plan}))


@parcels.post("/parcels/gone")
def gone() -> Response:
    """Which of these photos, `{"ids": […]}`, are in no parcel any more: erased, set aside, or a version of another."""
    request.max_content_length = _MOST_BYTES
    asked = request.get_json(force=True, silent=True)
    ids = asked.get("ids") if isinstance(asked, dict) else None
    if not isinstance(ids, list):
        abort(400)
    with reading(served.home()) as db:
        kept = {photo_id for (photo_id,) in db.execute(_KEPT, [json.dumps([str(each) for each in ids])])}
    return _fresh(jsonify(gone=[each for each in ids if str(each) not in kept]))


def _along(db: Connection, place_id: str) -> Row:
    if not place_id:
        abort(400)
    place = next(iter(rows(db, _PLACE, [int(place_id)])), None) if _ID.fullmatch(place_id) else None
    if place is None:
        return _refuse(404, _UNKNOWN)
    wkt = place["shape"]
    if wkt is None and place["latitude"] is not None:
        wkt = f"POINT ({place['longitude']} {place['latitude']})"
    if wkt is None:
        return _refuse(_REFUSED, _SHAPELESS)
    name = f"{place['name']} ({place['commune']})" if place["commune"] else place["name"]
    about = {"id": f"place-{place['id']}", "name": name, "kind": place["kind"], "place": place["id"]}
    contents = _contents(db, wkt, CORRIDOR_M, place["id"])
    del contents["commune"]
    return about | contents


def _around(db: Connection, latitude: float, longitude: float) -> Row:
    contents = _contents(db, f"POINT ({longitude} {latitude})", AROUND_M, None)
    said = " · ".join(g.language.number(degrees) for degrees in (latitude, longitude))
    where = contents.pop("commune") or said
    name = g.language.text(_NAMED_AROUND) % {"where": where}
    return {
        "id": f"near-{latitude:.3f},{longitude:.3f}",
        "name": name,
        "kind": "near",
        "place": None,
    } | contents


def _contents(db: Connection, wkt: str, reach_m: float, place_id: int | None) -> Row:
    # Imported here: a site whose places have no shape never needs what measures them.
    from catalogue.web.terrain.holding import holding  # noqa: PLC0415

    try:
        return holding(db, served.home(), current_app.config["TILES"], wkt, reach_m, place_id)
    except ValueError:
        return _refuse(_REFUSED, _OUTSIDE)


def _position(text: str) -> tuple[float, float]:
    """A position from `lat,lon`, as exactly as a parcel is named."""
    try:
        latitude, longitude = (round(float(part), 3) for part in text.split(","))
    except ValueError:
        return abort(400)
    if not (math.isfinite(latitude) and abs(latitude) < 90 and abs(longitude) <= 180):  # noqa: PLR2004 degrees
        abort(400)
    return latitude, longitude


def _refuse(status: int, sentence: str) -> Row:
    answer = jsonify(message=g.language.text(sentence))
    answer.status_code = status
    return abort(make_response(answer))


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
