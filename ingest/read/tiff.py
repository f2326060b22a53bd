"""The blocks of a TIFF file: it is its own EXIF, and the others are tags of its first directory."""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.read.containers import Blocks, Damaged, exactly
from ingest.read.directories import first_directory, seek

XMP, IIM, RESOURCES = 700, 33723, 34377
WANTED = frozenset({XMP, IIM, RESOURCES})


def tiff_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a TIFF or BigTIFF: the file itself for EXIF; XMP, IPTC-IIM and image resources where they are."""
    found: dict[int, bytes] = {}
    notes: tuple[str, ...] = ()
    try:
        for tag, data in _wanted(file):
            found.setdefault(tag, data)
    except Damaged as damage:
        notes = (str(damage),)
    xmp, resources, iim = ((found[tag],) if tag in found else () for tag in (XMP, RESOURCES, IIM))
    return Blocks((file,), xmp, resources, iim, notes, exif_is_file=True)


def _wanted(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    _, directory = first_directory(file)
    for entry in directory.entries:
        if entry.tag in WANTED and entry.size_bytes:
            seek(file, entry.place)
            yield entry.tag, exactly(file, entry.size_bytes, "a tag")
