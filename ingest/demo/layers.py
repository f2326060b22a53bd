"""The demo's places as files of layers, to be imported by the road of anybody's: GeoJSON, APPROXIMATE throughout."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.values.places import PlaceKind
from ingest.demo.communes import BASIN, COMMUNES, EPCIS
from ingest.demo.outlines import Ring, cells, ring, round_ring, square_ring
from ingest.demo.places import CITES, PARKS, SITES, TERRILS, DemoPlace
from ingest.demo.routes import STRETCHES
from ingest.demo.spots import Spot

FOLDER = "couches"
_ROUND = frozenset({"park", "terril"})
_CAUTION = "APPROXIMATIF : dessiné pour la démonstration, sans valeur géographique ni administrative."
# What is inscribed on the World Heritage List, of the demo's places: those that do not overlap.
_INSCRIBED = ("Terrils 11/19", "Terril 110 d'Oignies", "Cité Declercq", "Cité Heurteau", "Terril Ledoux")


@dataclass(frozen=True, slots=True)
class DemoLayer:
    """A file of places of one kind; its stem names the layer. `section_field` tells the parts of itineraries."""

    kind: PlaceKind
    file: str
    features: tuple[dict[str, Any], ...]
    section_field: str | None = None

    @property
    def text(self) -> str:
        """The file: one feature a line, so that it can be read and compared."""
        rows = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in self.features)
        note = json.dumps(_CAUTION, ensure_ascii=False)
        return f'{{"type": "FeatureCollection", "remarque": {note}, "features": [\n{rows}\n]}}\n'


def demo_layers() -> tuple[DemoLayer, ...]:
    """Every layer of the demo, communes and agglomerations first."""
    return (
        DemoLayer(PlaceKind.EPCI, "epci.geojson", tuple(_epcis())),
        DemoLayer(PlaceKind.COMMUNE, "communes.geojson", tuple(_communes())),
        DemoLayer(PlaceKind.PERIMETER, "perimetres.geojson", tuple(_perimeters())),
        DemoLayer(PlaceKind.PARK, "parcs.geojson", tuple(_drawn(PARKS))),
        DemoLayer(PlaceKind.TERRIL, "terrils.geojson", tuple(_drawn(TERRILS))),
        DemoLayer(PlaceKind.CITE, "cites.geojson", tuple(_drawn(CITES))),
        DemoLayer(PlaceKind.SITE, "sites-a-enjeux.geojson", tuple(_drawn(SITES))),
        DemoLayer(PlaceKind.ITINERARY, "itineraires.geojson", tuple(_routes()), section_field="troncon"),
    )


def write_layers(area: Path) -> list[tuple[DemoLayer, Path]]:
    """Each layer stands as a file in the demo's folder of layers, which says what it is worth."""
    folder = area / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = [(layer, folder / layer.file) for layer in demo_layers()]
    for layer, path in written:
        path.write_text(layer.text, encoding="utf-8")
    return written


def outline(place: DemoPlace) -> Ring:
    """The rough outline of a place: heaps and ponds are round, what was built has corners."""
    if place.kind in _ROUND:
        return round_ring(place.spot, place.reach_m, place.name)
    return square_ring(place.spot, place.reach_m)


def _feature(geometry: str, coordinates: object, **properties: object) -> dict[str, Any]:
    told = {name: value for name, value in properties.items() if value is not None}
    return {
        "type": "Feature",
        "properties": told,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def _area(*rings: Ring, **properties: object) -> dict[str, Any]:
    if len(rings) == 1:
        return _feature("Polygon", [rings[0]], **properties)
    return _feature("MultiPolygon", [[part] for part in rings], **properties)


def _drawn(places: Iterable[DemoPlace]) -> Iterator[dict[str, Any]]:
    for place in places:
        yield _area(
            outline(place),
            nom=place.name,
            code=place.code,
            commune=place.commune,
            alias="; ".join(place.aliases) or None,
        )


def _communes() -> Iterator[dict[str, Any]]:
    siren = {epci.short_name: epci.siren for epci in EPCIS}
    for commune, area in zip(COMMUNES, cells([(c.spot, c.reach_m) for c in COMMUNES]), strict=True):
        yield _area(area, nom=commune.name, insee=commune.insee, epci_siren=siren[commune.epci])


def _epcis() -> Iterator[dict[str, Any]]:
    for epci in EPCIS:
        yield _area(_through(epci.corners), nom=epci.name, siren=epci.siren, sigle=epci.short_name)


def _perimeters() -> Iterator[dict[str, Any]]:
    yield _area(_through(BASIN), nom="Bassin minier", code="perimeter-01")
    inscribed = [place for place in (*PARKS, *TERRILS, *CITES) if place.name in _INSCRIBED]
    yield _area(
        *(outline(place) for place in inscribed),
        nom="Bien inscrit au patrimoine mondial",
        code="perimeter-02",
    )


def _through(corners: Iterable[tuple[float, float]]) -> Ring:
    return ring([Spot(latitude, longitude) for latitude, longitude in corners])


def _routes() -> Iterator[dict[str, Any]]:
    """A stretch a feature, in the order in which an itinerary is ridden."""
    for stretch in STRETCHES.values():
        route = stretch.itinerary
        yield _feature(
            "LineString",
            [(point.longitude, point.latitude) for point in stretch.points],
            nom=route.name,
            sigle=route.short_name,
            code=route.code,
            troncon=stretch.section,
            alias="; ".join(route.aliases),
        )
