"""The tags of an EXIF block, by exifread first and by Pillow where that one misses something or falls over."""

import logging
import struct
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

import exifread

from ingest.read.allowance import READS, SIZE_BYTES, Allowance, Exhausted
from ingest.read.containers import Damaged
from ingest.read.directories import LAYOUTS, pointer

if TYPE_CHECKING:
    from PIL import Image

IMAGE, PHOTO, GPS = "Image", "EXIF", "GPS"
EXIF_POINTER, GPS_POINTER = 0x8769, 0x8825
BIG_POINTER_BYTES = 8

# What nearly every camera writes; where one of these is missing, the second reader is asked.
EXPECTED = frozenset({(IMAGE, 0x010F), (IMAGE, 0x0110), (IMAGE, 0x0112), (PHOTO, 0x9003)})
GPS_LATITUDE = (GPS, 0x0002)
# Texts that are stored as lists of bytes; the first reader leaves out lists of 1,000 values and more.
LONG_TEXTS = frozenset((IMAGE, number) for number in (0x010E, *range(0x9C9B, 0x9CA0)))

# What the two readers are known to let through on damaged blocks.
LEAKED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    Damaged,
    EOFError,
    Exhausted,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

# It warns of every damaged tag on its own; our notes speak of the file once.
logging.getLogger("exifread").setLevel(logging.CRITICAL)


class Rational(NamedTuple):
    """A fraction as stored. 0/0 is not zero: it is how a value looks that was erased in place."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The number, or None where the denominator is zero."""
        return self.numerator / self.denominator if self.denominator else None


Number = int | float | Rational
Value = str | bytes | tuple[Number, ...]
Key = tuple[str, int]
Tags = Mapping[Key, Value]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reader made of a block: its tags, and why they may not be all there is."""

    tags: dict[Key, Value]
    trouble: str | None = None
    missed: bool = False


def read_tags(
    block: BinaryIO, *, reads: int = READS, size_bytes: int = SIZE_BYTES
) -> tuple[dict[Key, Value], tuple[str, ...]]:
    """Tags of a block that starts with a TIFF header, by directory and number, and notes on what went wrong.

    Never raises for what the block holds, and ends after `reads` reads or `size_bytes` bytes of each reader.
    Strings are `str` or, where they are not UTF-8, `bytes`; numbers are tuples, even of one.
    """
    first = _first_opinion(Allowance(block, reads=reads, size_bytes=size_bytes))
    if not _wants_second(first):
        return first.tags, ()
    second = _second_opinion(Allowance(block, reads=reads, size_bytes=size_bytes))
    return {**second.tags, **first.tags}, tuple(_notes(first, second))


def _wants_second(first: Opinion) -> bool:
    lost_gps = (IMAGE, GPS_POINTER) in first.tags and GPS_LATITUDE not in first.tags
    return bool(first.trouble or first.missed or lost_gps or not first.tags.keys() >= EXPECTED)


def _notes(first: Opinion, second: Opinion) -> Iterator[str]:
    if first.trouble:
        yield f"the EXIF block is damaged ({first.trouble}); a second reader found {len(second.tags)} tags"
    elif not first.tags and not second.tags:
        yield "the EXIF block holds nothing that can be read"


def _first_opinion(stream: Allowance) -> Opinion:
    """By exifread. Without `details` it leaves maker notes alone, in which a count can keep it busy for an hour."""
    try:
        found = exifread.process_file(cast("BinaryIO", stream), details=False, extract_thumbnail=False)
    except LEAKED as error:
        return Opinion({}, trouble=type(error).__name__)
    tags: dict[Key, Value] = {}
    missed = False
    for name, tag in found.items():
        group = name.partition(" ")[0]
        if group in (IMAGE, PHOTO, GPS):
            tags[group, tag.tag] = value = _value(tag.values)
            missed |= value == () and tag.field_length > 0 and (group, tag.tag) in LONG_TEXTS
    return Opinion({key: value for key, value in tags.items() if value != ()}, missed=missed)


def _second_opinion(stream: Allowance) -> Opinion:
    """By Pillow, which reads the three directories alone and stays within the size of the block."""
    from PIL import Image  # noqa: PLC0415 - seldom needed, and slow to import

    exif = Image.Exif()
    tags: dict[Key, Value] = {}
    trouble = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for group, start in ((IMAGE, None), (PHOTO, EXIF_POINTER), (GPS, GPS_POINTER)):
            try:
                if start is None:
                    _load(exif, cast("BinaryIO", stream))
                _take(tags, group, exif if start is None else exif.get_ifd(start))
            except LEAKED as error:
                trouble = type(error).__name__
    return Opinion(tags, trouble)


def _load(exif: "Image.Exif", stream: BinaryIO) -> None:
    """Loading by place, since without one Pillow takes every header for that of a TIFF of 32 bits."""
    stream.seek(0)
    mark = stream.read(4)
    layout = LAYOUTS[mark]
    exif.endian = "<" if mark.startswith(b"II") else ">"
    exif.bigtiff = layout.pointer.size == BIG_POINTER_BYTES
    exif.load_from_fp(stream, pointer(stream, layout, layout.first_at))


def _take(tags: dict[Key, Value], group: str, directory: Mapping[int, Any]) -> None:
    for number in list(directory):
        try:
            stored = directory[number]
            value = _text(stored) if isinstance(stored, str) else _value(stored)
        except LEAKED:
            continue  # one tag that cannot be decoded says nothing about the others
        if value != ():
            tags[group, number] = value


def _value(stored: Any) -> Value:
    """A value of either reader in the common form."""
    if isinstance(stored, (bytes, str)):
        return stored
    if isinstance(stored, (list, tuple)):
        return tuple(_number(item) for item in stored)
    return (_number(stored),)


def _text(stored: str) -> str | bytes:
    """Pillow gives a string byte by byte as characters, filling included: read it as UTF-8 where it is."""
    raw = stored.encode("latin-1").split(b"\x00")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


def _number(stored: Any) -> Number:
    if isinstance(stored, (int, float)):
        return stored
    if isinstance(stored, tuple):
        return float(stored[0])  # exifread leaves a float in the tuple that struct made
    return Rational(int(stored.numerator), int(stored.denominator))
