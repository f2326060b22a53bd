"""The picture in a WebP file: its bitstreams, transparency and frames."""

from collections.abc import Iterator

from catalogue.pictures.structure import Buffer, Malformed
from catalogue.pictures.structure.webp import chunks

# Not VP8X: a file in the simple layout gets one when EXIF or XMP is written into it (RFC 9649, 2.7), and its
# flags say which metadata follow.
_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})


def parts(data: Buffer) -> Iterator[bytes | tuple[int, int]]:
    """The chunks that make the picture, with their types and lengths. Malformed without any."""
    found = False
    for chunk in chunks(data):
        if chunk.type in _PICTURE:
            found = True
            yield chunk.type + (chunk.end - chunk.start).to_bytes(4, "big")
            yield chunk.start, chunk.end
    if not found:
        raise Malformed("no image data")
