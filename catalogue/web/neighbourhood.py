"""What lies around a place: distances between shapes, on the map of France. Loaded only where shapes are."""

from typing import Any

import shapely

from catalogue.database.connection import Connection
from catalogue.database.folding import fold
from catalogue.territory.projection import metres
from catalogue.web.reading import Row, rows

#: Places further off than this are not near; what is near is soon too much to read.
REACH_M = 3000
MOST = 12
_DEGREE_M = 111_000
_NARROWEST = 0.6


# A border along a route, or two drawings of one border, make a metre here and there.
_LEAST_M = 5.0
_LEAST_SHARE = 0.01


def around(db: Connection, place: Row) -> dict[str, list[Row]]:
    """The agglomerations (`epci`) and communes (`commune`) that a place lies in or crosses, most of it first.

    Those of a line have `length_m`, what of it they hold; of an area they hold a hundredth at least. A place without
    a shape lies where its point is. What two layers draw is told once.
    """
    shape = place["shape"] or f"POINT ({place['longitude']} {place['latitude']})"
    here = _on_map(shape)
    west, south, east, north = shapely.bounds(shapely.from_wkt(shape)).tolist()
    found: dict[str, list[Row]] = {"epci": [], "commune": []}
    for row in rows(db, _FRAMES, {"west": west, "south": south, "east": east, "north": north}):
        held = _held(here, _on_map(row.pop("shape")))
        if held > 0:
            line = shapely.get_dimensions(here) == 1
            found[row["kind"]].append(row | {"length_m": held if line else None, "held": held})
    return {kind: _each_once(there) for kind, there in found.items()}


def _held(here: Any, frame: Any) -> float:
    """How much of a shape lies in a frame, in its own measure; a point counts as 1, too little as nothing."""
    if not shapely.intersects(here, frame):
        return 0.0
    dimensions = shapely.get_dimensions(here)
    if dimensions == 0:
        return 1.0
    common = shapely.intersection(shapely.make_valid(here), shapely.make_valid(frame))
    if dimensions == 1:
        length = float(shapely.length(common))
        return length if length >= min(_LEAST_M, float(shapely.length(here)) / 2) else 0.0
    share = float(shapely.area(common)) / (float(shapely.area(here)) or 1.0)
    return share if share >= _LEAST_SHARE else 0.0


def _each_once(found: list[Row]) -> list[Row]:
    kept: dict[tuple[str, str], Row] = {}
    for row in sorted(found, key=lambda row: (-row.pop("held"), row["name"])):
        kept.setdefault((fold(row["name"]), row["commune"]), row)
    return list(kept.values())


_FRAMES = """
    SELECT places.id, kind, name, commune, epci_siren, shape
    FROM places JOIN place_shapes ON place_id = places.id
    WHERE kind IN ('commune', 'epci') AND retired_at IS NULL
        AND west <= :east AND east >= :west AND south <= :north AND north >= :south
    ORDER BY places.id DESC
"""


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
