"""All photos of a selection as points for a map: what the photo table's own address selects, and no page of it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from datasette.utils.asgi import Request, Response
from numpy.typing import NDArray

from catalogue.database.connection import Connection, Unaskable
from catalogue.web.shapes import box_asked, collection, feature, photo_feature, point
from datasette_plugins.gallery.counting import Located
from datasette_plugins.gallery.positions import squares
from datasette_plugins.gallery.selection import (
    DATABASE,
    Where,
    hiding,
    located_for,
)

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being loaded.
    from datasette.app import Datasette

BOX = "_bbox"
#: Beyond so many points, those of one square become one, with their number; this many squares lie side by side.
MOST_POINTS = 10_000
_SQUARES_ACROSS = 100
_NARROWEST_DEG = 0.0001
#: Beyond so many, captions are left out: nobody reads them, and they are most of the answer.
MOST_CAPTIONS = 3_000


async def photos_geojson(datasette: "Datasette", request: Request) -> Response:
    """Answer with the points of a selection; nonsense in its address is told as such (400)."""
    try:
        box_asked(request.args.get(BOX))
        located = await located_for(datasette, request)
        body = await datasette.get_database(DATABASE).execute_fn(partial(points, located=located))
    except (ValueError, *Unaskable) as error:
        return Response.json({"ok": False, "error": str(error)}, status=400)
    return Response(
        body,
        content_type="application/geo+json; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )


def shown(where: Where, request: Request) -> Where:
    """Leave out the photos set aside and the versions of others, unless the address asks for them."""
    return Where([*where.clauses, *hiding(request)], where.params)


def points(db: Connection, located: Located) -> str:
    """Photos that have a position, as a FeatureCollection; very many of them as squares with their number."""
    counted, positions = located.counted, located.positions
    chosen = np.flatnonzero(counted.shown & positions.known)
    if len(chosen) > MOST_POINTS:
        return collection(_squares(positions.longitude[chosen], positions.latitude[chosen]))
    numbers = str(counted.table.numbers[chosen].tolist())
    return collection(_points(db.execute(_POINTS, [numbers]), captions=len(chosen) <= MOST_CAPTIONS))


_NAMES = ("id", "longitude", "latitude", "heading_deg", "position_accuracy_m", "position_method", "caption")
_POINTS = f"""
    select {", ".join(_NAMES)} from photos where number in (select value from json_each(?))
        and latitude is not null and longitude is not null
"""  # noqa: S608 our own names


def _points(rows: Iterable[Sequence[Any]], *, captions: bool) -> Iterator[str]:
    return (photo_feature(dict(zip(_NAMES, row, strict=True)), captioned=captions) for row in rows)


def _squares(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Iterator[str]:
    width_deg = max(float(np.ptp(longitude)), _NARROWEST_DEG)
    found = squares(longitude, latitude, _SQUARES_ACROSS / width_deg)
    middles = zip(found.longitude.tolist(), found.latitude.tolist(), found.photos.tolist(), strict=True)
    return (feature(point(east, north), {"count": n}) for east, north, n in middles)
