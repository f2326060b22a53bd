"""Photos are shown and found by the names of their places: when these change, so do the photos' rows and search."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from catalogue.database.connection import Connection
from catalogue.photos.refreshing import refresh_all

_NAMES = """
    SELECT id, json_array(places_named.name, places.name, places.short_name, (
        SELECT group_concat(alias, char(10) ORDER BY alias) FROM place_aliases WHERE place_id = id))
    FROM places_named JOIN places USING (id)
"""
_PHOTOS = """
    SELECT DISTINCT photo_id FROM photo_places WHERE place_id IN (SELECT value FROM json_each(?)) ORDER BY 1
"""


@contextmanager
def names_followed(db: Connection, now: str) -> Iterator[None]:
    """Whatever happens to the names of places meanwhile, their photos follow. To be used in a transaction.

    It costs something for each photo of a place whose names changed, and nothing for others.
    """
    before = _names(db)
    yield
    after = _names(db)
    changed = [place for place, names in after.items() if place in before and before[place] != names]
    refresh_all(db, [row[0] for row in db.execute(_PHOTOS, [str(changed)])], now)


def _names(db: Connection) -> Mapping[int, str]:
    """All that each place is called, as one text."""
    return dict(db.execute(_NAMES))
