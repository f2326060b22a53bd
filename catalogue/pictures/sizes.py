"""How large pictures are, and how large their renditions become. Pixels everywhere."""

import mmap
from pathlib import Path

from catalogue.pictures.structure import Buffer, Malformed, heif, jpeg, png, tiff, webp

Size = tuple[int, int]

_SIZES = {
    "jpeg": jpeg.size,
    "png": png.size,
    "webp": webp.size,
    "tiff": tiff.size,
    "heif": heif.size,
    "avif": heif.size,
}

# From here on a picture is a panorama, whichever way round it lies: seen whole at the usual size it would be a
# thin strip, so its short side is sized as that of a picture of this ratio.
PANORAMA = 2.5
# The long side of a panorama's rendition is at most this many times the usual one: 10:1 is reached in full.
_LONGEST = 4


def rendition_size(width: int, height: int, size_px: int) -> Size:
    """Width and height of a rendition whose long side is `size_px`. Never larger than the picture.

    Wider than 2.5:1, or taller, the *short* side is `size_px / 2.5`, and the long side at most 4 times `size_px`.

    >>> rendition_size(4000, 3000, 1600), rendition_size(3000, 9000, 1600), rendition_size(300, 200, 1600)
    ((1600, 1200), (640, 1920), (300, 200))
    """
    long, short = max(width, height), min(width, height)
    scale = size_px / long
    if long > PANORAMA * short:
        scale = min(size_px / PANORAMA / short, _LONGEST * size_px / long)
    scale = min(scale, 1)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def read_size(path: Path, format: str) -> Size | None:  # noqa: A002 the word of the whole road
    """Width and height as stored in the file, before any orientation; None when its headers do not tell.

    Nothing is decoded. `format` is that of `formats.Kind`.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file cannot be mapped
            return None
        with data:
            return size_of(data, format)


def size_of(data: Buffer, picture_format: str) -> Size | None:
    """As `read_size`, for bytes that are at hand."""
    try:
        size = _SIZES[picture_format](data)
    except Malformed:
        return None
    return size if size and min(size) > 0 else None
