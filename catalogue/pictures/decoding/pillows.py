"""PNG, TIFF, AVIF and the odd JPEG through Pillow, whatever the kind of pixels, in bands of rows."""

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image, ImageFile, UnidentifiedImageError

from catalogue.pictures.colours import on_white, to_srgb
from catalogue.pictures.decoding import Decoded, TooLarge, Undecodable, check_room
from catalogue.pictures.scaling import Pixels
from catalogue.pictures.sizes import rendition_size

# Pillow holds most pixels in four bytes; its AVIF plug-in has the planes and two copies beside them.
_BYTES_PER_PIXEL = {"avif": 9.1}
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}
_BAND_PIXELS = 4_000_000
_ORIENTATION = 274
# What undoes an EXIF orientation is one as well; only the two quarter turns are not their own opposite.
_OPPOSITES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
# What Pillow's plug-ins are known to let through for damaged files, beside OSError.
_ERRORS = (
    ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, AttributeError, OverflowError,
    ZeroDivisionError, NotImplementedError, RuntimeError, AssertionError, cv2.error,
)  # fmt: skip

Convert = Callable[[Image.Image], Pixels]

AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# What Pillow logs about odd files is in the result already; without a handler it would go to the error output.
logging.getLogger("PIL").addHandler(logging.NullHandler())
Image.init()  # all plug-ins now, once, where children are forked from, and not in each child


def decode(
    source: Path | BytesIO,
    picture_format: str,
    size_px: int,
    *,
    turns: tuple[int, ...],
    turned: bool = False,
    lenient: bool = False,
    most_pixels: int,
    memory_bytes: int,
) -> Decoded:
    """The picture, large enough for a rendition of `size_px`.

    What is transparent lies on white, what has 16 bits a channel has 8. `turned` says that the structure of an
    AVIF tells how to turn it, so that EXIF counts for nothing. With `lenient`, what is missing from a truncated
    file is left blank; without, it is Undecodable.
    """
    with _pillow_set(lenient, most_pixels), _quiet(picture_format):
        try:
            with Image.open(source, formats=[picture_format.upper()]) as image:
                bytes_per_pixel = _BYTES_PER_PIXEL.get(picture_format, _BYTES_OF_MODE.get(image.mode, 4))
                check_room(image.size, bytes_per_pixel, memory_bytes)
                turns = _remaining(image, turns, turned)
                image.load()
                return _decoded(image, size_px, turns, whole=not lenient)
        except UnidentifiedImageError:
            raise Undecodable("its headers cannot be read") from None
        except OSError as reason:
            if reason.errno is not None:  # the disk's fault, not the file's
                raise
            raise Undecodable(str(reason)) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as reason:
            raise TooLarge(str(reason)) from None
        except _ERRORS as reason:
            raise Undecodable(f"{type(reason).__name__}: {reason}") from None


def _remaining(image: Image.Image, turns: tuple[int, ...], turned: bool) -> tuple[int, ...]:
    """What is still to be done to see upright what Pillow will give: it turns a TIFF by its tag, no other format.

    A TIFF that is to be turned otherwise (a person knows better than the tag) is turned back first.
    """
    if image.format == "TIFF":
        done = image.tag_v2.get(_ORIENTATION, 1)  # type: ignore[attr-defined]
        return (_OPPOSITES.get(done, 1), *turns) if turns and turns != (done,) else ()
    if turned:
        return (image.getexif().get(_ORIENTATION, 1),)
    return turns


def _decoded(image: Image.Image, size_px: int, turns: tuple[int, ...], *, whole: bool) -> Decoded:
    """The loaded picture, made smaller by means of whole squares where it is much too large."""
    target = rendition_size(*image.size, size_px)
    step = max(min(image.width // target[0], image.height // target[1]), 1)
    width, height = image.width // step * step, image.height // step * step
    mode, convert = _conversion(image)
    rows = max(_BAND_PIXELS // width // step, 1) * step
    bands = [
        _means(convert(image.crop((0, top, width, min(top + rows, height)))), step)
        for top in range(0, height, rows)
    ]
    pixels = np.concatenate(bands) if len(bands) > 1 else bands[0]
    profile = None if image.mode == "LAB" else image.info.get("icc_profile")
    return Decoded(pixels, image.size, mode, profile, turns, whole, ends_blank=_ends_blank(image))


def _ends_blank(image: Image.Image) -> bool:
    """Whether a PNG may be short: Pillow leaves rows at 0 for which the data did not suffice.

    Those of an interlaced one are not at its end.
    """
    if image.format != "PNG":
        return False
    last = image.crop((0, image.height - 1, image.width, image.height))
    return bool(image.info.get("interlace")) or not np.asarray(last).any()


def _means(pixels: Pixels, step: int) -> Pixels:
    if step == 1:
        return pixels
    size = (pixels.shape[1] // step, pixels.shape[0] // step)
    return _channels(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8))


def _channels(pixels: Pixels) -> Pixels:
    return pixels[:, :, None] if pixels.ndim == 2 else pixels  # noqa: PLR2004


def _conversion(image: Image.Image) -> tuple[str, Convert]:
    """The plain mode that a picture is brought to, and how that is done to a band of it."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        low, high = (0, 65535) if image.mode.startswith("I;16") else _extremes(image)
        return "L", lambda band: _grey(band, low, high)
    if image.mode == "LAB":
        return "RGB", lambda band: to_srgb(np.asarray(band), "LAB", None)
    if image.has_transparency_data:
        return "RGB", lambda band: on_white(np.asarray(band.convert("RGBA")))
    if image.mode in {"1", "L"}:
        return "L", lambda band: _channels(np.asarray(band.convert("L")))
    if image.mode == "CMYK":
        return "CMYK", np.asarray
    return "RGB", lambda band: np.asarray(band.convert("RGB"))


def _extremes(image: Image.Image) -> tuple[float, float]:
    """What is to become black and white, where the numbers have no range of their own."""
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    return (low, high) if np.isfinite([low, high]).all() and low < high else (0.0, 1.0)


def _grey(band: Image.Image, low: float, high: float) -> Pixels:
    values = (np.asarray(band).astype(np.float32) - low) * (255 / (high - low))
    return _channels(np.nan_to_num(values).clip(0, 255).astype(np.uint8))


@contextmanager
def _pillow_set(lenient: bool, most_pixels: int) -> Iterator[None]:
    """Pillow's settings are the process's own: they are put back. Its warnings about odd tags are not ours."""
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = most_pixels, lenient
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _quiet(picture_format: str) -> Iterator[None]:
    """Nothing comes from libtiff, which writes about every odd tag to the error output, below Python."""
    if picture_format != "tiff":
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 os.devnull is no path of ours
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
