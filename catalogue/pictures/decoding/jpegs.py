"""JPEG through libjpeg-turbo, at a fraction of its size: the coded data are read to the end all the same."""

import re

import numpy as np
import simplejpeg

from catalogue.pictures.decoding import Decoded, TooLarge, Undecodable
from catalogue.pictures.scaling import Pixels
from catalogue.pictures.sizes import Size, rendition_size
from catalogue.pictures.structure import Buffer
from catalogue.pictures.structure.jpeg import DATA, EOI, SOS, Header, is_cut, is_unfinished, segments

# Eighths of its size at which a picture is decoded; only these have fast code. Half the size costs little more
# than a quarter and is closer to the truth, so less than half is for what would be large even then.
_EIGHTHS = (1, 2, 4, 8)
_ROOMY_PIXELS = 16_000_000

# Complaints of libjpeg that need not touch any pixel: surplus bytes, headers that break a formal rule.
_HARMLESS = re.compile(
    r"extraneous bytes before marker|Invalid SOS parameters|unknown JFIF revision|Unknown Adobe color transform"
    r"|bad ICC marker|Inconsistent progression sequence"
)
_UNFINISHED = "the file ends before its last scan"
_UNUSUAL = "Could not determine subsampling"
_MIDDLE_GREY = 128
_LARGEST_COPY = 64_000_000


class Unusual(Undecodable):
    """A JPEG of a build that this decoder does not take, though another may."""


def decode(
    data: Buffer, header: Header, size_px: int, *, turns: tuple[int, ...], memory_bytes: int
) -> Decoded:
    """The picture, large enough for a rendition of `size_px`. Undecodable, Unusual or TooLarge when it cannot be.

    The strict decoder stops at the first thing that is not as it should be. When that touches no pixel, the
    picture is whole all the same.
    """
    kept = 0 if header.interleaved and not header.progressive else header.coefficient_bytes
    if kept > memory_bytes:
        raise TooLarge(f"Its scans take {kept // 1_000_000} MB to put together")
    target = rendition_size(header.width, header.height, size_px)
    complaint: str | None = None
    try:
        pixels = _decoded(data, header, target, strict=True)
    except ValueError as reason:
        if _UNUSUAL in str(reason):
            raise Unusual(str(reason)) from None
        pixels, complaint = _damaged(data, header, target)
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[pixels.shape[2]]
    if mode == "CMYK" and header.adobe:
        pixels = np.invert(pixels)  # Adobe writes 0 for full ink; without its marker the numbers are plain
    full = (header.width, header.height)
    return Decoded(pixels, full, mode, header.profile, turns, complaint is None, complaint)


def _damaged(data: Buffer, header: Header, target: Size) -> tuple[Pixels, str | None]:
    """What can be had of a picture that is not as it should be, and what damage there is to its pixels, if any.

    libjpeg reports its first complaint only, so behind a harmless one the last corner is looked at: what could
    not be read is filled with middle grey. That scans are missing is nothing to it.
    """
    unfinished = _UNFINISHED if is_unfinished(data) else None
    mended = _mended(data) if len(data) < _LARGEST_COPY else data
    try:
        return _decoded(mended, header, target, strict=True), unfinished
    except ValueError as reason:
        complaint = str(reason)
    try:
        pixels = _decoded(mended, header, target, strict=False)
    except (ValueError, KeyError) as reason:
        raise Undecodable(str(reason)) from None
    harmless = _HARMLESS.search(complaint) and not (pixels[-1, -1] == _MIDDLE_GREY).all()
    return pixels, unfinished if harmless else complaint


def _mended(data: Buffer) -> bytes:
    """The first image without what stands between its headers, and with an end, should it have none.

    Without a header that was cut off, too: what the scans before it show can be seen.
    """
    parts: list[bytes] = []
    scanning = ended = False
    for segment in segments(data):
        if is_cut(data, segment):
            break
        scanning = scanning or segment.marker == SOS
        ended = segment.marker == EOI
        if scanning or segment.marker != DATA:
            parts.append(bytes(data[segment.start : segment.end]))
    return b"".join(parts) + (b"" if ended else b"\xff\xd9")


def _decoded(data: Buffer, header: Header, target: Size, *, strict: bool) -> Pixels:
    channels = {1: "GRAY", 4: "CMYK"}.get(len(header.sampling), "RGB")
    eighths = _eighths(header, target)
    pixels: Pixels = simplejpeg.decode_jpeg(
        data,
        colorspace=channels,
        min_width=-(-header.width * eighths // 8),
        min_height=-(-header.height * eighths // 8),
        strict=strict,
    )
    return pixels


def _eighths(header: Header, target: Size) -> int:
    """The scale to decode at: never below the target; otherwise the finest from half on that there is room for."""
    enough = [n for n in _EIGHTHS if header.width * n >= 8 * target[0] and header.height * n >= 8 * target[1]]
    most = 64 * _ROOMY_PIXELS // (header.width * header.height)
    roomy = [n for n in enough if n <= 4 and n * n <= most]  # noqa: PLR2004 four eighths
    return max(roomy, default=enough[0] if enough else 8)
