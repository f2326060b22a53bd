"""Pictures of open land, from far to near: heaps, ponds, canals, greenways, woods, and the view from a summit."""

import dataclasses

import numpy as np
from PIL import Image

from ingest.demo import furniture, land, water
from ingest.demo.land import Material, Strip, far_trees, meadow, snowed
from ingest.demo.noise import chance, profile, stream
from ingest.demo.scenes import Condition, Kind, Scene, Season
from ingest.demo.sprites import Sprite, paste
from ingest.demo.stage import Stage, avenue, backdrop, scatter, stage_of, terrils
from ingest.demo.terrils import Heap, terril
from ingest.demo.trees import Grass, Species
from ingest.demo.view import View


def terril_seen(scene: Scene) -> Image.Image:
    """A heap, or twins, over fields."""
    stage = stage_of(scene, 0.66, eye_m=2.2, lens=1.0)
    picture = paste(backdrop(stage, 2), *terrils(stage))
    sown = chance(stream("sown", stage.place), 0.6)
    base = land.crop(scene.season, stage.place) if sown else meadow(stage.palette)
    picture = stage.ground(picture, base)
    near = far_trees(
        stage.view,
        stage.light,
        stage.palette,
        place=stage.place,
        distance_m=240,
        height_m=4 + 4 * scene.growth,
    )
    picture = paste(picture, near, *scatter(stage, 10, 42, 190, 0))
    return (
        picture if sown else paste(picture, *stage.grasses(Grass(0.4, flowers=scene.season is Season.SPRING)))
    )


def flat_terril(scene: Scene) -> Image.Image:
    """A table-shaped heap behind a shale path."""
    stage = stage_of(scene, 0.55)
    rng = stream("flat", stage.place)
    middle, tall, half = float(rng.uniform(-60, 60)), float(rng.uniform(38, 52)), float(rng.uniform(190, 280))
    heap = Heap(middle, 300, tall, half, flat=0.62, red=0.25, snow=stage.palette.snow)
    cover = 0.26 + 0.45 * scene.growth
    picture = paste(
        backdrop(stage, 2),
        terril(stage.view, stage.light, stage.palette, heap, name=stage.place, cover=cover),
    )
    path = Strip(snowed(land.SLAG, stage.palette, 0.8), -1.4, 1.4, 0.3)
    picture = stage.ground(picture, meadow(stage.palette), [path], float(rng.uniform(-5, 5)))
    picture = paste(picture, *scatter(stage, 22, 11, 240, 2.6))
    return paste(
        picture, *stage.grasses(Grass(0.4, gap_m=(-1.5, 1.5), flowers=scene.season is Season.SUMMER))
    )


_SURFACES = (land.ASPHALT, land.LIMESTONE, land.RED_SLAG, land.SLAG)


def _surface(stage: Stage) -> Material:
    """What a greenway is paved with: its own material, laid anew when restored, mud when abandoned."""
    own = _SURFACES[int(stream("paved", stage.place).integers(len(_SURFACES)))]
    laid = {
        Condition.RUIN: land.MUD,
        Condition.RESTORED: land.NEW_ASPHALT if own is land.ASPHALT else land.LIMESTONE,
    }.get(stage.scene.condition, own)
    return snowed(laid, stage.palette, 0.7)


def _cyclist(stage: Stage, bend_m: float) -> list[Sprite]:
    """Somebody comes by on every third picture."""
    z = 26.0 + stage.scene.seed % 17
    at = (0.5 + bend_m * (z / 60) ** 2, z)
    rider = furniture.place(
        stage.view, stage.light, furniture.cyclist(stage.scene.seed), at=at, height_m=1.75
    )
    return rider if stage.scene.seed % 3 == 0 else []


def greenway(scene: Scene) -> Image.Image:
    """A path between two lines of trees."""
    stage = stage_of(scene, 0.50)
    rng = stream("greenway", stage.place)
    bend = float(rng.uniform(-9, 9))
    half = 1.1 if scene.condition is Condition.RUIN else 1.5
    verge = snowed(Material(stage.palette.straw, stage.palette.grass, 0.2), stage.palette)
    ragged = 0.05 if scene.condition is Condition.RESTORED else 0.22
    strips = [Strip(verge, -half - 0.8, half + 0.8, 0.4), Strip(_surface(stage), -half, half, ragged)]
    picture = stage.ground(backdrop(stage), meadow(stage.palette), strips, bend)
    species = (Species.OAK, Species.BIRCH, Species.POPLAR, Species.OAK)[int(rng.integers(4))]
    trees = avenue(stage, away_m=4.4, bend_m=bend, species=species, tall_m=11)
    picture = paste(picture, *trees, *_cyclist(stage, bend))
    return paste(
        picture,
        *stage.grasses(Grass(0.32, gap_m=(-half - 0.5, half + 0.5), flowers=scene.season is Season.SPRING)),
    )


def canal(scene: Scene) -> Image.Image:
    """A towpath beside still water, poplars on both banks."""
    stage = stage_of(scene, 0.50, eye_m=1.8)
    rng = stream("canal", stage.place)
    bend, side = float(rng.uniform(-6, 6)), (1 if chance(rng, 0.5) else -1)
    basin = sorted((side * 1.9, side * 15.0))
    path = sorted((side * -1.7, side * 0.9))
    surface = snowed(land.LIMESTONE if chance(rng, 0.5) else land.ASPHALT, stage.palette, 0.7)
    picture = stage.ground(
        backdrop(stage), meadow(stage.palette), [Strip(surface, path[0], path[1], 0.1)], bend
    )
    picture = paste(picture, *avenue(stage, away_m=18, bend_m=bend, species=Species.POPLAR, tall_m=17))
    outline = water.canal(stage.view, basin[0], basin[1], bend)
    ice = scene.season is Season.SNOW
    picture = water.mirror(
        picture,
        stage.view,
        stage.light,
        stage.view.horizon_px,
        scene.seed,
        outline=outline,
        wind=0.3,
        frozen=ice,
    )
    free = (path[0] - 0.3, basin[1] + 2) if side > 0 else (basin[0] - 2, path[1] + 0.3)
    return paste(picture, *stage.grasses(Grass(0.32, gap_m=free)))


_REED = ((0.60, 0.53, 0.34), (0.50, 0.50, 0.27))
_GREEN_REED = ((0.36, 0.44, 0.21), (0.54, 0.53, 0.30))


def pond(scene: Scene) -> Image.Image:
    """Water that mirrors its far bank, and a heap behind it; reeds on the near one."""
    stage = stage_of(scene, 0.48, eye_m=2.0)
    rng = stream("pond", stage.place)
    picture = backdrop(stage, 2)
    if scene.kind is Kind.MIRROR:
        picture = paste(picture, *terrils(stage))
    bank = far_trees(
        stage.view,
        stage.light,
        stage.palette,
        place=stage.place,
        distance_m=150,
        height_m=7 + 5 * scene.growth,
    )
    picture = stage.ground(paste(picture, bank), meadow(stage.palette))
    picture = paste(picture, *scatter(stage, 16, 95, 150, 0))
    shore = round(stage.view.project(0, 0, 88)[1])
    wind, ice = float(rng.uniform(0.1, 0.6)), scene.season is Season.SNOW
    picture = water.mirror(picture, stage.view, stage.light, shore, scene.seed, wind=wind, frozen=ice)
    reed = _GREEN_REED if scene.season is Season.SUMMER else _REED
    gap = (float(rng.uniform(-2.4, -1.2)), float(rng.uniform(1.0, 2.4)))
    return paste(picture, *stage.grasses(Grass(1.2, colours=reed, thick=1.6, gap_m=gap)))


def wood(scene: Scene) -> Image.Image:
    """A path into a wood."""
    stage = stage_of(scene, 0.46)
    rng = stream("wood", stage.place)
    bend = float(rng.uniform(-12, 12))
    litter = Material((0.40, 0.31, 0.20), (0.31, 0.29, 0.17), 0.24)
    floor = meadow(stage.palette) if scene.season is Season.SPRING else litter
    path = Strip(snowed(land.MUD, stage.palette, 0.8), -1.3, 1.3, 0.35)
    edges = [
        far_trees(
            stage.view,
            stage.light,
            stage.palette,
            place=f"{stage.place}{far}",
            distance_m=far,
            height_m=21 - far / 40,
        )
        for far in (240, 150, 100)
    ]
    picture = stage.ground(paste(stage.sky(), *edges), snowed(floor, stage.palette), [path], bend)
    for far in sorted((4.5 + 85 * float(rng.random()) ** 1.3 for _ in range(42)), reverse=True):
        x = float(rng.uniform(2.8, 22)) * float(rng.choice((-1, 1))) + bend * (far / 60) ** 2
        variant = int(rng.integers(9))
        species = Species.OAK if variant % 4 else Species.BIRCH
        tree = stage.plant(species, x, far, 14 + variant * 0.6, variant, 0.35 + 0.5 * float(rng.random()))
        picture = paste(picture, *tree)  # one by one: the near ones are as large as the frame
    return picture


def _brow(stage: Stage) -> Image.Image:
    """The edge of a summit under our feet, as a mask: rounded, a little rough."""
    columns = np.arange(stage.view.width, dtype=np.float32)
    across = columns / stage.view.width - 0.5
    edge = stage.view.height * (
        0.70 + 0.26 * (across - 0.12) ** 2 + 0.006 * profile(1.2, stage.place, columns / 3)
    )
    rows = np.arange(stage.view.height, dtype=np.float32)[:, None]
    return Image.fromarray((np.clip(rows - edge[None, :], 0, 1) * 255).astype(np.uint8))


def summit(scene: Scene) -> Image.Image:
    """From the top of a heap: fields, estates and other heaps down to the horizon, heather before us."""
    stage = stage_of(scene, 0.40, eye_m=95, lens=0.95)
    rng, snow = stream("summit", stage.place), stage.palette.snow
    hill = far_trees(
        stage.view, stage.light, stage.palette, place=stage.place, distance_m=9000, height_m=18, rise_m=40
    )
    picture = land.countryside(
        paste(stage.sky(), hill), stage.view, stage.light, stage.palette, place=stage.place
    )
    for order in range(4):
        tall, far = float(rng.uniform(70, 125)), 3600 - order * 620
        heap = Heap(
            float(rng.uniform(-0.5, 0.5)) * far, far, tall, tall * 1.7, flat=0.4 * (order % 2), snow=snow
        )
        cut = terril(
            stage.view,
            stage.light,
            stage.palette,
            heap,
            name=f"{stage.place}/{order}",
            cover=0.3 + 0.4 * scene.growth,
        )
        picture = paste(picture, cut)
    near = dataclasses.replace(stage, view=View(stage.view.width, stage.view.height, 0.66, 1.65, 0.95))
    path = Strip(snowed(land.RED_SLAG, stage.palette), -0.9, 0.9, 0.4)
    top = near.ground(picture, snowed(land.SLAG, stage.palette), [path], 14)
    heather = near.grasses(
        Grass(0.42, colours=(stage.palette.heath, stage.palette.straw), gap_m=(-1.2, 1.4), thick=1.5)
    )
    return paste(Image.composite(top, picture, _brow(stage)), *heather)
