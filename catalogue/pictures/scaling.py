"""Making pictures smaller and turning them: arrays in, arrays out, no disk."""

import cv2
import numpy as np
import numpy.typing as npt
from cv2.typing import MatLike

from catalogue.pictures.sizes import Size

Pixels = npt.NDArray[np.uint8]

# Photos are handled by as many processes as there are cores: a second layer of threads only makes them wait.
cv2.setNumThreads(1)
# What it cannot read is said in the result; its log would go to the error output.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

# Cubic interpolation reads 4 pixels whatever the ratio, so above this one what is finer than the result must be
# taken out before, or it comes back as moiré.
_ALIASING = 1.3
# Width of the blur that does so, in pixels for each step of the ratio; found by PSNR against LANCZOS.
_BLUR = 0.35
_BLUR_MOST = 0.8
# Above this ratio the blur would have to reach further than it does: a step of means is better.
_CUBIC_MOST = 2.2

# Above this, a picture is made small in one go: there is no room for a half of it beside it.
_LARGE_BYTES = 100_000_000

# EXIF orientation (CIPA DC-008, 4.6.4): what makes it upright, as cv2 codes. Where a turn does, no picture
# between is made; otherwise it is transposed first, then flipped.
_ROTATIONS = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
_TRANSPOSED = frozenset({5, 7})
_FLIPS = {2: 1, 4: 0, 7: -1}


def shrunk(pixels: Pixels, size: Size) -> Pixels:
    """The picture at a size in pixels, not larger than it is: means of whole squares first, then a cubic step.

    Means of two by two cost almost nothing; for the rest, cubic interpolation comes closer to LANCZOS than means
    over areas do, at a third of their price.
    """
    while (ratio := _ratio(pixels, size)) > _CUBIC_MOST:
        step = int(ratio) if pixels.nbytes > _LARGE_BYTES else 2
        means = (pixels.shape[1] // step, pixels.shape[0] // step)
        pixels = _resized(pixels, means, cv2.INTER_AREA)
    if ratio > _ALIASING:
        pixels = _like(pixels, cv2.GaussianBlur(pixels, (3, 3), min(_BLUR * ratio, _BLUR_MOST)))
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return _resized(pixels, size, cv2.INTER_CUBIC)


def _ratio(pixels: Pixels, size: Size) -> float:
    return float(min(pixels.shape[1] / size[0], pixels.shape[0] / size[1]))


def _resized(pixels: Pixels, size: Size, interpolation: int) -> Pixels:
    return _like(pixels, cv2.resize(pixels, size, interpolation=interpolation))


def _like(pixels: Pixels, made: MatLike) -> Pixels:
    """What cv2 made, with the third dimension that it drops when there is one channel."""
    return np.asarray(made, np.uint8).reshape(*made.shape[:2], pixels.shape[2])


def upright(pixels: Pixels, orientation: int | None) -> Pixels:
    """The picture as it was seen through the camera. An orientation that EXIF does not know changes nothing."""
    turned: MatLike = pixels
    if orientation in _ROTATIONS:
        turned = cv2.rotate(turned, _ROTATIONS[orientation])
    if orientation in _TRANSPOSED:
        turned = cv2.transpose(turned)
    if orientation in _FLIPS:
        turned = cv2.flip(turned, _FLIPS[orientation])
    return _like(pixels, turned)


def mean_colour(pixels: Pixels) -> str:
    """The average of an sRGB picture, as `#rrggbb`.

    >>> mean_colour(np.full((4, 4, 3), (16, 32, 255), np.uint8))
    '#1020ff'
    """
    red, green, blue = (round(value) for value in cv2.mean(pixels)[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def seen_share(pixels: Pixels) -> float:
    """The share of a picture that is not the flat colour with which decoders fill what they could not read.

    They fill to the end, so that colour is the last pixel's. A picture that is all one colour has a share of 0.
    """
    return float((pixels != pixels[-1, -1]).any(axis=2).mean())
