"""Each kind of picture, composed from far to near."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from ingest.demo import furniture, land, trees, water
from ingest.demo.film import Film, develop, level
from ingest.demo.halls import chapel, hall
from ingest.demo.headframes import Headframe, headframe
from ingest.demo.houses import style_of
from ingest.demo.land import Strip, far_trees, ground, meadow, shadow, snowed
from ingest.demo.light import PALETTES, Light, Palette, light_of
from ingest.demo.noise import LUMPY, ROUGH, SMOOTH, sample, smoothstep, stream, tile
from ingest.demo.rows import across_street, street_rows
from ingest.demo.scenes import Condition, Kind, Scene, Season, Weather
from ingest.demo.sky import sky
from ingest.demo.sprites import Sprite, paste, to_image
from ingest.demo.terrils import Heap, terril
from ingest.demo.trees import Species, grasses, plant
from ingest.demo.view import View


def _view(scene: Scene, horizon: float, eye_m: float = 1.65, lens: float = 0.85) -> View:
    """The frame of a viewpoint at the size that is drawn: at most 1600 pixels high or wide, panoramas 2400."""
    longest = max(scene.width, scene.height)
    limit = 2400 if longest > 2.2 * min(scene.width, scene.height) else 1440
    shrink = min(1.0, limit / longest)
    if scene.height > scene.width:
        horizon = 0.5 + (horizon - 0.5) * 0.6
    return View(round(scene.width * shrink), round(scene.height * shrink), horizon, eye_m, lens)


def _skyline(view: View, light: Light, palette: Palette, scene: Scene, *, near_m: float = 260) -> list[Sprite]:
    """Three depths of trees, as the flat country shows them."""
    name = scene.viewpoint
    return [
        far_trees(view, light, palette, place=name, distance_m=2600, height_m=16, rise_m=12),
        far_trees(view, light, palette, place=name, distance_m=900, height_m=13),
        far_trees(view, light, palette, place=name, distance_m=near_m, height_m=8 + 4 * scene.growth),
    ]


def _heaps(scene: Scene) -> list[Heap]:
    """The heaps that a viewpoint looks at: twin cones with their plateau, or one cone."""
    rng = stream("heaps", scene.viewpoint)
    far = float(rng.uniform(560, 800))
    snow = PALETTES[scene.season].snow
    tall = float(rng.uniform(118, 150))
    left = float(rng.uniform(-230, -60))
    second = Heap(left + tall * 1.75, far + 90, tall * 0.93, tall * 1.52, red=0.12, snow=snow)
    first = Heap(left, far, tall, tall * 1.5, red=float(rng.uniform(0, 0.3)), snow=snow)
    plateau = Heap(left - 160, far + 160, tall * 0.34, tall * 2.6, flat=0.72, red=0.2, snow=snow)
    return [plateau, second, first] if rng.random() < 0.75 else [plateau, first]


def _terrils(view: View, light: Light, palette: Palette, scene: Scene) -> list[Sprite]:
    """The heaps as cut-outs, greener every year."""
    cover = 0.22 + 0.50 * scene.growth
    return [terril(view, light, palette, heap, name=f"{scene.viewpoint}/{i}", cover=cover) for i, heap in enumerate(_heaps(scene))]


def _scatter(
    view: View, light: Light, palette: Palette, scene: Scene, *, count: int, near_m: float, far_m: float, gap_m: float
) -> list[Sprite]:
    """Trees and bushes here and there, none within `gap_m` of the middle; taller every year."""
    rng = stream("scatter", scene.viewpoint)
    spots = []
    for _ in range(count):
        z = near_m * (far_m / near_m) ** rng.random()
        half = view.width / 2 / view.scale(z) * 1.1
        x = float(rng.uniform(-half, half))
        kind = (Species.OAK, Species.BIRCH, Species.BUSH, Species.BUSH, Species.POPLAR)[int(rng.integers(5))]
        tall = {Species.OAK: 9, Species.BIRCH: 8, Species.BUSH: 2.4, Species.POPLAR: 15}[kind] * rng.uniform(0.7, 1.2)
        if abs(x) > gap_m:
            spots.append((float(z), x, kind, float(tall) * (0.5 + 0.6 * scene.growth), int(rng.integers(9))))
    sprites: list[Sprite] = []
    for z, x, kind, tall, variant in sorted(spots, reverse=True):
        sprites.append(shadow(view, light, x, z, tall * 0.32, tall * 0.8))
        sprites += plant(view, light, palette, kind, at=(x, z), height_m=tall, variant=variant)
    return sprites


def _terril_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.66, eye_m=2.2, lens=0.95)
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene, near_m=900)[:2])
    picture = paste(picture, *_terrils(view, light, palette, scene))
    picture = ground(picture, view, light, land.stubble(palette) if stream("crop", scene.viewpoint).random() < 0.5 else meadow(palette), place=scene.viewpoint)
    near = far_trees(view, light, palette, place=scene.viewpoint, distance_m=240, height_m=5 + 4 * scene.growth)
    picture = paste(picture, near, *_scatter(view, light, palette, scene, count=9, near_m=26, far_m=170, gap_m=0))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=0.4, flowers=scene.season is Season.SPRING))


def _flat_terril_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.55)
    rng = stream("flat", scene.viewpoint)
    heap = Heap(float(rng.uniform(-60, 60)), 330, float(rng.uniform(34, 48)), float(rng.uniform(210, 300)), flat=0.62, red=0.25, snow=palette.snow)
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene)[:2])
    picture = paste(picture, terril(view, light, palette, heap, name=scene.viewpoint, cover=0.3 + 0.5 * scene.growth))
    path = [Strip(snowed(land.SLAG, palette, 0.8), -1.4, 1.4, 0.35)]
    picture = ground(picture, view, light, meadow(palette), path, place=scene.viewpoint, bend_m=float(rng.uniform(-5, 5)))
    picture = paste(picture, *_scatter(view, light, palette, scene, count=22, near_m=11, far_m=240, gap_m=2.6))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, gap_m=(-1.6, 1.6), flowers=scene.season is Season.SUMMER))


def _avenue(view: View, light: Light, palette: Palette, scene: Scene, *, away_m: float, bend_m: float, species: Species, tall_m: float) -> list[Sprite]:
    """Two lines of trees along a path, far ones first."""
    rng = stream("avenue", scene.viewpoint)
    tall = tall_m * (0.42 + 0.62 * scene.growth)
    sprites: list[Sprite] = []
    for order in range(20, -1, -1):
        for side in (-1, 1):
            z = 5.5 + order * 8.5 + float(rng.uniform(-2, 2))
            x = side * (away_m + float(rng.uniform(-0.6, 1.4))) + bend_m * (z / 60) ** 2
            variant, size = int(rng.integers(9)), float(rng.uniform(0.8, 1.15))
            sprites.append(shadow(view, light, x, z, tall * 0.30, tall * 0.9))
            sprites += plant(view, light, palette, species, at=(x, z), height_m=tall * size, variant=variant)
    return sprites


def _greenway_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.50)
    rng = stream("greenway", scene.viewpoint)
    bend = float(rng.uniform(-9, 9))
    surface = (land.ASPHALT, land.LIMESTONE, land.RED_SLAG, land.SLAG)[int(rng.integers(4))]
    if scene.condition is Condition.RESTORED:
        surface = land.NEW_ASPHALT if surface is land.ASPHALT else land.LIMESTONE
    if scene.condition is Condition.RUIN:
        surface = land.MUD
    half = 1.5 if scene.condition is not Condition.RUIN else 1.1
    verge = snowed(land.Material(palette.straw, palette.grass, 0.2), palette)
    strips = [Strip(verge, -half - 0.9, half + 0.9, 0.4), Strip(snowed(surface, palette, 0.7), -half, half, 0.08 if scene.condition is Condition.RESTORED else 0.3)]
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene))
    picture = ground(picture, view, light, meadow(palette), strips, place=scene.viewpoint, bend_m=bend)
    species = (Species.OAK, Species.BIRCH, Species.POPLAR)[int(rng.integers(3))]
    picture = paste(picture, *_avenue(view, light, palette, scene, away_m=4.6, bend_m=bend, species=species, tall_m=11))
    if scene.seed % 3 == 0:
        z = 30.0 + scene.seed % 17
        picture = paste(picture, *furniture.place(view, light, furniture.cyclist(scene.seed), at=(0.5 + bend * (z / 60) ** 2, z), height_m=1.75))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=0.34, gap_m=(-2.4, 2.4), flowers=scene.season is Season.SPRING))


def _canal_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.50, eye_m=1.8)
    rng = stream("canal", scene.viewpoint)
    bend = float(rng.uniform(-6, 6))
    side = 1 if rng.random() < 0.5 else -1
    near, far = (1.9, 15.0) if side > 0 else (-15.0, -1.9)
    path = (-1.7, 0.9) if side > 0 else (-0.9, 1.7)
    strips = [Strip(snowed(land.LIMESTONE if rng.random() < 0.5 else land.ASPHALT, palette, 0.7), *path, 0.12)]
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene))
    picture = ground(picture, view, light, meadow(palette), strips, place=scene.viewpoint, bend_m=bend)
    other = Scene(Kind.CANAL, scene.viewpoint + "/bank", scene.seed, scene.season, scene.year, scene.hour, scene.weather, 10, 10)
    beyond = [s for s in _avenue(view, light, palette, other, away_m=19, bend_m=bend, species=Species.POPLAR, tall_m=17)]
    picture = paste(picture, *beyond)
    picture = water.mirror(picture, view, light, view.horizon_px, scene.seed, outline=water.canal(view, near, far, bend), wind=0.3, frozen=scene.season is Season.SNOW)
    x = near - 0.1 if side > 0 else far + 0.1
    picture = paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=0.30, gap_m=(path[0] - 0.2, far if side > 0 else path[1] + 0.2) if side > 0 else (near, path[1] + 0.2)))
    del x
    return picture


def _pond_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.48, eye_m=2.0)
    rng = stream("pond", scene.viewpoint)
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene)[:2])
    if rng.random() < 0.55:
        picture = paste(picture, *_terrils(view, light, palette, scene))
    bank = far_trees(view, light, palette, place=scene.viewpoint, distance_m=150, height_m=7 + 5 * scene.growth)
    picture = ground(paste(picture, bank), view, light, meadow(palette), place=scene.viewpoint)
    picture = paste(picture, *_scatter(view, light, palette, scene, count=16, near_m=95, far_m=150, gap_m=0))
    shore = round(view.project(0, 0, 88)[1])
    picture = water.mirror(picture, view, light, shore, scene.seed, wind=float(rng.uniform(0.1, 0.6)), frozen=scene.season is Season.SNOW)
    reed = ((0.62, 0.55, 0.33), (0.50, 0.52, 0.24)) if scene.season is not Season.SUMMER else ((0.36, 0.46, 0.18), (0.55, 0.55, 0.28))
    gap = (float(rng.uniform(-2.6, -1.2)), float(rng.uniform(1.0, 2.6)))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=1.25, colours=reed, thick=1.6, gap_m=gap)[-150:])


def _summit_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.42, eye_m=62, lens=0.9)
    rng = stream("summit", scene.viewpoint)
    picture = paste(sky(view, light, scene.seed), far_trees(view, light, palette, place=scene.viewpoint, distance_m=7000, height_m=18, rise_m=45))
    for order in range(4):
        tall = float(rng.uniform(60, 120))
        heap = Heap(float(rng.uniform(-1, 1)) * 1500, 3400 - order * 480, tall, tall * float(rng.uniform(1.4, 2.2)), flat=0.4 * (order % 2), snow=palette.snow)
        picture = paste(picture, terril(view, light, palette, heap, name=f"{scene.viewpoint}/{order}", cover=0.3 + 0.4 * scene.growth))
    fields = land.Material(palette.straw, palette.grass, 0.05)
    picture = ground(picture, view, light, fields, place=scene.viewpoint)
    for distance in (2400, 1500, 950, 620, 400):
        picture = paste(picture, far_trees(view, light, palette, place=f"{scene.viewpoint}{distance}", distance_m=distance, height_m=9))
    slope = View(view.width, view.height, horizon=0.70, eye_m=1.65, lens=0.9)
    picture = ground(picture, slope, light, snowed(land.SLAG, palette), [Strip(snowed(land.RED_SLAG, palette), -0.9, 0.9, 0.4)], place=scene.viewpoint, bend_m=14)
    heath = (palette.heath, palette.straw)
    return paste(picture, *grasses(slope, light, palette, place=scene.viewpoint, height_m=0.5, colours=heath, gap_m=(-1.2, 1.4)))


def _wood_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.46)
    rng = stream("wood", scene.viewpoint)
    bend = float(rng.uniform(-12, 12))
    litter = land.Material((0.40, 0.30, 0.18), (0.30, 0.27, 0.14), 0.24)
    path = [Strip(snowed(land.MUD, palette, 0.8), -1.3, 1.3, 0.4)]
    picture = paste(sky(view, light, scene.seed), *[far_trees(view, light, palette, place=f"{scene.viewpoint}{d}", distance_m=d, height_m=21 - d / 40) for d in (240, 150, 100)])
    picture = ground(picture, view, light, snowed(litter if scene.season is not Season.SPRING else meadow(palette), palette), path, place=scene.viewpoint, bend_m=bend)
    spots = sorted(((4.5 + 85 * float(rng.random()) ** 1.3, float(rng.uniform(2.8, 24)) * (1 if rng.random() < 0.5 else -1), int(rng.integers(9))) for _ in range(64)), reverse=True)
    for z, x, variant in spots:
        tall = 15.0 + variant * 0.6
        at = (x + bend * (z / 60) ** 2, z)
        picture = paste(picture, shadow(view, light, *at, 2.6, 5.0), *plant(view, light, palette, Species.OAK if variant % 3 else Species.BIRCH, at=at, height_m=tall, variant=variant, lit=0.35 + 0.5 * float(rng.random())))
    return picture


def _headframe_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.74, eye_m=1.65, lens=0.80)
    rng = stream("headframe", scene.viewpoint)
    rust = (0.42, 0.27, 0.21) if scene.condition in {Condition.RUIN, Condition.WORN} else (0.30, 0.34, 0.36)
    tower = Headframe(float(rng.uniform(-9, 6)), float(rng.uniform(74, 90)), float(rng.uniform(32, 38)), rust, float(rng.choice([-28, 22, 152, 200])))
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene))
    yard = land.SLAG if scene.condition is not Condition.RESTORED else meadow(palette)
    picture = ground(picture, view, light, snowed(yard, palette), [Strip(snowed(land.PAVING, palette, 0.7), -1.6, 1.6, 0.1)], place=scene.viewpoint, bend_m=4)
    picture = paste(picture, headframe(view, light, tower), *hall(view, light, scene.viewpoint, scene.condition, palette.snow, z_m=tower.z_m + 10))
    picture = paste(picture, *_scatter(view, light, palette, scene, count=8, near_m=16, far_m=80, gap_m=5))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=0.3, gap_m=(-1.9, 1.9)))


def _pavement(palette: Palette, condition: Condition) -> list[Strip]:
    """A street: carriageway, kerbs, pavements, verges before the houses."""
    road = snowed(land.NEW_ASPHALT if condition is Condition.RESTORED else land.ASPHALT, palette, 0.75)
    walk, kerb = snowed(land.PAVING, palette, 0.9), snowed(land.KERB, palette, 0.6)
    return [Strip(walk, -5.4, 5.4), Strip(kerb, -3.3, 3.3), Strip(road, -3.1, 3.1)]


def _street_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.56, lens=0.78)
    style = style_of(scene.viewpoint.split("/")[0])
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene))
    picture = ground(picture, view, light, meadow(palette), _pavement(palette, scene.condition), place=scene.viewpoint)
    picture = paste(picture, *street_rows(view, light, scene.viewpoint, style, scene.condition, palette.snow))
    rng = stream("street trees", scene.viewpoint)
    for order in range(6, -1, -1):
        for side in (-1, 1):
            z = 9 + order * 15.0 + float(rng.uniform(-3, 3))
            if rng.random() < 0.6:
                picture = paste(picture, shadow(view, light, side * 6.3, z, 1.6, 4), *plant(view, light, palette, Species.OAK, at=(side * 6.3, z), height_m=3.2 + 3.5 * scene.growth, variant=int(rng.integers(9))))
            if order % 2:
                picture = paste(picture, *furniture.place(view, light, furniture.lamp(), at=(side * 4.2, z + 4), height_m=7))
    return picture


def _facades_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.60, lens=0.74)
    style = style_of(scene.viewpoint.split("/")[0])
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene)[:2])
    picture = ground(picture, view, light, snowed(land.PAVING, palette), place=scene.viewpoint)
    picture = paste(picture, *across_street(view, light, scene.viewpoint, style, scene.condition, palette.snow))
    top = round(view.project(0, 0, 9.5)[1])
    street = View(view.width, view.height, view.horizon, view.eye_m, view.lens)
    road = ground(picture, street, light, snowed(land.NEW_ASPHALT if scene.condition is Condition.RESTORED else land.ASPHALT, palette, 0.75), place=scene.viewpoint)
    picture.paste(road.crop((0, top, view.width, view.height)), (0, top))
    rng = stream("front", scene.viewpoint)
    for _ in range(int(rng.integers(1, 4))):
        x, z = float(rng.uniform(-8, 8)), float(rng.uniform(10.5, 12))
        picture = paste(picture, shadow(view, light, x, z, 1.2, 2), *plant(view, light, palette, Species.BUSH if rng.random() < 0.5 else Species.OAK, at=(x, z), height_m=float(rng.uniform(1.2, 3.6)), variant=int(rng.integers(9))))
    return picture


def _wild(view: View, light: Light, palette: Palette, scene: Scene) -> list[Sprite]:
    """Bushes that close in on what nobody mows."""
    if scene.condition in {Condition.RESTORED, Condition.SITE}:
        return []
    rng = stream("wild", scene.viewpoint)
    count = round(4 + 14 * scene.growth)
    spots = sorted(((float(rng.uniform(15, 31)), float(rng.uniform(-17, 17)), int(rng.integers(9)), float(rng.uniform(1.4, 3.4))) for _ in range(18)), reverse=True)
    return [s for z, x, v, h in spots[:count] for s in plant(view, light, palette, Species.BUSH if v % 4 else Species.BIRCH, at=(x, z), height_m=h * (0.7 + scene.growth) * (1 if v % 4 else 2), variant=v)]


def _building_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    view = _view(scene, 0.66, lens=0.82)
    picture = paste(sky(view, light, scene.seed), *_skyline(view, light, palette, scene))
    yard = meadow(palette) if scene.condition is not Condition.SITE else land.MUD
    path = [Strip(snowed(land.PAVING if scene.condition is Condition.RESTORED else land.SLAG, palette, 0.8), -1.8, 1.8, 0.3)]
    picture = ground(picture, view, light, snowed(yard, palette), path, place=scene.viewpoint, bend_m=5)
    draw = chapel if scene.kind is Kind.CHAPEL else hall
    picture = paste(picture, *draw(view, light, scene.viewpoint, scene.condition, palette.snow))
    picture = paste(picture, *_wild(view, light, palette, scene))
    return paste(picture, *grasses(view, light, palette, place=scene.viewpoint, height_m=0.55 if scene.condition is Condition.RUIN else 0.22, gap_m=(-2, 2)))


def _sign_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    picture = _greenway_scene(scene, light, palette).filter(ImageFilter.GaussianBlur(2.2))
    view = _view(scene, 0.50)
    rng = stream("sign", scene.viewpoint)
    x = float(rng.choice([-0.85, 0.95]))
    names = ("Olhain", "Angres", "Loos", "Wingles", "Barlin", "Lens", "Souchez")
    first = int(rng.integers(len(names)))
    board = furniture.signpost((names[first], names[(first + 2) % 7])) if rng.random() < 0.65 else furniture.panel("Véloroute")
    tall = 2.5 if board.height > board.width else 1.6
    return paste(picture, *furniture.place(view, light, board, at=(x, 3.3), height_m=tall))


def _surface_scene(scene: Scene, light: Light, palette: Palette) -> Image.Image:
    """The ground at our feet: cracks, potholes or fresh asphalt, a folding rule for scale."""
    view = _view(scene, -1.1, eye_m=1.5, lens=1.1)
    rng = stream("surface", scene.viewpoint)
    surface = (land.ASPHALT, land.LIMESTONE, land.RED_SLAG, land.PAVING)[int(rng.integers(4))]
    edge = float(rng.uniform(0.1, 0.4))
    picture = Image.new("RGB", (view.width, view.height))
    x, z = view.ground(0)
    del z
    flat = View(view.width, view.height, 0.0, 1.5, 1.1)
    del x
    strips = [Strip(snowed(surface, palette, 0.6), -9, edge, 0.12)]
    return ground(picture, flat, light, meadow(palette), strips, place=scene.viewpoint)


_DRAWN: dict[Kind, Callable[[Scene, Light, Palette], Image.Image]] = {
    Kind.TERRIL: _terril_scene,
    Kind.FLAT_TERRIL: _flat_terril_scene,
    Kind.HEADFRAME: _headframe_scene,
    Kind.STREET: _street_scene,
    Kind.FACADES: _facades_scene,
    Kind.GREENWAY: _greenway_scene,
    Kind.CANAL: _canal_scene,
    Kind.POND: _pond_scene,
    Kind.SUMMIT: _summit_scene,
    Kind.WOOD: _wood_scene,
    Kind.BUILDING: _building_scene,
    Kind.CHAPEL: _building_scene,
    Kind.SIGN: _sign_scene,
    Kind.SURFACE: _surface_scene,
}


def draw(scene: Scene, film: Film) -> Image.Image:
    """The scene as a photo of its own size: drawn, held askew, developed. The same scene gives the same pixels."""
    light, palette = light_of(scene), PALETTES[scene.season]
    picture = _DRAWN[scene.kind](scene, light, palette)
    picture = level(picture, float(stream("tilt", scene.seed).normal(0, 0.7)))
    return develop(picture, film, scene.seed, (scene.width, scene.height))
