"""What follows from a decision: places by rule and by person, the photo's row, its reasons for review."""

from collections.abc import Iterable

from catalogue.database.connection import Connection
from catalogue.placing.classification import classifier_of, place_photos
from catalogue.values.places import Classifier, Evidence

# Everything that rules are made of: whoever changes it changes one of these.
_RULES = """
    SELECT (SELECT file FROM pragma_database_list WHERE name = 'main'),
        (SELECT count(*) || ' ' || coalesce(max(id), 0) || ' ' || count(retired_at) FROM places),
        (SELECT count(*) || ' ' || coalesce(max(imported_at), '') FROM layers),
        (SELECT count(*) || ' ' || coalesce(sum(octet_length(shape)), 0) FROM place_shapes),
        (SELECT count(*) || ' ' || coalesce(sum(length(alias)), 0) FROM place_aliases),
        (SELECT group_concat(name || '=' || value, ' ' ORDER BY name) FROM settings)
"""


def places_follow(db: Connection, photo_ids: Iterable[str], now: str) -> None:
    """Places, rows and reviews of these photos are what follows from claims and decisions."""
    place_photos(db, photo_ids, _classifier(db), now)


def _classifier(db: Connection) -> Classifier:
    """The rules of the library; loaded once for as long as nothing that they are made of has changed."""
    key = tuple(db.execute(_RULES).fetchone())
    found = _CACHE.get(key)
    if found is None:
        found = classifier_of(db, dict(db.execute("SELECT name, value FROM settings")))
        # Shapes are read when they are first needed; later this connection may be closed.
        found([Evidence(latitude=0.0, longitude=0.0)])
        _CACHE.clear()
        _CACHE[key] = found
    return found


_CACHE: dict[tuple[object, ...], Classifier] = {}
