"""The places of the demo: parks, terrils, estates, sites at stake, and what else its photos were taken at.

Names and aliases are those that its folders bear. Coordinates are APPROXIMATE: rounded by hand to about a hundred
metres, good enough to put a drawn photo near the right town, and for nothing else.
"""

from dataclasses import dataclass

from ingest.demo.spots import Spot

Reach = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A place with its rough extent: `reach_m` is how far it goes to the east and to the north of its middle.

    `kind` is park, terril, cite or site; `code` is that of the demo's own layer.
    """

    kind: str
    code: str
    name: str
    commune: str
    spot: Spot
    reach_m: Reach
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What outings call the place: four estates are called *Cité du Moulin*."""
        return f"{self.name} ({self.commune})" if self.name in _REPEATED else self.name


_REPEATED = frozenset({"Cité du Moulin"})


def _of(
    kind: str, rows: tuple[tuple[str, str, float, float, Reach, tuple[str, ...]], ...]
) -> tuple[DemoPlace, ...]:
    """The rows as places, numbered in their order."""
    return tuple(
        DemoPlace(kind, f"{kind}-{number:02}", name, commune, Spot(latitude, longitude), reach, aliases)
        for number, (name, commune, latitude, longitude, reach, aliases) in enumerate(rows, 1)
    )


# Tables read across.
# fmt: off
PARKS = _of("park", (
    ("Parc départemental d'Olhain", "Maisnil-lès-Ruitz", 50.437, 2.573, (700, 550), ("Parc d'Olhain", "Olhain")),
    ("Terrils 11/19", "Loos-en-Gohelle", 50.445, 2.780, (620, 480), ("Terrils 11-19", "Base 11/19", "11-19")),
    ("Étang du Vignoble", "Valenciennes", 50.343, 3.507, (450, 380), ("Vignoble",)),
    ("Site du 9-9 bis", "Oignies", 50.465, 2.994, (160, 120), ("9-9 bis", "9-9bis")),
    ("Base des Argales", "Rieulay", 50.382, 3.248, (700, 600), ("Argales",)),
    ("Chabaud-Latour", "Condé-sur-l'Escaut", 50.459, 3.605, (800, 560), ("Étangs de Chabaud-Latour",)),
    ("Germignies Sud", "Lallaing", 50.385, 3.189, (700, 330), ()),
))

TERRILS = _of("terril", (
    ("Terril 11/19 Est", "Loos-en-Gohelle", 50.4455, 2.7830, (180, 210), ("Terril 74 Est",)),
    ("Terril 11/19 Ouest", "Loos-en-Gohelle", 50.4430, 2.7780, (260, 190), ("Terril 74 Ouest",)),
    ("Terril 110 d'Oignies", "Oignies", 50.4525, 2.9900, (450, 420), ("Terril 110", "10 d'Oignies")),
    ("Terril 58 de Grenay", "Grenay", 50.4600, 2.7400, (330, 300), ("Terril 58", "Lavoir de Mazingarbe")),
    ("Terril d'Haillicourt Ouest", "Haillicourt", 50.4595, 2.5655, (150, 150), ()),
    ("Terril d'Haillicourt Est", "Haillicourt", 50.4605, 2.5700, (170, 190), ()),
    ("Terril de Rieulay", "Rieulay", 50.3810, 3.2420, (300, 480), ("Terril des Argales",)),
    ("Terril Sabatier", "Raismes", 50.4085, 3.5000, (280, 180), ("Sabatier Nord",)),
    ("Terril Ledoux", "Condé-sur-l'Escaut", 50.4575, 3.6070, (400, 300), ()),
))

CITES = _of("cite", (
    ("Cité Declercq", "Oignies", 50.460, 2.990, (280, 350), ("Declercq",)),
    ("Cité du Parc", "Méricourt", 50.401, 2.885, (180, 150), ("Résidence du Parc",)),
    ("Cité Bellevue Ancienne", "Harnes", 50.444, 2.885, (380, 290), ("Bellevue Ancienne",)),
    ("Cité Heurteau", "Hornaing", 50.377, 3.337, (180, 200), ("Heurteau",)),
    ("Cité Sabatier", "Raismes", 50.406, 3.506, (100, 160), ("Sabatier",)),
    ("Cité des Arbres", "Houdain", 50.455, 2.553, (270, 290), ()),
    # A street of sixty metres lies between these two: who stands in it is beside both.
    ("Cité n° 12 bis", "Lens", 50.4418, 2.8035, (220, 180), ("Cité 12 bis",)),
    ("Cité Saint-Édouard", "Lens", 50.4418, 2.8124, (350, 260), ("Cité n° 12",)),
    ("Cité du Moulin", "Somain", 50.370, 3.266, (260, 200), ()),
    ("Cité du Moulin", "Fouquières-lès-Lens", 50.434, 2.901, (160, 180), ()),
    ("Cité du Moulin", "Anzin", 50.379, 3.514, (110, 160), ()),
    ("Cité du Moulin", "Auby", 50.411, 3.047, (180, 100), ()),
))

SITES = _of("site", (
    ("Fosse 12", "Loos-en-Gohelle", 50.4475, 2.805, (60, 50), ("Fosse 12 de Lens",)),
    ("Chapelle Sainte-Barbe", "Somain", 50.362, 3.270, (30, 40), ("Chapelle Ste Barbe",)),
    ("Chevalement de la fosse 2 de Flines", "Anhiers", 50.404, 3.158, (50, 40),
     ("Chevalement Flines", "Fosse 2 de Flines")),
))
# fmt: on

DEMO_PLACES: tuple[DemoPlace, ...] = (*PARKS, *TERRILS, *CITES, *SITES)

#: Where photos were taken that no place of the demo holds.
ELSEWHERE: dict[str, tuple[Spot, Reach]] = {
    "Rue entre la cité 12 bis et la cité Saint-Édouard": (Spot(50.4418, 2.8035).moved(250, 0), (16, 150)),
    "Lens": (Spot(50.431, 2.832), (150, 150)),
    "Arras": (Spot(50.291, 2.777), (150, 150)),
}
