"""Where the camera of a viewpoint stood: along its stretch, within its place, or far off, looking at it."""

from ingest.demo.light import heading_deg
from ingest.demo.noise import stream
from ingest.demo.places import DEMO_PLACES, ELSEWHERE, Reach
from ingest.demo.routes import STRETCHES
from ingest.demo.spots import Spot

_FRAMES_ALONG = 18  # of a stretch: the n-th view of every outing stands at the same place
_WITHIN = 0.6  # of how far a place reaches: well inside its outline
_BESIDE_M = 5.0

_SPOTS: dict[str, tuple[Spot, Reach]] = ELSEWHERE | {
    place.key: (place.spot, place.reach_m) for place in DEMO_PLACES
}


def stand_at(place: str, viewpoint: str, order: int) -> Spot:
    """Where the camera of a viewpoint stood: on its stretch, give or take the width of a path, or in its place."""
    rng = stream("spot", viewpoint)
    if place in STRETCHES:
        along = STRETCHES[place].at((order + 0.5) / _FRAMES_ALONG)
        return along.moved(float(rng.normal(0, _BESIDE_M)), float(rng.normal(0, _BESIDE_M)))
    middle, (east_m, north_m) = _SPOTS[place]
    return middle.moved(
        float(rng.uniform(-_WITHIN, _WITHIN)) * east_m, float(rng.uniform(-_WITHIN, _WITHIN)) * north_m
    )


def stand_afar(place: str, viewpoint: str, distance_m: tuple[float, float]) -> Spot:
    """Where a camera stood that looks straight at the middle of a place, from a distance within these two."""
    away = float(stream("afar", viewpoint).uniform(*distance_m))
    return _SPOTS[place][0].away(heading_deg(viewpoint) + 180, away)
