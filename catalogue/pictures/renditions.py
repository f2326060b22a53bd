"""Renditions: the pictures that screens show. Made small, upright, in sRGB, and without any metadata.

Making them is also what proves that the pixels of a file can be read, all of them.
"""

import mmap
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import simplejpeg

from catalogue.pictures.colours import to_srgb
from catalogue.pictures.decoding import Decoded, TooLarge, Undecodable, heifs, jpegs, pillows, webps
from catalogue.pictures.hashing import picture_hash
from catalogue.pictures.limits import Limits
from catalogue.pictures.scaling import Pixels, mean_colour, seen_share, shrunk, upright
from catalogue.pictures.sizes import Size, rendition_size, size_of
from catalogue.pictures.structure import Buffer, Malformed, heif, jpeg, png, webp

_LARGE_QUALITY = 85
_SMALL_QUALITY = 82
# A picture of which less than this can be seen is none: a strip under the headers helps nobody to know it again.
_LEAST_SEEN = 1 / 20
_BARE = {"png": png.bare, "avif": heif.bare}
_LARGEST_COPY = 64_000_000
# Formats that can be decoded up to where a file was cut off.
_CUT_SHORT = frozenset({"jpeg", "png"})
_HAS_END = {
    "jpeg": jpeg.has_end,
    "png": png.has_end,
    "webp": webp.has_end,
    "heif": heif.has_end,
    "avif": heif.has_end,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a picture.

    `width` and `height` are as stored in the file, before any orientation, and None when its headers do not tell.
    `pixels` is `whole`, `partial` (some of the picture can be seen), `none` or `too-large` (nothing was tried).
    `files` are the renditions, as (size in pixels, path); `colour` is the average as `#rrggbb`; `look` is the
    perceptual hash of the upright picture. `problem` says what is wrong, unless the picture is whole; `complete` is
    false when the file was cut off.
    """

    width: int | None
    height: int | None
    pixels: str
    files: tuple[tuple[int, Path], ...] = ()
    colour: str | None = None
    problem: str | None = None
    complete: bool = True
    look: str | None = None


def render(
    path: Path,
    format: str,  # noqa: A002 the word of the whole road
    *,
    orientation: int | None,
    into: Path,
    limits: Limits,
) -> Rendered:
    """The renditions of a picture, written as `into` with `.1600.jpg` and `.400.jpg` added to its name.

    `format` is that of `formats.Kind`; `orientation` is the EXIF number that counts, or None. A HEIF or AVIF that
    says in its structure how it is turned is turned so, whatever the number. The files are written plainly:
    making them durable is the caller's. Only the disk can make it raise (OSError).

    This is for a process of its own with bounded memory and one thread: settings of the decoders are global, and
    a file that shrinks while it is read kills the process.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            return Rendered(None, None, "none", problem="The file is empty.", complete=False)
        with data:
            return _render(data, path, format, orientation, into, limits)


def _render(
    data: Buffer, path: Path, picture_format: str, orientation: int | None, into: Path, limits: Limits
) -> Rendered:
    size = size_of(data, picture_format)
    width, height = size or (None, None)
    try:
        decoded, large = _large(data, path, picture_format, size, orientation, limits)
    except TooLarge as reason:
        return Rendered(width, height, "too-large", problem=f"{reason}, which is more than the limit.")
    except Undecodable as reason:
        return _nothing(data, picture_format, size, str(reason))
    except MemoryError:
        return _nothing(data, picture_format, size, "decoding it takes more memory than is allowed")
    return _written(decoded, large, size or decoded.full, into, limits)


def _large(
    data: Buffer, path: Path, picture_format: str, size: Size | None, orientation: int | None, limits: Limits
) -> tuple[Decoded, Pixels]:
    """The decoded picture, and its large rendition before it is turned upright."""
    if size is None:
        raise Undecodable("its headers cannot be read")
    if size[0] * size[1] > limits.most_pixels(picture_format):
        raise TooLarge(f"It declares {size[0]} × {size[1]} pixels")
    decoded = decode(data, path, picture_format, orientation, limits)
    small_enough = shrunk(decoded.pixels, rendition_size(*decoded.full, limits.large_px))
    large = to_srgb(small_enough, decoded.mode, decoded.profile)
    if not decoded.whole and seen_share(large) < _LEAST_SEEN:
        raise Undecodable(decoded.problem or "next to nothing of it is there")
    return decoded, large


def _nothing(data: Buffer, picture_format: str, size: Size | None, why: str) -> Rendered:
    width, height = size or (None, None)
    problem = f"The picture cannot be decoded: {why.rstrip('.')}."
    return Rendered(width, height, "none", problem=problem, complete=_is_complete(data, picture_format))


def _is_complete(data: Buffer, picture_format: str) -> bool:
    """Whether the file has its end, as far as its format lets us know."""
    has_end = _HAS_END.get(picture_format)
    try:
        return has_end is None or has_end(data)
    except Malformed:
        return False


def decode(data: Buffer, path: Path, picture_format: str, orientation: int | None, limits: Limits) -> Decoded:
    """The picture by the decoder of its format; by a tolerant one where the strict one finds damage.

    It is large enough for a rendition of `limits.large_px`. Undecodable or TooLarge when none can be had.
    """
    turns = (orientation,) if orientation and 1 < orientation <= 8 else ()  # noqa: PLR2004 EXIF's own range
    memory = limits.memory_megabytes * 1_000_000
    if picture_format == "jpeg":
        header = jpeg.header(data)
        if header is None:
            raise Undecodable("no frame")
        try:
            return jpegs.decode(data, header, limits.large_px, turns=turns, memory_bytes=memory)
        except jpegs.Unusual:
            return _by_pillow(data, path, picture_format, turns, limits)
    if picture_format == "webp":
        return webps.decode(data, turns=turns, memory_bytes=memory)
    turned = picture_format in {"heif", "avif"} and heif.turns(data)
    if picture_format == "heif":
        return heifs.decode(path, turns=turns, turned=turned, memory_bytes=memory)
    return _by_pillow(data, path, picture_format, turns, limits, turned=turned)


def _by_pillow(
    data: Buffer,
    path: Path,
    picture_format: str,
    turns: tuple[int, ...],
    limits: Limits,
    *,
    turned: bool = False,
) -> Decoded:
    """The picture by the strict decoder; where it finds damage, without metadata, which may be all that is damaged.

    Only then up to where the picture is damaged, by a tolerant one.
    """
    decode = partial(
        pillows.decode,
        picture_format=picture_format,
        size_px=limits.large_px,
        turns=turns,
        turned=turned,
        most_pixels=limits.most_pixels(picture_format),
        memory_bytes=limits.memory_megabytes * 1_000_000,
    )
    try:
        return _counted(decode(path), data)
    except TooLarge:
        raise
    except Undecodable as reason:
        damage = str(reason)
    with suppress(Undecodable, Malformed):
        if picture_format in _BARE and len(data) < _LARGEST_COPY:
            return _counted(decode(BytesIO(_BARE[picture_format](data))), data)
    if picture_format not in _CUT_SHORT:
        raise Undecodable(damage)
    return replace(decode(path, lenient=True), problem=damage)


def _counted(decoded: Decoded, data: Buffer) -> Decoded:
    """The picture, no longer called whole when it is a PNG whose data turn out to end before it does."""
    with suppress(Malformed):
        if decoded.ends_blank and png.is_short(data):
            return replace(decoded, whole=False, problem="its image data end before its last row")
    return decoded


def _written(decoded: Decoded, large: Pixels, size: Size, into: Path, limits: Limits) -> Rendered:
    small = shrunk(large, rendition_size(*decoded.full, limits.small_px))
    colour = mean_colour(small)
    files = []
    for pixels, size_px, quality in (
        (large, limits.large_px, _LARGE_QUALITY),
        (small, limits.small_px, _SMALL_QUALITY),
    ):
        for turn in decoded.turns:
            pixels = upright(pixels, turn)  # noqa: PLW2901
        target = into.with_name(f"{into.name}.{size_px}.jpg")
        target.write_bytes(encoded(pixels, quality))
        files.append((size_px, target))
    # The small one, upright, comes last.
    look = picture_hash(pixels)
    problem = (
        None
        if decoded.whole
        else f"Only a part of the picture can be decoded: {(decoded.problem or '').rstrip('.')}."
    )
    pixels_are = "whole" if decoded.whole else "partial"
    return Rendered(*size, pixels_are, tuple(files), colour, problem, look=look)


def encoded(pixels: Pixels, quality: int) -> bytes:
    """A JPEG of sRGB pixels: baseline, chroma at half resolution, and nothing beside the picture."""
    made: bytes = simplejpeg.encode_jpeg(
        np.ascontiguousarray(pixels), quality=quality, colorspace="RGB", colorsubsampling="420"
    )
    return made
