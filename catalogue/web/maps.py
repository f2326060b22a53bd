"""What maps ask of the site: the shapes of places, and their own scripts."""

from flask import Blueprint, Flask, Response, abort, request

from catalogue.web import served
from catalogue.web.reading import reading
from catalogue.web.shapes import box_asked, kinds_asked, places_geojson

maps = Blueprint("maps", __name__)

_A_DAY_S = 24 * 3600
_A_YEAR_S = 365 * _A_DAY_S
_BUILT = "build/"


@maps.get("/map/places.geojson")
def places() -> Response:
    """Places of some kinds (`kind=park,cite`) that touch a box (`bbox=west,south,east,north`), for drawing."""
    try:
        kinds, box = kinds_asked(request.args.getlist("kind")), box_asked(request.args.get("bbox"))
    except ValueError:
        abort(400)
    with reading(served.home()) as db:
        body = places_geojson(db, kinds, box)
    response = Response(body, mimetype="application/geo+json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def add_maps(app: Flask) -> None:
    """Let an application answer maps, and send their scripts."""
    app.register_blueprint(maps)
    app.after_request(_keep_bundles)


def _keep_bundles(response: Response) -> Response:
    """A bundle named by its content is kept for ever; those that pages name are asked for each time."""
    if request.endpoint == "static" and (request.view_args or {}).get("filename", "").startswith(_BUILT):
        is_named_by_content = "-" in request.path.rpartition("/")[2]
        response.headers["Cache-Control"] = (
            f"private, max-age={_A_YEAR_S}, immutable" if is_named_by_content else "private, no-cache"
        )
    return response
