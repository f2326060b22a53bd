"""Addresses under `/take`: the page before taking many pictures, the ZIP of them, tables and layers of a result."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request
from werkzeug.wsgi import wrap_file

from catalogue.errors import NotEnoughRoom, ResultRefused
from catalogue.exports.asked import Asked, file_name
from catalogue.exports.columns import Row
from catalogue.exports.drawing import PRINT, chosen_size, estimated_bytes
from catalogue.exports.illustrations import FULL, SCREEN
from catalogue.exports.layers import geojson, write_geopackage
from catalogue.exports.parcels import Why
from catalogue.exports.readme import WHY_LEFT_OUT
from catalogue.exports.selecting import photos_in_order
from catalogue.exports.spreadsheets import write_spreadsheet
from catalogue.home.paths import Home
from catalogue.web import served
from catalogue.web.reading import reading
from catalogue.web.take.aside import gathered, written_aside
from catalogue.web.take.orders import GALLERY, Order, Wish, asked_now, order_of, years_of
from catalogue.web.take.sending import sent
from catalogue.web.take.spool import Spool

take = Blueprint("take", __name__)

#: So many numbers make an address that every browser and server takes.
_MOST_IN_ADDRESS = 500
_CHUNK = 256 * 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSED, _NO_ROOM = 422, 507
#: What the gallery hides unless its address asks for it.
_SHOWN = {Why.SET_ASIDE: "&state=set_aside"}
Write = Callable[[Path, Iterable[Row], Asked], int]


@take.before_request
def _refuse_embedding() -> None:
    """No page of another site makes this machine work by holding an address of ours as a picture."""
    site, mode = request.headers.get("Sec-Fetch-Site"), request.headers.get("Sec-Fetch-Mode")
    if site == "cross-site" and mode != "navigate":
        abort(403)


@take.errorhandler(ResultRefused)
def _refused(_: ResultRefused) -> tuple[str, int]:
    return render_template("take_refused.html"), _REFUSED


@take.errorhandler(NotEnoughRoom)
def _no_room(_: NotEnoughRoom) -> tuple[str, int]:
    return render_template("take_refused.html", full=True), _NO_ROOM


@take.get("/take")
def asking() -> str:
    """What will be taken, how large, what stays behind and why; a button takes it."""
    order = _order()
    wish = order.wish
    ids = [leaf.photo_id for leaf in order.plan.leaves]
    why = order.plan.why_left_out()
    with reading(served.home()) as db:
        sizes = {
            name: estimated_bytes(served.home(), db, ids, chosen_size(name, wish.width_cm))
            for name in (SCREEN.name, PRINT, FULL.name)
        }
    return render_template(
        "take.html",
        order=order,
        wish=wish,
        sizes=sizes,
        left_out=[
            (
                g.language.counted(*WHY_LEFT_OUT[reason], len(numbers)),
                _among(numbers) + _SHOWN.get(reason, ""),
            )
            for reason, numbers in why.items()
        ],
        internal=why.get(Why.INTERNAL, ()),
        pairs=parse_qsl(wish.query, keep_blank_values=True),
        among=_among,
        to_edit=_among(order.plan.no_credit, "/edit"),
        gallery=f"{GALLERY}?{wish.query}",
        query=f"?{wish.query}",
    )


@take.get("/take/photos.zip")
def photos_zip() -> Response:
    """The pictures in folders by place and year, a layer, a table and a page that explains; it streams at once."""
    order = _order()
    if not order.plan.leaves:
        return Response(render_template("take_refused.html", nothing=True), _REFUSED)
    spool: Spool = current_app.config["SPOOL"]
    archive, joined = spool.ordered(order.key, order.parcel(served.home()))
    return sent(archive, order.file_name("zip"), joined=joined)


@take.get("/take/photos.xlsx")
def photos_xlsx() -> Response:
    """Every photo of the result as a table for people."""
    return _file("xlsx", _XLSX, write_spreadsheet)


@take.get("/take/photos.gpkg")
def photos_gpkg() -> Response:
    """Every photo of the result as a layer for QGIS."""
    return _file("gpkg", "application/geopackage+sqlite3", write_geopackage)


@take.get("/take/photos.geojson")
def photos_geojson() -> Response:
    """Every photo of the result as GeoJSON, a photo at a time."""
    home, result = served.home(), _whole("geojson")

    def told() -> Iterator[str]:
        with reading(home) as db:
            yield from geojson(photos_in_order(db, result.ids), result.asked)

    return _attached(Response(gathered(told()), mimetype="application/geo+json"), result.name)


def _file(extension: str, mimetype: str, write: Write) -> Response:
    """Answer with a file that is made aside of the whole result."""
    home, result = served.home(), _whole(extension)

    def written(path: Path) -> None:
        with reading(home) as db:
            write(path, photos_in_order(db, result.ids), result.asked)

    file, size = written_aside(home, result.name, written)
    chunks = wrap_file(request.environ, file, _CHUNK)
    response = _attached(Response(chunks, mimetype=mimetype, direct_passthrough=True), result.name)
    response.content_length = size
    return response


def _attached(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


class _Whole(NamedTuple):
    """A whole result: its ids in order, what was asked, and a name for what is made of it."""

    ids: Sequence[str]
    asked: Asked
    name: str


def _whole(extension: str) -> _Whole:
    wish, ids, asked = _result()
    with reading(served.home()) as db:
        years = years_of(db, ids)
    return _Whole(ids, asked, file_name(wish.names(), years, len(ids), extension))


def _order() -> Order:
    return order_of(served.home(), *_result())


def _result() -> tuple[Wish, Sequence[str], Asked]:
    """What the address of this request asks for; ResultRefused when it is no query."""
    wish = Wish.read(request.query_string.decode("ascii", "replace"))
    found = served.results().photos(wish.query, g.language)
    with reading(served.home()) as db:
        ids = found.ids(db)
    return wish, ids, asked_now(found.said, wish.query, g.language, request.host_url.rstrip("/"))


def _among(numbers: Sequence[int], page: str = GALLERY) -> str:
    """Where a page shows some photos by their numbers; very many make no address: the first of them."""
    return f"{page}?{urlencode({'_among': ','.join(map(str, numbers[:_MOST_IN_ADDRESS]))}, safe=',')}"


def add_take(app: Flask, home: Home) -> None:
    """The site lets many photos be taken away."""
    app.config["SPOOL"] = Spool(home)
    app.register_blueprint(take)
