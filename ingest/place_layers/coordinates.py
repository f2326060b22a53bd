"""Coordinates of any system become WGS84 degrees, longitude first; what cannot be what it says is refused."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from catalogue.errors import LayerMisplaced
from ingest.place_layers.orders import LayerOrder, Note

WGS84, LAMBERT_93 = "EPSG:4326", "EPSG:2154"
#: Metropolitan France: west, south, east, north, in degrees.
FRANCE = (-5.5, 41.2, 9.8, 51.3)
_LARGEST_LONGITUDE, _LARGEST_LATITUDE = 180, 90
# Where Lambert-93 has France, in metres, with room around.
_LAMBERT_X, _LAMBERT_Y = (-400_000, 1_500_000), (5_900_000, 7_400_000)
_EXAMPLES = 5

# PROJ would fetch grids of corrections; those that matter here are part of it.
set_network_enabled(active=False)


def to_wgs84(
    order: LayerOrder, shapes: Sequence[Any], declared: str | None
) -> tuple[list[Any], str, list[Note]]:
    """The shapes in WGS84 degrees, the name of the system that they came in, and what is to be said of it."""
    notes: list[Note] = []
    told = order.crs or declared
    if told is None:
        notes.append(
            Note(
                "no-crs",
                "The file does not say in which system its coordinates are: degrees WGS84 were taken.",
            )
        )
    system = _system(order, told or WGS84)
    array = np.array(shapes, dtype=object)
    if system.is_geographic:
        _refuse_metres(order, array, told)
    if order.swap_axes:
        array = shapely.transform(array, lambda xy: xy[:, ::-1])
    moved = array if system == pyproj.CRS(WGS84) else _moved(order, array, system)
    return list(moved), f"{system.name}", notes


def _system(order: LayerOrder, told: str) -> pyproj.CRS:
    try:
        system = pyproj.CRS(told)
        return system.sub_crs_list[0] if system.is_compound else system.to_2d()
    except ProjError as error:
        raise LayerMisplaced(
            order.source,
            f"its coordinate system is not known ({told[:60]!r}).",
            advice="Nothing was imported. Say which one it is: --crs EPSG:2154 for Lambert-93.",
        ) from error


def _moved(order: LayerOrder, shapes: Any, system: pyproj.CRS) -> Any:
    try:
        change = pyproj.Transformer.from_crs(system, WGS84, always_xy=True)
    except ProjError as error:
        raise LayerMisplaced(
            order.source, f"no way leads from its system ({system.name}) to degrees."
        ) from error

    def move(xy: Any) -> Any:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(shapes, move)


def _refuse_metres(order: LayerOrder, shapes: Any, told: str | None) -> None:
    """Degrees end at 180 and 90; what lies beyond is metres that the file calls degrees."""
    bounds = shapely.bounds(shapes)
    beyond = (np.abs(bounds) > _LARGEST_LONGITUDE).any(1)
    rows = [n + 1 for n in np.flatnonzero(beyond & np.isfinite(bounds).all(1)).tolist()]
    if not rows:
        return
    x, y = bounds[rows[0] - 1, :2].tolist()
    says = "says that they are degrees" if told else "does not say what they are"
    looks = _LAMBERT_X[0] < x < _LAMBERT_X[1] and _LAMBERT_Y[0] < y < _LAMBERT_Y[1]
    advice = " They look like Lambert-93: --crs EPSG:2154." if looks else " Say what they are: --crs EPSG:…"
    raise LayerMisplaced(
        order.source,
        f"{_rows(rows)}: coordinates such as {x:,.0f} {y:,.0f} are metres, but the file {says}.",
        tuple((row, "metres where the file says degrees") for row in rows),
        advice="Nothing was imported." + advice,
    )


def check_where(order: LayerOrder, shapes: Sequence[Any], rows: Sequence[int]) -> list[Note]:
    """Notes on rows outside the study area. Raises LayerMisplaced when axes are swapped."""
    area = shapely.union_all(shapely.from_wkt(order.study_area)) if order.study_area else shapely.box(*FRANCE)
    shapely.prepare(area)
    array = np.array(shapes, dtype=object)
    outside = ~shapely.intersects(area, array)
    if not outside.any():
        return []
    _refuse_swapped(order, array, rows, outside)
    where = "the study area" if order.study_area else "metropolitan France"
    return [Note("outside", f"lies outside {where}", rows[n]) for n in np.flatnonzero(outside).tolist()]


def _refuse_swapped(order: LayerOrder, shapes: Any, rows: Sequence[int], outside: Any) -> None:
    """Rows are swapped when they lie off metropolitan France as they are, and in it the other way round."""
    france = shapely.box(*FRANCE)
    turned = shapely.transform(shapes, lambda xy: xy[:, ::-1])
    off = outside & ~shapely.intersects(france, shapes)
    swapped = [rows[n] for n in np.flatnonzero(off & shapely.within(turned, france)).tolist()]
    steep = (np.abs(shapely.bounds(shapes)[:, 1::2]) > _LARGEST_LATITUDE).any(1)
    impossible = [rows[n] for n in np.flatnonzero(off & steep).tolist()]
    if not (swapped or impossible):
        return
    if swapped:
        raise LayerMisplaced(
            order.source,
            f"{_rows(swapped)}: latitude stands before longitude, so that it would lie off France.",
            tuple((row, "latitude and longitude are swapped") for row in swapped),
            advice="Nothing was imported. Import it with --swap-axes, or mend the file.",
        )
    raise LayerMisplaced(
        order.source,
        f"{_rows(impossible)}: latitudes end at 90 degrees.",
        tuple((row, "a latitude beyond 90 degrees") for row in impossible),
    )


def _rows(rows: Sequence[int]) -> str:
    """Rows by their numbers, a few of them.

    >>> _rows([3])
    'row 3'
    >>> _rows([1, 2, 3, 4, 5, 6])
    '6 rows (1, 2, 3, 4, 5 …)'
    """
    if len(rows) == 1:
        return f"row {rows[0]}"
    return (
        f"{len(rows):,} rows ({', '.join(map(str, rows[:_EXAMPLES]))}{' …' if len(rows) > _EXAMPLES else ''})"
    )


def metres(shapes: Any) -> Any:
    """Shapes of WGS84 degrees in Lambert-93, where lengths are metres."""
    change = _to_metres()
    return shapely.transform(shapes, lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1])))


@cache
def _to_metres() -> pyproj.Transformer:
    """Made once: making it takes thirty times as long as using it."""
    return pyproj.Transformer.from_crs(WGS84, LAMBERT_93, always_xy=True)
