"""Pieces of a picture: cut-outs with soft edges, put one over the other from far to near."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ingest.demo.light import Colour, Light
from ingest.demo.noise import Field
from ingest.demo.view import View


@dataclass(frozen=True, slots=True)
class Sprite:
    """An RGBA cut-out and where its upper left corner goes; it may overhang the picture."""

    image: Image.Image
    left: int
    top: int


def paste(picture: Image.Image, *sprites: Sprite) -> Image.Image:
    """A copy of the picture with the sprites on it, the last one on top."""
    copy = picture.copy()
    for sprite in sprites:
        copy.paste(sprite.image, (sprite.left, sprite.top), sprite.image)
    return copy


def to_image(colour: Field, alpha: Field | None = None) -> Image.Image:
    """Rows of colours in 0..1 as RGB, or as RGBA when there is an opacity."""
    rgb = (np.clip(colour, 0, 1) * 255).astype(np.uint8)
    if alpha is None:
        return Image.fromarray(rgb)
    return Image.fromarray(np.dstack([rgb, (np.clip(alpha, 0, 1) * 255).astype(np.uint8)]))


def recolour(image: Image.Image, tint: Colour, veil: float = 0.0, haze: Colour = (0, 0, 0)) -> Image.Image:
    """Each channel times its tint, then faded towards the haze by `veil`; opacity stays."""
    ramp = np.arange(256, dtype=np.float32)
    table: list[int] = []
    for factor, end in zip(tint, haze, strict=True):
        band = ramp * factor * (1 - veil) + end * 255 * veil
        table += np.clip(band, 0, 255).astype(int).tolist()
    if image.mode == "RGBA":
        table += list(range(256))
    return image.point(table)


def _visible(start: float, length: float, limit: int) -> tuple[float, float]:
    """The part of an edge, as shares of its length, that lies within 0..limit."""
    return max(0.0, -start / length), min(1.0, (limit - start) / length)


def stand(
    image: Image.Image,
    view: View,
    light: Light,
    at: tuple[float, float],
    height_m: float,
    lit: float = 0.8,
) -> list[Sprite]:
    """A cut-out put upright at (x, z) metres, in the light and air of its distance; nothing when out of sight.

    Cut-outs are drawn as lit from the left; they are mirrored when the sun is on the right.
    """
    foot_x, foot_y = view.project(at[0], 0, at[1])
    high = max(2.0, height_m * view.scale(at[1]))
    wide = max(2.0, image.width * high / image.height)
    left, top = foot_x - wide / 2, foot_y - high
    (x0, x1), (y0, y1) = _visible(left, wide, view.width), _visible(top, high, view.height)
    size = round((x1 - x0) * wide), round((y1 - y0) * high)
    if min(size) < 1:
        return []
    if light.sun_side > 0:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    box = (x0 * image.width, y0 * image.height, x1 * image.width, y1 * image.height)
    sized = image.resize(size, Image.Resampling.BILINEAR, box, reducing_gap=1.5).convert("RGBA")
    sized = recolour(sized, light.tint(lit), light.veil(at[1]), light.haze)
    return [Sprite(sized, round(left + x0 * wide), round(top + y0 * high))]


Point = tuple[float, float]


def _coefficients(source: Sequence[Point], target: Sequence[Point]) -> list[float]:
    """The eight numbers of the projection that takes target pixels back to source pixels."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    right = [value for point in source for value in point]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))
    return [float(value) for value in solved]


def project(image: Image.Image, corners: Sequence[Point], bounds: tuple[int, int]) -> Sprite | None:
    """The image as seen on a plane in perspective.

    Its corners (upper left, upper right, lower right, lower left) come to lie on four pixels.
    Only what is within the bounds (width, height) is drawn; None when nothing is.
    """
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    right, bottom = min(bounds[0], int(max(xs)) + 2), min(bounds[1], int(max(ys)) + 2)
    if right - left < 1 or bottom - top < 1:
        return None
    span = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    shrink = min(1.0, max(1.3 * span[0] / image.width, 1.3 * span[1] / image.height))
    if shrink < 1:
        size = max(2, round(image.width * shrink)), max(2, round(image.height * shrink))
        image = image.resize(size, Image.Resampling.BOX)
    source = [(0, 0), (image.width, 0), (image.width, image.height), (0, image.height)]
    target = [(x - left, y - top) for x, y in corners]
    seen = image.convert("RGBA").transform(
        (right - left, bottom - top),
        Image.Transform.PERSPECTIVE,
        _coefficients(source, target),
        Image.Resampling.BILINEAR,
    )
    return Sprite(seen, left, top)
