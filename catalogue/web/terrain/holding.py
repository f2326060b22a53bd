"""What lies in a corridor, and how many bytes it is: measured where the files are here, estimated otherwise."""

import json
from collections.abc import Iterable
from typing import Any

import shapely

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.home.pictures import find_rendition
from catalogue.values.places import PlaceKind
from catalogue.web.reading import Row, rows
from catalogue.web.shapes import feature, how_known, simplified, tolerance
from catalogue.web.shapes import point as geojson_point
from catalogue.web.terrain.corridor import Corridor, corridor, tiles_of
from catalogue.web.terrain.seen import SEEN_BY_ALL
from catalogue.web.tile_cache import Tile, TileCache

MOST_TILES = 1_500
MOST_PHOTOS = 60
#: A thumbnail is as large as a phone's page asks for.
THUMB = 400
#: What a square of the background is where none is known: a town on PLAN IGN.
_USUAL_TILE_BYTES = 25_000

_TOUCHING_BOX = """
    SELECT places.id, kind, name, commune, longitude, latitude,
        coalesce(shape, 'POINT (' || longitude || ' ' || latitude || ')') AS wkt, shape
    FROM places LEFT JOIN place_shapes ON place_id = places.id
    WHERE retired_at IS NULL
        AND coalesce(east, longitude) >= :west AND coalesce(west, longitude) <= :east
        AND coalesce(north, latitude) >= :south AND coalesce(south, latitude) <= :north
    ORDER BY places.id
"""
# What was classified to the place by its folder has no position, and is of it all the same.
_PHOTOS = f"""
    SELECT id, taken_at, taken_year, latitude, longitude, position_method, position_accuracy_m, heading_deg, caption,
        colour
    FROM photos
    WHERE {SEEN_BY_ALL} AND (
        (latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east)
        OR (latitude IS NULL AND id IN (SELECT photo_id FROM photo_places WHERE place_id = :place)))
    ORDER BY coalesce(taken_at, taken_year, '') DESC, number DESC
"""  # noqa: S608 a constant


def holding(
    db: Connection, home: Home, cache: TileCache, wkt: str, reach_m: float, place_id: int | None
) -> dict[str, Any]:
    """Everything within so many metres of a shape that a phone takes along; ValueError where France is far.

    `commune` is the one that the middle of the shape lies in.
    """
    area = corridor(wkt, reach_m)
    around = _around(db, area)
    photos = _photos(db, home, area, place_id)
    layers = [_feature(row, area) for row in around]
    return {
        "box": [round(degrees, 5) for degrees in area.box],
        "commune": _commune(around, wkt),
        "layers": json.loads(f'{{"type":"FeatureCollection","features":[{",".join(layers)}]}}'),
        "tiles": _tiles(area, cache),
        "photos": photos,
        "sizes": {
            "layers": sum(len(each.encode()) for each in layers),
            "photos": sum(photo["bytes"] for photo in photos),
        },
    }


def _around(db: Connection, area: Corridor) -> list[Row]:
    """Places of every kind that touch an area."""
    found = rows(db, _TOUCHING_BOX, _named(area))
    if not found:
        return []
    there = area.touches([row["wkt"] for row in found])
    return [row for row, touches in zip(found, there, strict=True) if touches]


def _feature(row: Row, area: Corridor) -> str:
    name = f"{row['name']} ({row['commune']})" if row["commune"] else row["name"]
    # As finely as the area is looked at on a phone; wide frames are coarser, as everywhere.
    finest = min(tolerance(row["kind"], None), tolerance(row["kind"], area.box))
    shape = row["shape"] and simplified(row["shape"], finest)
    geometry = shape or geojson_point(row["longitude"], row["latitude"])
    return feature(geometry, {"id": row["id"], "kind": row["kind"], "name": name})


def _commune(around: Iterable[Row], wkt: str) -> str | None:
    middle = shapely.centroid(shapely.from_wkt(wkt))
    communes = [row for row in around if row["kind"] == PlaceKind.COMMUNE and row["shape"]]
    holding_it = (
        row["name"] for row in communes if shapely.intersects(shapely.from_wkt(row["shape"]), middle)
    )
    return next(holding_it, None)


def _photos(db: Connection, home: Home, area: Corridor, place_id: int | None) -> list[dict[str, Any]]:
    """The latest photos that everybody may see and that have a thumbnail, the newest first."""
    found = rows(db, _PHOTOS, {**_named(area), "place": place_id})
    placed = [row for row in found if row["latitude"] is not None]
    there = area.holds([row["longitude"] for row in placed], [row["latitude"] for row in placed])
    outside = {row["id"] for row, holds in zip(placed, there, strict=True) if not holds}
    chosen = []
    for row in found:
        if row["id"] not in outside and (path := find_rendition(home, THUMB, row["id"])):
            chosen.append(_photo(row, path.stat().st_size))
        if len(chosen) == MOST_PHOTOS:
            break
    return chosen


def _photo(row: Row, size: int) -> dict[str, Any]:
    return {
        "id": row["id"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "accuracy": row["position_accuracy_m"],
        "heading": row["heading_deg"],
        "how": how_known(row["position_method"]),
        "taken_at": row["taken_at"],
        "year": row["taken_year"],
        "caption": row["caption"],
        "colour": row["colour"],
        "bytes": size,
    }


def _tiles(area: Corridor, cache: TileCache) -> dict[str, Any]:
    """Addresses of the background, and what they are together, by the ones that this machine has."""
    tiles = tiles_of(area, MOST_TILES)
    sizes = {tile: size for tile in tiles if (size := cache.size(tile)) is not None}
    # Without a source there is only what was kept.
    offered = tiles if cache.source else [tile for tile in tiles if tile in sizes]
    usual = sum(sizes.values()) / len(sizes) if sizes else _USUAL_TILE_BYTES
    return {
        "addresses": [_address(tile) for tile in offered],
        "deepest": max((tile.z for tile in offered), default=None),
        "measured": len(sizes),
        "bytes": round(sum(sizes.values()) + (len(offered) - len(sizes)) * usual),
    }


def _address(tile: Tile) -> str:
    return f"/tiles/{tile.z}/{tile.x}/{tile.y}"


def _named(area: Corridor) -> dict[str, Any]:
    return dict(zip(("west", "south", "east", "north"), area.box, strict=True))
