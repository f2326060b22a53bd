"""What photos have many of, as numbers in memory: a photo counts once for each place and theme that it has.

Rows are those of the photos in the order of their ids, which is the order of the indexes that are read here.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.database.connection import Connection
from catalogue.values.places import Relation
from datasette_plugins.gallery.places import EVERY, KINDS, THEME, Ties, tie_of

#: Finds the rows of photos by their ids, which are given one behind the other as hexadecimal digits.
RowsOf = Callable[[str], NDArray[np.int32]]
# One text for all photos of a place: a row of its own for each takes six times as long.
_BY_PLACE = """
    SELECT place_id, group_concat(photo_id, ''), group_concat(CASE relation {ties} END, '')
    FROM photo_places GROUP BY place_id
"""
_BY_THEME = """
    SELECT theme, group_concat(photo_id, ''), group_concat({tie}, '') FROM photo_themes GROUP BY theme
"""
_DECIDED = """
    SELECT place_id, group_concat(photo_id, '') FROM place_decisions
    WHERE decision <> 'is_not' GROUP BY place_id
"""
_ROW_BITS = 32
_CHUNK_DIGITS = 8_000_000


@dataclass(frozen=True, slots=True)
class Related:
    """What photos belong to, of one kind: `rows` are those of the first place's photos, then of the next one's.

    `starts` tells where those of each begin; each has one photo at least. Within a place rows ascend, each there
    once. `keys` tell the places apart, and `names` are what they are counted under: several may bear one name.
    """

    keys: Sequence[Any]
    names: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    ties: NDArray[np.uint8]

    def count(self, among: NDArray[np.bool_], ties: Ties) -> dict[Any, int]:
        """Count the photos of each name among some, those with one of the ties; names without any are left out."""
        if not self.keys:
            return {}
        counted = among.view(np.uint8)[self.rows]
        if ties != EVERY:
            counted &= (self.ties & np.uint8(ties)) != 0
        found = np.add.reduceat(counted, self.starts, dtype=np.int64).tolist()
        counts = dict(zip(self.names, found, strict=True))
        for name, codes in self._shared().items():
            counts[name] = int(np.count_nonzero(among & self._union(codes, ties, len(among))))
        return {name: number for name, number in counts.items() if number}

    def photos(self, keys: Collection[Any], ties: Ties, photos: int) -> NDArray[np.bool_]:
        """Tell of each photo, by its row, whether it belongs to one of some places."""
        return self._union([code for code, key in enumerate(self.keys) if key in keys], ties, photos)

    def _union(self, codes: Iterable[int], ties: Ties, photos: int) -> NDArray[np.bool_]:
        mask = np.zeros(photos, dtype=np.bool_)
        ends = [*self.starts[1:].tolist(), len(self.rows)]
        for code in codes:
            part = slice(int(self.starts[code]), ends[code])
            rows = self.rows[part]
            mask[rows if ties == EVERY else rows[(self.ties[part] & np.uint8(ties)) != 0]] = True
        return mask

    def _shared(self) -> dict[str, list[int]]:
        """Codes of the places that bear one name."""
        if len(set(self.names)) == len(self.names):
            return {}
        bearers: dict[str, list[int]] = {}
        for code, name in enumerate(self.names):
            bearers.setdefault(name, []).append(code)
        return {name: codes for name, codes in bearers.items() if len(codes) > 1}


@dataclass(frozen=True, slots=True)
class _Photos:
    """The photos of one place or theme, by their rows, with their ties."""

    key: Any
    rows: NDArray[np.int32]
    ties: NDArray[np.uint8]


def read_related(db: Connection, rows_of: RowsOf) -> dict[str, Related]:
    """Read what all photos belong to, by kind."""
    kinds = dict(db.execute("SELECT id, kind FROM places"))
    names = dict(db.execute("SELECT id, name FROM places_named"))
    decided = {place: rows_of(ids) for place, ids in db.execute(_DECIDED)}
    places: dict[str, list[_Photos]] = {kind: [] for kind in KINDS}
    for photos in _read(db.execute(_BY_PLACE.format(ties=_ties())), rows_of, decided):
        if kinds[photos.key] in places:
            places[kinds[photos.key]].append(photos)
    related = {kind: _joined(each, names) for kind, each in places.items()}
    themes = _read(db.execute(_BY_THEME.format(tie=int(Ties.THERE))), rows_of, {})
    return {**related, THEME: _joined(list(themes))}


def _ties() -> str:
    told = [f"WHEN '{relation}' THEN {int(tie_of(relation))}" for relation in Relation]
    return f"{' '.join(told)} ELSE {int(Ties.THERE)}"


#: A place or theme, the ids of its photos, and a digit for the tie of each.
_Listed = tuple[Any, str, str]


def _read(
    listed: Iterable[_Listed], rows_of: RowsOf, decided: Mapping[Any, NDArray[np.int32]]
) -> Iterator[_Photos]:
    """Read the photos of each place; what a person decided is a tie that counts whatever is left out."""
    for chunk in _chunks(listed):
        told = [
            code << _ROW_BITS | decided[key].astype(np.int64)
            for code, (key, _, _) in enumerate(chunk)
            if key in decided
        ]
        pairs, ties = _pairs(chunk, rows_of)
        if told:
            ties[np.isin(pairs, np.concatenate(told))] |= np.uint8(Ties.THERE)
        ends = np.searchsorted(pairs, np.arange(len(chunk) + 1) << _ROW_BITS).tolist()
        rows = (pairs & ((1 << _ROW_BITS) - 1)).astype(np.int32)
        for (key, _, _), begin, end in zip(chunk, ends, ends[1:], strict=False):
            yield _Photos(key, rows[begin:end], ties[begin:end])


def _chunks(listed: Iterable[_Listed]) -> Iterator[list[_Listed]]:
    """Part what is read, so that many small places are one step, and many photos take little memory at once."""
    chunk: list[_Listed] = []
    digits = 0
    for each in listed:
        chunk.append(each)
        digits += len(each[1])
        if digits >= _CHUNK_DIGITS:
            yield chunk
            chunk, digits = [], 0
    yield chunk


def _pairs(chunk: Sequence[_Listed], rows_of: RowsOf) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Each photo of each place, once, as one number: the place, as the chunk counts them, and the photo. Their ties."""
    rows = rows_of("".join(ids for _, ids, _ in chunk))
    digits = "".join(digits for _, _, digits in chunk).encode("ascii")
    ties = np.frombuffer(digits, dtype=np.uint8) - np.uint8(ord("0"))
    codes = np.repeat(np.arange(len(chunk), dtype=np.int64), [len(digits) for _, _, digits in chunk])
    pairs = codes << _ROW_BITS | rows
    if np.any(pairs[1:] < pairs[:-1]):
        order = np.argsort(pairs, kind="stable")
        pairs, ties = pairs[order], ties[order]
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    return pairs[firsts], np.bitwise_or.reduceat(ties, firsts) if len(firsts) else ties


def _joined(each: Sequence[_Photos], names: Mapping[Any, str] | None = None) -> Related:
    """Lay the photos of all places of a kind one behind the other."""
    keys = [photos.key for photos in each]
    lengths = [len(photos.rows) for photos in each]
    starts = np.cumsum([0, *lengths[:-1]], dtype=np.int64) if keys else np.empty(0, dtype=np.int64)
    rows = np.concatenate([np.empty(0, dtype=np.int32), *(photos.rows for photos in each)])
    ties = np.concatenate([np.empty(0, dtype=np.uint8), *(photos.ties for photos in each)])
    return Related(keys, [names[key] for key in keys] if names else keys, starts, rows, ties)
