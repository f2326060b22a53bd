"""The stage of one picture: its frame, its light, its season; and the scenery that many pictures share."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from ingest.demo import land, trees
from ingest.demo.land import Material, Strip, far_trees
from ingest.demo.light import PALETTES, Light, Palette, light_of
from ingest.demo.noise import chance, stream
from ingest.demo.scenes import Scene
from ingest.demo.sky import sky
from ingest.demo.sprites import Sprite, paste
from ingest.demo.terrils import Heap, terril
from ingest.demo.trees import Grass, Species, plant
from ingest.demo.view import View

_LONGEST_PX = 1280  # what is drawn; the photo itself may be larger
_LONGEST_PANORAMA_PX = 2000


@dataclass(frozen=True, slots=True)
class Stage:
    """All that drawing a scene needs."""

    scene: Scene
    view: View
    light: Light
    palette: Palette

    @property
    def place(self) -> str:
        """The name that fixes what does not move."""
        return self.scene.viewpoint

    def sky(self) -> Image.Image:
        """The empty stage."""
        return sky(self.view, self.light, self.scene.seed)

    def ground(
        self, picture: Image.Image, base: Material, strips: Iterable[Strip] = (), bend_m: float = 0.0
    ) -> Image.Image:
        """The picture with flat ground; strips already wear their snow."""
        return land.ground(
            picture, self.view, self.light, base, tuple(strips), place=self.place, bend_m=bend_m
        )

    def plant(
        self, species: Species, x: float, z: float, height_m: float, variant: int, lit: float = 0.8
    ) -> list[Sprite]:
        """A tree with its shadow."""
        tree = plant(
            self.view,
            self.light,
            self.palette,
            species,
            at=(x, z),
            height_m=height_m,
            variant=variant,
            lit=lit,
        )
        return [land.shadow(self.view, self.light, x, z, height_m * 0.3, height_m * 0.8), *tree]

    def grasses(self, grass: Grass) -> list[Sprite]:
        """Tufts in the foreground."""
        return trees.grasses(self.view, self.light, self.palette, grass, place=self.place)


def stage_of(scene: Scene, horizon: float, eye_m: float = 1.65, lens: float = 0.85) -> Stage:
    """The stage for a scene; upright frames keep their horizon nearer to the middle."""
    long, short = max(scene.width, scene.height), min(scene.width, scene.height)
    limit = _LONGEST_PANORAMA_PX if long > 2.2 * short else _LONGEST_PX
    shrink = min(1.0, limit / long)
    if scene.height > scene.width:
        horizon = 0.5 + (horizon - 0.5) * 0.6
    view = View(round(scene.width * shrink), round(scene.height * shrink), horizon, eye_m, lens)
    return Stage(scene, view, light_of(scene), PALETTES[scene.season])


def skyline(stage: Stage, depths: int = 3) -> list[Sprite]:
    """Trees at the far edge of flat country, in one to three depths."""
    rows = [(2600.0, 16.0, 12.0), (900.0, 13.0, 0.0), (260.0, 7 + 4 * stage.scene.growth, 0.0)]
    return [
        far_trees(
            stage.view,
            stage.light,
            stage.palette,
            place=stage.place,
            distance_m=far,
            height_m=tall,
            rise_m=rise,
        )
        for far, tall, rise in rows[:depths]
    ]


def _heaps(stage: Stage) -> list[Heap]:
    """What rises at a subject, from one viewpoint: twin cones over a plateau, or one cone."""
    rng, own, snow = stream("heaps", stage.place), stream("heaps", stage.scene.subject), stage.palette.snow
    far, left = float(rng.uniform(500, 720)), float(rng.uniform(-180, -40))
    tall, red = float(own.uniform(118, 146)), float(own.uniform(0, 0.3))
    first = Heap(left, far, tall, tall * 1.5, red=red, snow=snow)
    second = Heap(left + tall * 1.7, far + 90, tall * 0.95, tall * 1.55, red=0.12, snow=snow)
    plateau = Heap(left - 120, far + 160, tall * 0.34, tall * 2.6, flat=0.72, red=0.2, snow=snow)
    twins = "11/19" in stage.scene.subject or chance(own, 0.3)
    return [plateau, second, first] if twins else [plateau, first]


def terrils(stage: Stage) -> list[Sprite]:
    """The heaps as cut-outs, greener every year."""
    cover = 0.16 + 0.52 * stage.scene.growth
    return [
        terril(
            stage.view, stage.light, stage.palette, heap, name=f"{stage.scene.subject}/{order}", cover=cover
        )
        for order, heap in enumerate(_heaps(stage))
    ]


_TALL_M = {Species.OAK: 9.0, Species.BIRCH: 8.0, Species.BUSH: 2.2, Species.POPLAR: 14.0}


def scatter(stage: Stage, count: int, near_m: float, far_m: float, gap_m: float) -> list[Sprite]:
    """Trees and bushes here and there, none within `gap_m` of the middle; taller every year."""
    rng = stream("scatter", stage.place)
    spots: list[tuple[float, float, Species, float, int]] = []
    for _ in range(count):
        z = near_m * (far_m / near_m) ** float(rng.random())
        half = stage.view.width / 2 / stage.view.scale(z) * 1.1
        species = (Species.OAK, Species.BIRCH, Species.BUSH, Species.BUSH, Species.POPLAR)[
            int(rng.integers(5))
        ]
        tall = _TALL_M[species] * float(rng.uniform(0.7, 1.2)) * (0.5 + 0.6 * stage.scene.growth)
        spots.append((z, float(rng.uniform(-half, half)), species, tall, int(rng.integers(9))))
    sprites: list[Sprite] = []
    for z, x, species, tall, variant in sorted(spots, reverse=True):
        sprites += stage.plant(species, x, z, tall, variant) if abs(x) > gap_m else []
    return sprites


def avenue(stage: Stage, *, away_m: float, bend_m: float, species: Species, tall_m: float) -> list[Sprite]:
    """Two lines of trees along a path, far ones first."""
    rng = stream("avenue", stage.place)
    tall = tall_m * (0.42 + 0.62 * stage.scene.growth)
    sprites: list[Sprite] = []
    for order in range(20, -1, -1):
        for side in (-1, 1):
            z = 5.5 + order * 8.5 + float(rng.uniform(-2, 2))
            x = side * (away_m + float(rng.uniform(-0.6, 1.4))) + bend_m * (z / 60) ** 2
            sprites += stage.plant(species, x, z, tall * float(rng.uniform(0.8, 1.15)), int(rng.integers(9)))
    return sprites


def backdrop(stage: Stage, depths: int = 3) -> Image.Image:
    """Sky and skyline."""
    return paste(stage.sky(), *skyline(stage, depths))
