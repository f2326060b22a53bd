"""How large pictures are, and how large their renditions become. Pixels everywhere."""

import logging
import mmap
import warnings
from pathlib import Path

from catalogue.pictures.structure import Buffer, Malformed, heif, jpeg, png, webp

Size = tuple[int, int]

# What Pillow logs about odd files is in the result already; without a handler it would go to the error output.
logging.getLogger("PIL").addHandler(logging.NullHandler())

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
            return size_of(data, path, format)


def size_of(data: Buffer, path: Path, picture_format: str) -> Size | None:
    """As `read_size`, for a file that is already mapped."""
    try:
        size = _size(data, path, picture_format)
    except Malformed:
        return None
    return size if size and min(size) > 0 else None


def _size(data: Buffer, path: Path, picture_format: str) -> Size | None:
    if picture_format == "jpeg":
        header = jpeg.header(data)
        return (header.width, header.height) if header else None
    if picture_format == "png":
        return png.size(data)
    if picture_format == "webp":
        return webp.size(data)
    if picture_format in {"heif", "avif"}:
        return heif.size(data)
    return _tiff_size(path)


def _tiff_size(path: Path) -> Size | None:
    """Pillow reads the directory; its own size is that of the upright picture, so the tags are asked."""
    from PIL import Image  # noqa: PLC0415 who asks for the size of a JPEG needs no Pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=["TIFF"]) as image:
                tags = image.tag_v2  # type: ignore[attr-defined]
                return int(tags[256]), int(tags[257])
        except (OSError, ValueError):
            return None
