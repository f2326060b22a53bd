"""Where each format keeps its EXIF, XMP and IPTC-IIM blocks; the walk itself is in one module per family."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

BLOCK_LIMIT_BYTES = 8 << 20


class Damaged(Exception):
    """The structure of a file ends or contradicts itself; the text says where. What came before is good."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The metadata blocks of a file, in its order.

    `exif` are streams that start with a TIFF header, `xmp` packets, `resources` Photoshop's image resources,
    `iim` bare IPTC-IIM. `notes` say what was wrong with the structure. In a TIFF the EXIF is the whole file.
    """

    exif: tuple[BinaryIO, ...] = ()
    xmp: tuple[bytes, ...] = ()
    resources: tuple[bytes, ...] = ()
    iim: tuple[bytes, ...] = ()
    notes: tuple[str, ...] = ()
    exif_is_file: bool = False


def find_blocks(file: BinaryIO, format: str) -> Blocks:  # noqa: A002 - the word of the whole project
    """Metadata blocks of an open file of a format known from its content; none for a format that is not ours.

    Reads by seeking: picture data are never touched. Never raises for what the file holds.
    """
    walk = _walks().get(format)
    return walk(file) if walk else Blocks()


def _walks() -> dict[str, Callable[[BinaryIO], Blocks]]:
    from ingest.read import boxes, chunks, segments, tiff  # noqa: PLC0415 - they need this module

    return {
        "jpeg": segments.jpeg_blocks,
        "png": chunks.png_blocks,
        "webp": chunks.webp_blocks,
        "tiff": tiff.tiff_blocks,
        "heif": boxes.heif_blocks,
        "avif": boxes.heif_blocks,
    }


def exactly(file: BinaryIO, size: int, what: str) -> bytes:
    """The next `size` bytes of a file; Damaged when it ends before, or when they are too many for a block."""
    if size > BLOCK_LIMIT_BYTES:
        raise Damaged(f"{what} is larger than {BLOCK_LIMIT_BYTES >> 20} MB")
    data = file.read(size)
    if len(data) < size:
        raise Damaged(f"the file ends in {what}")
    return data
