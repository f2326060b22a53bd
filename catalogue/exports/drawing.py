"""How large many pictures leave: as a size is chosen, said, estimated, and drawn."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import fields
from json import dumps
from typing import Any

from catalogue import settings
from catalogue.database.connection import Connection, connect
from catalogue.errors import IllustrationRefused, WidthRefused
from catalogue.exports.illustrations import (
    CM_PER_INCH,
    DPI,
    FULL,
    SCREEN,
    SCREEN_PX,
    Options,
    Size,
    illustration,
    illustrations,
    printed,
)
from catalogue.home.paths import Home
from catalogue.home.pictures import find_rendition
from catalogue.pictures.bounded import Bounds
from catalogue.pictures.limits import Limits
from catalogue.words.languages import Language

Row = Mapping[str, Any]
#: Draws each photo as a JPEG, in their order; None where that cannot be done. Photos are asked for a few ahead.
Draw = Callable[[Iterable[Row]], Iterator[tuple[Row, bytes | None]]]
#: The width of a page between its margins.
PAGE_CM = "17"
PRINT = "print"
#: A JPEG of the quality that we write has about so many bytes for each of its pixels, on photos of landscapes.
_BYTES_PER_PIXEL = 0.3
_SAMPLE = 40


def chosen_size(name: str, width_cm: str = PAGE_CM) -> Size:
    """The size that a person chose; the one for screens where the name makes no sense. WidthRefused.

    >>> chosen_size("print", "8,5"), chosen_size("huge")
    (Size(name='print', width_cm=8.5), Size(name='screen', width_cm=None))
    """
    if name == PRINT:
        return printed(width_cm or PAGE_CM)
    return FULL if name == FULL.name else SCREEN


def said_size(size: Size, language: Language) -> str:
    """Say a size: `pour l’impression, 17 cm à 300 dpi`."""
    if size.width_cm:
        width = language.number(size.width_cm)
        return language.text("for print, %(width)s cm wide at 300 dpi", width=width)
    return language.text("in full size") if size == FULL else language.text("for screens, 1600 pixels")


def drawer(home: Home, size: Size) -> Draw:
    """What draws photos in this size, with their caption and credit inside, within the limits of the library."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        options = _options(db)
    drawn = _one_by_one if size == SCREEN else _together
    return lambda photos: drawn(home, photos, size, options)


def _options(db: Connection) -> Options:
    stored = dict(db.execute("SELECT name, value FROM settings").fetchall())
    limits = Limits(**{field.name: settings.number(field.name, stored) for field in fields(Limits)})
    memory = settings.number("memory_megabytes", stored) * 1_000_000
    return Options(limits=limits, bounds=Bounds(settings.number("seconds_per_file", stored), memory))


def _one_by_one(
    home: Home, photos: Iterable[Row], size: Size, options: Options
) -> Iterator[tuple[Row, bytes | None]]:
    """Pictures that are there already; one that goes away meanwhile concerns no other."""
    for photo in photos:
        made = None
        with suppress(IllustrationRefused, OSError):
            made = illustration(home, photo, photo["themes"], size, options)
        yield photo, made


def _together(
    home: Home, photos: Iterable[Row], size: Size, options: Options
) -> Iterator[tuple[Row, bytes | None]]:
    for photo, made in illustrations(home, photos, size, options):
        yield photo, None if isinstance(made, IllustrationRefused) else made


def estimated_bytes(home: Home, db: Connection, ids: Sequence[str], size: Size) -> int:
    """About how many bytes the pictures of some photos have in a size, by what is known of them and a few files."""
    if size == SCREEN:
        return round(_typical_rendition(home, ids) * len(ids))
    known = db.execute(_FACTS, [dumps(list(ids))]).fetchall()
    width_px = size.width_cm / CM_PER_INCH * DPI if size.width_cm else None
    return round(sum(_pixels(width, height, width_px) for width, height in known) * _BYTES_PER_PIXEL)


_FACTS = """
    SELECT iif(orientation > 4, height, width), iif(orientation > 4, width, height)
    FROM json_each(?) JOIN photos ON photos.id = value
"""


def _pixels(width: int | None, height: int | None, width_px: float | None) -> float:
    """Pixels of an upright picture that is so wide in print: never more than it has."""
    if not width or not height:
        return 0
    return width * height * min(1.0, (width_px or width) / width) ** 2


def _typical_rendition(home: Home, ids: Sequence[str]) -> float:
    """The mean size of some renditions, in bytes, spread over the result."""
    some = ids[:: max(1, len(ids) // _SAMPLE)]
    found = [path.stat().st_size for photo_id in some if (path := find_rendition(home, SCREEN_PX, photo_id))]
    return sum(found) / len(found) if found else 0


def valid_width(width_cm: str) -> str:
    """A width as a form shows it again; that of a page where it is none."""
    try:
        return f"{printed(width_cm or PAGE_CM).width_cm:g}"
    except WidthRefused:
        return PAGE_CM
