"""The facet columns of all photos, as numbers in memory: a million photos are counted in milliseconds.

They follow the catalogue: when it has changed they are read again, in the same view of it in which the
photos are selected, so that counts and photos never disagree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from datasette.utils import sqlite_timelimit
from numpy.typing import NDArray

from catalogue.database.connection import Connection, connect
from datasette_plugins.gallery.places import EVERY, KINDS, Ties
from datasette_plugins.gallery.relations import Related, read_related
from datasette_plugins.gallery.selection import Where, resolved

Counts = dict[Any, int]
_CHUNK_ROWS = 20_000
_STATE = "state"
_SET_ASIDE = "set_aside"
_VERSIONS = "select number from photos where version_of is not null"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks to be counted: facets by name, and among which photos.

    `where` says nothing of places: `places` are the filters by place, as kind and text; `ties` those that count.
    """

    names: Sequence[str]
    where: Where
    places: Sequence[tuple[str, str]] = ()
    ties: Ties = EVERY
    all_states: bool = False
    versions: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of each facet; for names of places one of their bearers, and the names that filters mean."""

    facets: Mapping[str, Counts]
    bearers: Mapping[str, Mapping[str, int]]
    meant: Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Coded:
    """One column: the code of each photo's value, and the values by code; code 0 is no value."""

    codes: NDArray[Any]
    values: Sequence[Any]

    def count(self, among: NDArray[Any]) -> Counts:
        """Count each value among some photos; values that do not occur are left out."""
        found = np.bincount(self.codes[among], minlength=len(self.values))
        return {self.values[code]: int(found[code]) for code in np.flatnonzero(found).tolist() if code}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of all photos, in the order of their numbers, and the places that they belong to."""

    version: int
    numbers: NDArray[np.int64]
    columns: Mapping[str, Coded]
    related: Mapping[str, Related]
    versions: NDArray[np.int64]

    def facets(
        self, asked: Asked, selected: NDArray[np.int64] | None, places: Iterable[tuple[str, Collection[int]]]
    ) -> dict[str, Counts]:
        """Count the values of each facet among the selected photos (by number; None is all) of all these places.

        Each item of `places` is a kind and places of it, of which one will do. Photos set aside count for the
        column of states alone, unless all states are asked for.
        """
        among = self._mask(selected)
        for kind, ids in places:
            among &= self._of_places(kind, ids, asked.ties)
        if not asked.versions:
            among[np.searchsorted(self.numbers, self.versions)] = False
        shown = among if asked.all_states else among & ~self._set_aside()
        rows, all_rows = np.flatnonzero(shown), np.flatnonzero(among)
        return {
            name: self._count(name, shown, all_rows if name == _STATE else rows, asked.ties)
            for name in asked.names
        }

    def bearers(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """Give for each name of a place one that bears it."""
        return {
            kind: dict(zip(self.related[kind].names, self.related[kind].places, strict=True))
            for kind in names
            if kind in self.related
        }

    def _count(self, name: str, shown: NDArray[np.bool_], rows: NDArray[np.int64], ties: Ties) -> Counts:
        if name in KINDS:
            return self.related[name].count(shown, ties) if name in self.related else {}
        return self.columns[name].count(rows)

    def _of_places(self, kind: str, places: Collection[int], ties: Ties) -> NDArray[np.bool_]:
        photos = len(self.numbers)
        related = self.related.get(kind)
        return np.zeros(photos, dtype=np.bool_) if related is None else related.photos(places, ties, photos)

    def _mask(self, selected: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        mask = np.full(len(self.numbers), selected is None)
        if selected is not None:
            mask[np.searchsorted(self.numbers, selected)] = True
        return mask

    def _set_aside(self) -> NDArray[np.bool_]:
        state = self.columns[_STATE]
        aside = state.values.index(_SET_ASIDE) if _SET_ASIDE in state.values else -1
        matches: NDArray[np.bool_] = state.codes == aside
        return matches


class FacetColumns:
    """Counts the photos of one catalogue. One thread holds its connection, and answers one question at a time."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self._path = path
        self._names = tuple(dict.fromkeys((*(name for name in names if name not in KINDS), _STATE)))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="facets")
        self._db: Connection | None = None
        self._table: Table | None = None

    def count(self, asked: Asked, limit_ms: int) -> "Future[Counted]":
        """Promise the counts of each facet among the photos that fit."""
        return self._thread.submit(self._count, asked, limit_ms)

    def close(self) -> None:
        """The connection is closed."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()

    def _count(self, asked: Asked, limit_ms: int) -> Counted:
        if self._db is None:
            self._db = connect(self._path, readonly=True)
        self._db.execute("BEGIN")
        try:
            table = self._current(self._db)
            with sqlite_timelimit(self._db, limit_ms):
                selected = selected_numbers(self._db, asked.where)
                meant = resolved(self._db, asked.places)
        finally:
            self._db.execute("ROLLBACK")
        names = {pair: frozenset(place.name for place in places) for pair, places in meant.items()}
        chosen = [(kind, {place.id for place in places}) for (kind, _), places in meant.items()]
        return Counted(table.facets(asked, selected, chosen), table.bearers(asked.names), names)

    def _current(self, db: Connection) -> Table:
        version = db.execute("PRAGMA data_version").fetchone()[0]
        if self._table is None or self._table.version != version:
            self._table = read_table(db, self._names, version)
        return self._table


def selected_numbers(db: Connection, where: Where) -> NDArray[np.int64] | None:
    """Numbers of the photos that fit, in no order; None when nothing is asked of them."""
    if not where.clauses:
        return None
    # One text for all numbers: a row of its own for each costs three times as much.
    conditions = " and ".join(f"({clause})" for clause in where.clauses)
    query = f"select group_concat(number) from photos where {conditions}"  # noqa: S608 as Datasette builds it
    text = db.execute(query, where.params).fetchone()[0]
    return np.fromstring(text or "", dtype=np.int64, sep=",")


def read_table(db: Connection, names: Sequence[str], version: int) -> Table:
    """Read the columns of all photos, and their places."""
    codes: list[defaultdict[Any, int]] = [_coding() for _ in names]
    numbers: list[NDArray[np.int64]] = []
    coded: list[list[NDArray[np.int32]]] = [[] for _ in names]
    cursor = db.execute(f"select number, {', '.join(names)} from photos")  # noqa: S608 names are our own
    while rows := cursor.fetchmany(_CHUNK_ROWS):
        first, *others = zip(*rows, strict=True)
        numbers.append(np.array(first, dtype=np.int64))
        for code, parts, values in zip(codes, coded, others, strict=True):
            parts.append(np.fromiter(map(code.__getitem__, values), dtype=np.int32, count=len(values)))
    every = np.concatenate(numbers) if numbers else np.empty(0, dtype=np.int64)
    order = np.argsort(every)
    columns = {
        name: Coded(_narrow(parts, len(code), order), tuple(code))
        for name, code, parts in zip(names, codes, coded, strict=True)
    }
    versions = np.array([row[0] for row in db.execute(_VERSIONS)], dtype=np.int64)
    return Table(version, every[order], columns, read_related(db, every[order]), versions)


def _coding() -> defaultdict[Any, int]:
    """A dictionary that gives each new value the next code; no value has code 0."""
    coding: defaultdict[Any, int] = defaultdict(count(1).__next__)
    coding[None] = 0
    return coding


def _narrow(parts: Sequence[NDArray[np.int32]], values: int, order: NDArray[Any]) -> NDArray[Any]:
    """Codes in order, in the smallest type that holds them."""
    codes = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    narrowed: NDArray[Any] = codes[order].astype(np.min_scalar_type(values))
    return narrowed
