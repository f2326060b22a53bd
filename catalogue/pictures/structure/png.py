"""The chunks of a PNG (W3C PNG, third edition, clause 5)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.pictures.structure import Buffer, Malformed

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# A picture of 100 megapixels in IDAT chunks of 8 kB has about 40,000.
_MOST_CHUNKS = 500_000
# Samples a pixel of each colour type (table 11.1).
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# First column and row of each pass of Adam7, and its steps (clause 8.1).
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_ZLIB_HEADER = 2
_PACKED_AT_ONCE, _UNPACKED_AT_ONCE = 65_536, 1_048_576


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk's type, and where its data lie."""

    type: bytes
    start: int
    end: int


def chunks(data: Buffer) -> Iterator[Chunk]:
    """The chunks up to IEND; a truncated file goes to its end, with its last chunk cut short."""
    if data[: len(SIGNATURE)] != SIGNATURE:
        raise Malformed("no PNG signature")
    position = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        start = position + 8
        if start > len(data):
            return
        kind = bytes(data[position + 4 : start])
        end = start + int.from_bytes(data[position : position + 4], "big")
        yield Chunk(kind, start, min(end, len(data)))
        if kind == b"IEND":
            return
        position = end + 4
    raise Malformed(f"more than {_MOST_CHUNKS} chunks")


def has_end(data: Buffer) -> bool:
    """Whether the file reaches its IEND, so that it was not cut off."""
    return any(chunk.type == b"IEND" for chunk in chunks(data))


def size(data: Buffer) -> tuple[int, int] | None:
    """Width and height in pixels, or None when the file does not begin with an image header (11.2.2)."""
    first = next(chunks(data), None)
    if first is None or first.type != b"IHDR" or first.end - first.start < 8:  # noqa: PLR2004
        return None
    at = first.start
    return int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")


def is_short(data: Buffer) -> bool:
    """Whether the image data end, in good order, before the last row: there are decoders that do not mind.

    They are unpacked and counted, and not kept: a second for 100 megapixels.
    """
    wanted = _wanted_bytes(data)
    # Without its header a zlib stream is judged by its data alone, not by the checksum behind them.
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    to_skip = _ZLIB_HEADER
    for piece in _image_data(data):
        packed = piece[to_skip:]
        to_skip -= len(piece) - len(packed)
        while packed and wanted > 0 and not unpacker.eof:
            try:
                wanted -= len(unpacker.decompress(packed, _UNPACKED_AT_ONCE))
            except zlib.error:
                return True
            packed = unpacker.unconsumed_tail
        if wanted <= 0:
            return False
    return wanted > len(unpacker.flush())


def _image_data(data: Buffer) -> Iterator[bytes]:
    """The content of the IDAT chunks, in small pieces."""
    for chunk in chunks(data):
        if chunk.type == b"IDAT":
            for start in range(chunk.start, chunk.end, _PACKED_AT_ONCE):
                yield bytes(data[start : min(start + _PACKED_AT_ONCE, chunk.end)])


def _wanted_bytes(data: Buffer) -> int:
    """How many bytes the image data are when unpacked: for each row a filter's number and its pixels (clause 7.2)."""
    first = next(chunks(data), None)
    if first is None or first.type != b"IHDR" or first.end - first.start < 13:  # noqa: PLR2004 its length
        raise Malformed("no image header")
    width, height, depth, colour, _, _, interlaced = struct.unpack(
        ">IIBBBBB", data[first.start : first.start + 13]
    )
    bits = depth * _SAMPLES.get(colour, 0)
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-((x - width) // across), -((y - height) // down)) for x, y, across, down in passes]
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def bare(data: Buffer) -> bytes:
    """The file without what a picture can do without: text, EXIF, profiles (5.6: the critical chunks, and tRNS)."""
    kept = (chunk for chunk in chunks(data) if chunk.type[:1].isupper() or chunk.type == b"tRNS")
    return SIGNATURE + b"".join(bytes(data[chunk.start - 8 : chunk.end + 4]) for chunk in kept)
