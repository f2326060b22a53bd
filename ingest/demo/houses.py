"""Brick: miners' houses in rows, pithead halls, chapels; kept, worn, scaffolded, restored or in ruins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from ingest.demo.light import Colour, Light
from ingest.demo.noise import LUMPY, SMOOTH, chance, relief, smoothstep, stream, tile, values
from ingest.demo.scenes import Condition
from ingest.demo.sprites import Point, Sprite, project, recolour, to_image
from ingest.demo.view import View

PX = 40  # pixels per metre of a drawn wall
Ink = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How an estate was built: bricks, trimming, roof, doors; sizes in metres for one dwelling."""

    brick: Colour
    trim: Ink
    roof: Colour
    doors: tuple[Ink, ...]
    width_m: float = 6.0
    eaves_m: float = 4.9
    upstairs: bool = True


STYLES: tuple[Style, ...] = (
    Style(
        (0.58, 0.35, 0.27),
        (222, 205, 170),
        (0.55, 0.34, 0.26),
        ((52, 84, 62), (120, 40, 36), (230, 228, 220)),
    ),
    Style(
        (0.46, 0.29, 0.24),
        (196, 188, 176),
        (0.30, 0.30, 0.33),
        ((60, 72, 110), (238, 236, 230), (90, 60, 40)),
        5.4,
        4.4,
    ),
    Style((0.66, 0.43, 0.33), (240, 236, 224), (0.52, 0.32, 0.25), ((46, 90, 110), (150, 130, 60)), 7.0, 5.2),
    Style(
        (0.54, 0.32, 0.25), (236, 190, 120), (0.50, 0.31, 0.25), ((70, 40, 34), (40, 70, 60)), 6.4, 3.3, False
    ),
)


def style_of(place: str) -> Style:
    """The style of an estate: the same for all its streets."""
    return STYLES[int(stream("style", place).integers(len(STYLES)))]


def shade(ink: Ink, factor: float) -> Ink:
    r, g, b = (min(255, round(c * factor)) for c in ink)
    return r, g, b


def bricks(colour: Colour, width: int, height: int, condition: Condition, name: object) -> Image.Image:
    """A wall of bricks laid in mortar: each has its own tone; worn walls have streaks of soot and damp."""
    rng = stream("bricks", name)
    rows, columns = np.mgrid[0:height, 0:width]
    course = rows // 3
    tones = rng.normal(1, 0.13, (height // 3 + 2, width // 9 + 3)).astype(np.float32)
    tone = tones[course, (columns + 4 * (course % 2)) // 9]
    mortar = (rows % 3 == 2) & (condition is not Condition.RUIN)
    tone = np.where(mortar, tone * 1.12, tone)
    soot = {Condition.RESTORED: 0.02, Condition.SITE: 0.08, Condition.WORN: 0.13, Condition.RUIN: 0.22}[
        condition
    ]
    patch = np.resize(tile(SMOOTH, "soot"), (height, width)) if height * width else tone
    tone = tone * (1 - soot * (0.6 + patch)) * (1.06 if condition is Condition.RESTORED else 1)
    return to_image(values(colour) * tone[..., None])


def glass(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    condition: Condition,
    rng: np.random.Generator,
) -> None:
    """A window: its frame, panes that hold a bit of sky, a curtain; walled up or broken when nobody lives there."""
    x0, y0, x1, y1 = box
    if condition is Condition.RUIN:
        blind = chance(rng, 0.5)
        draw.rectangle(box, fill=(150, 147, 142) if blind else (22, 20, 20))
        for y in np.arange(y0 + 8, y1, 8) if blind else ():
            draw.line((x0, y, x1, y), fill=(124, 121, 117))
        return
    draw.rectangle(box, fill=(238, 238, 234) if condition is not Condition.WORN else (214, 208, 196))
    middle = (x0 + x1) / 2
    for left, right in ((x0 + 3, middle - 2), (middle + 2, x1 - 3)):
        draw.rectangle((left, y0 + 3, right, y1 - 3), fill=(58, 66, 76))
        draw.polygon([(left, y0 + 3), (right, y0 + 3), (left, y0 + (y1 - y0) * 0.55)], fill=(126, 142, 158))
        if chance(rng, 0.4):
            draw.rectangle(
                (left, y0 + 3, right, y0 + (y1 - y0) * rng.uniform(0.2, 0.7)), fill=(206, 200, 190)
            )


def opening(
    draw: ImageDraw.ImageDraw,
    style: Style,
    box: tuple[float, float, float, float],
    condition: Condition,
    rng: np.random.Generator,
) -> None:
    """A window with its lintel and sill."""
    x0, y0, x1, y1 = box
    trim = style.trim if condition is not Condition.RUIN else shade(style.trim, 0.7)
    draw.polygon([(x0 - 6, y0 - 9), (x1 + 6, y0 - 9), (x1 + 2, y0), (x0 - 2, y0)], fill=trim)
    draw.rectangle((x0 - 4, y1, x1 + 4, y1 + 4), fill=shade(trim, 0.9))
    glass(draw, box, condition, rng)


def _door(
    draw: ImageDraw.ImageDraw,
    style: Style,
    x: float,
    foot: float,
    condition: Condition,
    rng: np.random.Generator,
) -> None:
    """A door of the dwelling's own colour under a pale lintel."""
    high, wide = 2.15 * PX, 1.0 * PX
    ink = style.doors[int(rng.integers(len(style.doors)))]
    if condition is Condition.RUIN:
        ink = (134, 130, 124)
    draw.rectangle((x - 5, foot - high - 24, x + wide + 5, foot), fill=style.trim)
    draw.rectangle((x, foot - high - 18, x + wide, foot - high - 4), fill=(70, 78, 88))
    draw.rectangle((x, foot - high, x + wide, foot), fill=ink)
    draw.rectangle((x + 7, foot - high + 8, x + wide - 7, foot - high / 2 - 4), fill=shade(ink, 0.78))
    draw.rectangle((x + 7, foot - high / 2 + 6, x + wide - 7, foot - 10), fill=shade(ink, 0.84))


def _dwelling(
    draw: ImageDraw.ImageDraw,
    style: Style,
    left: float,
    foot: float,
    condition: Condition,
    rng: np.random.Generator,
) -> None:
    """Door and windows of one home; every second home is mirrored by its caller."""
    wide = style.width_m * PX
    _door(draw, style, left + wide * 0.68, foot, condition, rng)
    x, y = left + wide * 0.16, foot - 2.35 * PX
    opening(draw, style, (x, y, x + 1.5 * PX, y + 1.45 * PX), condition, rng)
    if style.upstairs:
        for share in (0.16, 0.62):
            x, y = left + wide * share, foot - 4.25 * PX
            opening(draw, style, (x, y, x + 1.15 * PX, y + 1.2 * PX), condition, rng)


def _trimming(draw: ImageDraw.ImageDraw, style: Style, width: int, foot: int, condition: Condition) -> None:
    """Plinth, string course and dentils under the eaves."""
    draw.rectangle(
        (0, foot - 0.55 * PX, width, foot),
        fill=(72, 66, 64) if condition is not Condition.RESTORED else (92, 88, 88),
    )
    trim = shade(style.trim, 0.95 if condition is not Condition.RUIN else 0.7)
    if style.upstairs:
        draw.rectangle((0, foot - 2.95 * PX, width, foot - 2.82 * PX), fill=trim)
    for x in range(0, width, 14):
        draw.rectangle((x, 6, x + 6, 14), fill=trim)


@lru_cache(maxsize=48)
def facade(style: Style, homes: int, condition: Condition, name: str) -> Image.Image:
    """The street side of a row of homes, flat, 40 pixels a metre, its foot on the lower edge."""
    width, height = round(homes * style.width_m * PX), round(style.eaves_m * PX)
    wall = bricks(style.brick, width, height, condition, name)
    draw, rng = ImageDraw.Draw(wall), stream("facade", name)
    _trimming(draw, style, width, height, condition)
    for home in range(homes):
        _dwelling(draw, style, home * style.width_m * PX, height, condition, rng)
        x = (home + 1) * style.width_m * PX
        draw.rectangle(
            (x - 3, 0, x, height), fill=(196, 196, 192) if condition is Condition.RESTORED else (110, 102, 96)
        )
    return wall


@lru_cache(maxsize=48)
def roof(colour: Colour, width_m: float, condition: Condition, name: str, snow: float = 0.0) -> Image.Image:
    """A slope of tiles, seen square on; ruined ones show holes."""
    width, height = round(width_m * PX), 150
    rng = stream("roof", name)
    rows, columns = np.mgrid[0:height, 0:width]
    tones = rng.normal(1, 0.11, (height // 8 + 1, width // 10 + 1)).astype(np.float32)
    tone = tones[rows // 8, columns // 10] * np.where(rows % 8 < 2, 0.72, 1.0)
    patch = np.resize(tile(SMOOTH, "moss"), (height, width))
    base = values(colour) * tone[..., None]
    moss = values([0.30, 0.33, 0.20])
    share = 0.0 if condition is Condition.RESTORED else 0.35 * smoothstep(0.2, 1.4, patch)
    base = base + (moss - base) * np.broadcast_to(share, patch.shape)[..., None]
    base = base + (values([0.88, 0.90, 0.94]) - base) * (snow * smoothstep(-1.6, -0.4, patch))[..., None]
    holes = smoothstep(0.75, 0.85, np.resize(tile(LUMPY, ("holes", name)), (height, width)))
    alpha = 1 - holes * 0.9 if condition is Condition.RUIN else np.ones_like(patch)
    return to_image(base, alpha)


def wall(
    view: View,
    light: Light,
    image: Image.Image,
    start: Point,
    end: Point,
    heights: tuple[float, float],
    lit: float,
) -> list[Sprite]:
    """A flat wall standing on the line from `start` to `end` (x, z in metres), seen from its front."""
    low, high = heights
    corners = [
        view.project(start[0], high, start[1]),
        view.project(end[0], high, end[1]),
        view.project(end[0], low, end[1]),
        view.project(start[0], low, start[1]),
    ]
    distance = (start[1] + end[1]) / 2
    seen = project(
        recolour(image, light.tint(lit), light.veil(distance), light.haze), corners, (view.width, view.height)
    )
    return [seen] if seen else []


def slope(
    view: View, light: Light, image: Image.Image, corners: Sequence[tuple[float, float, float]], lit: float
) -> list[Sprite]:
    """A plane between four points of the world: ridge start, ridge end, eaves end, eaves start."""
    distance = sum(corner[2] for corner in corners) / 4
    flat = [view.project(*corner) for corner in corners]
    seen = project(
        recolour(image, light.tint(lit), light.veil(distance), light.haze), flat, (view.width, view.height)
    )
    return [seen] if seen else []


def filled(
    view: View, light: Light, colour: Colour, points: Sequence[tuple[float, float, float]], lit: float
) -> list[Sprite]:
    """A polygon of the world in one colour, with soft edges: gables, chimneys, posts."""
    distance = sum(point[2] for point in points) / len(points)
    flat = [view.project(*point) for point in points]
    left, top = int(min(x for x, _ in flat)) - 1, int(min(y for _, y in flat)) - 1
    right, bottom = int(max(x for x, _ in flat)) + 2, int(max(y for _, y in flat)) + 2
    left, top, right, bottom = (
        max(left, -2),
        max(top, -2),
        min(right, view.width + 2),
        min(bottom, view.height + 2),
    )
    if right - left < 2 or bottom - top < 2:
        return []
    mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 0)
    ImageDraw.Draw(mask).polygon([((x - left) * 2, (y - top) * 2) for x, y in flat], fill=255)
    mask = mask.resize((right - left, bottom - top), Image.Resampling.BOX)
    grain = np.resize(relief(LUMPY, "plaster"), (bottom - top, right - left)) * 0.05 + 1
    image = to_image(values(colour) * grain[..., None], np.asarray(mask, dtype=np.float32) / 255)
    return [Sprite(recolour(image, light.tint(lit), light.veil(distance), light.haze), left, top)]
