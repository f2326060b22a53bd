"""A layer of the library as a file for a mapping program: written beside, then renamed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalogue.errors import ExportRefused
from catalogue.places.layers import PlaceRow

DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON"}
_FIELDS = ("name", "short_name", "code", "commune", "aliases", "photos", "length_m", "area_m2")


def check_destination(destination: Path) -> str:
    """The driver for the file's suffix; ExportRefused when there is none, or no folder to write in."""
    driver = DRIVERS.get(destination.suffix.lower())
    if driver is None:
        raise ExportRefused(
            str(destination), f"its name must end in one of {', '.join(DRIVERS)}", hint="Choose another name."
        )
    if not destination.parent.is_dir():
        raise ExportRefused(str(destination), "its folder does not exist", hint="Make the folder first.")
    if destination.exists() and not destination.is_file():
        raise ExportRefused(str(destination), "it is no file", hint="Choose another name.")
    return driver


def write_layer(rows: Sequence[PlaceRow], name: str, destination: Path) -> None:
    """The file holds these places, in WGS84 degrees; whoever reads it meanwhile sees the old one whole."""
    driver = check_destination(destination)
    # Loading GDAL takes a second: only this command needs it in the program itself.
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    from pyogrio.raw import write  # noqa: PLC0415

    shapes = shapely.from_wkt([row.shape for row in rows])
    with TemporaryDirectory(prefix=".phototheque-", dir=destination.parent) as folder:
        beside = Path(folder) / f"layer{destination.suffix.lower()}"
        write(
            beside,
            geometry=shapely.to_wkb(shapes),
            field_data=[np.array(_column(rows, field), dtype=_type(field)) for field in _FIELDS],
            fields=list(_FIELDS),
            geometry_type=_geometry_type(shapes),
            layer=name,
            driver=driver,
            crs="EPSG:4326",
            encoding="UTF-8",
        )
        beside.replace(destination)


def _column(rows: Sequence[PlaceRow], field: str) -> list[Any]:
    return [getattr(row, field) for row in rows]


def _type(field: str) -> Any:
    return {"photos": "int64", "length_m": "float64", "area_m2": "float64"}.get(field, object)


def _geometry_type(shapes: Any) -> str:
    """The one type of all shapes; the general one where they differ."""
    types = {shape.geom_type for shape in shapes}
    return types.pop() if len(types) == 1 else "Unknown"
