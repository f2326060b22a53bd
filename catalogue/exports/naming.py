"""Names of the files that leave: place, year, then date, place and number, sortable and safe everywhere."""

import re
from collections.abc import Mapping
from typing import Any

from catalogue.database.folding import fold
from catalogue.words.captions import main_place

_LONGEST = 60
NO_PLACE = "Sans lieu"
NO_DATE = "Sans date"
# What Windows holds in no name, what controls a terminal, and what turns the direction of writing.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069<>:"/\\|?*]')
# Windows cannot hold these as names of folders, with or without an extension.
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def tree_path(photo: Mapping[str, Any], position: int, extension: str) -> str:
    """Where an original goes in an export tree; `position` counts the files of one photo from 1.

    Names sort as the files arrived, so that they come back in that order: `_` sorts after the dot.

    >>> tree_path({"park": "Parc d'Olhain", "taken_at": "2018-05-12T14:32:08", "taken_year": 2018,
    ...            "number": 42}, 1, "jpg")
    "Parc d'Olhain/2018/2018-05-12_1432_Parc-d-Olhain_0042.jpg"
    """
    place = main_place(photo)
    parts = [date_part(photo), slug(place) if place else "", f"{photo['number']:04}"]
    name = "_".join(part for part in parts if part) + (f"_{position}" if position > 1 else "")
    year = str(photo.get("taken_year") or NO_DATE)
    return f"{folder_name(place) if place else NO_PLACE}/{year}/{name}.{extension}"


def date_part(photo: Mapping[str, Any]) -> str:
    """What is known of the date, as finely as it is known: `2018-05-12_1432`, `2018-05`, `2018` or nothing."""
    taken_at, year, month = photo.get("taken_at"), photo.get("taken_year"), photo.get("taken_month")
    if taken_at:
        told = f"{taken_at[:10]}_{taken_at[11:13]}{taken_at[14:16]}" if len(taken_at) > 15 else str(taken_at)  # noqa: PLR2004
        return re.sub(r"[^\d_T-]", "", told, flags=re.ASCII)
    return "-".join(p for p in (str(year or ""), f"{month:02}" if year and month else "") if p)


def slug(name: str) -> str:
    """A place's name in letters, digits and hyphens, accents off but capitals kept.

    >>> slug("Étang du Vignoble – Wallers")
    'Etang-du-Vignoble-Wallers'
    """
    plain = "".join(fold(c).upper() if c.isupper() else fold(c) for c in name)
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST] or "lieu"


def folder_name(name: str) -> str:
    """A place's name as a folder that Windows, macOS and Linux can hold.

    >>> folder_name("Terrils 11/19"), folder_name("...")
    ('Terrils 11-19', 'lieu')
    """
    safe = _UNSAFE.sub("-", name).strip(" .")[:_LONGEST].rstrip(" .")
    return f"{safe}-" if _RESERVED.match(safe) else safe or "lieu"
