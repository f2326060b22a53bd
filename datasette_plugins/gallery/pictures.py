"""The photos of a page as pictures in rows, in the months they were taken in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from catalogue.database.descriptions import COLUMNS
from catalogue.words import wording
from catalogue.words.captions import computed_caption, main_place
from catalogue.words.languages import Language
from catalogue.words.wording import Badge
from datasette_plugins.gallery.naming import stars

Photo = Mapping[str, Any]

#: Narrower and wider ones are cut at their sides: a row holds several pictures.
_NARROWEST, _WIDEST = 0.5, 4.0
_USUAL = 4 / 3
#: From here on the small picture, whose longer side is 400 px, is too coarse for the height of a row.
_WIDE = 2.5
_MARKED = frozenset({"held", "set_aside"})


class Picture(NamedTuple):
    """A photo of the page; `proposed` when its caption is a computed one. `ratio` is its width for its height."""

    photo: Photo
    caption: str
    proposed: bool
    place: str | None
    when: str | None
    position: Badge | None
    mark: str | None
    stars: str | None
    ratio: float
    source: str | None
    colour: str


class Month(NamedTuple):
    """Pictures that stand together, and their month in words where they are in the order of time."""

    words: str | None
    pictures: Sequence[Picture]


def facts(row: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the columns of a row on the page by name; those that the address left out are None."""
    return dict.fromkeys(COLUMNS["photos"]) | {cell["column"]: cell["raw"] for cell in row}


def months(rows: Iterable[Any], language: Language, *, dated: bool) -> list[Month]:
    """Gather the rows of a page by month, in their order; all in one when that is not the order of time."""
    photos = [facts(row) for row in rows]
    if not dated:
        return [Month(None, [picture(photo, language) for photo in photos])]
    return [
        Month(_month(key, language), [picture(photo, language) for photo in taken])
        for key, taken in groupby(photos, key=lambda photo: (photo["taken_at"] or "")[:7])
    ]


def _month(key: str, language: Language) -> str:
    try:
        return language.month(datetime.fromisoformat(f"{key}-01"))
    except ValueError:
        return language.text("Without a date of its own")


def picture(photo: Photo, language: Language) -> Picture:
    """Say what is known of a photo."""
    caption = (photo["caption"] or "").strip()
    proposed = "" if caption else computed_caption(photo, language)
    return Picture(
        photo,
        caption=caption or proposed or language.text("Photo %(number)s", number=photo["number"]),
        proposed=bool(proposed),
        place=main_place(photo) if caption else None,
        when=wording.when(photo, language),
        position=wording.position_badge(photo["position_method"], language),
        mark=wording.state(photo["state"], language) if photo["state"] in _MARKED else None,
        stars=stars(photo["rating"]) if photo["rating"] in range(1, 6) else None,
        ratio=ratio(photo),
        source=_source(photo),
        colour=wording.tint(photo["colour"]),
    )


def ratio(photo: Photo) -> float:
    """Width of a picture for its height, upright, within what a row can hold.

    >>> ratio({"width": 4032, "height": 3024, "orientation": 6})
    0.75
    >>> ratio({"width": 9000, "height": 900, "orientation": 1})
    4.0
    """
    size = wording.upright(photo)
    seen = size["width"] / size["height"] if size else _USUAL
    return round(min(max(seen, _NARROWEST), _WIDEST), 3)


def _source(photo: Photo) -> str | None:
    if photo["renditions"] != "ready" or not photo["id"]:
        return None
    size = 1600 if ratio(photo) > _WIDE else 400
    return f"/images/{size}/{photo['id']}?v={photo['orientation'] or 0}"
