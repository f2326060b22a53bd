"""The chunks of a WebP file (RFC 9649, section 2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.pictures.structure import Buffer, Malformed

# One a frame of an animation, and a handful more.
_MOST_CHUNKS = 100_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk's type, and where its data lie, without the byte that pads an odd length."""

    type: bytes
    start: int
    end: int


def chunks(data: Buffer) -> Iterator[Chunk]:
    """The chunks inside the RIFF container; a truncated file goes to its end, what trails is left out."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Malformed("no WebP signature")
    whole = min(len(data), 8 + _little(data, 4, 4))
    position = 12
    for _ in range(_MOST_CHUNKS):
        start = position + 8
        if start > whole:
            return
        end = start + _little(data, position + 4, 4)
        yield Chunk(bytes(data[position : position + 4]), start, min(end, whole))
        position = end + (end - start) % 2
    raise Malformed(f"more than {_MOST_CHUNKS} chunks")


def has_end(data: Buffer) -> bool:
    """Whether the file is as long as it says, so that it was not cut off."""
    return len(data) >= 8 + _little(data, 4, 4)


def size(data: Buffer) -> tuple[int, int] | None:
    """Width and height in pixels of the canvas, or None when no chunk tells."""
    for chunk in chunks(data):
        at = chunk.start
        if chunk.type == b"VP8X" and chunk.end - at >= 10:  # noqa: PLR2004 section 2.7
            return _little(data, at + 4, 3) + 1, _little(data, at + 7, 3) + 1
        if chunk.type == b"VP8L" and chunk.end - at >= 5:  # noqa: PLR2004 section 3.4
            bits = _little(data, at + 1, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if chunk.type == b"VP8 " and chunk.end - at >= 10:  # noqa: PLR2004 RFC 6386, 9.1
            return _little(data, at + 6, 2) & 0x3FFF, _little(data, at + 8, 2) & 0x3FFF
    return None


def profile(data: Buffer) -> bytes | None:
    """The ICC profile, or None."""
    return next((bytes(data[c.start : c.end]) for c in chunks(data) if c.type == b"ICCP"), None)


def _little(data: Buffer, start: int, count: int) -> int:
    return int.from_bytes(data[start : start + count], "little")
