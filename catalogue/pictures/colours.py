"""From the colours of a file to sRGB, for arrays that are already small."""

from functools import lru_cache
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageCms

from catalogue.pictures.scaling import Pixels

_BAND_ROWS = 256
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION


def to_srgb(pixels: Pixels, mode: str, profile: bytes | None) -> Pixels:
    """Pixels in sRGB of a picture whose `mode` is `L`, `RGB`, `CMYK` (255 is full ink) or `LAB`.

    A profile that cannot be used (broken, or for another colour space) is passed over, as viewers do. `LAB`
    needs none.
    """
    if mode == "RGB" and (profile is None or says_srgb(profile)):
        return pixels
    transform = _transform(profile, mode)
    if transform is not None:
        image = Image.fromarray(pixels[:, :, 0] if mode == "L" else pixels, mode)
        return np.asarray(ImageCms.applyTransform(image, transform))
    if mode == "L":
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB))
    if mode == "CMYK":
        return np.asarray(Image.fromarray(pixels, "CMYK").convert("RGB"))
    return pixels


def on_white(pixels: Pixels) -> Pixels:
    """The colours of a picture laid on white paper; its last channel is how much it covers, 255 being all."""
    made = np.empty((*pixels.shape[:2], pixels.shape[2] - 1), np.uint8)
    for top in range(0, pixels.shape[0], _BAND_ROWS):
        band = pixels[top : top + _BAND_ROWS].astype(np.uint16)
        made[top : top + _BAND_ROWS] = 255 - ((255 - band[:, :, :-1]) * band[:, :, -1:] + 127) // 255
    return made


def says_srgb(profile: bytes) -> bool:
    """Whether a profile calls itself sRGB, so that there is nothing to convert.

    The names stand in its description, in Latin or UTF-16 letters. One that is sRGB and does not say so is
    converted, to almost the same numbers.
    """
    return profile[16:20] == b"RGB " and (b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile)


@lru_cache(maxsize=8)
def _transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a profile to sRGB; a camera writes the same one into every photo. None when there is none."""
    if profile is None and mode != "LAB":
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            _FLAGS,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
