"""The segments of a JPEG that come before its pixels (ITU T.81, annex B), and the blocks in them."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from ingest.read.containers import Blocks, Damaged, exactly

EXIF, XMP, PHOTOSHOP = b"Exif\x00", b"http://ns.adobe.com/xap/1.0/\x00", b"Photoshop 3.0\x00"
TIFF_HEADERS = (b"II*\x00", b"MM\x00*")
APP1, APP13, START_OF_SCAN, END_OF_IMAGE = 0xE1, 0xED, 0xDA, 0xD9
MARKER = re.compile(rb"\xff[^\x00\xff]")
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
# A colour profile or a depth map can fill hundreds of segments; a file of nothing but segments is an attack.
SEGMENTS_AT_MOST = 10_000
RESYNC_BYTES = 64 << 10
METADATA_BYTES_AT_MOST = 16 << 20


def jpeg_blocks(file: BinaryIO) -> Blocks:
    """Blocks of a JPEG. EXIF and image resources that were cut over several segments are put together."""
    exif: list[bytes] = []
    xmp: list[bytes] = []
    resources: list[bytes] = []
    notes: list[str] = []
    try:
        for payload in _metadata_payloads(file):
            if payload.startswith(EXIF):
                _add_exif(exif, payload[len(EXIF) + 1 :])
            elif payload.startswith(XMP):
                xmp.append(payload[len(XMP) :])
            elif payload.startswith(PHOTOSHOP):
                resources.append(payload[len(PHOTOSHOP) :])
    except Damaged as damage:
        notes.append(str(damage))
    joined = (b"".join(resources),) if resources else ()
    return Blocks(tuple(map(BytesIO, exif)), tuple(xmp), joined, notes=tuple(notes))


def _add_exif(exif: list[bytes], payload: bytes) -> None:
    """A segment without a TIFF header goes on with the one before (as ExifTool and Pillow write large blocks)."""
    if exif and not payload.startswith(TIFF_HEADERS):
        exif[-1] += payload
    else:
        exif.append(payload)


def _metadata_payloads(file: BinaryIO) -> Iterator[bytes]:
    """Contents of the segments that hold metadata, each given once a whole segment was found behind it.

    A length that leads nowhere is a wrong length, and what was cut out by it is not believed.
    """
    pending: bytes | None = None
    left_bytes = METADATA_BYTES_AT_MOST
    for marker, payload in _segments(file):
        if pending is not None:
            yield pending
        pending = payload if marker in (APP1, APP13) else None
        left_bytes -= len(payload)
        if left_bytes < 0:
            raise Damaged(f"there are more than {METADATA_BYTES_AT_MOST >> 20} MB of metadata")


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Type and content of each segment up to the pixels or the end; content is left out where nobody wants it."""
    end = file.seek(0, 2)
    file.seek(2)
    for _ in range(SEGMENTS_AT_MOST):
        marker = _next_marker(file)
        if marker in STANDALONE:
            continue
        if marker in (START_OF_SCAN, END_OF_IMAGE):
            yield marker, b""
            return
        size = int.from_bytes(exactly(file, 2, "a segment"), "big") - 2
        if size < 0 or file.tell() + size > end:
            raise Damaged(f"a segment of type {marker:02X} has an impossible length")
        wanted = marker in (APP1, APP13)
        yield marker, exactly(file, size, "a segment") if wanted else b""
        if not wanted:
            file.seek(size, 1)
    raise Damaged(f"there are more than {SEGMENTS_AT_MOST} segments")


def _next_marker(file: BinaryIO) -> int:
    """Code of the next marker: FF and a byte that is neither 00 nor FF, after any FF to fill.

    Bytes that belong to no segment are passed over, as decoders do: some cameras pad after a segment.
    """
    place = file.tell()
    head = file.read(2)
    found = MARKER.match(head)
    if found is None:
        head += file.read(RESYNC_BYTES)
        found = MARKER.search(head)
    if found is None:
        raise Damaged("the file ends before its picture")
    file.seek(place + found.end())
    return head[found.end() - 1]
