"""The area of a map, as an address carries it: west, south, east, north, in WGS84 degrees."""

from math import isfinite
from typing import NamedTuple


class Box(NamedTuple):
    """An area between two meridians and two parallels, in WGS84 degrees."""

    west: float
    south: float
    east: float
    north: float


def read_box(text: str) -> Box | None:
    """Read an area; None when the text is none, or when it holds no point. What lies beyond the earth is cut off.

    >>> read_box("2.5,50.3,2.8,50.5")
    Box(west=2.5, south=50.3, east=2.8, north=50.5)
    >>> read_box("2.8,50.5,2.5,50.3"), read_box("nan,0,1,1"), read_box("1,2,3")
    (None, None, None)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not all(map(isfinite, (west, south, east, north))):
        return None
    box = Box(max(west, -180), max(south, -90), min(east, 180), min(north, 90))
    return box if box.west <= box.east and box.south <= box.north else None
