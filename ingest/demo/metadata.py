"""What a camera and a colleague wrote into a file: EXIF, IPTC-IIM, XMP, Windows titles."""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ingest.demo import iptc, xmp
from ingest.demo.cameras import Camera, Gps
from ingest.demo.exif import ASCII, BYTE, UNDEFINED, Block, Field
from ingest.demo.iptc import DataSet
from ingest.demo.spots import Spot


class Written(StrEnum):
    """Where a colleague's words went, by the program they used."""

    EXIF = "exif"
    IPTC_LATIN1 = "iptc-latin1"
    IPTC_UTF8 = "iptc-utf8"
    XMP = "xmp"
    SIDECAR = "sidecar"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said about a photo; `mapped` when they also put it on a map."""

    caption: str | None = None
    creator: str | None = None
    credit: str | None = None
    copyright: str | None = None
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """All that is known of one shot.

    `taken` is what the camera's clock said, wall-clock time; `ahead` is how far that clock was ahead of the truth;
    `spot` where the camera stood, whether or not its file says so.
    """

    camera: Camera
    taken: datetime
    offset: timedelta
    orientation: int
    stored_size: tuple[int, int]
    spot: Spot
    heading_deg: float
    words: Words
    written: Written | None
    gps: Gps
    seed: int
    ahead: timedelta = timedelta()


def offset_text(offset: timedelta) -> str:
    """A distance to UTC as EXIF writes it.

    >>> offset_text(timedelta(hours=2))
    '+02:00'
    """
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _image_fields(block: Block, notes: Notes) -> list[Field]:
    """The main directory: the camera, the time of the last change, and words where EXIF or Windows holds them."""
    camera, words = notes.camera, notes.words if notes.written in {Written.EXIF, Written.WINDOWS} else Words()
    caption = words.caption if notes.written is Written.EXIF else None
    texts = {
        0x010E: caption or camera.scribble,
        0x010F: camera.make,
        0x0110: camera.model,
        0x0131: camera.software,
        0x0132: notes.taken.strftime("%Y:%m:%d %H:%M:%S"),
        0x013B: words.creator if notes.written is Written.EXIF else None,
        0x8298: words.copyright if notes.written is Written.EXIF else None,
    }
    fields = [block.text(tag, text) for tag, text in texts.items() if text]
    fields += [
        block.short(0x0112, notes.orientation),
        block.rational(0x011A, 72),
        block.rational(0x011B, 72),
        block.short(0x0128, 2),
        block.short(0x0213, 1),
    ]
    return fields + (_windows_fields(block, words) if notes.written is Written.WINDOWS else [])


def _windows_fields(block: Block, words: Words) -> list[Field]:
    """Title, author and keywords as Windows Explorer writes them: UTF-16, little-endian whatever the block is."""
    texts = {0x9C9B: words.caption, 0x9C9D: words.creator, 0x9C9E: ";".join(words.keywords)}
    return [block.raw(tag, BYTE, f"{text}\0".encode("utf-16-le")) for tag, text in texts.items() if text]


def _photo_fields(block: Block, notes: Notes) -> list[Field]:
    """The photo directory: exposure, times with their offset where the camera knows it, size, lens."""
    camera, moment = notes.camera, notes.taken.strftime("%Y:%m:%d %H:%M:%S")
    fields = [
        block.rational(0x829A, 1 / (60 + notes.seed % 900)),
        block.rational(0x829D, (2.8, 4.0, 5.6, 8.0)[notes.seed % 4]),
        block.short(0x8827, (100, 125, 200, 400)[notes.seed % 4]),
        block.raw(0x9000, UNDEFINED, b"0231" if camera.writes_offset else b"0230"),
        block.text(0x9003, moment),
        block.text(0x9004, moment),
        block.raw(0x9101, UNDEFINED, b"\x01\x02\x03\x00"),
        block.rational(0x920A, camera.focal_mm),
        block.raw(0xA000, UNDEFINED, b"0100"),
        block.short(0xA001, 1),
        block.long(0xA002, notes.stored_size[0]),
        block.long(0xA003, notes.stored_size[1]),
        block.short(0xA405, camera.film_mm),
    ]
    if camera.writes_offset:
        fields += [block.text(tag, offset_text(notes.offset)) for tag in (0x9010, 0x9011, 0x9012)]
    return fields + ([block.text(0xA434, camera.lens)] if camera.lens else [])


def _sexagesimal(degrees: float) -> tuple[int, int, float]:
    """Degrees, minutes, seconds to a ten-thousandth: about three millimetres."""
    seconds = round(abs(degrees) * 3600, 4)
    return int(seconds // 3600), int(seconds % 3600 // 60), round(seconds % 60, 4)


def _gps_fields(block: Block, notes: Notes) -> list[Field]:
    """The GPS directory, none without GPS; a redacted one has every field, and nothing in them."""
    if notes.gps is Gps.NONE:
        return []
    spot, universal = notes.spot, notes.taken - notes.ahead - notes.offset
    fields = [
        block.raw(0x0000, BYTE, b"\x02\x03\x00\x00"),
        block.raw(0x0001, ASCII, b"N\0" if spot.latitude >= 0 else b"S\0"),
        block.rational(0x0002, *_sexagesimal(spot.latitude)),
        block.raw(0x0003, ASCII, b"E\0" if spot.longitude >= 0 else b"W\0"),
        block.rational(0x0004, *_sexagesimal(spot.longitude)),
        block.rational(0x0007, universal.hour, universal.minute, universal.second),
        block.text(0x001D, universal.strftime("%Y:%m:%d")),
    ]
    if notes.camera.heading:
        fields += [
            block.text(0x0010, notes.camera.heading),
            block.rational(0x0011, round(notes.heading_deg, 2)),
        ]
    if notes.camera.accuracy:
        fields.append(block.rational(0x001F, 3 + notes.seed % 9))
    return [field.zeroed() for field in fields] if notes.gps is Gps.REDACTED else fields


def exif_block(notes: Notes) -> bytes | None:
    """The TIFF structure of the photo's EXIF, without the `Exif` prefix; None when its camera writes none."""
    if not notes.camera.exif:
        return None
    block = Block(notes.camera.byte_order)
    return block.assemble(_image_fields(block, notes), _photo_fields(block, notes), _gps_fields(block, notes))


def iptc_block(notes: Notes) -> bytes | None:
    """The APP13 payload, where the colleague's program wrote IPTC-IIM."""
    if notes.written not in {Written.IPTC_LATIN1, Written.IPTC_UTF8}:
        return None
    words = notes.words
    texts = {
        iptc.CAPTION: words.caption,
        iptc.BYLINE: words.creator,
        iptc.CREDIT: words.credit,
        iptc.COPYRIGHT: words.copyright,
    }
    fields = [DataSet(number, text) for number, text in texts.items() if text]
    fields += [DataSet(iptc.KEYWORD, keyword) for keyword in words.keywords]
    return iptc.resource(fields, utf8=notes.written is Written.IPTC_UTF8)


def xmp_packet(notes: Notes) -> bytes | None:
    """The packet for the file or its sidecar, where the colleague's program wrote XMP."""
    if notes.written not in {Written.XMP, Written.SIDECAR}:
        return None
    words = notes.words
    return xmp.packet(
        caption=words.caption,
        creator=words.creator,
        credit=words.credit,
        copyright_=words.copyright,
        keywords=words.keywords,
        rating=words.rating,
        spot=notes.spot if words.mapped else None,
    )


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def in_jpeg(jpeg: bytes, notes: Notes) -> bytes:
    """The JPEG with its metadata segments behind SOI, in the order that cameras and programs leave.

    JFIF's own segment goes where there is EXIF, which asks to come first.
    """
    start = 2
    exif, iptc_, packet = exif_block(notes), iptc_block(notes), xmp_packet(notes)
    if exif and jpeg[2:4] == b"\xff\xe0":
        start = 4 + int.from_bytes(jpeg[4:6], "big")
    head = _segment(0xE1, b"Exif\0\0" + exif) if exif else b""
    if packet and notes.written is Written.XMP:
        head += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    head += _segment(0xED, iptc_) if iptc_ else b""
    return jpeg[:2] + head + jpeg[start:]
