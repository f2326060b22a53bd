"""The picture in a PNG: its header, palette, transparency, image data and frames."""

from collections.abc import Iterator

from catalogue.pictures.structure import Buffer, Malformed
from catalogue.pictures.structure.png import chunks

# Hashed with their type and length; the frame control of APNG without its running number, which a program that
# cuts the data into other chunks writes anew (W3C PNG, third edition, 11.3.6).
_HEADERS = {b"IHDR": 0, b"PLTE": 0, b"tRNS": 0, b"acTL": 0, b"fcTL": 4}
# Streams of compressed data that are cut into chunks anywhere, so hashed as if they were one.
_STREAMS = {b"IDAT": 0, b"fdAT": 4}


def parts(data: Buffer) -> Iterator[bytes | tuple[int, int]]:
    """The chunks that make the picture. Malformed without a header or image data."""
    stream = b""
    seen: set[bytes] = set()
    for chunk in chunks(data):
        seen.add(chunk.type)
        if chunk.type in _STREAMS:
            if stream != chunk.type:
                yield chunk.type
            stream = chunk.type
            yield chunk.start + _STREAMS[chunk.type], chunk.end
        elif chunk.type in _HEADERS:
            stream = b""
            start = chunk.start + _HEADERS[chunk.type]
            yield chunk.type + max(chunk.end - start, 0).to_bytes(4, "big")
            yield start, chunk.end
    if not {b"IHDR", b"IDAT"} <= seen:
        raise Malformed("no header or no image data")
