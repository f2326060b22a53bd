"""The background of the maps, through a route of our own: no browser asks another machine for it.

`PHOTOTHEQUE_TILES` names another source, as an address with `{z}`, `{x}` and `{y}`, or is `off`. Without a tile
the map stays grey, and is as usable.
"""

import os
import re

from flask import Blueprint, Flask, Response, abort, current_app

from catalogue.home.paths import Home
from catalogue.web.tile_cache import PLAN_IGN, Tile, TileCache

tiles = Blueprint("tiles", __name__)

_NUMBER = re.compile(r"[0-9]{1,7}")
_A_WEEK_S = 7 * 24 * 3600
_SOON_S = 60


def add_tiles(app: Flask, home: Home) -> None:
    """Let an application serve tiles, kept in the home's folder `tiles`."""
    source = os.environ.get("PHOTOTHEQUE_TILES", PLAN_IGN)
    app.config["TILES"] = TileCache(home.root / "tiles", "" if source == "off" else source)
    app.register_blueprint(tiles)


@tiles.get("/tiles/<z>/<x>/<y>")
def tile(z: str, x: str, y: str) -> Response:
    """One square of the background; 204 where there is none now, 404 where there can be none."""
    if not all(map(_NUMBER.fullmatch, (z, x, y))):
        abort(404)
    wanted = Tile(int(z), int(x), int(y))
    if not wanted.exists():
        abort(404)
    cache: TileCache = current_app.config["TILES"]
    content = cache.tile(wanted)
    if content is None:
        return Response(status=204, headers={"Cache-Control": f"private, max-age={_SOON_S}"})
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return Response(content, mimetype=kind, headers={"Cache-Control": f"private, max-age={_A_WEEK_S}"})
