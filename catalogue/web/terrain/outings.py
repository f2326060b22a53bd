"""What the phone tells of outings, and asks: each its agent's alone, whatever the role of whoever else asks."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, request

from catalogue.errors import NoSuchOuting, OutingRefused
from catalogue.outings.diary import Diary
from catalogue.outings.outing import Gap, Outing, Point, Told, moment_text, seconds
from catalogue.outings.placing import Fruits, fruits
from catalogue.people import moments
from catalogue.web import served
from catalogue.web.access.admission import somebody
from catalogue.web.reading import reading
from catalogue.web.review.asking import from_here
from catalogue.words.outing_words import refused

outings = Blueprint("outings", __name__, url_prefix="/terrain/api/outings")

_MOST_BYTES, _MOST_GPX_BYTES = 2_000_000, 30_000_000
_LONGEST_NAME = 200


@outings.before_request
def _refuse_strangers() -> None:
    if request.method not in {"GET", "HEAD"} and not from_here(request):
        abort(403)


@outings.errorhandler(OutingRefused)
@outings.errorhandler(NoSuchOuting)
def _explain(error: OutingRefused | NoSuchOuting) -> tuple[Response, int]:
    return jsonify(message=refused(error, g.language)), error.http_status


@outings.get("")
def listed() -> Response:
    """All outings of whoever asks, the latest first: until when their tracks are kept, what their photos became."""
    diary = _diary()
    own = diary.listed(_me())
    with reading(served.home()) as db:
        brought = fruits(served.home(), db, _me()) if own else {}
    return _private(jsonify(outings=[_told(diary, one) | _brought(brought.get(one.id)) for one in own]))


@outings.put("/<outing_id>")
def told(outing_id: str) -> Response:
    """The outing says this: its name, its place, when it was started and ended."""
    asked = _asked()
    diary = _diary()
    place = asked.get("place")
    said = Told(
        str(asked.get("name") or "")[: _LONGEST_NAME + 1],
        place if isinstance(place, int) else None,
        moments.text(_moment(asked.get("started_at"))),
        moments.text(_moment(asked["ended_at"])) if asked.get("ended_at") else None,
    )
    return jsonify(_told(diary, diary.tell(outing_id, _me(), said)))


@outings.post("/<outing_id>/points")
def walked(outing_id: str) -> Response:
    """The track has these points besides: `[[moment, latitude, longitude, accuracy], …]`."""
    asked = _asked().get("points")
    if not isinstance(asked, list):
        raise OutingRefused("points")
    return jsonify(_diary().add(outing_id, _me(), [_point(one) for one in asked])._asdict())


@outings.post("/<outing_id>/gpx")
def handed_over(outing_id: str) -> Response:
    """The points of a GPX file, the body, are in the track besides."""
    request.max_content_length = _MOST_GPX_BYTES
    return jsonify(_diary().add_gpx(outing_id, _me(), request.get_data())._asdict())


@outings.delete("/<outing_id>/track")
def forgotten(outing_id: str) -> Response:
    """The outing has no track any more; photos that it placed keep their position."""
    return jsonify(gone=_diary().forget_track(outing_id, _me()))


def gap_told(gap: Gap) -> dict[str, str | None]:
    """A gap as scripts read it."""
    return {
        "from": None if gap.from_s is None else moment_text(gap.from_s),
        "to": None if gap.to_s is None else moment_text(gap.to_s),
    }


def _diary() -> Diary:
    found: Diary = current_app.config["DIARY"]
    return found


def _me() -> int | None:
    known = somebody()
    return known.id if known else None


def _told(diary: Diary, outing: Outing) -> dict[str, Any]:
    kept = diary.kept_until(outing) if outing.points else None
    return {
        "id": outing.id,
        "name": outing.told.name,
        "place": outing.told.place_id,
        "started_at": outing.told.started_at,
        "ended_at": outing.told.ended_at,
        "points": outing.points,
        "kept_until": moments.text(kept) if kept else None,
    }


def _brought(found: Fruits | None) -> dict[str, int]:
    return (found or Fruits(0, 0, 0))._asdict()


def _asked() -> dict[str, Any]:
    request.max_content_length = _MOST_BYTES
    asked = request.get_json(force=True, silent=True)
    return asked if isinstance(asked, dict) else abort(400)


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise OutingRefused("moment") from None
    if moment.tzinfo is None:
        raise OutingRefused("moment")
    return moment


def _point(value: object) -> Point:
    try:
        at, latitude, longitude, accuracy = (*value, None)[:4] if isinstance(value, list) else ()
        return Point(
            seconds(at), float(latitude), float(longitude), None if accuracy is None else float(accuracy)
        )
    except (TypeError, ValueError, OverflowError):
        raise OutingRefused("points") from None


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
