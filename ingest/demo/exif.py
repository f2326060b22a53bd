"""EXIF blocks, written byte by byte: imaging libraries turn the accents of its text fields into question marks."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# TIFF 6.0, section 2: the types of a field, and the bytes of one value.
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7
_BYTES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}

EXIF_POINTER, GPS_POINTER = 0x8769, 0x8825
_IN_ENTRY = 4  # bytes of a value that fit into its entry


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a directory; `value` is packed in the block's byte order."""

    tag: int
    kind: int
    value: bytes

    @property
    def count(self) -> int:
        """Number of values, as the entry says it."""
        return len(self.value) // _BYTES[self.kind]

    def zeroed(self) -> "Field":
        """The entry as a phone leaves it that hides a value: in place, and empty."""
        return Field(self.tag, self.kind, bytes(len(self.value)))


class Block:
    """Packs values in one byte order, `II` (little) or `MM` (big)."""

    def __init__(self, byte_order: str) -> None:
        self.byte_order = byte_order
        self.sign = "<" if byte_order == "II" else ">"

    def text(self, tag: int, text: str) -> Field:
        """Text as UTF-8 with its closing zero: EXIF 3.0 allows what cameras and programs long did."""
        return Field(tag, ASCII, text.encode() + b"\0")

    def short(self, tag: int, *values: int) -> Field:
        """Numbers below 65,536."""
        return Field(tag, SHORT, struct.pack(f"{self.sign}{len(values)}H", *values))

    def long(self, tag: int, value: int) -> Field:
        """A number below 2 to the power of 32."""
        return Field(tag, LONG, struct.pack(f"{self.sign}I", value))

    def rational(self, tag: int, *values: float) -> Field:
        """Numbers as fractions, exact to a ten-millionth."""
        fractions = [Fraction(value).limit_denominator(10_000_000) for value in values]
        pairs = [part for fraction in fractions for part in (fraction.numerator, fraction.denominator)]
        return Field(tag, RATIONAL, struct.pack(f"{self.sign}{len(pairs)}I", *pairs))

    def raw(self, tag: int, kind: int, value: bytes) -> Field:
        """Bytes as they are."""
        return Field(tag, kind, value)

    def assemble(self, image: Iterable[Field], photo: Iterable[Field], gps: Iterable[Field]) -> bytes:
        """The TIFF structure of an EXIF block: image directory, then the photo and GPS directories it points to.

        A directory without fields is left out.
        """
        parts = {EXIF_POINTER: tuple(photo), GPS_POINTER: tuple(gps)}
        pointers = [tag for tag, fields in parts.items() if fields]
        main = (*image, *(self.long(tag, 0) for tag in pointers))
        offset = 8 + self._size(main)
        starts: dict[int, int] = {}
        for tag in pointers:
            starts[tag] = offset
            offset += self._size(parts[tag])
        main = tuple(
            self.long(field.tag, starts[field.tag]) if field.tag in starts else field for field in main
        )
        body = self._directory(main, 8) + b"".join(
            self._directory(parts[tag], starts[tag]) for tag in pointers
        )
        return self.byte_order.encode() + struct.pack(f"{self.sign}HI", 42, 8) + body

    @staticmethod
    def _size(fields: Iterable[Field]) -> int:
        """Bytes of a directory with the values that follow it, each on an even offset."""
        fields = tuple(fields)
        outside = sum(len(f.value) + len(f.value) % 2 for f in fields if len(f.value) > _IN_ENTRY)
        return 2 + 12 * len(fields) + 4 + outside

    def _directory(self, fields: Iterable[Field], start: int) -> bytes:
        """A directory that begins at `start`, its entries sorted by tag, as TIFF asks."""
        ordered = sorted(fields, key=lambda field: field.tag)
        place = start + 2 + 12 * len(ordered) + 4
        entries, values = [struct.pack(f"{self.sign}H", len(ordered))], b""
        for field in ordered:
            head = struct.pack(f"{self.sign}HHI", field.tag, field.kind, field.count)
            if len(field.value) <= _IN_ENTRY:
                entries.append(head + field.value.ljust(_IN_ENTRY, b"\0"))
                continue
            entries.append(head + struct.pack(f"{self.sign}I", place + len(values)))
            values += field.value + b"\0" * (len(field.value) % 2)
        return b"".join(entries) + bytes(4) + values
