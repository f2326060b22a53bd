"""Pictures of what was built: headframes, streets of miners' houses, halls and chapels."""

from PIL import Image

from ingest.demo import furniture, land
from ingest.demo.halls import chapel, hall
from ingest.demo.headframes import Headframe, headframe
from ingest.demo.land import Strip, meadow, snowed
from ingest.demo.masonry import wall
from ingest.demo.noise import chance, stream
from ingest.demo.rows import across_street, street_rows
from ingest.demo.scenes import Condition, Kind, Scene
from ingest.demo.sprites import Sprite, paste
from ingest.demo.stage import Stage, backdrop, scatter, stage_of
from ingest.demo.trees import Grass, Species, hedge

_RUST, _PAINTED = (0.42, 0.29, 0.24), (0.33, 0.36, 0.38)


def headframe_seen(scene: Scene) -> Image.Image:
    """A headframe behind its hall, across a yard."""
    stage = stage_of(scene, 0.74, lens=0.80)
    rng, own = stream("headframe", stage.place), stream("headframe", scene.subject)
    steel = _PAINTED if scene.condition in {Condition.RESTORED, Condition.SITE} else _RUST
    x, z, tall = float(rng.uniform(-9, 6)), float(rng.uniform(66, 92)), float(own.uniform(32, 38))
    tower = Headframe(x, z, tall, steel, float(rng.choice([-28, 22, 152, 200])))
    yard = meadow(stage.palette) if scene.condition is Condition.RESTORED else land.SLAG
    path = Strip(snowed(land.PAVING, stage.palette, 0.7), -1.6, 1.6, 0.1)
    picture = stage.ground(backdrop(stage), snowed(yard, stage.palette), [path], 4)
    near = hall(stage, z_m=z - 22)
    picture = paste(picture, headframe(stage.view, stage.light, tower), *near)
    picture = paste(picture, *scatter(stage, 8, 16, 80, 5))
    return paste(picture, *stage.grasses(Grass(0.3, gap_m=(-1.9, 1.9))))


def _road(stage: Stage) -> list[Strip]:
    """A street: pavements, kerbs, carriageway with its middle line."""
    fresh = stage.scene.condition is Condition.RESTORED
    road = snowed(land.NEW_ASPHALT if fresh else land.ASPHALT, stage.palette, 0.75)
    walk, kerb = snowed(land.PAVING, stage.palette, 0.9), snowed(land.KERB, stage.palette, 0.6)
    line = [Strip(land.PAINT, -0.06, 0.06)] if fresh else []
    return [Strip(walk, -5.3, 5.3), Strip(kerb, -3.35, 3.35), Strip(road, -3.2, 3.2), *line]


def _hedges(stage: Stage) -> list[Sprite]:
    """Clipped hedges before the gardens, in lengths of twelve metres."""
    rng = stream("hedges", stage.place)
    sprites: list[Sprite] = []
    for order in range(9, -1, -1):
        for side in (-1, 1):
            near = 4 + order * 13.0
            leaf = stage.palette.leaves[int(rng.integers(3))]
            start, end = (
                ((side * 5.5, near), (side * 5.5, near + 12)) if side < 0 else ((5.5, near + 12), (5.5, near))
            )
            tall = float(rng.uniform(0.7, 1.2))
            if chance(rng, 0.75):
                sprites += wall(
                    stage.view, stage.light, hedge(leaf, f"{order}{side}"), start, end, (0, tall), 0.6
                )
    return sprites


def _kerbside(stage: Stage) -> list[Sprite]:
    """Young trees, lamps and parked cars, far ones first; the cars change from one picture to the next."""
    rng, today = stream("kerb", stage.place), stream("cars", stage.scene.seed)
    sprites: list[Sprite] = []
    for order in range(7, -1, -1):
        for side in (-1, 1):
            z = 10 + order * 13.0 + float(rng.uniform(-3, 3))
            if chance(rng, 0.5):
                tall = 3.0 + 3.4 * stage.scene.growth
                sprites += stage.plant(Species.OAK, side * 4.9, z + 5, tall, int(rng.integers(9)))
            if order % 2:
                sprites += furniture.place(
                    stage.view, stage.light, furniture.lamp(), at=(side * 4.2, z), height_m=7
                )
            if chance(today, 0.45):
                car = furniture.car(int(today.integers(6)))
                sprites += furniture.place(
                    stage.view, stage.light, car, at=(side * 2.35, z + 2), height_m=1.5, lit=0.5
                )
    return sprites


def street(scene: Scene) -> Image.Image:
    """A street of an estate, seen along its middle."""
    stage = stage_of(scene, 0.56, lens=0.78)
    picture = stage.ground(backdrop(stage), meadow(stage.palette), _road(stage))
    rows = street_rows(stage)
    return paste(picture, *rows, *_hedges(stage), *_kerbside(stage))


def _front_gardens(stage: Stage, z_m: float) -> list[Sprite]:
    """Bushes and young trees before a row, and a low hedge."""
    rng = stream("front", stage.place)
    sprites: list[Sprite] = []
    for x in (-9.0, 3.2):
        leaf = stage.palette.leaves[int(rng.integers(3))]
        sprites += wall(
            stage.view, stage.light, hedge(leaf, stage.place), (x, z_m), (x + 7.5, z_m), (0, 0.75), 0.6
        )
    for _ in range(int(rng.integers(1, 4))):
        species = Species.BUSH if chance(rng, 0.5) else Species.OAK
        x, tall = float(rng.uniform(-8, 8)), float(rng.uniform(1.2, 3.6))
        sprites += stage.plant(species, x, z_m + 0.3, tall, int(rng.integers(9)))
    return sprites


def facades(scene: Scene) -> Image.Image:
    """A row of miners' houses across the street."""
    stage = stage_of(scene, 0.60, lens=0.74)
    picture = stage.ground(backdrop(stage, 2), snowed(land.PAVING, stage.palette))
    row = across_street(stage)
    picture = paste(picture, *row, *_front_gardens(stage, 10.0))
    top = round(stage.view.project(0, 0, 8.2)[1])
    fresh = scene.condition is Condition.RESTORED
    road = stage.ground(picture, snowed(land.NEW_ASPHALT if fresh else land.ASPHALT, stage.palette, 0.75))
    picture.paste(road.crop((0, top, *road.size)), (0, top))
    today = stream("cars", scene.seed)
    if chance(today, 0.6):
        car, at = furniture.car_side(int(today.integers(6))), (float(today.uniform(-6, 6)), 7.6)
        picture = paste(picture, *furniture.place(stage.view, stage.light, car, at=at, height_m=1.5))
    return picture


def _wild(stage: Stage) -> list[Sprite]:
    """Bushes and birches that close in on what nobody mows, more of them every year."""
    rng = stream("wild", stage.place)
    spots = sorted(
        ((float(rng.uniform(15, 31)), float(rng.uniform(-17, 17)), int(rng.integers(9))) for _ in range(18)),
        reverse=True,
    )
    kept = stage.scene.condition in {Condition.RESTORED, Condition.SITE}
    sprites: list[Sprite] = []
    for z, x, variant in spots[: 0 if kept else round(3 + 14 * stage.scene.growth)]:
        species, tall = (Species.BUSH, 1.4) if variant % 4 else (Species.BIRCH, 3.2)
        sprites += stage.plant(species, x, z, (tall + variant * 0.2) * (0.7 + stage.scene.growth), variant)
    return sprites


def building(scene: Scene) -> Image.Image:
    """An engine hall or a chapel that is followed year after year."""
    stage = stage_of(scene, 0.66, lens=0.82)
    yard = land.MUD if scene.condition is Condition.SITE else meadow(stage.palette)
    paved = land.PAVING if scene.condition is Condition.RESTORED else land.SLAG
    path = Strip(snowed(paved, stage.palette, 0.8), -1.8, 1.8, 0.25)
    picture = stage.ground(backdrop(stage), snowed(yard, stage.palette), [path], 5)
    distance = float(stream("distance", stage.place).uniform(0, 9))
    walls = chapel(stage, z_m=25 + distance) if scene.kind is Kind.CHAPEL else hall(stage, z_m=31 + distance)
    picture = paste(picture, *walls, *_wild(stage))
    return paste(
        picture, *stage.grasses(Grass(0.55 if scene.condition is Condition.RUIN else 0.22, gap_m=(-2, 2)))
    )
