"""Communes and agglomerations of the demo, and where the mining basin ends: APPROXIMATE, drawn by hand.

A commune is a middle and a rough size, from which `outlines.cells` makes areas that do not overlap. Many communes of
the basin are missing: those that photos of the demo lie in are there.
"""

from dataclasses import dataclass

from ingest.demo.spots import Spot


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: INSEE's code, the short name of its agglomeration, its middle, about how far it reaches."""

    name: str
    insee: str
    epci: str
    spot: Spot
    reach_m: float


@dataclass(frozen=True, slots=True)
class Epci:
    """An agglomeration: SIREN number, and its rough outline, corner by corner, as (latitude, longitude)."""

    name: str
    short_name: str
    siren: str
    corners: tuple[tuple[float, float], ...]


_ROWS = (
    ("Loos-en-Gohelle", "62528", "CALL", 50.457, 2.784, 2600),
    ("Wingles", "62895", "CALL", 50.495, 2.858, 1700),
    ("Angres", "62032", "CALL", 50.410, 2.750, 1800),
    ("Liévin", "62510", "CALL", 50.424, 2.774, 2100),
    ("Lens", "62498", "CALL", 50.436, 2.822, 2200),
    ("Grenay", "62386", "CALL", 50.450, 2.745, 1500),
    ("Méricourt", "62570", "CALL", 50.401, 2.870, 1900),
    ("Harnes", "62413", "CALL", 50.452, 2.901, 2300),
    ("Fouquières-lès-Lens", "62351", "CALL", 50.430, 2.904, 1300),
    ("Vendin-le-Vieil", "62842", "CALL", 50.470, 2.852, 1900),
    ("Bénifontaine", "62107", "CALL", 50.476, 2.827, 1700),
    ("Aix-Noulette", "62019", "CALL", 50.423, 2.712, 2300),
    ("Bouvigny-Boyeffles", "62170", "CALL", 50.423, 2.673, 2000),
    ("Fresnicourt-le-Dolmen", "62356", "CABBALR", 50.424, 2.606, 2000),
    ("Hersin-Coupigny", "62443", "CABBALR", 50.445, 2.643, 2200),
    ("Maisnil-lès-Ruitz", "62540", "CABBALR", 50.440, 2.577, 1500),
    ("Houdain", "62457", "CABBALR", 50.455, 2.540, 1700),
    ("Haillicourt", "62400", "CABBALR", 50.468, 2.574, 1800),
    ("Bruay-la-Buissière", "62178", "CABBALR", 50.490, 2.552, 2500),
    ("Gosnay", "62377", "CABBALR", 50.509, 2.587, 1200),
    ("Béthune", "62119", "CABBALR", 50.530, 2.640, 2200),
    ("Hinges", "62454", "CABBALR", 50.571, 2.625, 2200),
    ("Robecq", "62713", "CABBALR", 50.594, 2.552, 2200),
    ("Saint-Venant", "62770", "CABBALR", 50.623, 2.530, 2600),
    ("Oignies", "62637", "CAHC", 50.463, 2.994, 2000),
    ("Dourges", "62274", "CAHC", 50.437, 2.985, 1900),
    ("Hénin-Beaumont", "62427", "CAHC", 50.414, 2.950, 2700),
    ("Courrières", "62250", "CAHC", 50.458, 2.943, 2000),
    ("Évin-Malmaison", "62321", "CAHC", 50.437, 3.022, 1200),
    ("Noyelles-Godault", "62624", "CAHC", 50.419, 2.994, 1700),
    ("Auby", "59028", "CAD", 50.414, 3.060, 2300),
    ("Anhiers", "59007", "CAD", 50.404, 3.156, 1200),
    ("Lallaing", "59327", "CAD", 50.386, 3.174, 1900),
    ("Rieulay", "59501", "CCCO", 50.386, 3.256, 2000),
    ("Somain", "59574", "CCCO", 50.361, 3.274, 2200),
    ("Fenain", "59227", "CCCO", 50.367, 3.302, 1700),
    ("Hornaing", "59314", "CCCO", 50.370, 3.337, 2000),
    ("Raismes", "59491", "CAPH", 50.410, 3.490, 3900),
    ("Anzin", "59014", "CAVM", 50.378, 3.512, 1800),
    ("Valenciennes", "59606", "CAVM", 50.355, 3.516, 2600),
    ("Condé-sur-l'Escaut", "59153", "CAVM", 50.464, 3.606, 3000),
)

COMMUNES: tuple[Commune, ...] = tuple(
    Commune(name, insee, epci, Spot(latitude, longitude), reach)
    for name, insee, epci, latitude, longitude, reach in _ROWS
)

# Corners that neighbours share are written the same, so that no strip lies between them.
# fmt: off
EPCIS: tuple[Epci, ...] = (
    Epci(
        "Béthune-Bruay, Artois-Lys Romane",
        "CABBALR",
        "200072460",
        (
            (50.60, 2.31), (50.66, 2.50), (50.64, 2.62), (50.57, 2.75), (50.51, 2.89), (50.51, 2.80), (50.49, 2.78),
            (50.48, 2.69), (50.455, 2.69), (50.44, 2.65), (50.43, 2.65), (50.41, 2.62), (50.38, 2.60), (50.42, 2.42),
            (50.50, 2.31),
        ),
    ),
    Epci(
        "Lens-Liévin",
        "CALL",
        "246200364",
        (
            (50.51, 2.80), (50.51, 2.89), (50.48, 2.94), (50.43, 2.93), (50.37, 2.90), (50.36, 2.70), (50.38, 2.60),
            (50.41, 2.62), (50.43, 2.65), (50.44, 2.65), (50.455, 2.69), (50.48, 2.69), (50.49, 2.78),
        ),
    ),
    Epci(
        "Hénin-Carvin",
        "CAHC",
        "246200299",
        (
            (50.51, 2.89), (50.52, 2.98), (50.48, 3.04), (50.43, 3.03), (50.37, 3.01), (50.37, 2.90),
            (50.43, 2.93), (50.48, 2.94),
        ),
    ),
    Epci(
        "Douaisis Agglo",
        "CAD",
        "200044618",
        (
            (50.43, 3.03), (50.46, 3.07), (50.45, 3.16), (50.40, 3.21), (50.36, 3.20), (50.28, 3.21),
            (50.27, 3.03), (50.37, 3.01),
        ),
    ),
    Epci(
        "Cœur d'Ostrevent",
        "CCCO",
        "245901152",
        ((50.45, 3.16), (50.44, 3.25), (50.40, 3.36), (50.33, 3.35), (50.28, 3.21), (50.36, 3.20), (50.40, 3.21)),
    ),
    Epci(
        "La Porte du Hainaut",
        "CAPH",
        "200042190",
        (
            (50.44, 3.25), (50.52, 3.40), (50.47, 3.55), (50.42, 3.54), (50.395, 3.51), (50.388, 3.48), (50.36, 3.47),
            (50.30, 3.47), (50.25, 3.30), (50.28, 3.21), (50.33, 3.35), (50.40, 3.36),
        ),
    ),
    Epci(
        "Valenciennes Métropole",
        "CAVM",
        "245901160",
        (
            (50.47, 3.55), (50.50, 3.62), (50.46, 3.66), (50.34, 3.67), (50.27, 3.55), (50.30, 3.47), (50.36, 3.47),
            (50.388, 3.48), (50.395, 3.51), (50.42, 3.54),
        ),
    ),
)

#: Where the mining basin ends, for the library: what lies outside is questioned.
BASIN: tuple[tuple[float, float], ...] = (
    (50.61, 2.23), (50.66, 2.50), (50.59, 2.90), (50.55, 3.40), (50.51, 3.62), (50.45, 3.68), (50.33, 3.69),
    (50.24, 3.30), (50.32, 2.75), (50.40, 2.43), (50.50, 2.26),
)
# fmt: on
