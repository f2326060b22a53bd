"""Honest pictures that carry metadata made to hang, to swell, to lead astray or to tell what is not so."""

import struct
from collections.abc import Sequence

from hostile_pictures import png_with, whole
from making import jpeg, png, png_chunk

TAKEN = "2018:05:12 14:32:05"
TAKEN_AT = "2018-05-12T14:32:05"
_ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED = 2, 3, 4, 5, 7
_EXIF, _GPS, _INTEROP, _MAKER_NOTE = 0x8769, 0x8825, 0xA005, 0x927C
MEGABYTE = 1 << 20

Entry = tuple[int, int, int, bytes | int]


def block(
    photo: Sequence[Entry] = (),
    image: Sequence[Entry] = (),
    *,
    taken: str = TAKEN,
    after: int = 0,
    behind: bytes = b"",
) -> bytes:
    """A TIFF structure (EXIF 2.32, 4.5) that says when it was taken, and holds more entries.

    `after` is where the next directory is said to lie; `behind` follows at the end.
    """
    image = [*image, (_EXIF, _LONG, 1, 0)]
    photo = [(0x9003, _ASCII, 20, 0), *photo]
    inner = 8 + 2 + 12 * len(image) + 4
    date = inner + 2 + 12 * len(photo) + 4
    image[-1] = (_EXIF, _LONG, 1, inner)
    photo[0] = (0x9003, _ASCII, 20, date)
    return (
        b"II*\x00\x08\x00\x00\x00"
        + directory(image, after)
        + directory(photo)
        + taken.encode().ljust(20, b"\x00")
        + behind
    )


def directory(entries: Sequence[Entry], after: int = 0) -> bytes:
    """A directory in which a value, or the place of it, stands as bytes or as a number."""
    table = b"".join(
        struct.pack("<HHI", tag, kind, count)
        + (value if isinstance(value, bytes) else struct.pack("<I", value))
        for tag, kind, count, value in entries
    )
    return struct.pack("<H", len(entries)) + table + struct.pack("<I", after)


def jpeg_saying(exif: bytes, seed: int = 21) -> bytes:
    """A JPEG with an EXIF block, cut where a segment ends."""
    payload = (b"Exif\x00\x00" + exif)[:0xFFFD]
    return with_segments(jpeg(seed), (0xE1, payload))


def with_segments(content: bytes, *segments: tuple[int, bytes]) -> bytes:
    made = b"".join(struct.pack(">BBH", 0xFF, kind, len(payload) + 2) + payload for kind, payload in segments)
    return content[:2] + made + content[2:]


# --- EXIF ---


def endless_maker_note() -> bytes:
    """A maker note of four thousand million values, in a file of two kilobytes."""
    return jpeg_saying(block([(_MAKER_NOTE, _UNDEFINED, 0xFFFFFFFF, 64)]), 31)


def overlapping_tags() -> bytes:
    """Thirty thousand tags that all point at the same stretch of the block."""
    # A thousand values and more are left aside by the parser.
    junk: list[Entry] = [(0xB000 + n % 0x4000, 1, 999, 400_000) for n in range(30_000)]
    return png_with((b"eXIf", block(junk).ljust(500_000, b"\x55")), seed=32)


def directories_in_a_circle() -> bytes:
    """A directory that follows itself."""
    return jpeg_saying(block(after=8), 33)


def photo_directory_in_a_circle() -> bytes:
    """A photo directory that is the image directory."""
    return jpeg_saying(b"II*\x00\x08\x00\x00\x00" + directory([(_EXIF, _LONG, 1, 8)], 8), 34)


def as_many_entries_as_can_be_said() -> bytes:
    """A directory that says 65,535 entries, of which a few are there."""
    honest = block()
    return jpeg_saying(honest[:8] + b"\xff\xff" + honest[10:], 35)


def as_many_entries_as_fit() -> bytes:
    """A directory full of entries, to the end of the segment."""
    return jpeg_saying(block([(0xB000 + n, _SHORT, 1, n) for n in range(5_000)]), 36)


def directories_within_directories() -> bytes:
    """Three thousand directories, each within the one before."""
    count, size = 3_000, 2 + 12 + 4
    chain = b"".join(directory([(_INTEROP, _LONG, 1, 8 + size * (n + 1))]) for n in range(count))
    return jpeg_saying(b"II*\x00\x08\x00\x00\x00" + chain, 37)


def directories_one_after_another() -> bytes:
    """Three thousand directories, each after the one before."""
    count, size = 3_000, 2 + 12 + 4
    chain = b"".join(directory([(0x0100, _SHORT, 1, n)], 8 + size * (n + 1)) for n in range(count))
    return jpeg_saying(b"II*\x00\x08\x00\x00\x00" + chain, 38)


def block_of_many_megabytes() -> bytes:
    """An EXIF chunk of 40 MB whose tags say that each of them is all of it."""
    junk = [(0xB000 + n, 1, 39 * MEGABYTE, 100_000) for n in range(4_000)]
    return png_with((b"eXIf", block(junk).ljust(40 * MEGABYTE, b"\x55")), seed=39)


def places_in_text() -> bytes:
    """A GPS directory that points into a text of digits: numbers could be read there, and none was meant."""
    text = b"N\x00E\x00" + b"50261234" * 40
    gps: list[Entry] = [
        (1, _ASCII, 2, b"N\x00\x00\x00"),
        (2, _RATIONAL, 3, 4),
        (3, _ASCII, 2, b"E\x00\x00\x00"),
        (4, _RATIONAL, 3, 2),
    ]
    start = len(block(image=[(_GPS, _LONG, 1, 0)]))
    made = block(image=[(_GPS, _LONG, 1, start)], behind=directory(gps) + text)
    return jpeg_saying(made, 40)


def pages_in_a_circle() -> bytes:
    """A TIFF whose first page is followed by itself."""
    content = bytearray(whole("tiff", seed=41))
    first = struct.unpack_from("<I", content, 4)[0]
    behind = first + 2 + 12 * struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, behind, first)
    return bytes(content)


def more_comments_than_picture() -> bytes:
    """A JPEG with two hundred thousand comments before its picture."""
    content = jpeg(42)
    return content[:2] + b"\xff\xfe\x00\x02" * 200_000 + content[2:]


def more_chunks_than_picture() -> bytes:
    """A PNG with two hundred thousand empty texts before its picture."""
    content = png(43)
    return content[:33] + png_chunk(b"tEXt", b"") * 200_000 + content[33:]


# --- Positions and dates ---

Coordinate = Sequence[tuple[int, int]]
NORTH, EAST = ((50, 1), (26, 1), (5, 1)), ((2, 1), (34, 1), (48, 1))


def positioned(
    latitude: Coordinate,
    longitude: Coordinate,
    seed: int,
    *,
    north: bytes | None = b"N",
    east: bytes | None = b"E",
    kind: int = _RATIONAL,
) -> bytes:
    """A JPEG with a GPS directory (EXIF 2.32, 4.6.6): degrees, minutes, seconds as numerator and denominator."""
    start = len(block(image=[(_GPS, _LONG, 1, 0)]))
    references = [
        (tag, _ASCII, 2, letter.ljust(4, b"\x00")) for tag, letter in ((1, north), (3, east)) if letter
    ]
    values = start + 2 + 12 * (len(references) + 2) + 4
    gps: list[Entry] = [
        *references,
        (2, kind, len(latitude), values),
        (4, kind, len(longitude), values + 8 * len(latitude)),
    ]
    numbers = b"".join(struct.pack("<ii", *pair) for pair in (*latitude, *longitude))
    made = directory(sorted(gps)) + numbers
    return jpeg_saying(block(image=[(_GPS, _LONG, 1, start)], behind=made), seed)


def dated(text: str, seed: int) -> bytes:
    """A JPEG that was taken then, it says."""
    return jpeg_saying(block(taken=text), seed)


# --- Colours ---


def profile_without_end() -> bytes:
    """A JPEG whose colour profile says that it comes in 255 parts, all of them full."""
    parts = [(0xE2, b"ICC_PROFILE\x00" + bytes([n, 255]) + b"\x00" * 65_000) for n in range(1, 256)]
    return with_segments(jpeg(51), *parts)
