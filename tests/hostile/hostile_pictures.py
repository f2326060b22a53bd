"""Pictures of every format that is taken, whole; cut short; and declaring far more pixels than they hold."""

import re
import struct
from functools import cache
from io import BytesIO
from zlib import compress

import pillow_heif
from making import picture, png, png_chunk

# As many pixels as the field of a format can hold.
JPEG_SIDE, PNG_SIDE, VP8_SIDE, VP8L_SIDE = 0xFFFF, 0x7FFFFFFF, 0x3FFF, 0x4000
_WHOLE_SIZE = (400, 304)

_SAVING: dict[str, tuple[str, dict[str, object]]] = {
    "jpeg": ("JPEG", {"quality": 95}),
    "progressive": ("JPEG", {"quality": 95, "progressive": True}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 95}),
    "lossless": ("WEBP", {"lossless": True}),
    "tiff": ("TIFF", {}),
    "packed-tiff": ("TIFF", {"compression": "tiff_lzw"}),
    "avif": ("AVIF", {}),
    "heic": ("HEIF", {}),
}
ENDINGS = {
    "jpeg": "jpg",
    "progressive": "jpg",
    "lossless": "webp",
    "tiff": "tif",
    "packed-tiff": "tif",
}


@cache
def whole(kind: str, seed: int = 41) -> bytes:
    """A picture that is as it should be. The noise in it makes every byte count."""
    pillow_heif.register_heif_opener()
    made = BytesIO()
    saving, options = _SAVING[kind]
    picture(seed, (40, 30)).resize(_WHOLE_SIZE).save(made, saving, **options)
    return made.getvalue()


def cut(kind: str, percent: int) -> bytes:
    """The first so many percent of a whole picture, at least one byte short of all."""
    content = whole(kind, seed=11)
    return content[: len(content) * percent // 100]


def cut_between_scans() -> bytes:
    """A progressive JPEG that ends where one of its later scans would begin: rough, but nothing of it is missing."""
    content = whole("progressive", seed=7)
    scans = [found.start() for found in re.finditer(b"\xff\xda", content)]
    return content[: scans[3]]


def jpeg_of(width: int, height: int, kind: str = "jpeg") -> bytes:
    """A small JPEG whose frame declares another size (ITU-T T.81, B.2.2)."""
    content = bytearray(whole(kind))
    frame = re.search(b"\xff[\xc0\xc2]\x00\x11\x08", content)
    assert frame
    struct.pack_into(">HH", content, frame.end(), height, width)
    return bytes(content)


def png_of(width: int, height: int, rows: int = 1, mode: int = 2) -> bytes:
    """A PNG that declares a size, and holds so many rows of it; `mode` 2 is RGB and 0 is grey."""
    header = struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0)
    channels = 3 if mode == 2 else 1
    row = b"\x00" + b"\x9c" * (channels * width) if rows else b""
    pixels = compress(row * rows, 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", pixels)
        + png_chunk(b"IEND", b"")
    )


def tiff_of(width: int, height: int, strip_bytes: int = 64, *, big: bool = False) -> bytes:
    """A grey TIFF of one strip, or the same as BigTIFF."""
    tags = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 0, 277: 1, 278: height, 279: strip_bytes}
    entry, count, head = ("<HHQQ", "<Q", "<4sQQ") if big else ("<HHII", "<H", "<4sI")
    size = struct.calcsize(count) + struct.calcsize(entry) * len(tags) + (8 if big else 4)
    start = (b"II+\x00", 0x0000_0008, 16) if big else (b"II*\x00", 8)
    tags[273] = struct.calcsize(head) + size
    kind = 16 if big else 4
    table = b"".join(struct.pack(entry, tag, kind, 1, value) for tag, value in sorted(tags.items()))
    return (
        struct.pack(head, *start)
        + struct.pack(count, len(tags))
        + table
        + bytes(8 if big else 4)
        + bytes(min(strip_bytes, 1_000_000))
    )


def bmp_of(width: int, height: int) -> bytes:
    """A bitmap of Windows, a format that is not taken."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header


def webp_of(side: int) -> bytes:
    """A lossy WebP whose frame declares a square (RFC 6386, 9.1)."""
    content = bytearray(whole("webp"))
    start = content.index(b"\x9d\x01\x2a")
    struct.pack_into("<HH", content, start + 3, side, side)
    return bytes(content)


def lossless_webp_of(side: int) -> bytes:
    """A lossless WebP that declares a square (WebP Lossless Bitstream, 3)."""
    content = bytearray(whole("lossless"))
    start = content.index(b"VP8L") + 8
    assert content[start] == 0x2F
    bits = int.from_bytes(content[start + 1 : start + 5], "little") >> 28 << 28
    struct.pack_into("<I", content, start + 1, bits | (side - 1) | (side - 1) << 14)
    return bytes(content)


def canvas_webp_of(side: int) -> bytes:
    """A WebP whose canvas is larger than its frame (WebP Container Specification, VP8X)."""
    plain = whole("webp", seed=13)
    extent = struct.pack("<I", side - 1)[:3]
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + extent + extent
    body = b"WEBP" + canvas + plain[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heif_of(side: int, kind: str = "heic", seed: int = 14) -> bytes:
    """A HEIF or AVIF whose image items declare a square of another size (ISO/IEC 23008-12, 6.5.3)."""
    content = bytearray(whole(kind, seed))
    for found in list(re.finditer(b"ispe", content)):
        struct.pack_into(">II", content, found.end() + 4, side, side)
    return bytes(content)


def scans_without_end(scans: int) -> bytes:
    """A progressive JPEG of 9 megapixels whose last scan is said again and again: little to read, much to do."""
    made = BytesIO()
    picture(3, (3000, 3000)).save(made, "JPEG", quality=5, progressive=True)
    content = made.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * scans + b"\xff\xd9"


def boxes_without_end(depth: int) -> bytes:
    """A HEIF of boxes within boxes, each as large as all that follows (ISO/IEC 14496-12, 4.2)."""
    inner = b"".join(struct.pack(">I4s4x", 12 * (depth - n), b"meta") for n in range(depth))
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + inner


def box_beyond_any_file() -> bytes:
    """A HEIF with a box of eight exabytes."""
    start = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    return start + struct.pack(">I4sQ", 1, b"meta", 0x7FFFFFFFFFFFFFFF) + bytes(64)


def png_with(*chunks: tuple[bytes, bytes], seed: int = 22) -> bytes:
    """A PNG with more chunks behind its header."""
    content = png(seed)
    made = b"".join(png_chunk(kind, data) for kind, data in chunks)
    return content[:33] + made + content[33:]
