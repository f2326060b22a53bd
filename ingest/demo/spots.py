"""Points of the demo, and how far one lies from another on flat land."""

import math
from dataclasses import dataclass

METRES_PER_DEGREE = 111_320.0  # of latitude, on the sphere


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in WGS84 degrees."""

    latitude: float
    longitude: float

    def moved(self, east_m: float, north_m: float) -> "Spot":
        """The point so many metres away, on flat land.

        >>> Spot(50.0, 3.0).moved(0, 111_320)
        Spot(latitude=51.0, longitude=3.0)
        """
        wide = METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return Spot(self.latitude + north_m / METRES_PER_DEGREE, self.longitude + east_m / wide)

    def away(self, heading_deg: float, distance_m: float) -> "Spot":
        """The point so far away in a direction, which is from true north.

        >>> Spot(50.0, 3.0).away(180, 111_320)
        Spot(latitude=49.0, longitude=3.0)
        """
        turn = math.radians(heading_deg)
        return self.moved(round(distance_m * math.sin(turn), 6), distance_m * math.cos(turn))

    def from_here(self, other: "Spot") -> tuple[float, float]:
        """Metres to the east and to the north of another point, on flat land."""
        wide = METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        north = (other.latitude - self.latitude) * METRES_PER_DEGREE
        return (other.longitude - self.longitude) * wide, north
