"""Large buildings of a pit: engine halls with arched windows, and Saint Barbara's chapels; whole or in ruins."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest.demo.masonry import PX, bricks, filled, roof, slope, wall
from ingest.demo.noise import LUMPY, profile, smoothstep, stream, tile, values
from ingest.demo.scenes import Condition
from ingest.demo.sprites import Sprite
from ingest.demo.stage import Stage

_BRICK = ((0.56, 0.34, 0.26), (0.60, 0.40, 0.31), (0.50, 0.33, 0.28))
_GLASS = {
    Condition.RUIN: (24, 22, 22),
    Condition.WORN: (70, 76, 80),
    Condition.SITE: (150, 160, 168),
    Condition.RESTORED: (84, 100, 118),
}


def _arch(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    condition: Condition,
    pale: tuple[int, int, int],
) -> None:
    """A tall window under a round arch, with its glazing bars while they last."""
    x0, y0, x1, y1 = box
    radius = (x1 - x0) / 2
    draw.pieslice((x0 - 9, y0 - 9, x1 + 9, y0 + 2 * radius + 9), 180, 360, fill=pale)
    draw.pieslice((x0, y0, x1, y0 + 2 * radius), 180, 360, fill=_GLASS[condition])
    draw.rectangle((x0, y0 + radius, x1, y1), fill=_GLASS[condition])
    draw.rectangle((x0 - 6, y1, x1 + 6, y1 + 6), fill=pale)
    if condition is Condition.RUIN:
        return
    for x in np.linspace(x0, x1, 5):
        draw.line((x, y0 + radius * 0.4, x, y1), fill=(206, 206, 200), width=2)
    for y in np.arange(y0 + radius, y1, 26):
        draw.line((x0, y, x1, y), fill=(206, 206, 200), width=2)


def _worn_edge(image: Image.Image, condition: Condition, name: str) -> Image.Image:
    """The wall as RGBA; the top of a ruin has crumbled, and ivy has climbed it."""
    if condition is not Condition.RUIN:
        return image.convert("RGBA")
    columns = np.arange(image.width, dtype=np.float32)
    top = np.clip(profile(1.1, ("crumble", name), columns / 14) * 22 + 12, 0, image.height * 0.3)
    rows = np.arange(image.height, dtype=np.float32)[:, None]
    colour = np.asarray(image, dtype=np.float32) / 255
    ivy = smoothstep(
        0.25,
        0.6,
        np.resize(tile(LUMPY, ("ivy", name)), rows.shape[:1] + columns.shape) + (rows / image.height - 0.75),
    )
    leaf = values([0.20, 0.30, 0.12]) * (1 + 0.25 * np.resize(tile(0.9, "leaf"), ivy.shape))[..., None]
    colour = colour + (leaf - colour) * (ivy * 0.9)[..., None]
    alpha = smoothstep(-2, 2, rows - top[None, :])
    rgba = np.dstack([np.clip(colour, 0, 1), alpha])
    return Image.fromarray((rgba * 255).astype(np.uint8))


def _scaffold(image: Image.Image) -> Image.Image:
    """Tubes and planks before the wall while masons are at work."""
    draw = ImageDraw.Draw(image)
    for x in range(20, image.width, 120):
        draw.line((x, 0, x, image.height), fill=(60, 64, 70), width=4)
    for y in range(24, image.height, 84):
        draw.rectangle((0, y, image.width, y + 9), fill=(150, 124, 88))
        draw.rectangle((0, y + 9, image.width, y + 16), fill=(44, 40, 38))
        draw.line((0, y - 36, image.width, y - 36), fill=(70, 74, 80), width=3)
    net = Image.new("RGB", image.size, (118, 142, 130))
    share = Image.new("L", image.size, 0)
    ImageDraw.Draw(share).rectangle((0, 0, image.width * 5 // 8, image.height * 3 // 4), fill=120)
    return Image.composite(net, image, share)


@lru_cache(maxsize=24)
def hall_front(bays: int, height_m: float, condition: Condition, name: str) -> Image.Image:
    """The long side of a hall: pilasters, arched windows, a pale cornice."""
    width, height = bays * 4 * PX, round(height_m * PX)
    face = bricks(_BRICK[len(name) % 3], width, height, condition, name)
    draw = ImageDraw.Draw(face)
    pale = (226, 206, 166) if condition is Condition.RESTORED else (178, 160, 132)
    draw.rectangle((0, height * 0.10, width, height * 0.10 + 14), fill=pale)
    for bay in range(bays):
        x = bay * 4 * PX
        draw.rectangle(
            (x, 0, x + 16, height), fill=(118, 62, 46) if condition is not Condition.RUIN else (92, 54, 44)
        )
        _arch(draw, (x + 48, height * 0.22, x + 4 * PX - 30, height * 0.80), condition, pale)
    draw.rectangle((0, height - 30, width, height), fill=(112, 104, 98))
    if condition is Condition.SITE:
        face = _scaffold(face)
    return _worn_edge(face, condition, name)


@lru_cache(maxsize=4)
def _rafters(bays: int) -> Image.Image:
    """What is left of a roof: trusses, a few boards, and sky between."""
    sheet = Image.new("RGBA", (bays * 4 * PX, 150), (60, 54, 50, 0))
    draw = ImageDraw.Draw(sheet)
    for x in range(0, sheet.width, 2 * PX):
        draw.rectangle((x, 0, x + 9, 150), fill=(66, 58, 52, 255))
    for y in (2, 74, 140):
        draw.rectangle((0, y, sheet.width, y + 8), fill=(58, 52, 48, 255))
    for x in range(0, sheet.width // 3, 2 * PX):
        draw.rectangle((x, 10 + x % 60, x + 2 * PX, 150), fill=(74, 62, 56, 255))
    return sheet


def hall(stage: Stage, z_m: float) -> list[Sprite]:
    """The subject's hall seen from its corner: long side to the left of the corner, gable to the right."""
    view, light, name, condition = stage.view, stage.light, stage.scene.subject, stage.scene.condition
    own = stream("hall", name)
    bays, high = int(own.integers(5, 8)), float(own.uniform(8.5, 11))
    corner = (float(stream("hall", stage.place).uniform(3, 10)), z_m)
    start = (corner[0] - bays * 4 * 0.93, z_m + bays * 4 * 0.36)
    end = (corner[0] + 9.5, z_m + 9.5)
    lit, dim = (
        0.2 + 0.75 * max(0.0, -light.sun_side * 0.5 - light.sun_ahead * 0.6),
        0.15 + 0.6 * max(0.0, light.sun_side),
    )
    ridge = high + 3.6
    middle = ((corner[0] + end[0]) / 2, (corner[1] + end[1]) / 2)
    back = (start[0] + 4.75, start[1] + 4.75)
    top = [(back[0], ridge, back[1]), (middle[0], ridge, middle[1])]
    eaves = [(corner[0], high - 0.1, corner[1]), (start[0], high - 0.1, start[1])]
    cover = (
        _rafters(bays)
        if condition is Condition.RUIN
        else roof((0.33, 0.32, 0.34), bays * 4.0, condition, name, stage.palette.snow)
    )
    sprites = slope(view, light, cover, [*top, *eaves], 0.5)
    gable = [(corner[0], high - 0.3, corner[1]), (middle[0], ridge, middle[1]), (end[0], high - 0.3, end[1])]
    sprites += filled(view, light, (0.54, 0.33, 0.26), gable, dim) if condition is not Condition.RUIN else []
    sprites += wall(view, light, hall_front(3, high, condition, name + "g"), corner, end, (0, high), dim)
    return sprites + wall(view, light, hall_front(bays, high, condition, name), start, corner, (0, high), lit)


@lru_cache(maxsize=8)
def _chapel_front(condition: Condition, name: str) -> Image.Image:
    """A gabled front, ten metres wide and fifteen high, with a porch, a rose and a bell."""
    width, height = 10 * PX, 15 * PX
    face = bricks((0.57, 0.36, 0.28), width, height, condition, name)
    draw = ImageDraw.Draw(face)
    pale = (228, 214, 186) if condition is not Condition.RUIN else (160, 148, 130)
    _arch(draw, (width / 2 - 46, height - 190, width / 2 + 46, height), Condition.RUIN, pale)
    for x in (70, width - 70):
        _arch(draw, (x - 24, height - 260, x + 24, height - 100), condition, pale)
    draw.ellipse((width / 2 - 58, height - 380, width / 2 + 58, height - 264), fill=pale)
    draw.ellipse((width / 2 - 46, height - 368, width / 2 + 46, height - 276), fill=_GLASS[condition])
    draw.rectangle((0, height - 26, width, height), fill=(120, 112, 106))
    if condition is Condition.SITE:
        face = _scaffold(face)
    outline = Image.new("L", (width, height), 0)
    peak = width / 2
    ImageDraw.Draw(outline).polygon(
        [
            (0, height),
            (0, height - 300),
            (peak - 50, 110),
            (peak - 50, 30),
            (peak, 0),
            (peak + 50, 30),
            (peak + 50, 110),
            (width, height - 300),
            (width, height),
        ],
        fill=255,
    )
    ImageDraw.Draw(outline).ellipse((peak - 18, 44, peak + 18, 92), fill=0)
    rgba = _worn_edge(face, condition, name)
    alpha = np.minimum(
        np.asarray(outline.filter(ImageFilter.GaussianBlur(1))),
        np.asarray(rgba.getchannel("A")) if condition is not Condition.RUIN else 255,
    )
    rgba.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return rgba


def chapel(stage: Stage, z_m: float) -> list[Sprite]:
    """A chapel seen from its front, its nave behind it to the right."""
    view, light, name, condition = stage.view, stage.light, stage.scene.subject, stage.scene.condition
    x = float(stream("chapel", stage.place).uniform(-7, -1))
    lit = 0.25 + 0.65 * max(0.0, -light.sun_ahead)
    eaves = 7.5
    nave = hall_front(4, eaves, condition, name + "n")
    right, far = x + 5, (x + 9.5, z_m + 15)
    sprites = slope(
        view,
        light,
        _rafters(4)
        if condition is Condition.RUIN
        else roof((0.32, 0.32, 0.35), 16, condition, name, stage.palette.snow),
        [(x, 12.0, z_m + 0.5), (x + 4.5, 12.0, z_m + 15), (far[0], eaves, far[1]), (right, eaves, z_m + 0.5)],
        0.45,
    )
    sprites += wall(view, light, nave, (right, z_m), far, (0, eaves), 0.2 + 0.6 * max(0.0, light.sun_side))
    return sprites + wall(
        view, light, _chapel_front(condition, name), (x - 5, z_m), (x + 5, z_m), (0, 15), lit
    )
