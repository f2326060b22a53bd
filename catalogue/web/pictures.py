"""Pictures on their way out: renditions for screens, and originals byte for byte."""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_file

from catalogue.home.paths import Home
from catalogue.web.reading import reading, stored_file

pictures = Blueprint("pictures", __name__)

_PHOTO_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_A_YEAR_S = 365 * 24 * 3600


@pictures.get("/images/<int:size>/<photo_id>")
def image(size: int, photo_id: str) -> Response:
    """The picture of a photo nearest to a size in pixels: the smallest that is large enough, else the largest.

    An address with `v` names one turning of the picture and is kept by the browser for ever; without it, the
    browser asks each time whether its copy is still good.
    """
    path = find_rendition(current_app.config["HOME"], size, photo_id)
    if path is None:
        abort(404)
    response = send_file(path, etag=True, conditional=True)
    response.headers["Cache-Control"] = (
        f"private, max-age={_A_YEAR_S}, immutable" if "v" in request.args else "private, no-cache"
    )
    return response


@pictures.get("/originals/<sha256>")
def original(sha256: str) -> Response:
    """The original, exactly as it came, under the name it came with."""
    home: Home = current_app.config["HOME"]
    if not _SHA256.fullmatch(sha256):
        abort(404)
    with reading(home) as db:
        stored = stored_file(db, sha256)
    if stored is None or not (path := home.original(stored.sha256, stored.extension)).is_file():
        abort(404)
    # A name may hold what no header may: line ends, and other characters that control.
    name = _CONTROL.sub("_", stored.name)
    response = send_file(path.absolute(), as_attachment=True, download_name=name, etag=sha256)
    response.headers["Cache-Control"] = f"private, max-age={_A_YEAR_S}, immutable"
    return response


def find_rendition(home: Home, size: int, photo_id: str) -> Path | None:
    """Where the picture nearest to a size lies. Sizes are a setting, so several may stand side by side."""
    if not _PHOTO_ID.fullmatch(photo_id):
        return None
    sizes = sorted(_sizes(home))
    for candidate in [s for s in sizes if s >= size] + [s for s in reversed(sizes) if s < size]:
        folder = home.rendition(candidate, photo_id, "*").parent
        if found := next(iter(folder.glob(f"{photo_id}.*")), None):
            return found.absolute()
    return None


def _sizes(home: Home) -> Iterator[int]:
    if home.renditions.is_dir():
        yield from (int(folder.name) for folder in home.renditions.iterdir() if folder.name.isdecimal())
