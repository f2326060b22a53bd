"""The chunks of PNG (ISO 15948) and of WebP's RIFF container, and the blocks in them."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from ingest.read.containers import BLOCK_LIMIT_BYTES, Blocks, Damaged, exactly

XMP_KEYWORD = b"XML:com.adobe.xmp"
RAW_PROFILE = b"Raw profile type "  # ImageMagick's way before PNG had a chunk for EXIF: hexadecimal in a text
PNG_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
EXIF_PREFIX = b"Exif\x00\x00"
# Pictures come in chunks of 8 KB from some writers, and metadata may stand after them.
CHUNKS_AT_MOST = 200_000
TEXT_LIMIT_BYTES = 16 << 20


class _Found:
    """Blocks as they are met."""

    def __init__(self) -> None:
        self.exif: list[bytes] = []
        self.xmp: list[bytes] = []
        self.resources: list[bytes] = []
        self.iim: list[bytes] = []
        self.notes: list[str] = []

    def blocks(self) -> Blocks:
        exif = tuple(BytesIO(block.removeprefix(EXIF_PREFIX)) for block in self.exif)
        return Blocks(exif, tuple(self.xmp), tuple(self.resources), tuple(self.iim), tuple(self.notes))


def png_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a PNG: `eXIf`, the XMP text, and ImageMagick's raw profiles, wherever they stand."""
    found = _Found()
    texts_left = TEXT_LIMIT_BYTES
    try:
        for kind, size in _png_chunks(file):
            if kind == b"eXIf":
                found.exif.append(exactly(file, size, "the eXIf chunk"))
            elif kind in PNG_TEXTS and size <= texts_left:
                texts_left -= size
                _add_text(found, kind, exactly(file, size, "a text chunk"))
    except (Damaged, zlib.error) as damage:
        found.notes.append(str(damage))
    return found.blocks()


def webp_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a WebP: its `EXIF` and `XMP ` chunks."""
    found = _Found()
    try:
        for kind, size in _riff_chunks(file):
            if kind == b"EXIF":
                found.exif.append(exactly(file, size, "the EXIF chunk"))
            elif kind == b"XMP ":
                found.xmp.append(exactly(file, size, "the XMP chunk"))
    except Damaged as damage:
        found.notes.append(str(damage))
    return found.blocks()


def _png_chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Kind and size of each chunk, the file standing at its data, up to the end of the picture."""
    place = 8
    for _ in range(CHUNKS_AT_MOST):
        file.seek(place)
        head = exactly(file, 8, "a chunk")
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            return
        yield kind, size
        place += size + 12
    raise Damaged(f"there are more than {CHUNKS_AT_MOST} chunks")


def _riff_chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    file.seek(4)
    end = 8 + int.from_bytes(exactly(file, 4, "the header"), "little")
    place = 12
    for _ in range(CHUNKS_AT_MOST):
        if place + 8 > end:
            return
        file.seek(place)
        head = exactly(file, 8, "a chunk")
        size = int.from_bytes(head[4:], "little")
        yield head[:4], size
        place += 8 + size + size % 2
    raise Damaged(f"there are more than {CHUNKS_AT_MOST} chunks")


def _add_text(found: _Found, kind: bytes, chunk: bytes) -> None:
    keyword, _, rest = chunk.partition(b"\x00")
    if keyword != XMP_KEYWORD and not keyword.startswith(RAW_PROFILE):
        return
    text = _text(kind, rest)
    if keyword == XMP_KEYWORD:
        found.xmp.append(text)
    else:
        _add_profile(found, keyword.removeprefix(RAW_PROFILE), text)


def _text(kind: bytes, rest: bytes) -> bytes:
    """Text of a chunk after its keyword: plain, or with a method byte, or with flag, method and two languages."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _inflated(rest[1:])
    packed = rest[:1] == b"\x01"
    text = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    return _inflated(text) if packed else text


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, BLOCK_LIMIT_BYTES)
    if inflater.unconsumed_tail:
        raise Damaged(f"a text chunk unpacks to more than {BLOCK_LIMIT_BYTES >> 20} MB")
    return text


def _add_profile(found: _Found, name: bytes, text: bytes) -> None:
    """A raw profile is its name, its size in decimal, and its bytes in hexadecimal, each on lines of their own."""
    try:
        _name, _size, digits = text.strip().split(b"\n", 2)
        profile = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        found.notes.append("a raw profile in a text chunk is not hexadecimal")
        return
    if name in (b"exif", b"APP1") and profile.startswith(EXIF_PREFIX):
        found.exif.append(profile)
    elif name == b"iptc":
        (found.resources if profile.startswith(b"8BIM") else found.iim).append(profile)
    elif name == b"xmp":
        found.xmp.append(profile)
