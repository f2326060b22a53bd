"""The places of the demo: parks, itineraries, estates, sites at stake, communes and agglomerations of the mining basin.

Names and aliases are those that its folders bear. Coordinates are APPROXIMATE: rounded by hand to about a hundred
metres, good enough to put a drawn photo near the right town, and for nothing else.
"""

import math
from dataclasses import dataclass

from ingest.demo.noise import stream

_METRES_PER_DEGREE = 111_320.0  # of latitude, on the sphere


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
        wide = _METRES_PER_DEGREE * math.cos(math.radians(self.latitude))
        return Spot(self.latitude + north_m / _METRES_PER_DEGREE, self.longitude + east_m / wide)


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A place to be registered in the demo's catalogue. `kind` is park, itinerary, cite, site, commune or epci.

    `commune` and `epci` name where it mainly lies, None where it crosses several; `code` is INSEE's for a commune,
    the SIREN number for an agglomeration. `spot` is approximate, and None for what is no point.
    """

    kind: str
    name: str
    short_name: str | None = None
    commune: str | None = None
    epci: str | None = None
    aliases: tuple[str, ...] = ()
    code: str | None = None
    spot: Spot | None = None


def _park(name: str, commune: str, epci: str, spot: Spot, *aliases: str) -> DemoPlace:
    return DemoPlace("park", name, None, commune, epci, aliases, None, spot)


def _cite(name: str, commune: str, epci: str, spot: Spot, *aliases: str) -> DemoPlace:
    return DemoPlace("cite", name, None, commune, epci, aliases, None, spot)


def _site(name: str, commune: str, epci: str, spot: Spot, *aliases: str) -> DemoPlace:
    return DemoPlace("site", name, None, commune, epci, aliases, None, spot)


PARKS: tuple[DemoPlace, ...] = (
    _park(
        "Parc départemental d'Olhain", "Houdain", "CABBALR", Spot(50.437, 2.573), "Parc d'Olhain", "Olhain"
    ),
    _park(
        "Terrils 11/19",
        "Loos-en-Gohelle",
        "CALL",
        Spot(50.445, 2.779),
        "Terrils 11-19",
        "Base 11/19",
        "11-19",
    ),
    _park("Étang du Vignoble", "Valenciennes", "CAVM", Spot(50.343, 3.507), "Vignoble"),
    _park("Site du 9-9 bis", "Oignies", "CAHC", Spot(50.464, 2.993), "9-9 bis", "9-9bis"),
    _park("Base des Argales", "Rieulay", "CCCO", Spot(50.382, 3.248), "Argales"),
    _park("Chabaud-Latour", "Condé-sur-l'Escaut", "CAVM", Spot(50.459, 3.605), "Étangs de Chabaud-Latour"),
    _park("Germignies Sud", "Lallaing", "CAD", Spot(50.385, 3.189)),
)

ITINERARIES: tuple[DemoPlace, ...] = (
    DemoPlace("itinerary", "EuroVelo 5", "EV5", aliases=("EV 5", "Via Romea Francigena")),
    DemoPlace("itinerary", "Véloroute du Bassin minier", "V31", aliases=("VBM", "V 31")),
)

CITES: tuple[DemoPlace, ...] = (
    _cite("Cité Declercq", "Oignies", "CAHC", Spot(50.461, 2.991), "Declercq"),
    _cite("Cité du Parc", "Méricourt", "CALL", Spot(50.401, 2.885), "Résidence du Parc"),
    _cite("Cité Bellevue Ancienne", "Harnes", "CALL", Spot(50.444, 2.884), "Bellevue Ancienne"),
    _cite("Cité Heurteau", "Hornaing", "CCCO", Spot(50.377, 3.337), "Heurteau"),
    _cite("Cité Sabatier", "Raismes", "CAPH", Spot(50.406, 3.506), "Sabatier"),
    _cite("Cité des Arbres", "Houdain", "CABBALR", Spot(50.455, 2.553)),
)

SITES: tuple[DemoPlace, ...] = (
    _site("Fosse 12", "Loos-en-Gohelle", "CALL", Spot(50.446, 2.806), "Fosse 12 de Lens"),
    _site("Chapelle Sainte-Barbe", "Somain", "CCCO", Spot(50.362, 3.270), "Chapelle Ste Barbe"),
    _site(
        "Chevalement de la fosse 2 de Flines",
        "Anhiers",
        "CAD",
        Spot(50.404, 3.158),
        "Chevalement Flines",
        "Fosse 2 de Flines",
    ),
)

_COMMUNES: tuple[tuple[str, str, str, float, float], ...] = (
    ("Loos-en-Gohelle", "62528", "CALL", 50.453, 2.782),
    ("Wingles", "62895", "CALL", 50.493, 2.854),
    ("Houdain", "62457", "CABBALR", 50.455, 2.537),
    ("Angres", "62032", "CALL", 50.410, 2.753),
    ("Oignies", "62637", "CAHC", 50.467, 3.001),
    ("Méricourt", "62570", "CALL", 50.402, 2.867),
    ("Harnes", "62413", "CALL", 50.452, 2.903),
    ("Hornaing", "59314", "CCCO", 50.371, 3.337),
    ("Raismes", "59491", "CAPH", 50.405, 3.479),
    ("Somain", "59574", "CCCO", 50.358, 3.273),
    ("Anhiers", "59007", "CAD", 50.404, 3.156),
    ("Rieulay", "59501", "CCCO", 50.387, 3.263),
    ("Lallaing", "59327", "CAD", 50.386, 3.166),
    ("Condé-sur-l'Escaut", "59153", "CAVM", 50.458, 3.607),
    ("Valenciennes", "59606", "CAVM", 50.362, 3.516),
)

COMMUNES: tuple[DemoPlace, ...] = tuple(
    DemoPlace("commune", name, epci=epci, code=insee, spot=Spot(latitude, longitude))
    for name, insee, epci, latitude, longitude in _COMMUNES
)

EPCIS: tuple[DemoPlace, ...] = (
    DemoPlace("epci", "Béthune-Bruay, Artois-Lys Romane", "CABBALR", code="200072460"),
    DemoPlace("epci", "Lens-Liévin", "CALL", code="246200364"),
    DemoPlace("epci", "Hénin-Carvin", "CAHC", code="246200299"),
    DemoPlace("epci", "Douaisis Agglo", "CAD", code="200044618"),
    DemoPlace("epci", "Cœur d'Ostrevent", "CCCO", code="245901152"),
    DemoPlace("epci", "La Porte du Hainaut", "CAPH", code="200042190"),
    DemoPlace("epci", "Valenciennes Métropole", "CAVM", code="245901160"),
)

DEMO_PLACES: tuple[DemoPlace, ...] = (*PARKS, *ITINERARIES, *CITES, *SITES, *COMMUNES, *EPCIS)

#: Stretches that outings follow, from one approximate point to another.
STRETCHES: dict[str, tuple[Spot, Spot]] = {
    "Loos-Wingles": (Spot(50.452, 2.790), Spot(50.493, 2.852)),
    "Angres-Olhain": (Spot(50.410, 2.752), Spot(50.437, 2.580)),
    "Olhain-Saint-Venant": (Spot(50.440, 2.570), Spot(50.620, 2.540)),
    "V31": (Spot(50.404, 3.158), Spot(50.385, 3.190)),
}
_FRAMES_ALONG = 18  # of a stretch: the n-th view of every outing stands at the same place

_SPOTS = {place.name: place.spot for place in DEMO_PLACES if place.spot}


def stand_at(place: str, viewpoint: str, order: int) -> Spot:
    """Where the camera of a viewpoint stood: along its stretch, or scattered around its place."""
    rng = stream("spot", viewpoint)
    if place in STRETCHES:
        start, end = STRETCHES[place]
        share = (order + 0.5) / _FRAMES_ALONG
        along = Spot(
            start.latitude + (end.latitude - start.latitude) * share,
            start.longitude + (end.longitude - start.longitude) * share,
        )
        return along.moved(float(rng.normal(0, 15)), float(rng.normal(0, 15)))
    return _SPOTS[place].moved(float(rng.normal(0, 170)), float(rng.normal(0, 170)))
