"""HEIF through libheif. The picture comes turned as its structure says."""

from pathlib import Path

import numpy as np
import pillow_heif

from catalogue.pictures.colours import on_white
from catalogue.pictures.decoding import Decoded, Undecodable, check_room
from catalogue.pictures.scaling import Pixels

# Measured: the planes as coded, the interleaved pixels beside them, and what is made of these.
_BYTES_PER_PIXEL = 4.95
_BYTES_PER_PIXEL_ALPHA = 9.0

# A worker has one core, and looks at one picture of the file.
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False

_ERRORS = (ValueError, RuntimeError, SyntaxError, EOFError, IndexError)


def decode(path: Path, *, turns: tuple[int, ...], turned: bool, memory_bytes: int) -> Decoded:
    """The primary picture of the file, at its own size.

    `turned` says that the structure tells how to turn it: then that is done, and the EXIF orientation, which
    repeats it, counts for nothing. A structure that says nothing leaves it to EXIF, though the standard would
    have it ignored: the programs that write such files mean it.
    """
    try:
        file = pillow_heif.open_heif(path, convert_hdr_to_8bit=True)
        check_room(file.size, _BYTES_PER_PIXEL_ALPHA if file.has_alpha else _BYTES_PER_PIXEL, memory_bytes)
        pixels: Pixels = np.asarray(file)
    except _ERRORS as reason:
        raise Undecodable(str(reason)) from None
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    if file.has_alpha:
        pixels = on_white(pixels)
    mode = "L" if pixels.shape[2] == 1 else "RGB"
    return Decoded(pixels, file.size, mode, file.info.get("icc_profile"), () if turned else turns)
