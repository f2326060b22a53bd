"""Distances over ground between two positions, without arrays."""

from math import cos, hypot, radians

#: Metres of a degree of latitude, on the sphere of the mean radius of the earth.
METRES_A_DEGREE = 111_195.0


def metres_apart(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two positions in WGS84 degrees that are near each other; those that are not come out far apart.

    >>> round(metres_apart(50.0, 2.0, 50.001, 2.0)), round(metres_apart(50.0, 2.0, 50.0, 2.001))
    (111, 71)
    """
    east = (other_longitude - longitude) * cos(radians(latitude))
    return hypot(other_latitude - latitude, east) * METRES_A_DEGREE
