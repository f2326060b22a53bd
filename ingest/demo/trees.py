"""Trees, bushes and grass as cut-outs, with leaves of the season or bare."""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from ingest.demo.light import Colour, Light, Palette
from ingest.demo.noise import LUMPY, ROUGH, Field, relief, smoothstep, stream, tile, values
from ingest.demo.sprites import Sprite, recolour, stand, to_image
from ingest.demo.view import View

_SIZE = 448
_FORKS = 8  # from trunk to twig


class Species(StrEnum):
    """Shapes that can be told apart from afar."""

    OAK = "oak"
    POPLAR = "poplar"
    BIRCH = "birch"
    BUSH = "bush"


# Crown: half width and half height as shares of the cut-out, height of its middle, how loose its leaves are.
_CROWNS: dict[Species, tuple[float, float, float, float]] = {
    Species.OAK: (0.40, 0.37, 0.40, 0.34),
    Species.POPLAR: (0.15, 0.45, 0.46, 0.26),
    Species.BIRCH: (0.25, 0.39, 0.42, 0.50),
    Species.BUSH: (0.47, 0.40, 0.58, 0.36),
}


def _patch(slope: float, name: str, variant: int, step: int = 0) -> Field:
    """A square of the tile, turned so that each variant has its own leaves."""
    field = relief(slope, name, step) if step else tile(slope, name)
    return np.roll(field, (variant * 131, variant * 77), (0, 1))[:_SIZE, :_SIZE]


def _crown(species: Species, variant: int, leaf: Colour) -> Image.Image:
    """Leaves: an ellipse eaten by noise, lit in lumps from the upper left."""
    half_x, half_y, middle, loose = _CROWNS[species]
    y, x = np.mgrid[0 : 1 : _SIZE * 1j, 0 : 1 : _SIZE * 1j].astype(np.float32)
    across, along = (x - 0.5) / half_x, (y - middle) / half_y
    distance = np.hypot(across, along)
    lumps = _patch(LUMPY, "crown", variant)
    speckle = _patch(ROUGH, "leaf", variant)
    alpha = smoothstep(0.06, 0.20, 1 - distance + loose * 0.42 * lumps + 0.11 * speckle - 0.05)
    shade = 0.78 - 0.20 * along - 0.16 * across + 0.15 * _patch(LUMPY, "crown", variant, 7) + 0.13 * speckle
    colour = values(leaf) * (np.clip(shade, 0.22, 1.5) * 1.12)[..., None]
    return to_image(colour, alpha)


def _branches(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, colour: Colour, shape: tuple[float, float]
) -> None:
    """A trunk that divides until its twigs are thin."""
    ink = tuple(round(255 * c) for c in colour)
    spread, rise = shape
    stems = [(_SIZE * 1.0, _SIZE * 2.0, -math.pi / 2, _SIZE * rise, _SIZE * 0.040, 0)]
    while stems:
        x, y, angle, length, width, depth = stems.pop()
        end_x, end_y = x + math.cos(angle) * length, y + math.sin(angle) * length
        draw.line((x, y, end_x, end_y), fill=ink, width=max(1, round(width)))
        if depth == _FORKS:
            continue
        for turn in rng.normal(0, spread, 3 if depth in {1, 4} else 2):
            lift = -0.16 * math.cos(angle) if depth else 0.0
            stems.append(
                (end_x, end_y, angle + turn + lift, length * rng.uniform(0.62, 0.84), width * 0.68, depth + 1)
            )


def _skeleton(species: Species, variant: int, colour: Colour) -> Image.Image:
    """The bare tree, drawn at twice its size so that twigs are fine."""
    sheet = Image.new("RGBA", (_SIZE * 2, _SIZE * 2), (*(round(255 * c) for c in colour), 0))
    shape = {Species.OAK: (0.46, 0.40), Species.POPLAR: (0.17, 0.42), Species.BIRCH: (0.32, 0.42)}
    _branches(
        ImageDraw.Draw(sheet), stream("branches", species, variant), colour, shape.get(species, (0.75, 0.30))
    )
    return sheet.resize((_SIZE, _SIZE), Image.Resampling.BOX)


def _trunk(species: Species, variant: int) -> Image.Image:
    """What carries the crown; birches are white."""
    sheet = Image.new("RGBA", (_SIZE, _SIZE), (0, 0, 0, 0))
    draw, rng = ImageDraw.Draw(sheet), stream("trunk", species, variant)
    white = species is Species.BIRCH
    ink = (186, 182, 174, 255) if white else (74, 60, 48, 255)
    wide = _SIZE * (0.010 if white else 0.017)
    top, lean = _SIZE * 0.35, rng.uniform(-0.03, 0.03) * _SIZE
    middle = _SIZE / 2
    draw.polygon(
        [
            (middle - wide, _SIZE),
            (middle + lean - wide / 2, top),
            (middle + lean + wide / 2, top),
            (middle + wide, _SIZE),
        ],
        fill=ink,
    )
    draw.polygon(
        [(middle, _SIZE), (middle + lean, top), (middle + lean + wide / 2, top), (middle + wide, _SIZE)],
        fill=(*(round(c * 0.6) for c in ink[:3]), 255),
    )
    return sheet


@lru_cache(maxsize=64)
def tree(species: Species, variant: int, leaf: Colour, *, bare: bool) -> Image.Image:
    """A tree of 448 pixels whose foot is at the middle of its lower edge, in neutral light from the left.

    Its colours are premultiplied (`RGBa`), so that it can be resized often and fast.
    """
    if bare:
        bark = (0.52, 0.48, 0.46) if species is Species.BIRCH else leaf
        return _skeleton(species, variant, bark).convert("RGBa")
    crown = _crown(species, variant, leaf)
    if species is Species.BUSH:
        return crown.convert("RGBa")
    whole = _trunk(species, variant)
    whole.alpha_composite(crown)
    return whole.convert("RGBa")


def plant(
    view: View,
    light: Light,
    palette: Palette,
    species: Species,
    *,
    at: tuple[float, float],
    height_m: float,
    variant: int,
    lit: float = 0.8,
) -> list[Sprite]:
    """A tree standing at (x, z) metres; the same variant is the same tree in every year and season."""
    leaf = palette.birch if species is Species.BIRCH else palette.leaves[variant % (3 if palette.bare else 4)]
    return stand(tree(species, variant, leaf, bare=palette.bare), view, light, at, height_m, lit)


@lru_cache(maxsize=64)
def _tuft(first: Colour, second: Colour, variant: int, *, flowers: bool) -> Image.Image:
    """A tuft of blades, 360 × 200, that thins out to its sides and melts into the ground."""
    wide, high = 360, 200
    sheet = Image.new("RGBA", (wide, high), (*(round(170 * c) for c in first), 0))
    draw, rng = ImageDraw.Draw(sheet), stream("tuft", variant)
    for order in range(210):
        root = float(np.clip(rng.normal(wide / 2, wide * 0.19), 8, wide - 8))
        reach = high * (1 - abs(root - wide / 2) / wide) * float(rng.beta(3, 2)) * 0.98
        x, y = root + float(rng.normal(0, 16)), high - reach
        tone, share = float(rng.uniform(0.5, 1.08)), float(rng.random())
        ink = tuple(
            min(255, round(255 * tone * (a + (b - a) * share))) for a, b in zip(first, second, strict=True)
        )
        draw.line((root, high, (root * 2 + x) / 3, (high + y) / 2, x, y), fill=(*ink, 255), width=2)
        if flowers and order % 14 == 0:
            petal = ((246, 244, 236), (250, 214, 60), (214, 84, 84), (176, 130, 190))[int(rng.integers(4))]
            draw.ellipse((x - 3, y - 3, x + 4, y + 3), fill=(*petal, 255))
    fade = np.clip((high - np.arange(high)) / (high * 0.24), 0, 1)[:, None] * np.asarray(
        sheet.getchannel("A")
    )
    sheet.putalpha(Image.fromarray(fade.astype(np.uint8)))
    return sheet


@dataclass(frozen=True, slots=True)
class Grass:
    """What grows before us: its height, its two colours (the season's when None), how thick it stands.

    At 1 tufts stand side by side; `gap_m`, two distances to the middle line, is left free for a path.
    """

    height_m: float = 0.4
    colours: tuple[Colour, Colour] | None = None
    flowers: bool = False
    thick: float = 1.0
    gap_m: tuple[float, float] | None = None


_BANDS, _BAND_STEP = 10, 1.26


def _tufts(view: View, light: Light, palette: Palette, grass: Grass, z: float) -> list[Image.Image]:
    """Three tufts of different heights, in the light and air of their distance."""
    first, second = grass.colours or (palette.grass, palette.straw)
    tufts: list[Image.Image] = []
    for variant, share in enumerate((0.8, 1.0, 1.2)):
        high = max(3, round(grass.height_m * view.scale(z) * share))
        own = _tuft(first, second, variant, flowers=grass.flowers and not palette.bare)
        sized = own.resize((high * 9 // 5, high), Image.Resampling.BILINEAR)
        tufts.append(recolour(sized, light.tint(0.45 + 0.15 * variant), light.veil(z), light.haze))
    return tufts


def _is_free(grass: Grass, left_m: float, right_m: float) -> bool:
    return grass.gap_m is None or right_m < grass.gap_m[0] or left_m > grass.gap_m[1]


def grasses(view: View, light: Light, palette: Palette, grass: Grass, *, place: str) -> list[Sprite]:
    """Tufts of grass, reed or heather from far to near, from the lower edge of the frame on."""
    nearest = view.focal_px * view.eye_m / (view.height - view.horizon_px)
    rng = stream("grasses", place)
    sprites: list[Sprite] = []
    for z in (nearest * _BAND_STEP**order for order in reversed(range(_BANDS))):
        tufts = _tufts(view, light, palette, grass, z)
        for _ in range(round(grass.thick * view.width / tufts[1].width * 1.5)):
            tuft, middle = tufts[int(rng.integers(3))], float(rng.uniform(0, view.width))
            x, half = (middle - view.width / 2) / view.scale(z), tuft.width * 0.3 / view.scale(z)
            foot = view.project(0, 0, z * float(rng.uniform(0.94, 1.06)))[1] + tuft.height * 0.1
            if _is_free(grass, x - half, x + half):
                sprites.append(Sprite(tuft, round(middle - tuft.width / 2), round(foot - tuft.height)))
    return sprites


@lru_cache(maxsize=16)
def hedge(leaf: Colour, name: str) -> Image.Image:
    """A clipped hedge of twelve metres, 720 × 72, its top a little ragged."""
    rows = np.arange(72, dtype=np.float32)[:, None]
    start = int(stream("hedge", name).integers(400))
    lumps = np.tile(relief(LUMPY, "leaves"), (1, 2))[start % 400 : start % 400 + 72, :720]
    shade = 1.0 - 0.35 * rows / 72 + 0.22 * lumps
    top = tile(1.2, "clip")[start % 512, np.arange(720) % 512] * 3 + 6
    return to_image(values(leaf) * shade[..., None], smoothstep(-1, 2, rows - top[None, :]))
