"""Pictures that leave: upright JPEGs in sRGB, of a given size, whose only metadata is what we put there."""

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.pictures.bounded import Bounds, Died, bounded_map
from catalogue.pictures.limits import Limits
from catalogue.pictures.structure.jpeg import APP0, APP2, APP14, APP15, COM, SOS, segments

if TYPE_CHECKING:
    from catalogue.pictures.scaling import Pixels
    from catalogue.pictures.structure import Buffer

_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_JFIF = b"JFIF\x00"
_ICC = b"ICC_PROFILE\x00"
_PER_INCH = b"\x01"
_QUALITY = 90
_QUALITY_FULL = 95
_QUARTER_TURN = 5
# Colours are converted in bands: Pillow holds two more copies of what it is given.
_BAND_ROWS = 512
# One copy for a person who waits may take longer than one file of a run of thousands.
_PATIENCE = 4

#: Why there is no copy. The words for it are in `catalogue.words.illustrating`.
MISSING, UNREADABLE, TOO_LARGE = "original-missing", "original-unreadable", "too-large"


def stamped(jpeg: bytes, packet: bytes, dpi: int | None = None) -> bytes:
    """The same picture, not a pixel changed, with an XMP packet as its metadata and nothing else beside the picture.

    What it takes to decode it stays (JFIF, Adobe's marker, a colour profile); other application data and comments
    go. With `dpi`, its size on paper is stated.
    """
    head: list[bytes] = []
    at = 2
    for segment in segments(jpeg):
        if segment.marker == SOS:
            break
        at = segment.end
        part = jpeg[segment.start : segment.end]
        if segment.start and _stays(segment.marker, part):
            head.append(part)
    jfif = [_sized(head.pop(0), dpi)] if head and head[0][4:9] == _JFIF else []
    content = _XMP + packet
    xmp = b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content
    return b"".join((jpeg[:2], *jfif, xmp, *head, jpeg[at:]))


def _stays(marker: int, part: bytes) -> bool:
    if marker == APP2:
        return part[4:16] == _ICC
    return marker in (APP0, APP14) or not (APP0 <= marker <= APP15 or marker == COM)


def _sized(jfif: bytes, dpi: int | None) -> bytes:
    """The JFIF segment (ITU-T T.871, 10.1) with its density, and without a thumbnail."""
    density = _PER_INCH + dpi.to_bytes(2, "big") * 2 if dpi else jfif[11:16]
    return b"\xff\xe0\x00\x10" + jfif[4:11] + density + b"\x00\x00"


@dataclass(frozen=True, slots=True)
class CopyTask:
    """A copy to be made of an original: `width_px` is that of the upright picture, None for all of its pixels.

    A picture that is not as wide as that keeps its own size. `long_px` asks for a long side instead.
    """

    original: str
    format: str
    orientation: int | None
    size_bytes: int
    width_px: int | None = None
    long_px: int | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Copy:
    """A JPEG without metadata; or None, and why there is none: MISSING, UNREADABLE, TOO_LARGE."""

    jpeg: bytes | None
    refused: str = ""


def copies(
    tasks: Iterable[CopyTask], bounds: Bounds, *, workers: int | None = None
) -> Iterator[tuple[CopyTask, Copy]]:
    """Each task with its copy, in their order, made in child processes: no original is trusted."""
    patient = replace(bounds, seconds=bounds.seconds * _PATIENCE)
    for task, made in bounded_map(make_copy, tasks, patient, workers=workers, preload=(_DECODERS,)):
        if isinstance(made, Died):
            made = Copy(None, UNREADABLE if made.too_long else TOO_LARGE)  # noqa: PLW2901
        yield task, made


_DECODERS = "catalogue.pictures.renditions"


def make_copy(task: CopyTask) -> Copy:
    """The copy of one original. For a process of its own with bounded memory."""
    from catalogue.pictures.decoding import TooLarge, Undecodable  # noqa: PLC0415 decoders are for the child

    try:
        with (
            Path(task.original).open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return _copied(data, task)
    except FileNotFoundError:
        return Copy(None, MISSING)
    except (TooLarge, MemoryError):
        return Copy(None, TOO_LARGE)
    except (Undecodable, ValueError):  # an empty file cannot be mapped
        return Copy(None, UNREADABLE)


def _copied(data: "Buffer", task: CopyTask) -> Copy:
    from catalogue.pictures import renditions, scaling  # noqa: PLC0415
    from catalogue.pictures.sizes import size_of  # noqa: PLC0415

    size = size_of(data, task.format)
    if size is None:
        return Copy(None, UNREADABLE)
    if size[0] * size[1] > task.limits.most_pixels(task.format):
        return Copy(None, TOO_LARGE)
    limits = replace(task.limits, large_px=_needed_px(size, task))
    decoded = renditions.decode(data, Path(task.original), task.format, task.orientation, limits)
    turned = sum(turn >= _QUARTER_TURN for turn in decoded.turns) % 2 == 1
    pixels = _resized(decoded.pixels, _target(decoded.full, task, turned=turned), decoded.mode)
    pixels = _in_srgb(pixels, decoded.mode, decoded.profile)
    for turn in decoded.turns:
        pixels = scaling.upright(pixels, turn)
    whole = task.width_px is None and task.long_px is None
    return Copy(renditions.encoded(pixels, _QUALITY_FULL if whole else _QUALITY))


def _needed_px(size: tuple[int, int], task: CopyTask) -> int:
    """The long side that must be decoded. How a JPEG lies is known beforehand; of others, all is decoded."""
    if task.format != "jpeg":
        return max(size)
    return max(_target(size, task, turned=(task.orientation or 1) >= _QUARTER_TURN))


def _target(size: tuple[int, int], task: CopyTask, *, turned: bool) -> tuple[int, int]:
    """Width and height of the copy before it is turned upright; never larger than the original."""
    wanted, has = size[1] if turned else size[0], max(size)
    scale = 1.0
    if task.width_px:
        scale = min(task.width_px / wanted, 1)
    elif task.long_px:
        scale = min(task.long_px / has, 1)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _resized(pixels: "Pixels", size: tuple[int, int], mode: str) -> "Pixels":
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    image = Image.fromarray(pixels[:, :, 0] if mode == "L" else pixels, mode)
    made = np.asarray(image.resize(size, Image.Resampling.LANCZOS))
    return made.reshape(*made.shape[:2], -1)


def _in_srgb(pixels: "Pixels", mode: str, profile: bytes | None) -> "Pixels":
    import numpy as np  # noqa: PLC0415

    from catalogue.pictures.colours import to_srgb  # noqa: PLC0415

    rows = range(0, pixels.shape[0], _BAND_ROWS)
    bands = [to_srgb(pixels[top : top + _BAND_ROWS], mode, profile) for top in rows]
    return np.concatenate(bands) if len(bands) > 1 else bands[0]
