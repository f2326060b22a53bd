"""`/terrain/`: the page itself, its service worker, its manifest, and who asks."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, g, jsonify, redirect, render_template, url_for

from catalogue.web.access.admission import somebody
from catalogue.web.terrain.words import words

shell = Blueprint("terrain", __name__)

_SHEETS = (
    "phototheque.css",
    "terrain.css",
    "terrain_queue.css",
    "terrain_parcels.css",
    "terrain_camera.css",
    "lamp.svg",
)
_BUILT = Path(__file__).parents[1] / "static" / "build"
_STATIC = _BUILT.parent
#: Every file that esbuild made for this page, its maps among them: written by build.mjs.
_LIST = "terrain.json"


@shell.get("/terrain")
def without_slash() -> Response:
    """The address that people type: the page lies below its slash, where its service worker may look after it."""
    return redirect(url_for("terrain.page"), 308)  # type: ignore[return-value]


@shell.get("/terrain/")
def page() -> Response:
    """The one page of the phone: all its screens, without a photo and without a name, so that a phone may keep it."""
    response = Response(_page())
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@shell.get("/terrain/sw.js")
def service_worker() -> Response:
    """The service worker, with the list of what the phone keeps; another list is another worker."""
    files = _files()
    told = {"version": _version(files), "language": g.language.code, "files": files}
    script = (_BUILT / "sw.js").read_text(encoding="utf-8") if (_BUILT / "sw.js").exists() else ""
    response = Response(f"self.KEPT = {json.dumps(told)};\n{script}", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@shell.get("/terrain/manifest.webmanifest")
def manifest() -> Response:
    """How the page is called once it is installed."""
    said = g.language.text
    told = {
        "name": said("phototheque, in the field"),
        "short_name": said("Field"),
        "lang": g.language.code,
        "id": "/terrain/",
        "start_url": "/terrain/",
        "scope": "/terrain/",
        "display": "standalone",
        "background_color": "#2b343b",
        "theme_color": "#2b343b",
        "icons": [
            {"src": "/static/lamp.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {
                "src": "/static/terrain-512.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
            {"src": "/static/terrain-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
        ],
    }
    return Response(json.dumps(told, ensure_ascii=False), mimetype="application/manifest+json")


@shell.get("/terrain/api/me")
def me() -> Response:
    """Who asks: the phone says whose photos these are, and learns that its session goes on."""
    person = somebody()
    response = jsonify(
        id=person.id if person else 0,
        name=person.name if person else "",
        role=person.role if person else "admin",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _page() -> str:
    return render_template("terrain/shell.html", words=words(g.language))


def _files() -> list[str]:
    """Addresses of all that the page needs to open without a network."""
    built = json.loads((_BUILT / _LIST).read_text(encoding="utf-8")) if (_BUILT / _LIST).exists() else []
    static = [url_for("static", filename=name) for name in _SHEETS]
    return [*static, *(url_for("static", filename=f"build/{name}") for name in built)]


def _version(files: list[str]) -> str:
    """A text that changes with what any of the files holds, and with the page."""
    digest = sha256(_page().encode())
    for name in files:
        digest.update(_content(name.removeprefix(url_for("static", filename=""))))
    return digest.hexdigest()[:16]


@cache
def _content(name: str) -> bytes:
    path = _STATIC / name
    return path.read_bytes() if path.is_file() else b""
