"""Pictures on their way out: renditions for screens, and originals byte for byte."""

import re
from pathlib import Path

from flask import Blueprint, Response, abort, g, request, send_file

from catalogue.home.paths import Home
from catalogue.home.pictures import find_rendition
from catalogue.pictures.formats import PICTURE_EXTENSIONS
from catalogue.web import served
from catalogue.web.reading import reading, stored_file

pictures = Blueprint("pictures", __name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
# What no header may hold, and what makes a name read otherwise than it is: `photo\u202egpj.exe` looks like a JPEG.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_A_YEAR_S = 365 * 24 * 3600


@pictures.get("/images/<int:size>/<photo_id>")
def image(size: int, photo_id: str) -> Response:
    """The picture of a photo nearest to a size in pixels: the smallest that is large enough, else the largest.

    An address with `v` names one turning of the picture and is kept by the browser for ever; without it, the
    browser asks each time whether its copy is still good.
    """
    path = find_rendition(served.home(), size, photo_id)
    if path is None:
        abort(404)
    return send_picture(path)


def send_picture(path: Path) -> Response:
    """A picture for screens, kept by the browser alone."""
    response = send_file(path, etag=True, conditional=True)
    response.headers["Cache-Control"] = (
        f"private, max-age={_A_YEAR_S}, immutable" if "v" in request.args else "private, no-cache"
    )
    return response


@pictures.get("/originals/<sha256>")
def original(sha256: str) -> Response:
    """The original, exactly as it came, under the name it came with."""
    home: Home = served.home()
    if not _SHA256.fullmatch(sha256):
        abort(404)
    with reading(home) as db:
        stored = stored_file(db, sha256)
    if stored is None or not (path := home.original(stored.sha256, stored.extension)).is_file():
        abort(404)
    name = saved_as(stored.name, stored.extension)
    g.photo_taken = stored.photo_id
    response = send_file(path.absolute(), as_attachment=True, download_name=name, etag=sha256)
    response.headers["Cache-Control"] = f"private, max-age={_A_YEAR_S}, immutable"
    return response


def saved_as(name: str, extension: str) -> str:
    """Give the name that an original came with, ended as what it is: a picture called `a.hta` would be run when opened.

    >>> saved_as("IMG_1.JPEG", "jpg"), saved_as("a.hta", "jpg"), saved_as("a", "heic")
    ('IMG_1.JPEG', 'a.hta.jpg', 'a.heic')
    """
    plain = _CONTROL.sub("_", name)
    ending = plain.rpartition(".")[2].lower()
    return plain if ending in PICTURE_EXTENSIONS or ending == extension else f"{plain}.{extension}"
