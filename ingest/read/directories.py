"""Directories of a TIFF structure (TIFF 6.0, section 2; also BigTIFF): in TIFF files and in every EXIF block."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.read.containers import Damaged, exactly

#: Size of one value of each type, in bytes.
TYPE_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
# More than any format defines; a directory of a large multi-page scan has about thirty.
ENTRIES_AT_MOST = 4_096


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its tag, its type, and the place and size of its value in the file, `outside` when not inline."""

    tag: int
    kind: int
    place: int
    size_bytes: int
    outside: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file writes its numbers: byte order, and the widths of counts and places."""

    first_at: int
    pointer: struct.Struct
    count: struct.Struct
    entry: struct.Struct


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory as it lies in the file, from `start` to `end`."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def _layouts() -> Iterator[tuple[bytes, Layout]]:
    for mark, order in ((b"II", "<"), (b"MM", ">")):
        for version, pointer, count in ((42, "I", "H"), (43, "Q", "Q")):
            first_at = 4 if version == 42 else 8  # noqa: PLR2004 - BigTIFF states its widths first
            structs = (struct.Struct(order + form) for form in (pointer, count, f"HH{pointer}{pointer}"))
            yield mark + struct.pack(order + "H", version), Layout(first_at, *structs)


LAYOUTS = dict(_layouts())


def first_directory(file: BinaryIO) -> tuple[Layout, Directory]:
    """Layout and first directory of a file or block; Damaged where it has none."""
    file.seek(0)
    layout = LAYOUTS.get(file.read(4))
    if layout is None:
        raise Damaged("the TIFF header is wrong")
    return layout, read_directory(file, layout, pointer(file, layout, layout.first_at))


def read_directory(file: BinaryIO, layout: Layout, start: int) -> Directory:
    """The directory that begins at a place; Damaged where it does not lie in the file as a whole."""
    seek(file, start)
    count: int = layout.count.unpack(exactly(file, layout.count.size, "a directory"))[0]
    if count > ENTRIES_AT_MOST:
        raise Damaged(f"a directory has {count} entries")
    table = exactly(file, count * layout.entry.size, "a directory")
    first = start + layout.count.size
    entries = tuple(
        _entry(layout, first + number * layout.entry.size, fields)
        for number, fields in enumerate(layout.entry.iter_unpack(table))
    )
    return Directory(start, first + len(table), entries)


def pointer(file: BinaryIO, layout: Layout, place: int) -> int:
    """The place that is written at a place."""
    seek(file, place)
    found: int = layout.pointer.unpack(exactly(file, layout.pointer.size, "a directory"))[0]
    return found


def seek(file: BinaryIO, place: int) -> None:
    """Go to a place; Damaged where no file can have one."""
    if place >= 1 << 63:
        raise Damaged("a directory points outside the file")
    file.seek(place)


def _entry(layout: Layout, place: int, fields: tuple[int, int, int, int]) -> Entry:
    tag, kind, count, stored = fields
    size_bytes = count * TYPE_SIZES.get(kind, 0)
    outside = size_bytes > layout.pointer.size
    inline = place + layout.entry.size - layout.pointer.size
    return Entry(tag, kind, stored if outside else inline, size_bytes, outside)
