"""Photos as a layer of points for QGIS and its like: GeoPackage and GeoJSON, WGS84, every photo of a result.

Names come with their codes. A photo without a position is there too, without a geometry. Fields carry the names of
the schema and hold what is stored, so that they can be joined.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from catalogue.exports.asked import Asked
from catalogue.exports.columns import THEMES_PARTED_BY, Row, moment
from catalogue.words import wording

LAYER = "photos"
_BATCH = 5000
_TEXT, _WHOLE, _REAL, _DAY = "text", "whole", "real", "day"

#: Every field and what it holds; `link` is known to whoever asked, the others to the photo.
FIELDS: Mapping[str, str] = {
    "id": _TEXT,
    "number": _WHOLE,
    "picture": _TEXT,
    "caption": _TEXT,
    "alt_text": _TEXT,
    "taken_at": _TEXT,
    "taken_day": _DAY,
    "taken_year": _WHOLE,
    "taken_month": _WHOLE,
    "park": _TEXT,
    "park_code": _TEXT,
    "itinerary": _TEXT,
    "itinerary_code": _TEXT,
    "cite": _TEXT,
    "cite_code": _TEXT,
    "commune": _TEXT,
    "insee": _TEXT,
    "epci": _TEXT,
    "epci_siren": _TEXT,
    "creator": _TEXT,
    "credit": _TEXT,
    "copyright": _TEXT,
    "licence": _TEXT,
    "usage_terms": _TEXT,
    "diffusion": _TEXT,
    "rights": _TEXT,
    "themes": _TEXT,
    "rating": _WHOLE,
    "position_method": _TEXT,
    "position_accuracy_m": _REAL,
    "heading_deg": _REAL,
    "camera": _TEXT,
    "width": _WHOLE,
    "height": _WHOLE,
    "state": _TEXT,
    "link": _TEXT,
}

_WORKED_OUT: Mapping[str, Callable[[Row], Any]] = {
    "taken_day": lambda photo: str(moment(photo))[:10] if moment(photo) else None,
    "themes": lambda photo: THEMES_PARTED_BY.join(photo["themes"]) or None,
    "camera": lambda photo: wording.camera(photo) or None,
}


def facts(photo: Row, asked: Asked) -> dict[str, Any]:
    """The fields of one photo."""
    told = {name: _WORKED_OUT.get(name, _stored(name))(photo) for name in FIELDS if name != "link"}
    return told | {"link": asked.page_of(photo["id"])}


def _stored(name: str) -> Callable[[Row], Any]:
    return lambda photo: photo[name]


def geojson(photos: Iterable[Row], asked: Asked) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) in pieces, one photo a piece: memory does not grow with their number."""
    yield '{"type":"FeatureCollection","name":"photos","features":[\n'
    for place, photo in enumerate(photos):
        yield (",\n" if place else "") + _feature(photo, asked)
    yield "\n]}\n"


def _feature(photo: Row, asked: Asked) -> str:
    where = _position(photo)
    geometry = {"type": "Point", "coordinates": list(where)} if where else None
    told = {name: _finite(value) for name, value in facts(photo, asked).items()}
    feature = {"type": "Feature", "id": photo["id"], "geometry": geometry, "properties": told}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _finite(value: Any) -> Any:
    """JSON has no infinity."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _position(photo: Row) -> tuple[float, float] | None:
    """Longitude and latitude in degrees, to about a centimetre; None without a position."""
    if photo["latitude"] is None or photo["longitude"] is None:
        return None
    return round(photo["longitude"], 7), round(photo["latitude"], 7)


def write_geopackage(path: Path, photos: Iterable[Row], asked: Asked) -> int:
    """The GeoPackage stands at `path`, with one layer, `photos`; returned is how many photos it holds.

    It is written a few thousand photos at a time. Nothing may stand at `path` before.
    """
    remaining = iter(photos)
    count = 0
    while True:
        batch = list(islice(remaining, _BATCH))
        if batch or not count:
            _append(path, batch, asked, first=not count)
        count += len(batch)
        if len(batch) < _BATCH:
            return count


def _append(path: Path, batch: list[Row], asked: Asked, *, first: bool) -> None:
    # GDAL takes half a second to load and much memory: only who asks for a layer pays for it.
    import pyogrio.raw  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    rows = [facts(photo, asked) for photo in batch]
    points = [shapely.Point(where) if (where := _position(photo)) else None for photo in batch]
    filled = [_column([row[name] for row in rows], kind) for name, kind in FIELDS.items()]
    pyogrio.raw.write(
        str(path),
        geometry=shapely.to_wkb(np.array(points, dtype=object)),
        field_data=[values for values, _ in filled],
        field_mask=[missing for _, missing in filled],
        fields=list(FIELDS),
        layer=LAYER,
        driver="GPKG",
        geometry_type="Point",
        crs="EPSG:4326",
        append=not first,
    )


def _column(values: list[Any], kind: str) -> tuple[Any, Any]:
    """The values of one field as GDAL takes them, and where there is none."""
    missing = np.array([value is None for value in values], dtype=bool)
    if kind == _TEXT:
        return np.array(values, dtype=object), missing
    if kind == _DAY:
        return np.array([value or "NaT" for value in values], dtype="datetime64[D]"), missing
    whole = kind == _WHOLE
    return np.array([value or 0 for value in values], dtype=np.int64 if whole else np.float64), missing
