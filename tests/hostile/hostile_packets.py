"""XMP packets, and what unpacks to far more than it is: carried by honest pictures."""

import struct
from zlib import compress

from hostile_metadata import MEGABYTE, with_segments
from hostile_pictures import whole
from making import jpeg

_OPEN = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description>'
)
_CLOSE = "</rdf:Description></rdf:RDF></x:xmpmeta>"
_CAPTION = "<dc:description><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:description>"


def packet(caption: str, before: str = "") -> bytes:
    """An XMP packet with a caption; `before` stands where a document type would."""
    return (before + _OPEN + _CAPTION.format(caption) + _CLOSE).encode()


def jpeg_with_packet(content: bytes, seed: int) -> bytes:
    """A JPEG with an XMP packet."""
    return with_segments(jpeg(seed), (0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + content))


def laughs() -> bytes:
    """Ten entities of ten entities of ten … : three thousand million laughs in a kilobyte."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return packet("&l9;", f"<!DOCTYPE x [{entities}]>")


def small_entity() -> bytes:
    """An entity that harms nobody: but whoever reads it, reads the others too."""
    return packet("&a;", '<!DOCTYPE x [<!ENTITY a "from an entity">]>')


def one_long_entity() -> bytes:
    """An entity of 60 kB used a thousand times."""
    return packet("&a;" * 1_000, f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>')


def foreign_entity(address: str) -> bytes:
    """An entity that is a file of this machine, or a page of another."""
    return packet("&f;", f'<!DOCTYPE x [<!ENTITY f SYSTEM "{address}">]>')


def nested(depth: int) -> bytes:
    """Elements within elements within elements."""
    return (_OPEN + "<dc:a>" * depth + "</dc:a>" * depth + _CLOSE).encode()


def text(content: bytes) -> tuple[bytes, bytes]:
    """A packet as a chunk of a PNG (PNG, 11.3.3.4)."""
    return b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + content


def fifty_megabytes() -> bytes:
    """A packet of 50 MB, well-formed to its end."""
    return packet("Olhain" + " " * (50 * MEGABYTE))


def webp_with_xmp(packet: bytes) -> bytes:
    """A WebP with a packet of any size."""
    plain = whole("webp", seed=23)
    extent = struct.pack("<I", 399)[:3] + struct.pack("<I", 303)[:3]
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x04\x00\x00\x00" + extent
    padded = packet + b" " * (len(packet) % 2)
    body = b"WEBP" + canvas + plain[12:] + b"XMP " + struct.pack("<I", len(padded)) + padded
    return b"RIFF" + struct.pack("<I", len(body)) + body


def packed_text(kind: bytes, megabytes: int = 100) -> tuple[bytes, bytes]:
    """A chunk of text, or of a colour profile, that unpacks to hundreds of megabytes (PNG, 11.3.3 and 11.3.4)."""
    packed = compress(bytes(megabytes * MEGABYTE), 1)
    heads = {
        b"iTXt": b"XML:com.adobe.xmp\x00\x01\x00\x00\x00",
        b"zTXt": b"Raw profile type exif\x00\x00",
        b"iCCP": b"sRGB\x00\x00",
    }
    return kind, heads[kind] + packed
