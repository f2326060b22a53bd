"""The items of a HEIF or AVIF file: ISO/IEC 14496-12 (boxes, meta, iloc, iinf) and 23008-12 (properties)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from catalogue.pictures.structure import Buffer, Malformed

_MOST_BOXES = 100_000
_MOST_ITEMS = 65_536
# That of a picture in 200 tiles takes 10 kB.
_LARGEST_META = 8_000_000
_IN_FILE, _IN_IDAT = 0, 1


@dataclass(frozen=True, slots=True)
class Box:
    """A box's type, and where its content lies."""

    type: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Location:
    """Where an item's bytes lie: in the file or in the `idat` box, as (offset, length) pairs; 0 is to the end."""

    method: int
    extents: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Items:
    """What the `meta` box says.

    `moving` is true when there are tracks, whose pictures are not items. A table of locations that cannot be
    read, or has places that we do not follow, is empty.
    """

    primary: int | None = None
    types: dict[int, bytes] = field(default_factory=dict)
    locations: dict[int, Location] = field(default_factory=dict)
    idat: tuple[int, int] = (0, 0)
    properties: list[Box] = field(default_factory=list)
    owned: dict[int, list[int]] = field(default_factory=dict)
    moving: bool = False


class _Reader:
    """Big-endian fields one after another, none beyond the end."""

    def __init__(self, data: Buffer, start: int, end: int) -> None:
        self._data, self.position, self._end = data, start, end

    def take(self, count: int) -> int:
        """The next field of `count` bytes, as a number; a field of none is 0."""
        after = self.position + count
        if after > self._end:
            raise Malformed("a box ends before its content")
        value = int.from_bytes(self._data[self.position : after], "big")
        self.position = after
        return value

    def full(self) -> int:
        """The version of a full box, after stepping over its flags (14496-12, 4.2)."""
        version = self.take(1)
        self.take(3)
        return version


def boxes(data: Buffer, start: int, end: int) -> Iterator[Box]:
    """The boxes that lie between two positions, one after the other (14496-12, 4.2)."""
    position = start
    for _ in range(_MOST_BOXES):
        if position + 8 > end:
            return
        length, content = int.from_bytes(data[position : position + 4], "big"), position + 8
        if length == 1:
            length, content = int.from_bytes(data[position + 8 : position + 16], "big"), position + 16
        after = end if length == 0 else position + length
        if after < content or after > end:
            raise Malformed("a box does not fit in what holds it")
        yield Box(bytes(data[position + 4 : position + 8]), content, after)
        position = after
    raise Malformed(f"more than {_MOST_BOXES} boxes")


def items(data: Buffer) -> Items:
    """The items of the file. Malformed when there is no `meta` box, or one that cannot be read."""
    found: Items | None = None
    moving = False
    with suppress(Malformed):  # after the items, junk or a box that was cut off says nothing of them
        for box in boxes(data, 0, len(data)):
            if box.type == b"meta" and found is None:
                found = _meta(data, box)
            moving = moving or box.type == b"moov"
    if found is None:
        raise Malformed("no meta box that can be read")
    found.moving = moving
    return found


def _meta(data: Buffer, meta: Box) -> Items:
    if meta.end - meta.start > _LARGEST_META:
        raise Malformed(f"a meta box of more than {_LARGEST_META} bytes")
    found = Items()
    for box in boxes(data, meta.start + 4, meta.end):
        reader = _Reader(data, box.start, box.end)
        if box.type == b"pitm":
            found.primary = reader.take(2 if reader.full() == 0 else 4)
        elif box.type == b"iinf":
            found.types = _types(data, box)
        elif box.type == b"iloc":
            with suppress(Malformed):
                found.locations = _locations(reader)
        elif box.type == b"idat":
            found.idat = (box.start, box.end)
        elif box.type == b"iprp":
            _properties(data, box, found)
    return found


def _types(data: Buffer, iinf: Box) -> dict[int, bytes]:
    """14496-12, 8.11.6: entries of version 2 and 3 have a type of four letters."""
    reader = _Reader(data, iinf.start, iinf.end)
    reader.take(2 if reader.full() == 0 else 4)
    types: dict[int, bytes] = {}
    for box in boxes(data, reader.position, iinf.end):
        entry = _Reader(data, box.start, box.end)
        version = entry.full()
        if box.type == b"infe" and version in (2, 3):
            number = entry.take(2 if version == 2 else 4)  # noqa: PLR2004
            entry.take(2)
            types[number] = entry.take(4).to_bytes(4, "big")
    return types


def _locations(reader: _Reader) -> dict[int, Location]:
    """14496-12, 8.11.3."""
    version = reader.full()
    sizes = reader.take(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2  # noqa: PLR2004
    locations: dict[int, Location] = {}
    extents_left = _MOST_ITEMS
    for _ in range(reader.take(wide)):
        number = reader.take(wide)
        method = reader.take(2) & 15 if version in (1, 2) else _IN_FILE
        if reader.take(2) != 0 or method not in (_IN_FILE, _IN_IDAT):
            raise Malformed("an item lies in another file, or in another item")
        base = reader.take(base_size)
        count = reader.take(2)
        extents_left -= count + 1
        if extents_left < 0:
            raise Malformed(f"more than {_MOST_ITEMS} items and extents")
        extents = []
        for _ in range(count):
            reader.take(index_size)
            offset = base + reader.take(offset_size)
            extents.append((offset, reader.take(length_size)))
        locations[number] = Location(method, tuple(extents))
    return locations


def _properties(data: Buffer, iprp: Box, found: Items) -> None:
    """23008-12, 9.3: the properties in their order, and which of them each item has."""
    for box in boxes(data, iprp.start, iprp.end):
        if box.type == b"ipco":
            found.properties = list(boxes(data, box.start, box.end))
        elif box.type == b"ipma":
            _associations(_Reader(data, box.start, box.end), found)


def _associations(reader: _Reader, found: Items) -> None:
    version = reader.take(1)
    wide = reader.take(3) & 1
    for _ in range(min(reader.take(4), _MOST_ITEMS)):
        number = reader.take(2 if version == 0 else 4)
        mask = 0x7FFF if wide else 0x7F
        owned = [reader.take(1 + wide) & mask for _ in range(reader.take(1))]
        found.owned.setdefault(number, []).extend(owned)


def primary_properties(found: Items) -> list[Box]:
    """The properties of the primary item, in the order in which they apply."""
    wanted = found.owned.get(found.primary, []) if found.primary is not None else []
    return [found.properties[index - 1] for index in wanted if 0 < index <= len(found.properties)]


def size(data: Buffer) -> tuple[int, int] | None:
    """Width and height in pixels of the primary item, before any rotation; None when no `ispe` tells."""
    for box in primary_properties(items(data)):
        if box.type == b"ispe":
            reader = _Reader(data, box.start, box.end)
            reader.full()
            return reader.take(4), reader.take(4)
    return None


def turns(data: Buffer) -> bool:
    """Whether the structure itself says how the picture is turned, by an `irot` or `imir` property."""
    return any(box.type in {b"irot", b"imir"} for box in primary_properties(items(data)))


def has_end(data: Buffer) -> bool:
    """Whether all that the items point at lies within the file."""
    try:
        found = items(data)
    except Malformed:
        return False
    return all(
        offset + length <= len(data)
        for location in found.locations.values()
        if location.method == _IN_FILE
        for offset, length in location.extents
    )


def bare(data: Buffer) -> bytes:
    """The file with its Exif made an item of a kind that nobody reads, so that decoders do not stumble over it."""
    for box in boxes(data, 0, len(data)):
        if box.type == b"meta":
            told = bytes(data[box.start : box.end]).replace(b"Exif", b"none")
            return b"".join((bytes(data[: box.start]), told, bytes(data[box.end :])))
    raise Malformed("no meta box")
