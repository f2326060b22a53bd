"""EXIF blocks made byte by byte, so that a test can put into them what no camera and no library would write."""

import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

MAKE, MODEL, DESCRIPTION, ARTIST, COPYRIGHT, ORIENTATION = 0x010F, 0x0110, 0x010E, 0x013B, 0x8298, 0x0112
TAKEN, DIGITIZED, OFFSET = 0x9003, 0x9004, 0x9011
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SIGNED_RATIONAL, DOUBLE = 1, 2, 3, 4, 5, 7, 10, 12
SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, SIGNED_RATIONAL: 8, DOUBLE: 8}


@dataclass(frozen=True)
class Raw:
    """A value with the type and count that the test wants, true or not."""

    kind: int
    data: bytes
    count: int | None = None


def rationals(*pairs):
    return Raw(RATIONAL, b"".join(struct.pack("<II", *pair) for pair in pairs))


def signed(*pairs):
    return Raw(SIGNED_RATIONAL, b"".join(struct.pack("<ii", *pair) for pair in pairs))


def _raw(value):
    if isinstance(value, Raw):
        return value
    if isinstance(value, int):
        return Raw(SHORT, struct.pack("<H", value))
    if isinstance(value, str):
        value = value.encode()
    return Raw(ASCII, value + b"\x00")


def _directory(tags, start):
    """Bytes of a directory at a place, its long values right behind it."""
    table, data = b"", b""
    behind = start + 2 + 12 * len(tags) + 4
    for tag, value in sorted(tags.items()):
        raw = _raw(value)
        count = len(raw.data) // SIZES[raw.kind] if raw.count is None else raw.count
        if len(raw.data) > 4:
            field, data = (
                struct.pack("<I", behind + len(data)),
                data + raw.data + b"\x00" * (len(raw.data) % 2),
            )
        else:
            field = raw.data.ljust(4, b"\x00")
        table += struct.pack("<HHI", tag, raw.kind, count) + field
    return struct.pack("<H", len(tags)) + table + b"\x00\x00\x00\x00" + data


def tiff_block(image=None, photo=None, gps=None):
    """A little-endian TIFF structure with the given directories."""
    block = b"II*\x00\x08\x00\x00\x00"
    image = dict(image or {})
    for pointer, within in ((0x8769, photo), (0x8825, gps)):
        if within is not None:
            image[pointer] = Raw(LONG, b"\x00\x00\x00\x00")
    places, place = {}, len(block) + len(_directory(image, len(block)))
    for pointer, within in ((0x8769, photo), (0x8825, gps)):
        if within is not None:
            places[pointer] = place
            image[pointer] = Raw(LONG, struct.pack("<I", place))
            place += len(_directory(within, place))
    block += _directory(image, len(block))
    for pointer, within in ((0x8769, photo), (0x8825, gps)):
        if within is not None:
            block += _directory(within, places[pointer])
    return block


def segment(marker, payload):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def exif_segment(block):
    return segment(0xE1, b"Exif\x00\x00" + block)


def xmp_segment(packet):
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet)


def plain_jpeg():
    """The smallest honest JPEG, after whose first two bytes segments can be put."""
    made = BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "JPEG")
    return made.getvalue()


def jpeg_with(folder: Path, *segments: bytes, name: str = "IMG_0001.jpg") -> Path:
    """A JPEG file with the given segments right at its start."""
    jpeg = plain_jpeg()
    path = folder / name
    path.write_bytes(jpeg[:2] + b"".join(segments) + jpeg[2:])
    return path


def packet(body: str, attributes: str = "") -> bytes:
    """An XMP packet with the usual namespaces around properties."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">
<rdf:Description rdf:about="" {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def said(reading, subject, source=None):
    """Values that a reading gives for a subject, in its order, absences left out."""
    return [
        claim.value
        for claim in reading.claims
        if claim.subject is subject and claim.value is not None and source in (None, claim.source)
    ]
