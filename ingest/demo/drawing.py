"""From a scene to a photo: each kind has its composition, and every one is held by hand and developed."""

from collections.abc import Callable

from PIL import Image

from ingest.demo import countryside, details, townscapes
from ingest.demo.film import Film, develop, level
from ingest.demo.noise import stream
from ingest.demo.scenes import Kind, Scene

_COMPOSED: dict[Kind, Callable[[Scene], Image.Image]] = {
    Kind.TERRIL: countryside.terril_seen,
    Kind.FLAT_TERRIL: countryside.flat_terril,
    Kind.HEADFRAME: townscapes.headframe_seen,
    Kind.STREET: townscapes.street,
    Kind.FACADES: townscapes.facades,
    Kind.GREENWAY: countryside.greenway,
    Kind.CANAL: countryside.canal,
    Kind.POND: countryside.pond,
    Kind.MIRROR: countryside.pond,
    Kind.SUMMIT: countryside.summit,
    Kind.WOOD: countryside.wood,
    Kind.BUILDING: townscapes.building,
    Kind.CHAPEL: townscapes.building,
    Kind.SIGN: details.sign,
    Kind.SURFACE: details.surface,
}


def draw(scene: Scene, film: Film) -> Image.Image:
    """The scene as a photo of its own size. The same scene and film give the same pixels."""
    tilt_deg = float(stream("tilt", scene.seed).normal(0, 0.7))
    return develop(
        level(_COMPOSED[scene.kind](scene), tilt_deg), film, scene.seed, (scene.width, scene.height)
    )
