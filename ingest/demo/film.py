"""What the camera does to a picture: lens, exposure, tone, tilt and grain."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageStat

from ingest.demo.light import Colour
from ingest.demo.noise import TILE, stream, tile

_MIDDLE = 122.0  # mean level, of 255, that a camera's exposure aims at
_GREY = (0.299, 0.587, 0.114)  # ITU-R BT.601 luma


@dataclass(frozen=True, slots=True)
class Film:
    """How a make of camera renders: white balance, contrast around the middle, colour strength, grain, vignette."""

    balance: Colour = (1.0, 1.0, 1.0)
    contrast: float = 1.06
    saturation: float = 0.94
    grain: float = 4.0
    vignette: float = 0.10


@lru_cache(maxsize=8)
def _fall_off(size: tuple[int, int], strength: float) -> Image.Image:
    """Light left towards the corners, as a picture to multiply with."""
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    left = 1 - strength * 0.5 * (x * x + y * y) ** 1.3
    return Image.fromarray((np.clip(left, 0, 1) * 255).astype(np.uint8)).convert("RGB")


@lru_cache(maxsize=4)
def _speckle(strength: float) -> Image.Image:
    """One tile of grain around 128: mostly light and dark, a little colour."""
    grey = tile(0.25, "grain")[..., None]
    tint = np.dstack([tile(0.35, ("tint", band)) for band in range(3)])
    return Image.fromarray(np.clip(128.5 + strength * (grey + 0.35 * tint), 0, 255).astype(np.uint8))


def _grain(size: tuple[int, int], strength: float, seed: int) -> Image.Image:
    """Grain for a whole frame, put down from a place of its own."""
    du, dv = (int(value) for value in stream("film", seed).integers(0, TILE, 2))
    sheet = Image.new("RGB", size)
    for left in range(-du, size[0], TILE):
        for top in range(-dv, size[1], TILE):
            sheet.paste(_speckle(strength), (left, top))
    return sheet


def _matrix(film: Film, exposure: float) -> tuple[float, ...]:
    """Colour strength, white balance, exposure and contrast as one affine map of RGB."""
    rows: list[float] = []
    for band in range(3):
        gain = film.balance[band] * exposure * film.contrast
        row = [
            gain * ((1 - film.saturation) * grey + film.saturation * (column == band))
            for column, grey in enumerate(_GREY)
        ]
        rows += [*row, 117 * (1 - film.contrast)]
    return tuple(rows)


def level(picture: Image.Image, degrees: float) -> Image.Image:
    """The picture held slightly askew, cropped so that no corner is empty."""
    width, height = picture.size
    turn = math.radians(degrees)
    margin_x, margin_y = abs(math.sin(turn)) * height / 2 + 1, abs(math.sin(turn)) * width / 2 + 1
    zoom = 1 - 2 * max(margin_x / width, margin_y / height)
    cos, sin = math.cos(turn) * zoom, math.sin(turn) * zoom
    middle_x, middle_y = width / 2, height / 2
    turned = (
        cos,
        sin,
        middle_x - cos * middle_x - sin * middle_y,
        -sin,
        cos,
        middle_y + sin * middle_x - cos * middle_y,
    )
    return picture.transform(picture.size, Image.Transform.AFFINE, turned, Image.Resampling.BILINEAR)


def develop(picture: Image.Image, film: Film, seed: int, size: tuple[int, int]) -> Image.Image:
    """The finished photo in its own size: exposed, toned, darkened in the corners, with grain."""
    mean = sum(
        share * value for share, value in zip(_GREY, ImageStat.Stat(picture.reduce(8)).mean, strict=True)
    )
    exposure = min(1.28, max(0.92, _MIDDLE / mean))
    toned = picture.convert("RGB", _matrix(film, exposure))
    shaded = ImageChops.multiply(toned, _fall_off(picture.size, film.vignette))
    if shaded.size != size:
        shaded = shaded.resize(size, Image.Resampling.BICUBIC)
    return ImageChops.add(shaded, _grain(size, film.grain, seed), 1, -128)
