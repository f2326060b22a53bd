"""A place as a layer draws it, before the catalogue knows it."""

from dataclasses import dataclass

from catalogue.values.places import Section


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """One place of a layer. `shape` is WKT in WGS84 degrees, longitude first; `latitude`, `longitude` lie on it.

    `bounds` are west, south, east, north. An itinerary has a length, an area has one in square metres, a point neither.
    """

    name: str
    shape: str
    bounds: tuple[float, float, float, float]
    latitude: float
    longitude: float
    code: str | None = None
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    commune: str = ""
    epci_siren: str | None = None
    length_m: float | None = None
    area_m2: float | None = None
    sections: tuple[Section, ...] = ()
