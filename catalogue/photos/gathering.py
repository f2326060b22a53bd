"""What a photo's row, themes, search text and reasons for review follow from, read of many photos at once.

A query for each thing and hundreds of photos costs a tenth of a query for each thing and photo.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue import settings
from catalogue.database.connection import Connection
from catalogue.photos.claims import ByFile, claims_of_all
from catalogue.photos.doubts import Limits
from catalogue.values.places import PlaceRelation

Columns = dict[str, Any]
#: So many photos are held in memory at a time.
BATCH = 500

#: Columns of a photo that places decide; the names are a promise to other tools.
PLACE_KINDS = ("park", "itinerary", "cite", "commune", "epci")

#: Every column that follows from claims, places and size.
FOLLOWING = (
    "taken_at",
    "taken_method",
    "utc_offset",
    "taken_year",
    "taken_month",
    "latitude",
    "longitude",
    "position_method",
    "position_absence",
    "position_accuracy_m",
    "heading_deg",
    "heading_reference",
    "orientation",
    "camera_make",
    "camera_model",
    "lens",
    "focal_length_mm",
    "caption",
    "creator",
    "credit",
    "copyright",
    "licence",
    "rating",
    "usage_terms",
    "diffusion",
    "alt_text",
    "rights",
    "aspect",
    *PLACE_KINDS,
)
# What stands in a photo's row of its own.
_OWN = ("number", "state", "state_reason", "held_because", "added_at", "format", "width", "height")

_IDS = "(SELECT value FROM json_each(?))"
_ROWS = f"SELECT id, {', '.join((*_OWN, *FOLLOWING))} FROM photos WHERE id IN {_IDS}"  # noqa: S608 constants
_RELATIONS = f"""
    SELECT photo_id, main, p.short_name, CASE WHEN main = 1 AND p.commune <> '' AND EXISTS (
            SELECT 1 FROM places q WHERE q.kind = p.kind AND q.name = p.name AND q.id <> p.id)
            THEN p.name || ' (' || p.commune || ')' ELSE p.name END,
        p.kind, place_id, p.name, relation, rule, distance_m, chainage_m,
        coalesce(decided_by, (SELECT d.made_by FROM place_decisions d
            WHERE d.photo_id = photo_places.photo_id AND d.place_id = p.id))
    FROM photo_places JOIN places p ON p.id = place_id WHERE photo_id IN {_IDS}
"""  # noqa: S608 a constant
_ALIKE = f"""
    SELECT first_id, second_id FROM near_duplicates n
    JOIN photos a ON a.id = n.first_id AND a.state <> 'set_aside'
    JOIN photos b ON b.id = n.second_id AND b.state <> 'set_aside'
    WHERE n.decision IS NULL AND (n.first_id IN {_IDS} OR n.second_id IN {_IDS})
"""  # noqa: S608
_SETTLED = f"SELECT photo_id, reason, detail FROM settlements WHERE photo_id IN {_IDS}"  # noqa: S608
_NOTED = f"SELECT photo_id, reason, detail FROM reviews WHERE photo_id IN {_IDS}"  # noqa: S608
_THEMES = f"SELECT photo_id, theme FROM photo_themes WHERE photo_id IN {_IDS}"  # noqa: S608
_TEXTS = "SELECT rowid, text FROM photo_search WHERE rowid IN (SELECT value FROM json_each(?))"
_LIMITS = tuple(Limits.__slots__)
_STORED = f"SELECT name, value FROM settings WHERE name IN ({', '.join('?' * len(_LIMITS))})"  # noqa: S608 a count
PERIMETER = """
    SELECT 1 FROM places JOIN place_shapes ON place_id = places.id
    WHERE kind = 'perimeter' AND retired_at IS NULL
"""

Question = tuple[str, str]


@dataclass(slots=True)
class Gathered:
    """One photo: its row as it stands, and what it is to follow from.

    `main` are the names of its main places by kind, `names` all names of its places, `settled` and `noted` the
    questions that a person closed and that are open, as reason and detail.
    """

    photo_id: str
    row: Columns
    by_file: ByFile
    main: Columns
    names: set[str]
    relations: list[PlaceRelation]
    alike: bool
    settled: set[Question]
    noted: set[Question]
    themes: set[str]
    text: str | None


def gather(db: Connection, photo_ids: Sequence[str]) -> Iterator[list[Gathered]]:
    """Read these photos, hundreds at a time, in the order given; one that is not there is left out."""
    for start in range(0, len(photo_ids), BATCH):
        yield _gather(db, photo_ids[start : start + BATCH])


def limits_of(db: Connection) -> Limits:
    """Where doubt begins in this library."""
    stored = dict(db.execute(_STORED, _LIMITS))
    return Limits(**{name: settings.number(name, stored) for name in _LIMITS})


def has_perimeter(db: Connection) -> bool:
    """True when the catalogue knows where its territory ends."""
    return db.execute(f"{PERIMETER} LIMIT 1").fetchone() is not None


def _gather(db: Connection, photo_ids: Sequence[str]) -> list[Gathered]:
    ids = json.dumps(list(photo_ids))
    claims = claims_of_all(db, photo_ids)
    found = {row[0]: _empty(row, claims) for row in db.execute(_ROWS, [ids])}
    _with_places(db, ids, found)
    for pair in db.execute(_ALIKE, [ids, ids]):
        for photo_id in found.keys() & set(pair):
            found[photo_id].alike = True
    for photo_id, *question in db.execute(_SETTLED, [ids]):
        found[photo_id].settled.add(tuple(question))
    for photo_id, *question in db.execute(_NOTED, [ids]):
        found[photo_id].noted.add(tuple(question))
    for photo_id, theme in db.execute(_THEMES, [ids]):
        found[photo_id].themes.add(theme)
    _with_texts(db, found)
    return [found[photo_id] for photo_id in dict.fromkeys(photo_ids) if photo_id in found]


def _empty(fields: Sequence[Any], claims: dict[str, ByFile]) -> Gathered:
    photo_id, *values = fields
    row = dict(zip((*_OWN, *FOLLOWING), values, strict=True))
    main: Columns = dict.fromkeys(PLACE_KINDS)
    return Gathered(
        photo_id, row, claims.get(photo_id, {}), main, set(), [], False, set(), set(), set(), None
    )


def _with_places(db: Connection, ids: str, found: dict[str, Gathered]) -> None:
    aliases = _aliases(db, ids)
    for photo_id, is_main, short, shown, *fields in db.execute(_RELATIONS, [ids]):
        photo, relation = found[photo_id], PlaceRelation(*fields)
        photo.relations.append(relation)
        if is_main and relation.kind in photo.main:
            photo.main[relation.kind] = shown
        photo.names.update((relation.name, *((short,) if short else ()), *aliases[relation.place_id]))


def _aliases(db: Connection, ids: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = f"""
        SELECT place_id, alias FROM place_aliases
        WHERE place_id IN (SELECT place_id FROM photo_places WHERE photo_id IN {_IDS})
    """  # noqa: S608 a constant
    for place_id, alias in db.execute(query, [ids]):
        found[place_id].append(alias)
    return found


def _with_texts(db: Connection, found: dict[str, Gathered]) -> None:
    numbers = {photo.row["number"]: photo for photo in found.values()}
    for number, text in db.execute(_TEXTS, [json.dumps(list(numbers))]):
        numbers[number].text = text
