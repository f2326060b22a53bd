"""The items of HEIF and AVIF (ISO 14496-12, 8.11; ISO 23008-12, annex A), for the EXIF and XMP among them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from ingest.read.containers import BLOCK_LIMIT_BYTES, Blocks, Damaged, exactly

XMP_TYPE = b"application/rdf+xml"
TIFF_HEADERS = (b"II*\x00", b"MM\x00*")
# Beyond some terabytes file systems refuse to be asked; no photo is a thousandth of that.
_FARTHEST = 1 << 40
BOXES_AT_MOST = 1_000
EXTENTS_AT_MOST = 64
IN_FILE, IN_DATA_BOX = 0, 1
INDEX_LIMIT_BYTES = 2 << 20


@dataclass(frozen=True, slots=True)
class Location:
    """Where the bytes of an item lie: in the file or in the `idat` box, as places and lengths."""

    method: int
    extents: tuple[tuple[int, int], ...]


class Cursor:
    """Big-endian numbers and boxes read one after the other from bytes; Damaged where they end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        if self.place + size > len(self.data):
            raise Damaged("the list of items ends too early")
        self.place += size
        return self.data[self.place - size : self.place]

    def number(self, size: int) -> int:
        """The next number, of so many bytes; 0 when it has none."""
        return int.from_bytes(self.take(size), "big")

    def string(self) -> bytes:
        """The next bytes up to a NUL, which is passed."""
        end = self.data.find(b"\x00", self.place)
        end = len(self.data) if end < 0 else end
        text = self.data[self.place : end]
        self.place = end + 1
        return text

    def boxes(self) -> Iterator[tuple[bytes, bytes]]:
        """Kind and content of the boxes that follow."""
        while self.place + 8 <= len(self.data):
            size, kind = self.number(4), self.take(4)
            body = self.number(8) - 16 if size == 1 else size - 8
            if size == 0:
                body = len(self.data) - self.place
            if body < 0:
                raise Damaged("a box has an impossible size")
            yield kind, self.take(body)


def heif_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a HEIF or AVIF: its items of type `Exif`, and those of type `mime` that hold RDF."""
    exif: list[BinaryIO] = []
    xmp: list[bytes] = []
    notes: tuple[str, ...] = ()
    try:
        for is_exif, data in _metadata_items(file):
            if is_exif:
                exif.append(BytesIO(_tiff_part(data)))
            else:
                xmp.append(data)
    except Damaged as damage:
        notes = (str(damage),)
    return Blocks(tuple(exif), tuple(xmp), notes=notes)


def _metadata_items(file: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    parts = dict(_meta(file))
    kinds = dict(_kinds(parts.get(b"iinf", b"")))
    for item, location in _locations(parts.get(b"iloc", b""), kinds.keys()):
        yield kinds[item], _content(file, parts.get(b"idat", b""), location)


def _meta(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Boxes in the `meta` box of the file, which lies beside the pictures, before or after them."""
    place = 0
    for _ in range(BOXES_AT_MOST):
        file.seek(place)
        head = exactly(file, 8, "a box")
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(exactly(file, 8, "a box"), "big"), 16
        if head[4:] == b"meta":
            wanted = INDEX_LIMIT_BYTES if size == 0 else min(size - header, INDEX_LIMIT_BYTES)
            yield from Cursor(exactly(file, max(wanted, 0), "the list of items")[4:]).boxes()
            return
        if size < header or place + size >= _FARTHEST:
            raise Damaged("there is no list of items")
        place += size


def _kinds(box: bytes) -> Iterator[tuple[int, bool]]:
    """Numbers of the items that we want, and whether they are EXIF (else XMP)."""
    if not box:
        return
    cursor = Cursor(box)
    version = cursor.number(4) >> 24
    cursor.number(2 if version == 0 else 4)
    for kind, content in cursor.boxes():
        entry = Cursor(content)
        version = entry.number(4) >> 24
        if kind != b"infe" or version not in (2, 3):
            continue
        item = entry.number(2 if version == 2 else 4)  # noqa: PLR2004 - item numbers grew in version 3
        entry.take(2)
        item_type, _name = entry.take(4), entry.string()
        if item_type == b"Exif" or (item_type == b"mime" and entry.string() == XMP_TYPE):
            yield item, item_type == b"Exif"


def _locations(box: bytes, wanted: Collection[int]) -> Iterator[tuple[int, Location]]:
    """Numbers and places of the wanted items (8.11.3). Extents of others are passed over uncounted."""
    if not wanted or not box:
        return
    cursor = Cursor(box)
    version = cursor.number(4) >> 24
    offset_and_length, base_and_index = cursor.take(2)
    number_width = 2 if version < 2 else 4  # noqa: PLR2004 - item numbers grew in version 2
    widths = (base_and_index & 0xF if version else 0, offset_and_length >> 4, offset_and_length & 0xF)
    for _ in range(cursor.number(number_width)):
        item = cursor.number(number_width)
        method = cursor.number(2) & 0xF if version else IN_FILE
        cursor.take(2)
        base = cursor.number(base_and_index >> 4)
        count = cursor.number(2)
        if item not in wanted:
            cursor.take(count * sum(widths))
        else:
            yield item, Location(method, tuple(_extents(cursor, count, base, widths)))


def _extents(
    cursor: Cursor, count: int, base: int, widths: tuple[int, int, int]
) -> Iterator[tuple[int, int]]:
    if count > EXTENTS_AT_MOST:
        raise Damaged(f"an item lies in more than {EXTENTS_AT_MOST} pieces")
    for _ in range(count):
        _index, offset, length = (cursor.number(width) for width in widths)
        yield base + offset, length


def _content(file: BinaryIO, data_box: bytes, location: Location) -> bytes:
    if sum(length for _, length in location.extents) > BLOCK_LIMIT_BYTES:
        raise Damaged(f"an item is larger than {BLOCK_LIMIT_BYTES >> 20} MB")
    if location.method == IN_DATA_BOX:
        return b"".join(data_box[place : place + length] for place, length in location.extents)
    return b"".join(_piece(file, place, length) for place, length in location.extents)


def _piece(file: BinaryIO, place: int, length: int) -> bytes:
    if place >= 1 << 63:
        raise Damaged("an item lies outside the file")
    file.seek(place)
    return exactly(file, length, "an item")


def _tiff_part(item: bytes) -> bytes:
    """EXIF of an item, after the distance to its TIFF header (ISO 23008-12, A.2.1), which some phones get wrong."""
    stated = item[4 + int.from_bytes(item[:4], "big") :]
    if stated.startswith(TIFF_HEADERS):
        return stated
    places = [place for header in TIFF_HEADERS if (place := item.find(header, 0, 64)) >= 0]
    return item[min(places) :] if places else stated
