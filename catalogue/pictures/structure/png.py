"""The chunks of a PNG (W3C PNG, third edition, clause 5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.pictures.structure import Buffer, Malformed

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# A picture of 100 megapixels in IDAT chunks of 8 kB has about 40,000.
_MOST_CHUNKS = 500_000


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


def bare(data: Buffer) -> bytes:
    """The file without what a picture can do without: text, EXIF, profiles (5.6: the critical chunks, and tRNS)."""
    kept = (chunk for chunk in chunks(data) if chunk.type[:1].isupper() or chunk.type == b"tRNS")
    return SIGNATURE + b"".join(bytes(data[chunk.start - 8 : chunk.end + 4]) for chunk in kept)
