"""Shapes of places as GeoJSON for maps: simplified as finely as a screen shows, a coordinate to about a metre."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogue.database.connection import Connection
from catalogue.values.places import PlaceKind

Box = tuple[float, float, float, float]

_DECIMALS = 5
#: In degrees: communes and agglomerations are looked at from afar, everything else from near.
_TOLERANCE = 0.00004
_WIDE_TOLERANCE = 0.0004
_WIDE = {PlaceKind.COMMUNE, PlaceKind.EPCI, PlaceKind.PERIMETER}
_PIXELS = 2000
_LONGEST_CAPTION = 90


def kinds_asked(texts: Iterable[str]) -> list[PlaceKind]:
    """Kinds of places from `kind=park,cite&kind=site`; all where none is named, ValueError for an unknown one.

    >>> [str(kind) for kind in kinds_asked(["park,cite"])]
    ['park', 'cite']
    """
    names = [name for text in texts for name in text.split(",") if name]
    return [PlaceKind(name) for name in dict.fromkeys(names)] or list(PlaceKind)


def box_asked(text: str | None) -> Box | None:
    """A box from `west,south,east,north` in degrees; None where none is asked for, ValueError for nonsense.

    >>> box_asked("2.5,50.3,2.9,50.5")
    (2.5, 50.3, 2.9, 50.5)
    """
    if not text:
        return None
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 degrees
        raise ValueError(f"{text!r} is no box of the earth")
    return west, south, east, north


def places_geojson(db: Connection, kinds: Sequence[PlaceKind], box: Box | None) -> str:
    """Places of these kinds that touch a box, as a FeatureCollection; those without any position are left out."""
    west, south, east, north = box or (-180.0, -90.0, 180.0, 90.0)
    features = []
    for kind in kinds:
        found = db.execute(
            """
            SELECT places.id, kind, name, commune, shape, longitude, latitude
            FROM places LEFT JOIN place_shapes ON place_id = places.id
            WHERE kind = ? AND retired_at IS NULL
                AND coalesce(east, longitude) >= ? AND coalesce(west, longitude) <= ?
                AND coalesce(north, latitude) >= ? AND coalesce(south, latitude) <= ?
            ORDER BY places.id
            """,
            [kind, west, east, south, north],
        )
        features += [_feature(row, tolerance(kind, box)) for row in found]
    return collection(features)


def place_geojson(db: Connection, place_id: int) -> str | None:
    """One place with its shape, or its point; None where it has neither."""
    row = db.execute(
        """
        SELECT places.id, kind, name, commune, shape, longitude, latitude
        FROM places LEFT JOIN place_shapes ON place_id = places.id
        WHERE places.id = ? AND (shape IS NOT NULL OR latitude IS NOT NULL)
        """,
        [place_id],
    ).fetchone()
    return collection([_feature(row, _TOLERANCE)]) if row else None


def how_known(method: str | None) -> str:
    """How sure a position is, as the map draws it: full, half, hollow, or set by a person.

    >>> how_known("exif"), how_known("track"), how_known("folder"), how_known("manual")
    ('measured', 'deduced', 'estimated', 'placed')
    """
    return _HOW.get(method or "", "estimated")


_HOW = {
    **dict.fromkeys(("exif", "xmp", "sidecar", "device"), "measured"),
    **dict.fromkeys(("track", "neighbour"), "deduced"),
    "manual": "placed",
}


def photo_feature(photo: Mapping[str, Any], *, captioned: bool = True) -> str:
    """A photo as a point, with where it looks and how exactly its place is known."""
    told: dict[str, Any] = {"id": photo["id"], "how": how_known(photo["position_method"])}
    if photo["heading_deg"] is not None:
        told["heading"] = round(photo["heading_deg"])
    if photo["position_accuracy_m"] is not None:
        told["accuracy"] = round(photo["position_accuracy_m"], 1)
    if captioned and photo["caption"]:
        told["caption"] = photo["caption"][:_LONGEST_CAPTION]
    return feature(point(photo["longitude"], photo["latitude"]), told)


def tolerance(kind: PlaceKind, box: Box | None) -> float:
    """How far a simplified outline may lie from the true one, in degrees: a pixel of what is asked for."""
    if box is None:
        return _WIDE_TOLERANCE if kind in _WIDE else _TOLERANCE
    return (box[2] - box[0]) / _PIXELS


def _feature(row: Sequence[Any], degrees: float) -> str:
    place_id, kind, name, commune, shape, longitude, latitude = row
    properties = {"id": place_id, "kind": kind, "name": f"{name} ({commune})" if commune else name}
    geometry = simplified(shape, degrees) if shape else point(longitude, latitude)
    return feature(geometry, properties)


def simplified(wkt: str, degrees: float) -> str:
    """A shape as GeoJSON, without the points that would not be seen. Only areas too small to see lose their holes."""
    # Imported here: a site whose places have no shape never needs it.
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    shape = shapely.force_2d(shapely.from_wkt(wkt))
    coarser = shapely.simplify(shape, degrees, preserve_topology=True)
    rounded = shapely.transform(coarser, lambda at: np.round(at, _DECIMALS))
    return str(shapely.to_geojson(rounded))


def point(longitude: float, latitude: float) -> str:
    """A position as GeoJSON."""
    return f'{{"type":"Point","coordinates":[{round(longitude, _DECIMALS)},{round(latitude, _DECIMALS)}]}}'


def feature(geometry: str, properties: Mapping[str, Any]) -> str:
    """One feature as GeoJSON (RFC 7946)."""
    told = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","geometry":{geometry},"properties":{told}}}'


def collection(features: Iterable[str]) -> str:
    """Features as one FeatureCollection."""
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
