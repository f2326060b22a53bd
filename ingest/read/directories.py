"""The first directory of a TIFF (TIFF 6.0, section 2; also BigTIFF), for the blocks that lie in its tags."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.read.containers import Blocks, Damaged, exactly

XMP, IIM, RESOURCES = 700, 33723, 34377
WANTED = frozenset({XMP, IIM, RESOURCES})
TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 13: 4, 16: 8, 17: 8}
ENTRIES_AT_MOST = 4_096


@dataclass(frozen=True, slots=True)
class Layout:
    """How a TIFF writes its numbers: byte order, and the widths of counts and offsets."""

    first_at: int
    first: struct.Struct
    count: struct.Struct
    entry: struct.Struct
    inline_bytes: int


def _layouts() -> Iterator[tuple[bytes, Layout]]:
    for mark, order in ((b"II", "<"), (b"MM", ">")):
        pack = {width: struct.Struct(order + width) for width in ("H", "I", "Q", "HHI4s", "HHQ8s")}
        yield mark + struct.pack(order + "H", 42), Layout(4, pack["I"], pack["H"], pack["HHI4s"], 4)
        yield mark + struct.pack(order + "H", 43), Layout(8, pack["Q"], pack["Q"], pack["HHQ8s"], 8)


LAYOUTS = dict(_layouts())


def tiff_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a TIFF: the file itself is its EXIF; XMP, IPTC-IIM and image resources are tags."""
    found: dict[int, bytes] = {}
    notes: tuple[str, ...] = ()
    try:
        for tag, data in _wanted(file):
            found.setdefault(tag, data)
    except Damaged as damage:
        notes = (str(damage),)
    file.seek(0)
    xmp, resources, iim = (tuple(found[tag] for tag in (kind,) if tag in found) for kind in (XMP, RESOURCES, IIM))
    return Blocks((file,), xmp, resources, iim, notes)


def _wanted(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    file.seek(0)
    layout = LAYOUTS.get(file.read(4))
    if layout is None:
        raise Damaged("the TIFF header is wrong")
    file.seek(layout.first_at)
    _seek(file, _number(file, layout.first))
    for entry in _entries(file, layout):
        tag, kind, count, inline = layout.entry.unpack(entry)
        size = count * TYPE_SIZES.get(kind, 0)
        if tag in WANTED and size:
            yield tag, _data(file, layout, inline, size)


def _entries(file: BinaryIO, layout: Layout) -> list[bytes]:
    count = min(_number(file, layout.count), ENTRIES_AT_MOST)
    table = exactly(file, count * layout.entry.size, "the first directory")
    return [table[n : n + layout.entry.size] for n in range(0, len(table), layout.entry.size)]


def _data(file: BinaryIO, layout: Layout, inline: bytes, size: int) -> bytes:
    if size <= layout.inline_bytes:
        return inline[:size]
    _seek(file, layout.first.unpack(inline)[0])
    return exactly(file, size, "a tag of the first directory")


def _number(file: BinaryIO, form: struct.Struct) -> int:
    number: int = form.unpack(exactly(file, form.size, "the first directory"))[0]
    return number


def _seek(file: BinaryIO, place: int) -> None:
    if place >= 1 << 63:
        raise Damaged("a tag of the first directory points outside the file")
    file.seek(place)
