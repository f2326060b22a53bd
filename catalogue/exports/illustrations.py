"""Illustrations: a photo as an author takes it away, upright, in sRGB, with its caption, credit and licence inside.

Position, serial numbers, the camera's own metadata and the original's name stay here, unless somebody asks.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from catalogue import settings
from catalogue.database.folding import fold
from catalogue.errors import IllustrationRefused, WidthRefused
from catalogue.home.paths import Home
from catalogue.home.pictures import find_rendition
from catalogue.pictures.bounded import Bounds
from catalogue.pictures.copies import Copy, CopyTask, copies, stamped
from catalogue.pictures.limits import Limits
from catalogue.pictures.publishing import Publication, packet
from catalogue.pictures.structure import jpeg
from catalogue.values.licences import known_licence
from catalogue.words import wording
from catalogue.words.captions import main_place

#: A photo: the columns of `photos`, and `source_path`, where its file lay, for those who ask for its name.
Row = Mapping[str, Any]

DPI = 300
CM_PER_INCH = 2.54
#: Long side of the picture for screens and documents, in pixels.
SCREEN_PX = 1600
_NARROWEST_CM, _WIDEST_CM = 1, 200
_WIDTH = re.compile(r"\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:cm)?\s*", re.ASCII)
_LONGEST_PLACE = 60
_SOI = b"\xff\xd8"
_SEVERAL = "; "


@dataclass(frozen=True, slots=True)
class Size:
    """How large an illustration is: `screen`, `print` with its width on paper, or `full`."""

    name: str
    width_cm: float | None = None


SCREEN, FULL = Size("screen"), Size("full")


@dataclass(frozen=True, slots=True)
class Options:
    """What is told beside the usual, because somebody asked; and the limits of this library."""

    position: bool = False
    original_name: bool = False
    limits: Limits = field(default_factory=Limits)
    bounds: Bounds = field(default_factory=Bounds)

    @classmethod
    def of(cls, stored: dict[str, str], *, position: bool = False, original_name: bool = False) -> "Options":
        """Options within the limits of a library whose table of settings is `stored`."""
        limits = Limits(**{each.name: settings.number(each.name, stored) for each in fields(Limits)})
        seconds = settings.number("seconds_per_file", stored)
        return cls(position, original_name, limits, Bounds(seconds, limits.memory_megabytes * 1_000_000))


def printed(width_cm: str) -> Size:
    """The size for a width on paper, as a person writes it; WidthRefused when it is none.

    >>> printed("8,5 cm")
    Size(name='print', width_cm=8.5)
    """
    found = _WIDTH.fullmatch(width_cm)
    width = float(found[1].replace(",", ".")) if found else 0
    if not _NARROWEST_CM <= width <= _WIDEST_CM:
        raise WidthRefused(width_cm)
    return Size("print", width)


def good_up_to_cm(photo: Row) -> float | None:
    """The width in centimetres up to which a photo has 300 pixels an inch; None when its size is not known."""
    width = wording.upright(photo).get("width")
    return None if width is None else width / DPI * CM_PER_INCH


def illustration_name(photo: Row) -> str:
    """The name of the file: date as finely as it is known, main place, number.

    >>> illustration_name({"taken_at": "2018-05-12T14:32:08", "park": "Olhain", "number": 42})
    '2018-05-12_olhain_0042.jpg'
    >>> illustration_name({"cite": "Cité des Œillets (Lens)", "number": 12345})
    'sans-date_cite-des-oeillets-lens_12345.jpg'
    """
    place = re.sub(r"[^a-z0-9]+", "-", fold(main_place(photo) or "")).strip("-")[:_LONGEST_PLACE].rstrip("-")
    day = re.sub(r"[^0-9-]", "", _day(photo))
    parts = (day or "sans-date", place, f"{photo['number']:04}")
    return f"{'_'.join(part for part in parts if part)}.jpg"


def illustration(
    home: Home,
    photo: Row,
    themes: Sequence[str],
    size: Size = SCREEN,
    options: Options = Options(),
) -> bytes:
    """The JPEG of a photo at a size; IllustrationRefused when it cannot be had."""
    ((_, made),) = illustrations(home, [{**photo, "themes": themes}], size, options)
    if isinstance(made, IllustrationRefused):
        raise made
    return made


def illustrations(
    home: Home,
    photos: Iterable[Row],
    size: Size = SCREEN,
    options: Options = Options(),
) -> Iterator[tuple[Row, bytes | IllustrationRefused]]:
    """Each photo with its JPEG or the reason why it cannot be had, in their order; rows hold `themes` too.

    The picture for screens is there already and only gets its packet; other sizes are made of the originals in
    bounded child processes, a few ahead.
    """
    making = _at_screen_size if size.name == SCREEN.name else _of_originals
    for photo, copy in making(home, photos, size, options):
        yield photo, _finished(photo, copy, size, options)


def _at_screen_size(
    home: Home, photos: Iterable[Row], size: Size, options: Options
) -> Iterator[tuple[Row, Copy]]:
    for photo in photos:
        path = find_rendition(home, SCREEN_PX, photo["id"])
        content = _content(path)
        if content and _large_enough(path, options.limits):
            yield photo, Copy(content)
            continue
        for _, made in _of_originals(home, [photo], size, options):
            yield photo, made if made.jpeg or not content else Copy(content)


def _large_enough(path: Path | None, limits: Limits) -> bool:
    """Whether it is the large rendition, not the thumbnail that was left when that one went away."""
    return path is not None and int(path.parents[2].name) >= min(SCREEN_PX, limits.large_px)


def _content(path: Path | None) -> bytes:
    """The JPEG that a file holds; nothing when there is none, or it goes away this moment."""
    try:
        content = path.read_bytes() if path else b""
    except FileNotFoundError:
        return b""
    return content if content.startswith(_SOI) else b""


def _of_originals(
    home: Home, photos: Iterable[Row], size: Size, options: Options
) -> Iterator[tuple[Row, Copy]]:
    asked: deque[Row] = deque()

    def tasks() -> Iterator[CopyTask]:
        for photo in photos:
            asked.append(photo)
            yield _task(home, photo, size, options)

    for _, copy in copies(tasks(), options.bounds):
        yield asked.popleft(), copy


def _task(home: Home, photo: Row, size: Size, options: Options) -> CopyTask:
    original = home.original(photo["original_sha256"], photo["original_extension"])
    return CopyTask(
        str(original),
        photo["format"],
        photo["orientation"],
        _size_bytes(original),
        width_px=round(size.width_cm / CM_PER_INCH * DPI) if size.width_cm else None,
        long_px=SCREEN_PX if size.name == SCREEN.name else None,
        limits=options.limits,
    )


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _finished(photo: Row, copy: Copy, size: Size, options: Options) -> bytes | IllustrationRefused:
    if copy.jpeg is None:
        return IllustrationRefused(photo["number"], copy.refused)
    return stamped(copy.jpeg, packet(publication(photo, options)), _dpi(copy.jpeg, size))


def _dpi(made: bytes, size: Size) -> int | None:
    """Pixels an inch as the file states them, so that documents place it at the width that was asked for."""
    if size.name == SCREEN.name:
        return None
    pixels = jpeg.size(made)
    if size.width_cm is None or pixels is None:
        return DPI
    return min(max(round(pixels[0] / size.width_cm * CM_PER_INCH), 1), DPI)


def publication(photo: Row, options: Options = Options()) -> Publication:
    """What the illustration says of itself. A caption that was worked out is no caption, and stays out."""
    licence = known_licence(photo["licence"])
    named = licence.name if licence else photo["licence"]
    placed = options.position and photo["latitude"] is not None
    return Publication(
        caption=photo["caption"],
        alt_text=photo["alt_text"],
        creators=(photo["creator"] or "").split(_SEVERAL) if photo["creator"] else (),
        credit=photo["credit"],
        copyright=photo["copyright"],
        usage_terms=". ".join(part.rstrip(".") for part in (named, photo["usage_terms"]) if part) or None,
        licence_address=licence.address if licence else None,
        marked=licence.reserved if licence else (True if photo["copyright"] else None),
        themes=photo["themes"],
        commune=photo["commune"],
        place=main_place(photo),
        created=_moment(photo),
        position=(photo["latitude"], photo["longitude"]) if placed else None,
        original_name=_file_name(photo) if options.original_name else None,
    )


def _moment(photo: Row) -> str | None:
    if photo.get("taken_at"):
        return f"{photo['taken_at']}{photo.get('utc_offset') or ''}"
    return _day(photo) or None


def _day(photo: Row) -> str:
    """`2018-05-12`, `2018-05`, `2018` or nothing."""
    if photo.get("taken_at"):
        return str(photo["taken_at"])[:10]
    year, month = photo.get("taken_year"), photo.get("taken_month")
    return f"{year}-{month:02}" if year and month else str(year or "")


def _file_name(photo: Row) -> str | None:
    path = photo.get("source_path")
    return re.split(r"[/\\]", path)[-1] if path else None
