"""A small territory for tests: shapes drawn in metres around Loos-en-Gohelle, and the rules over them."""

from collections.abc import Iterable, Sequence

from pyproj import Transformer

from catalogue.database.folding import fold
from catalogue.territory.classifier import Frame, RuleClassifier
from catalogue.territory.tolerances import Tolerances
from catalogue.values.gazetteer import Gazetteer, Place
from catalogue.values.places import Evidence, PlaceRelation, PlaceShape, Section

#: A point of Lambert-93 that the shapes are drawn from, in metres.
EAST, NORTH = 685_000.0, 7_040_000.0
_TO_DEGREES = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
Corners = Sequence[tuple[float, float]]


def degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """Longitude and latitude of a point so many metres east and north of the corner of the territory."""
    longitude, latitude = _TO_DEGREES.transform(EAST + east_m, NORTH + north_m)
    return longitude, latitude


def _ring(corners: Corners) -> str:
    return "(" + ", ".join(f"{lon:.10f} {lat:.10f}" for lon, lat in (degrees(*c) for c in corners)) + ")"


def area(*rings: Corners) -> str:
    """A polygon; rings behind the first are holes."""
    return f"POLYGON ({', '.join(_ring([*ring, ring[0]]) for ring in rings)})"


def box(west: float, south: float, east: float, north: float) -> Corners:
    """The corners of a rectangle, in metres."""
    return [(west, south), (east, south), (east, north), (west, north)]


def lines(*parts: Corners) -> str:
    """A line of several parts."""
    return f"MULTILINESTRING ({', '.join(_ring(part) for part in parts)})"


def shape(
    number: int,
    kind: str,
    text: str,
    *,
    name: str | None = None,
    layer: str | None = "layer",
    sections: Iterable[Section] = (),
) -> PlaceShape:
    """A place with a shape."""
    return PlaceShape(number, kind, name or f"{kind} {number}", None, layer, text, tuple(sections))


def rules(
    shapes: Sequence[PlaceShape],
    places: Sequence[Place] = (),
    tolerances: Tolerances | None = None,
    frame: Frame | None = None,
) -> RuleClassifier:
    """The rules over these shapes, and over places that are only named."""
    drawn = [Place(s.id, s.kind, s.name, sections=tuple(p.name for p in s.sections)) for s in shapes]
    named = {place.id: place for place in (*drawn, *places)}
    return RuleClassifier(
        Gazetteer(named.values(), fold), lambda: shapes, tolerances or Tolerances(), frame or Frame()
    )


def at(
    east_m: float,
    north_m: float,
    heading_deg: float | None = None,
    view_deg: float | None = None,
    folders: tuple[str, ...] = (),
) -> Evidence:
    """A photo taken so many metres east and north of the corner; its heading is from true north."""
    longitude, latitude = degrees(east_m, north_m)
    return Evidence(latitude, longitude, heading_deg, view_deg, folders)


def short(relations: Iterable[PlaceRelation]) -> list[tuple[int, str]]:
    """Place and relation of each."""
    return [(r.place_id, r.relation) for r in relations]
