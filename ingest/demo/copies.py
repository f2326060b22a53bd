"""What becomes of photos: prepared for a report, made small, taken again a moment later."""

import io
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from ingest.demo.cameras import Gps
from ingest.demo.metadata import Words, Written, in_jpeg
from ingest.demo.shots import Shot

_SMALL_PX = 800
_SHAKE = 0.004  # of the picture's width, from one photo of a burst to the next


def _without_segments(jpeg: bytes) -> bytes:
    """The JPEG with no APPn segment but JFIF's and Adobe's: its picture alone."""
    place = 2
    while jpeg[place] == 0xFF and 0xE1 <= jpeg[place + 1] <= 0xEF:  # noqa: PLR2004 - APP1 to APP15
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return jpeg[:2] + jpeg[place:]


def captioned(jpeg: bytes, shot: Shot, caption: str) -> bytes:
    """The same picture as somebody prepared it for a report: another caption in, the position out."""
    words = Words(caption, "Raphaël Wójcik", "Mission Bassin Minier")
    notes = replace(shot.notes, words=words, written=Written.IPTC_UTF8, gps=Gps.REDACTED)
    return in_jpeg(_without_segments(jpeg), notes)


def small(jpeg: bytes) -> bytes:
    """The picture as it goes by mail: at most 800 pixels wide, upright as it was stored, and nothing said of it."""
    picture = Image.open(io.BytesIO(jpeg))
    picture.thumbnail((_SMALL_PX, _SMALL_PX))
    return _encoded(picture, 60)


def again(jpeg: bytes, shot: Shot, number: int) -> bytes:
    """The n-th photo of a burst: so many seconds later, the hand a little further."""
    picture = Image.open(io.BytesIO(jpeg))
    step = max(1, round(picture.width * _SHAKE)) * number
    held = picture.crop((step, step, picture.width, picture.height)).resize(picture.size)
    notes = replace(
        shot.notes, taken=shot.notes.taken + timedelta(seconds=number), words=Words(), written=None
    )
    return in_jpeg(_encoded(held, shot.notes.camera.quality), notes)


def _encoded(picture: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, exif=b"")
    return written.getvalue()
