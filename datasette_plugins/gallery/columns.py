"""The facet columns of all photos, as numbers in memory: a million photos are counted in milliseconds.

They follow the catalogue: when it has changed they are read again, in the same view of it in which the
photos are selected, so that counts and photos never disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from datasette.utils import sqlite_timelimit
from numpy.typing import NDArray

from catalogue.database.connection import Connection, connect
from datasette_plugins.gallery.selection import Where

Counts = dict[Any, int]
_CHUNK_ROWS = 20_000
_STATE = "state"
_SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Coded:
    """One column: the code of each photo's value, and the values by code; code 0 is no value."""

    codes: NDArray[Any]
    values: Sequence[Any]

    def count(self, among: NDArray[Any] | None) -> Counts:
        """Count each value among some photos, or among all; values that do not occur are left out."""
        codes = self.codes if among is None else self.codes[among]
        found = np.bincount(codes, minlength=len(self.values))
        return {self.values[code]: int(found[code]) for code in np.flatnonzero(found).tolist() if code}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of all photos, in the order of their numbers."""

    version: int
    numbers: NDArray[np.int64]
    columns: Mapping[str, Coded]

    def facets(
        self, names: Iterable[str], selected: NDArray[np.int64] | None, *, all_states: bool
    ) -> dict[str, Counts]:
        """Count the values of each column among the selected photos (by number; None is all).

        Photos set aside count for the column of states alone, unless `all_states`.
        """
        among = None if selected is None else np.searchsorted(self.numbers, selected)
        shown = among if all_states else self._without_set_aside(among)
        return {name: self.columns[name].count(among if name == _STATE else shown) for name in names}

    def _without_set_aside(self, among: NDArray[Any] | None) -> NDArray[Any]:
        state = self.columns[_STATE]
        aside = state.values.index(_SET_ASIDE) if _SET_ASIDE in state.values else -1
        everyone = np.arange(len(self.numbers)) if among is None else among
        shown: NDArray[Any] = everyone[state.codes[everyone] != aside]
        return shown


class FacetColumns:
    """Counts the photos of one catalogue. One thread holds its connection, and answers one question at a time."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self._path = path
        self._names = tuple(dict.fromkeys((*names, _STATE)))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="facets")
        self._db: Connection | None = None
        self._table: Table | None = None

    def count(self, names: Sequence[str], where: Where, *, all_states: bool, limit_ms: int) -> Any:
        """Promise the counts of each column among the photos that fit; a Future of `dict[str, Counts]`."""
        return self._thread.submit(self._count, names, where, all_states, limit_ms)

    def close(self) -> None:
        """The connection is closed."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()

    def _count(
        self, names: Sequence[str], where: Where, all_states: bool, limit_ms: int
    ) -> dict[str, Counts]:
        if self._db is None:
            self._db = connect(self._path, readonly=True)
        self._db.execute("BEGIN")
        try:
            table = self._current(self._db)
            with sqlite_timelimit(self._db, limit_ms):
                selected = selected_numbers(self._db, where)
        finally:
            self._db.execute("ROLLBACK")
        return table.facets(names, selected, all_states=all_states)

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
    """Read the columns of all photos."""
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
    return Table(version, every[order], columns)


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
