"""What the filters by place and theme mean: a text of an address, as the places or themes that it names."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.database.connection import Connection
from catalogue.places.finding import find_places
from datasette_plugins.gallery.places import THEME
from datasette_plugins.gallery.themes import find_themes


@dataclass(frozen=True, slots=True)
class Meant:
    """A place, by its number, or a theme, by itself; and the name that it is counted under."""

    key: int | str
    name: str


def resolved(db: Connection, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Meant, ...]]:
    """Find what each kind and text mean."""
    return {(kind, text): _meant(db, kind, text) for kind, text in asked}


def _meant(db: Connection, kind: str, text: str) -> tuple[Meant, ...]:
    if kind == THEME:
        return tuple(Meant(theme, theme) for theme in find_themes(db, text))
    return tuple(Meant(place.id, place.name) for place in find_places(db, kind, text))
