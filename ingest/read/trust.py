"""Which entries of an EXIF block may be believed: those whose directory and value lie where they can lie.

Parsers follow any pointer, and so read numbers out of text, out of other tags or out of the pointers themselves.
A position or a time that came about like that is worse than none.
"""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.read.containers import Damaged
from ingest.read.directories import (
    TYPE_SIZES,
    Directory,
    Entry,
    Layout,
    first_directory,
    pointer,
    read_directory,
)
from ingest.read.tags import EXIF_POINTER, GPS, GPS_POINTER, IMAGE, PHOTO, Key

HEADER_BYTES = 8
_POINTERS = {EXIF_POINTER: PHOTO, GPS_POINTER: GPS}


def believed_keys(block: BinaryIO, *, whole_file: bool = False) -> frozenset[Key]:
    """Keys of the sound entries of the image, photo and GPS directories of a block; none when it has no TIFF header.

    A directory must lie in the block as a whole and begin with an entry of a known type. A value must lie in
    the block, behind its header and outside its own directory. Where the block is a `whole_file`, a value
    beyond its end means that the file was cut or overwritten, and the entries that follow are not believed.
    """
    size_bytes = block.seek(0, 2)
    try:
        layout, first = first_directory(block)
    except Damaged:
        return frozenset()
    keys: set[Key] = set()
    for entry in _sound(first, size_bytes, whole_file=whole_file):
        keys.add((IMAGE, entry.tag))
        if entry.tag in _POINTERS:
            within = _directory_at(block, layout, entry)
            sound = _sound(within, size_bytes, whole_file=whole_file) if within else ()
            keys.update((_POINTERS[entry.tag], inner.tag) for inner in sound)
    return frozenset(keys)


def _directory_at(block: BinaryIO, layout: Layout, entry: Entry) -> Directory | None:
    try:
        return read_directory(block, layout, pointer(block, layout, entry.place))
    except Damaged:
        return None


def _sound(directory: Directory, size_bytes: int, *, whole_file: bool) -> Iterator[Entry]:
    if not directory.entries or directory.entries[0].kind not in TYPE_SIZES:
        return
    for entry in directory.entries:
        end = entry.place + entry.size_bytes
        if entry.outside and end > size_bytes and whole_file:
            return
        overlaps = entry.place < HEADER_BYTES or (entry.place < directory.end and end > directory.start)
        if entry.kind in TYPE_SIZES and not (entry.outside and (end > size_bytes or overlaps)):
            yield entry
