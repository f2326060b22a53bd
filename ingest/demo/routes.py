"""The itineraries of the demo, stretch by stretch: APPROXIMATE lines, drawn by hand from town to town."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from ingest.demo.spots import Spot


@dataclass(frozen=True, slots=True)
class Itinerary:
    """A route, its names, and the code that the demo's layer gives it."""

    name: str
    short_name: str
    code: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A named part of an itinerary; outings call it by `key`, and go along it in the order of `points`."""

    key: str
    itinerary: Itinerary
    section: str
    points: tuple[Spot, ...]

    def at(self, share: float) -> Spot:
        """The point after a share of the way, from 0 to 1."""
        left = share * sum(_lengths(self.points))
        for (start, end), length in zip(pairwise(self.points), _lengths(self.points), strict=True):
            if left <= length:
                return _between(start, end, left / length)
            left -= length
        return self.points[-1]


def _lengths(points: tuple[Spot, ...]) -> list[float]:
    return [hypot(*start.from_here(end)) for start, end in pairwise(points)]


def _between(start: Spot, end: Spot, share: float) -> Spot:
    return Spot(
        start.latitude + (end.latitude - start.latitude) * share,
        start.longitude + (end.longitude - start.longitude) * share,
    )


def _through(*corners: tuple[float, float]) -> tuple[Spot, ...]:
    return tuple(Spot(latitude, longitude) for latitude, longitude in corners)


EV5 = Itinerary("EuroVelo 5", "EV5", "itinerary-01", ("EV 5", "Via Romea Francigena"))
V31 = Itinerary("Véloroute du Bassin minier", "V31", "itinerary-02", ("VBM", "V 31"))

# In the order in which the whole itinerary is ridden; where outings ride the other way, the line is turned.
_STRETCHES = (
    Stretch(
        "Olhain-Saint-Venant", EV5, "Olhain–Saint-Venant",
        _through(
            (50.440, 2.570), (50.447, 2.558), (50.457, 2.551), (50.470, 2.556), (50.487, 2.548), (50.500, 2.562),
            (50.508, 2.586), (50.530, 2.604), (50.548, 2.636), (50.568, 2.638), (50.585, 2.603), (50.598, 2.566),
            (50.620, 2.540),
        ),
    ),
    Stretch(
        "Angres-Olhain", EV5, "Angres–Olhain",
        _through(
            (50.410, 2.752), (50.402, 2.737), (50.411, 2.718), (50.414, 2.694), (50.424, 2.664), (50.422, 2.636),
            (50.430, 2.612), (50.441, 2.592), (50.437, 2.580), (50.440, 2.570),
        ),
    ),
    Stretch(
        "Angres-Loos", EV5, "Angres–Loos-en-Gohelle",
        _through(
            (50.410, 2.752), (50.419, 2.764), (50.430, 2.770), (50.439, 2.776), (50.4475, 2.7865), (50.452, 2.790),
        ),
    ),
    Stretch(
        "Loos-Wingles", EV5, "Loos-en-Gohelle–Wingles",
        _through(
            (50.452, 2.790), (50.457, 2.799), (50.459, 2.812), (50.468, 2.820), (50.477, 2.826), (50.483, 2.841),
            (50.493, 2.852),
        ),
    ),
    Stretch(
        "V31", V31, "Anhiers–Lallaing",
        _through((50.408, 3.152), (50.402, 3.160), (50.399, 3.162), (50.393, 3.171), (50.391, 3.181), (50.385, 3.190)),
    ),
    Stretch(
        "Lallaing-Rieulay", V31, "Lallaing–Rieulay",
        _through((50.385, 3.190), (50.380, 3.205), (50.381, 3.222), (50.384, 3.240), (50.386, 3.256)),
    ),
    Stretch(
        "Rieulay-Hornaing", V31, "Rieulay–Hornaing",
        _through((50.386, 3.256), (50.379, 3.272), (50.373, 3.293), (50.371, 3.316), (50.373, 3.334)),
    ),
)  # fmt: skip

#: Stretches that outings follow, by what they call them.
STRETCHES: dict[str, Stretch] = {stretch.key: stretch for stretch in _STRETCHES}
