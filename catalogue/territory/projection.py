"""From WGS84 degrees to metres on the map of France, and from a compass to that map's north."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Numbers = NDArray[np.float64]

# Lambert-93 (EPSG:2154): its central meridian, and the constant of its cone, which turns north with longitude.
_CENTRAL_LON = 3.0
_CONE = 0.7256077650


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)


def metres(lon: Any, lat: Any) -> tuple[Numbers, Numbers]:
    """East and north in metres, Lambert-93 (EPSG:2154), of WGS84 degrees; infinite where the map has no such point.

    >>> x, y = metres([3.0], [46.5])
    >>> int(x[0].round()), int(y[0].round())
    (700000, 6600000)
    """
    east, north = _transformer().transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.asarray(east, float), np.asarray(north, float)


def grid_heading(heading_deg: Numbers, lon: Numbers) -> Numbers:
    """A heading from true north, as an angle from the map's own north: meridians lean towards the third one."""
    turned: Numbers = (heading_deg - _CONE * (lon - _CENTRAL_LON)) % 360.0
    return turned
