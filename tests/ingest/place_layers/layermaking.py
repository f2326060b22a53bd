"""Small layers that tests make themselves, somewhere between Lens and Béthune."""

import json
from pathlib import Path
from typing import Any

from making import Ran, phototheque, rows, write

Feature = dict[str, Any]

GPX = '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'


def square(lon: float = 2.8, lat: float = 50.4, side: float = 0.01) -> list[list[list[float]]]:
    """Coordinates of a square, by its south-west corner."""
    east, north = round(lon + side, 7), round(lat + side, 7)
    return [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]]


def feature(coordinates: Any, kind: str = "Polygon", /, **properties: Any) -> Feature:
    """One feature; None for no geometry."""
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def line(*points: tuple[float, float], **properties: Any) -> Feature:
    """A feature with a line."""
    return feature([list(point) for point in points], "LineString", **properties)


def geojson(*features: Feature, **members: Any) -> str:
    """A collection of features."""
    return json.dumps({"type": "FeatureCollection", **members, "features": features})


def layer(folder: Path, name: str, *features: Feature, **members: Any) -> Path:
    """A GeoJSON file of these features."""
    return write(folder, name, geojson(*features, **members).encode())


def importing(path: Path, kind: str, home: Path, *words: object) -> Ran:
    """Import a file, with a JSON report."""
    return phototheque("layers", "import", path, "--kind", kind, "--home", home, "--json", *words)


def report(ran: Ran) -> dict[str, Any]:
    """The one JSON object that an import tells."""
    (only,) = [json.loads(text) for text in ran.output.splitlines()]
    return only


def imported(path: Path, kind: str, home: Path, *words: object) -> dict[str, Any]:
    """Import a file that is good, and give its report."""
    ran = importing(path, kind, home, *words)
    assert ran.status == 0, ran.output + ran.error
    return report(ran)


def refused(path: Path, kind: str, home: Path, *words: object) -> dict[str, Any]:
    """Import a file that is not, and give its refusal."""
    ran = importing(path, kind, home, *words)
    assert ran.status == 2, ran.output + ran.error
    return report(ran)["refused"]


def places(home: Path) -> dict[str, dict[str, Any]]:
    """The places of the catalogue with their shapes, by name."""
    found = rows(home, "SELECT * FROM places LEFT JOIN place_shapes ON place_id = places.id ORDER BY id")
    return {row["name"]: row for row in found}


def notes(told: dict[str, Any]) -> set[str]:
    """The codes of what was said beside the fields that were taken."""
    return {note["code"] for note in told["notes"]} - {"fields"}
