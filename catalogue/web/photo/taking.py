"""Taking one photo: `/photos/<id>/take?size=screen|print|full&width_cm=17&position=1&original_name=1`."""

from threading import BoundedSemaphore

from flask import Response, abort, g, make_response, render_template, request

from catalogue.errors import IllustrationRefused, WidthRefused
from catalogue.exports.illustrations import (
    FULL,
    SCREEN,
    Options,
    Size,
    illustration,
    illustration_name,
    printed,
)
from catalogue.exports.selecting import photos_in_order
from catalogue.home.paths import Home
from catalogue.web import served
from catalogue.web.reading import Row, reading
from catalogue.words import illustrating

# A large original takes hundreds of megabytes to decode: those who ask at the same moment wait for each other.
_AT_ONCE = BoundedSemaphore(2)


def take(photo_id: str) -> Response:
    """Send the picture as a file of its own, or a page that says why it cannot be had."""
    home: Home = served.home()
    with reading(home) as db:
        photo = next(photos_in_order(db, [photo_id]), None)
        stored = dict(db.execute("SELECT name, value FROM settings").fetchall())
    if photo is None:
        abort(404)
    if photo["state"] == "set_aside":
        return _explained(photo, g.language.text("This photo was set aside. It must be restored first."), 409)
    options = Options.of(stored, position=_asked("position"), original_name=_asked("original_name"))
    try:
        return _sent(photo, _made(home, photo, _size(), options))
    except WidthRefused:
        return _explained(photo, g.language.text("The width on paper must lie between 1 and 200 cm."), 400)
    except IllustrationRefused as refused:
        return _explained(photo, illustrating.why_not(refused.why, g.language), refused.http_status)


def _size() -> Size:
    """What was asked for; 400 for a size that nobody knows."""
    name = request.args.get("size", SCREEN.name)
    if name == "print":
        return printed(request.args.get("width_cm", ""))
    if name not in (SCREEN.name, FULL.name):
        abort(400)
    return SCREEN if name == SCREEN.name else FULL


def _asked(option: str) -> bool:
    return request.args.get(option) == "1"


def _made(home: Home, photo: Row, size: Size, options: Options) -> bytes:
    if size is SCREEN:
        return illustration(home, photo, photo["themes"], size, options)
    with _AT_ONCE:
        return illustration(home, photo, photo["themes"], size, options)


def _sent(photo: Row, jpeg: bytes) -> Response:
    response = Response(jpeg, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = f'attachment; filename="{illustration_name(photo)}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _explained(photo: Row, why: str, status: int) -> Response:
    return make_response(render_template("photo_not_taken.html", photo=photo, why=why), status)
