"""IPTC-IIM records in a Photoshop resource, as picture desks wrote captions before XMP, and still do."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

# IPTC-NAA Information Interchange Model 4.2: record 2, data sets of the application record.
CAPTION, BYLINE, CREDIT, COPYRIGHT, KEYWORD, CITY, DATE_CREATED = 120, 80, 110, 116, 25, 90, 55
_UTF8_MARK = b"\x1b%G"  # data set 1:90, ISO 2022: what follows is UTF-8


@dataclass(frozen=True, slots=True)
class DataSet:
    """One field of the application record."""

    number: int
    text: str


def _data_set(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def resource(fields: Iterable[DataSet], *, utf8: bool) -> bytes:
    """The payload of a JPEG's APP13 segment. Without `utf8` text is Latin-1 and no character set is named.

    A character that Latin-1 lacks raises UnicodeEncodeError.
    """
    encoding = "utf-8" if utf8 else "latin-1"
    records = _data_set(1, 90, _UTF8_MARK) if utf8 else b""
    records += _data_set(2, 0, struct.pack(">H", 4))
    records += b"".join(_data_set(2, field.number, field.text.encode(encoding)) for field in fields)
    padded = records + b"\0" * (len(records) % 2)
    return b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(records)) + padded
