"""Brick, tiles and plaster: drawn flat, then stood up in perspective."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from ingest.demo.light import Colour, Light
from ingest.demo.noise import LUMPY, SMOOTH, relief, smoothstep, stream, tile, values
from ingest.demo.scenes import Condition
from ingest.demo.sprites import Point, Sprite, project, recolour, to_image
from ingest.demo.view import View

PX = 40  # pixels per metre of a drawn wall
_SOOT = {Condition.RESTORED: 0.02, Condition.SITE: 0.08, Condition.WORN: 0.13, Condition.RUIN: 0.22}
_MORTAR_ROW, _LAP_ROWS = 2, 2  # of the three rows of a course of bricks; of the eight of a course of tiles


def bricks(colour: Colour, width: int, height: int, condition: Condition, name: object) -> Image.Image:
    """A wall of bricks laid in mortar: each has its own tone; worn walls have streaks of soot and damp."""
    rng = stream("bricks", name)
    rows, columns = np.mgrid[0:height, 0:width]
    course, in_course = rows // 3, rows % 3
    tones = rng.normal(1, 0.13, (height // 3 + 2, width // 9 + 3))
    tone = tones[course, (columns + 4 * (course % 2)) // 9]
    mortar = (in_course == _MORTAR_ROW) & (condition is not Condition.RUIN)
    tone = np.where(mortar, tone * 1.12, tone)
    patch = np.resize(tile(SMOOTH, "soot"), (height, width))
    tone = tone * (1 - _SOOT[condition] * (0.6 + patch)) * (1.06 if condition is Condition.RESTORED else 1)
    return to_image(values(colour) * tone[..., None])


@lru_cache(maxsize=48)
def roof(colour: Colour, width_m: float, condition: Condition, name: str, snow: float = 0.0) -> Image.Image:
    """A slope of tiles, seen square on; ruined ones show holes."""
    width, height = round(width_m * PX), 150
    rng = stream("roof", name)
    rows, columns = np.mgrid[0:height, 0:width]
    tones = rng.normal(1, 0.11, (height // 8 + 1, width // 10 + 1))
    tone = tones[rows // 8, columns // 10] * np.where(rows % 8 < _LAP_ROWS, 0.72, 1.0)
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
    left, top = max(left, -2), max(top, -2)
    right, bottom = min(right, view.width + 2), min(bottom, view.height + 2)
    if min(right - left, bottom - top) <= 1:
        return []
    mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2), 0)
    ImageDraw.Draw(mask).polygon([((x - left) * 2, (y - top) * 2) for x, y in flat], fill=255)
    mask = mask.resize((right - left, bottom - top), Image.Resampling.BOX)
    grain = np.resize(relief(LUMPY, "plaster"), (bottom - top, right - left)) * 0.05 + 1
    image = to_image(values(colour) * grain[..., None], np.asarray(mask, dtype=np.float32) / 255)
    return [Sprite(recolour(image, light.tint(lit), light.veil(distance), light.haze), left, top)]
