"""Cells of Datasette's tables that show a photo. HTML comes from templates, which escape what stands in it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from catalogue.words.wording import tint

# Datasette's own environment renders asynchronously; a cell is drawn hundreds of times a page.
_pieces = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True
)
_LONGEST_SHAPE = 120
_PHOTO_ID = re.compile(r"[0-9a-f]{32}")


def thumbnail(row: Any) -> Markup | None:
    """Draw the small picture of a photo, linked to its page; None when the row does not say which photo."""
    photo = dict(zip(row.keys(), tuple(row), strict=True)) if not isinstance(row, Mapping) else row
    if not _PHOTO_ID.fullmatch(str(photo.get("id"))):
        return None
    return _drawn("_thumbnail.html", photo=photo, colour=tint(photo.get("colour")))


def link_to_photo(value: Any) -> Markup | None:
    """Link a photo's identifier to its page; with labels Datasette hands it over in a dictionary."""
    photo_id = str(value["value"] if isinstance(value, Mapping) else value)
    return _drawn("_photo_link.html", photo_id=photo_id) if _PHOTO_ID.fullmatch(photo_id) else None


def link_to_place(value: Any) -> Markup | None:
    """Link a place's number to its page, by its name where Datasette hands it over in a dictionary."""
    place, name = (value["value"], value["label"]) if isinstance(value, Mapping) else (value, None)
    return _drawn("_place_link.html", place=place, name=name) if isinstance(place, int) else None


def shape_in_short(value: Any) -> Markup | None:
    """Say what a long shape is, and how long its text: a page of them would weigh megabytes."""
    if not isinstance(value, str) or len(value) <= _LONGEST_SHAPE:
        return None
    return _drawn("_shape.html", sort=value.partition("(")[0].strip(), characters=len(value))


def _drawn(template: str, **values: Any) -> Markup:
    return Markup(_pieces.get_template(template).render(values))  # noqa: S704 the template has escaped it
