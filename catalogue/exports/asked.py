"""What somebody asked to take away: kept beside what they get, so that it can be told and asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.exports.naming import slug
from catalogue.words.languages import Language

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A result and how it was asked for.

    `said` are its filters in words; `address` is where the gallery shows it, and `site` where the pages of photos
    are (`http://127.0.0.1:8001`), or None when nobody knows. `at` is aware.
    """

    said: Sequence[str]
    at: datetime
    language: Language
    address: str | None = None
    site: str | None = None

    def page_of(self, photo_id: str) -> str | None:
        """The page of a photo, where it is known."""
        return f"{self.site}/photos/{photo_id}" if self.site else None

    def in_words(self) -> str:
        """The filters in one line; all photos when there are none."""
        return " · ".join(self.said) or self.language.text("all photos")


def file_name(
    words: Sequence[str],
    years: tuple[int | None, int | None],
    photos: int,
    extension: str,
    unit: str = "photos",
) -> str:
    """A name for what is taken away, safe everywhere: place or search, years, and how many photos.

    >>> file_name(["Olhain"], (2018, 2020), 412, "gpkg"), file_name([], (None, None), 1, "zip")
    ('phototheque_olhain_2018-2020_412-photos.gpkg', 'phototheque_1-photo.zip')
    """
    first, last = years
    spell = f"{first}-{last}" if first and last and first != last else str(first or "")
    place = slug(" ".join(words)).lower()[:_LONGEST].strip("-") if words else ""
    count = f"{photos}-{unit if photos != 1 else unit.removesuffix('s')}"
    return f"{'_'.join(part for part in ('phototheque', place, spell, count) if part)}.{extension}"
