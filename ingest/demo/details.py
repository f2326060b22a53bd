"""Close pictures, as diagnostics need them: a signpost, a stretch of surface with a rule for scale."""

import numpy as np
from PIL import Image, ImageFilter

from ingest.demo import furniture, land
from ingest.demo.countryside import greenway
from ingest.demo.land import Material, Strip, meadow, snowed
from ingest.demo.noise import LUMPY, SMOOTH, Field, chance, sample, smoothstep, stream, tile, values
from ingest.demo.scenes import Condition, Scene, Season
from ingest.demo.sprites import Sprite, paste, project, to_image
from ingest.demo.stage import Stage, stage_of

_TOWNS = ("Olhain", "Angres", "Loos", "Wingles", "Barlin", "Lens", "Souchez")


def sign(scene: Scene) -> Image.Image:
    """A signpost or a board of the cycle route, the greenway out of focus behind it."""
    stage = stage_of(scene, 0.50)
    rng = stream("sign", stage.place)
    first = int(rng.integers(len(_TOWNS)))
    arms = (_TOWNS[first], _TOWNS[(first + 2) % len(_TOWNS)])
    board, tall = (
        (furniture.signpost(arms), 2.5) if chance(rng, 0.65) else (furniture.panel("Bassin minier"), 1.7)
    )
    at = (float(rng.choice((-0.85, 0.95))) * min(1.0, stage.view.width / stage.view.height), 3.3)
    picture = greenway(scene).filter(ImageFilter.GaussianBlur(2.2))
    return paste(picture, *furniture.place(stage.view, stage.light, board, at=at, height_m=tall))


def _cracks(stage: Stage, x: Field, z: Field, edge_m: float, strength: float) -> Sprite:
    """Dark veins where the surface has opened, and holes."""
    du, dv = (float(value) for value in stream("cracks", stage.place).uniform(0, 512, 2))
    veins = np.abs(sample(tile(SMOOTH, "veins"), x * 190 + du, z * 190 + dv))
    holes = sample(tile(LUMPY, "holes"), x * 60 + dv, z * 60 + du)
    alpha = smoothstep(0.035, 0.0, veins) * smoothstep(-0.2, 0.7, holes) + smoothstep(1.7, 1.9, holes)
    dark = np.zeros((*veins.shape, 3), dtype=np.float32) + values([0.13, 0.12, 0.11])
    return Sprite(to_image(dark, np.clip(alpha, 0, 1) * strength * (x < edge_m - 0.06)), 0, 0)


def _fallen_leaves(stage: Stage) -> list[Sprite]:
    """Leaves on the ground in autumn."""
    rng = stream("fallen", stage.scene.seed)
    sheet = Image.new("RGBA", (34, 18), (0, 0, 0, 0))
    sprites: list[Sprite] = []
    for _ in range(90 if stage.scene.season is Season.AUTUMN else 0):
        ink = values(stage.palette.leaves[int(rng.integers(3))]) * float(rng.uniform(0.7, 1.1))
        mask = Image.new("RGBA", sheet.size, (*(int(255 * c) for c in ink), 255))
        leaf = mask.rotate(float(rng.uniform(0, 180)), Image.Resampling.BILINEAR, expand=True)
        x, y = int(rng.integers(stage.view.width)), int(rng.integers(stage.view.height))
        small = leaf.resize((max(3, leaf.width * (y + 300) // 1500), max(3, leaf.height * (y + 300) // 1500)))
        sprites.append(Sprite(small, x, y))
    return sprites


def surface(scene: Scene) -> Image.Image:
    """The ground at our feet: new, worn or broken, its edge, a rule for scale."""
    stage = stage_of(scene, -0.55, eye_m=1.5, lens=0.95)
    rng = stream("surface", stage.place)
    own = (land.ASPHALT, land.LIMESTONE, land.RED_SLAG, land.PAVING)[int(rng.integers(4))]
    laid: Material = land.NEW_ASPHALT if scene.condition is Condition.RESTORED else own
    edge = float(rng.uniform(0.3, 0.7))
    strip = Strip(snowed(laid, stage.palette, 0.6), -9, edge, 0.06)
    picture = stage.ground(
        Image.new("RGB", (stage.view.width, stage.view.height)), meadow(stage.palette), [strip]
    )
    x, z = stage.view.ground()
    wear = {Condition.RUIN: 0.95, Condition.WORN: 0.6, Condition.SITE: 0.2, Condition.RESTORED: 0.0}[
        scene.condition
    ]
    cracks = _cracks(stage, x, z + 0 * x, edge, wear)
    near, left = 1.75, float(rng.uniform(-0.75, -0.5))
    corners = [(left, near + 0.03), (left + 1, near + 0.08), (left + 1, near + 0.05), (left, near)]
    laid_down = project(furniture.rule(), [stage.view.project(a, 0, b) for a, b in corners], picture.size)
    return paste(picture, cracks, *([laid_down] if laid_down else []), *_fallen_leaves(stage))
