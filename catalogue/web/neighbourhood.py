"""What lies around a place: distances between shapes, on the map of France. Loaded only where shapes are."""

from typing import Any

import shapely

from catalogue.database.connection import Connection
from catalogue.territory.projection import metres
from catalogue.web.reading import Row, rows

#: Places further off than this are not near; what is near is soon too much to read.
REACH_M = 3000
MOST = 12
_DEGREE_M = 111_000
_NARROWEST = 0.6


def holds(shape: str, lon: float, lat: float) -> bool:
    """True when a shape (WKT, degrees) contains a point or touches it."""
    return bool(shapely.intersects(shapely.from_wkt(shape), shapely.Point(lon, lat)))


def near(db: Connection, place: Row) -> list[Row]:
    """Places within reach of one that has a shape, the nearest first, with `distance_m`; 0 where they meet."""
    if place["shape"] is None:
        return []
    reach = REACH_M / _DEGREE_M
    box = {
        "id": place["id"],
        "west": place["west"] - reach / _NARROWEST,
        "east": place["east"] + reach / _NARROWEST,
        "south": place["south"] - reach,
        "north": place["north"] + reach,
    }
    here = _on_map(place["shape"])
    found = rows(db, _CANDIDATES, box)
    for row in found:
        row["distance_m"] = float(shapely.distance(here, _on_map(row.pop("shape"))))
    found = [row for row in found if row["distance_m"] <= REACH_M]
    return sorted(found, key=lambda row: (row["distance_m"], row["name"]))[:MOST]


_CANDIDATES = """
    SELECT places_named.id, places_named.kind, places_named.name, shape
    FROM place_shapes JOIN places_named ON places_named.id = place_id
    WHERE kind IN ('park', 'itinerary', 'cite', 'site', 'terril') AND retired_at IS NULL AND place_id <> :id
        AND west <= :east AND east >= :west AND south <= :north AND north >= :south
"""


def _on_map(shape: str) -> Any:
    return shapely.transform(
        shapely.force_2d(shapely.from_wkt(shape)), lambda at: _columns(*metres(at[:, 0], at[:, 1]))
    )


def _columns(east: Any, north: Any) -> Any:
    return [[e, n] for e, n in zip(east, north, strict=True)]
