"""What photos belong to, as numbers in memory: a photo has many places of one kind, and counts once for each."""

from collections.abc import Collection, Mapping, Sequence
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
    """The places of one kind: pairs of a photo, by its row, and a place, by its code, each pair once, and its ties.

    `places` and `names` are those of each code; several places may bear one name.
    """

    rows: NDArray[np.int32]
    codes: NDArray[Any]
    ties: NDArray[np.uint8]
    places: Sequence[int]
    names: Sequence[str]

    def count(self, among: NDArray[np.bool_], ties: Ties) -> dict[Any, int]:
        """Count the photos of each name among some, those with one of the ties; names without any are left out."""
        kept = among[self.rows] & self._tied(ties)
        rows, codes = self.rows[kept], self.codes[kept]
        found = np.bincount(codes, minlength=len(self.names)).tolist()
        counts = dict(zip(self.names, found, strict=True))
        counts |= {
            name: len(np.unique(rows[np.isin(codes, shared)])) for name, shared in self._shared().items()
        }
        return {name: number for name, number in counts.items() if number}

    def photos(self, places: Collection[int], ties: Ties, photos: int) -> NDArray[np.bool_]:
        """Tell of each photo, by its row, whether it belongs to one of some places."""
        chosen = np.array([place in places for place in self.places])[self.codes] & self._tied(ties)
        mask = np.zeros(photos, dtype=np.bool_)
        mask[self.rows[chosen]] = True
        return mask

    def _tied(self, ties: Ties) -> NDArray[np.bool_] | np.bool_:
        return np.True_ if ties == EVERY else (self.ties & np.uint8(ties)) != 0

    def _shared(self) -> dict[str, list[int]]:
        """Codes of the places that bear one name."""
        if len(set(self.names)) == len(self.names):
            return {}
        bearers: dict[str, list[int]] = {}
        for code, name in enumerate(self.names):
            bearers.setdefault(name, []).append(code)
        return {name: codes for name, codes in bearers.items() if len(codes) > 1}


def read_related(db: Connection, numbers: NDArray[np.int64]) -> dict[str, Related]:
    """Read what all photos belong to, by kind; `numbers` are those of the photos, in order."""
    packed = np.concatenate([_column(db, _RELATIONS.format(ties=_ties())), _column(db, _DECIDED)])
    rows = np.searchsorted(numbers, packed >> (_PLACE_BITS + _TIE_BITS)).astype(np.int32)
    place_ids = (packed >> _TIE_BITS) & ((1 << _PLACE_BITS) - 1)
    ties = (packed & ((1 << _TIE_BITS) - 1)).astype(np.uint8)
    kinds: dict[str, dict[int, str]] = {}
    for place, kind, name in db.execute("SELECT id, kind, name FROM places_named"):
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
    """Pick the relations to the places of one kind, and join those of one photo to one place."""
    known = np.array(sorted(names), dtype=np.int64)
    codes = np.minimum(np.searchsorted(known, place_ids), len(known) - 1)
    here = np.flatnonzero(known[codes] == place_ids)
    key = rows[here].astype(np.int64) * len(known) + codes[here]
    order = np.argsort(key, kind="stable")
    firsts = np.flatnonzero(np.diff(key[order], prepend=-1))
    kept = here[order[firsts]]
    joined = np.bitwise_or.reduceat(ties[here[order]], firsts) if len(firsts) else ties[:0]
    narrow = codes[kept].astype(np.min_scalar_type(len(known)))
    return Related(rows[kept], narrow, joined, known.tolist(), [names[place] for place in known.tolist()])
