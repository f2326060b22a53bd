"""Street sides of miners' houses: doors, windows, trimming; kept, worn, restored or walled up."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from ingest.demo.light import Colour
from ingest.demo.masonry import PX, bricks
from ingest.demo.noise import chance, stream
from ingest.demo.scenes import Condition

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
    """A drawing colour made darker or brighter."""
    r, g, b = (min(255, round(c * factor)) for c in ink)
    return r, g, b


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
