"""What photos belong to, as numbers in memory: a photo has many places of one kind, and counts once for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.database.connection import Connection
from catalogue.values.places import Relation
from datasette_plugins.gallery.places import EVERY, Ties, tie_of

_CHUNK_ROWS = 20_000
# One number for each relation: photo, place, tie. Rows of three would take twice the time.
_PLACE_BITS, _TIE_BITS = 31, 3
_RELATIONS = f"""
    SELECT (number << {_PLACE_BITS + _TIE_BITS}) | (place_id << {_TIE_BITS}) | (CASE relation {{ties}} END)
    FROM photos CROSS JOIN photo_places ON photo_id = photos.id
"""  # noqa: S608 our own numbers
_DECIDED = f"""
    SELECT (number << {_PLACE_BITS + _TIE_BITS}) | (place_id << {_TIE_BITS}) | {int(Ties.THERE)}
    FROM place_decisions JOIN photos ON photos.id = photo_id
        JOIN photo_places USING (photo_id, place_id) WHERE decision <> 'is_not'
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Related:
    """The places of one kind: pairs of a photo, by its row, and a name, by its code, each pair once, and its ties.

    `places` holds for each code one of the places that bear the name.
    """

    rows: NDArray[np.int32]
    codes: NDArray[Any]
    ties: NDArray[np.uint8]
    names: Sequence[str]
    places: Sequence[int]

    def count(self, among: NDArray[np.bool_], ties: Ties) -> dict[Any, int]:
        """Count the photos of each name among some, those with one of the ties; names without any are left out."""
        kept = among[self.rows]
        if ties != EVERY:
            kept &= (self.ties & np.uint8(ties)) != 0
        found = np.bincount(self.codes[kept], minlength=len(self.names))
        return {self.names[code]: int(found[code]) for code in np.flatnonzero(found).tolist()}


def read_related(db: Connection, numbers: NDArray[np.int64]) -> dict[str, Related]:
    """Read what all photos belong to, by kind; `numbers` are those of the photos, in order."""
    packed = np.concatenate([_column(db, _RELATIONS.format(ties=_ties())), _column(db, _DECIDED)])
    rows = np.searchsorted(numbers, packed >> (_PLACE_BITS + _TIE_BITS)).astype(np.int32)
    place_ids = (packed >> _TIE_BITS) & ((1 << _PLACE_BITS) - 1)
    ties = (packed & ((1 << _TIE_BITS) - 1)).astype(np.uint8)
    kinds: dict[str, dict[int, str]] = {}
    for place, kind, name in db.execute(
        "SELECT id, kind, name FROM places_named ORDER BY retired_at IS NULL, id"
    ):
        kinds.setdefault(kind, {})[place] = name
    return {kind: _related(names, rows, place_ids, ties) for kind, names in kinds.items()}


def _ties() -> str:
    told = [f"WHEN '{relation}' THEN {int(tie_of(relation))}" for relation in Relation]
    return f"{' '.join(told)} ELSE {int(Ties.THERE)}"


def _column(db: Connection, query: str) -> NDArray[np.int64]:
    """Read one column of numbers."""
    parts = [np.empty(0, dtype=np.int64)]
    cursor = db.execute(query)
    while rows := cursor.fetchmany(_CHUNK_ROWS):
        parts.append(np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows)))
    return np.concatenate(parts)


def _related(
    names: Mapping[int, str], rows: NDArray[np.int32], place_ids: NDArray[np.int64], ties: NDArray[np.uint8]
) -> Related:
    """Pick the relations to the places of one kind, and join those of one photo to places of one name."""
    coding = {name: code for code, name in enumerate(dict.fromkeys(names.values()))}
    bearers = {coding[name]: place for place, name in names.items()}
    codes_of_places = np.full(max(names) + 1, -1, dtype=np.int32)
    codes_of_places[list(names)] = [coding[name] for name in names.values()]
    codes = codes_of_places[np.minimum(place_ids, max(names))]
    codes[place_ids > max(names)] = -1
    here = np.flatnonzero(codes >= 0)
    key = rows[here].astype(np.int64) * len(coding) + codes[here]
    order = np.argsort(key, kind="stable")
    firsts = np.flatnonzero(np.diff(key[order], prepend=-1))
    kept = here[order[firsts]]
    joined = np.bitwise_or.reduceat(ties[here[order]], firsts) if len(firsts) else np.empty(0, dtype=np.uint8)
    smallest = np.min_scalar_type(len(coding))
    return Related(
        rows[kept],
        codes[kept].astype(smallest),
        joined,
        tuple(coding),
        [bearers[c] for c in range(len(coding))],
    )
