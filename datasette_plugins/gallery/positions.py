"""Where all photos were taken, as numbers in memory: read when the first map asks for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.database.connection import Connection
from datasette_plugins.gallery.areas import Box
from datasette_plugins.gallery.columns import Table

_CHUNK_ROWS = 20_000
_POSITIONS = "SELECT number, latitude, longitude FROM photos WHERE latitude IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Positions:
    """WGS84 degrees of each photo, by its row; of one without a position, NaN."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether each photo has a position."""
        return ~(np.isnan(self.latitude) | np.isnan(self.longitude))

    def within(self, box: Box) -> NDArray[np.bool_]:
        """Whether each photo lies in an area, its border included."""
        south, north = self.latitude >= box.south, self.latitude <= box.north
        return south & north & (self.longitude >= box.west) & (self.longitude <= box.east)


def read_positions(db: Connection, table: Table) -> Positions:
    """Read the positions of all photos."""
    latitude, longitude = (np.full(len(table), np.nan) for _ in range(2))
    cursor = db.execute(_POSITIONS)
    while chunk := cursor.fetchmany(_CHUNK_ROWS):
        numbers, *degrees = zip(*chunk, strict=True)
        rows = table.rows(np.array(numbers, dtype=np.int64))
        latitude[rows], longitude[rows] = (np.array(each, dtype=np.float64) for each in degrees)
    return Positions(latitude, longitude)


@dataclass(frozen=True, slots=True)
class Squares:
    """Squares of a map that hold photos: the middle of the photos in each, and their number."""

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    photos: NDArray[np.int64]


def squares(longitude: NDArray[np.float64], latitude: NDArray[np.float64], per_degree: float) -> Squares:
    """Part photos into squares, so many to a degree of either; there must be one photo at least."""
    across, up = (np.floor(degrees * per_degree).astype(np.int64) for degrees in (longitude, latitude))
    _, square, photos = np.unique((across << 32) + up, return_inverse=True, return_counts=True)
    east, north = (np.bincount(square, weights=degrees) / photos for degrees in (longitude, latitude))
    return Squares(east, north, photos)
