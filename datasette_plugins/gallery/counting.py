"""Counts what a request selects, beside Datasette: how many photos, and how many of each value of each facet.

The columns in memory follow the catalogue: when it has changed they are read again, in the same view of it in which
the photos are selected, so that counts and photos never disagree. While another process changes it all the time, as a
run does that takes photos in, they may be some moments old: reading them for each page would be all that is done.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from datasette.utils import sqlite_timelimit
from numpy.typing import NDArray

from catalogue.database.connection import Connection, connect, last_write
from datasette_plugins.gallery.areas import Box
from datasette_plugins.gallery.columns import GROUPS, Table, read_table
from datasette_plugins.gallery.meanings import Meant, resolved
from datasette_plugins.gallery.places import EVERY, KINDS, Ties
from datasette_plugins.gallery.positions import Positions, read_positions

Counts = dict[Any, int]
#: What takes less time of the processor to read is read whenever something changed.
_COSTLY_SECONDS = 0.03
#: What takes more, and was changed by others, no oftener than would take this part of one processor.
_PART = 1 / 20
_STATE, _SET_ASIDE = "state", "set_aside"
_FOUND = "select group_concat(rowid) from photo_search where photo_search match :words"


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on photos, all of which hold, with their values."""

    clauses: Sequence[str]
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request selects, in parts.

    `many` are the filters by place and theme, as kind and text, and `ties` the relations that count for them;
    `exact` those by the values of columns in memory, `box` the one by area, `words` the search, as the index
    understands it; `where` is all the rest.
    """

    where: Where
    many: Sequence[tuple[str, str]] = ()
    exact: Sequence[tuple[str, str | int]] = ()
    box: Box | None = None
    words: str | None = None
    ties: Ties = EVERY
    all_states: bool = False
    versions: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.where.clauses or self.many or self.exact or self.box or self.words)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many photos were selected of how many, and the counts of each facet among them.

    `bearers` give one bearer of each name of places, `meant` the names that the filters by place and theme mean.
    """

    photos: int
    of: int
    table: Table
    shown: NDArray[np.bool_]
    facets: Mapping[str, Counts]
    bearers: Mapping[str, Mapping[str, int]]
    meant: Mapping[tuple[str, str], frozenset[str]]

    @property
    def newest_first(self) -> NDArray[np.int64]:
        """The numbers of the photos that were selected, in the order that the gallery has when nobody asks for one."""
        return self.table.newest_first(self.shown)


@dataclass(frozen=True, slots=True)
class Located:
    """What was counted, and where all photos are, in one view of the catalogue."""

    counted: Counted
    positions: Positions


@dataclass(frozen=True, slots=True)
class Read:
    """When the columns were read (`time.monotonic`), of which state of the catalogue, and what that took."""

    version: int
    write: int
    at: float
    cpu_seconds: float

    def stands(self, version: int, write: int, now: float) -> bool:
        """Whether what was read is shown still: nothing has changed, or others alone did it and it is not due yet.

        >>> Read(1, 1, 100.0, 0.5).stands(2, 1, 109.0), Read(1, 1, 100.0, 0.5).stands(2, 1, 111.0)
        (True, False)
        """
        if version == self.version:
            return True
        due = self.at + self.cpu_seconds / _PART
        return write == self.write and self.cpu_seconds >= _COSTLY_SECONDS and self.at <= now < due


class Counting:
    """Counts the photos of one catalogue. One thread holds its connection, and answers one question at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="facets")
        self._db: Connection | None = None
        self._read: Read | None = None
        self._counter: Counter | None = None
        self._write = 0

    def count(self, asked: Asked, limit_ms: int) -> "Future[Counted]":
        """Promise the counts of the photos that fit."""
        return self._thread.submit(self._count, asked, limit_ms)

    def locate(self, asked: Asked, limit_ms: int) -> "Future[Located]":
        """Promise the counts, and the positions of all photos."""
        return self._thread.submit(self._locate, asked, limit_ms)

    def close(self) -> None:
        """The connection is closed."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()

    def _count(self, asked: Asked, limit_ms: int) -> Counted:
        with self._one_view() as db:
            counter = self._current(db, placed=asked.box is not None)
            return self._counted(db, counter, asked, limit_ms)

    def _locate(self, asked: Asked, limit_ms: int) -> Located:
        with self._one_view() as db:
            counter = self._current(db, placed=True)
            return Located(self._counted(db, counter, asked, limit_ms), counter.positions(db))

    @contextmanager
    def _one_view(self) -> Iterator[Connection]:
        """All that is read meanwhile is of one moment."""
        if self._db is None:
            self._db = connect(self.path, readonly=True)
        # What this process had written by now is in the view that begins.
        self._write = last_write(self.path)
        self._db.execute("BEGIN")
        try:
            yield self._db
        finally:
            self._db.execute("ROLLBACK")

    def _counted(self, db: Connection, counter: "Counter", asked: Asked, limit_ms: int) -> Counted:
        if asked.box:
            counter.positions(db)
        with sqlite_timelimit(db, limit_ms):
            selected = selected_numbers(db, asked)
            meant = resolved(db, asked.many)
        return counter.counted(asked, selected, meant)

    def _current(self, db: Connection, *, placed: bool) -> "Counter":
        """The counter of this view, or of one a moment ago; `placed` when positions will be asked of it."""
        version = db.execute("PRAGMA data_version").fetchone()[0]
        stands = self._read is not None and self._read.stands(version, self._write, time.monotonic())
        if stands and placed and self._counter is not None and not self._counter.placed:
            # Positions are of the same view as all else: of an earlier one they can be read no more.
            stands = self._read is not None and self._read.version == version
        if self._counter is None or not stands:
            began = time.thread_time()
            self._counter = Counter(read_table(db))
            self._read = Read(version, self._write, time.monotonic(), time.thread_time() - began)
            # What all connections of a process take together is limited; this one has read all that it will.
            db.execute("PRAGMA shrink_memory")
        return self._counter


def selected_numbers(db: Connection, asked: Asked) -> list[NDArray[np.int64]]:
    """Numbers of the photos that fit, in no order: those that the conditions select, and those that are found.

    Each is there only when something is asked of it. The search asks its index alone: to look up each number among
    the photos as well would take four times as long, at a million of them.
    """
    selected = []
    if asked.where.clauses:
        conditions = " and ".join(f"({clause})" for clause in asked.where.clauses)
        query = f"select group_concat(number) from photos where {conditions}"  # noqa: S608 as Datasette builds it
        selected.append(_numbers(db, query, asked.where.params))
    if asked.words:
        selected.append(_numbers(db, _FOUND, {"words": asked.words}))
    return selected


def _numbers(db: Connection, query: str, params: dict[str, Any]) -> NDArray[np.int64]:
    """Read one text of all numbers: a row of its own for each takes three times as long."""
    text = db.execute(query, params).fetchone()[0]
    return np.fromstring(text or "", dtype=np.int64, sep=",")


@dataclass(slots=True)
class Counter:
    """Counts in one state of the catalogue; what nothing filters is counted once."""

    table: Table
    _kept: dict[tuple[Ties, bool, bool], Counted] = field(default_factory=dict)
    _positions: Positions | None = None

    @property
    def placed(self) -> bool:
        """Whether positions were read."""
        return self._positions is not None

    def positions(self, db: Connection) -> Positions:
        """Where all photos are; read once, from the same view as the table."""
        if self._positions is None:
            self._positions = read_positions(db, self.table)
        return self._positions

    def counted(
        self,
        asked: Asked,
        selected: Sequence[NDArray[np.int64]],
        meant: Mapping[tuple[str, str], Sequence[Meant]],
    ) -> Counted:
        """Count among the photos that are in all selections (by number; without any, all photos).

        Photos set aside count for the facet of states alone, unless all states are asked for.
        """
        key = (asked.ties, asked.all_states, asked.versions)
        if asked.everything and key in self._kept:
            return self._kept[key]
        among = self._among(asked, selected, meant)
        shown = among if asked.all_states else among & ~self.table.columns[_STATE].having(_STATE, _SET_ASIDE)
        names = {pair: frozenset(each.name for each in found) for pair, found in meant.items()}
        facets = self._facets(among, shown, asked.ties)
        photos = int(np.count_nonzero(shown))
        counted = Counted(photos, len(self.table), self.table, shown, facets, self._bearers(), names)
        if asked.everything:
            self._kept[key] = counted
        return counted

    def _among(
        self, asked: Asked, selected: Sequence[NDArray[np.int64]], meant: Mapping[Any, Sequence[Meant]]
    ) -> NDArray[np.bool_]:
        table = self.table
        among = np.ones(len(table), dtype=np.bool_)
        for numbers in selected:
            among &= table.having(numbers)
        for (kind, _), found in meant.items():
            among &= self._of(kind, {each.key for each in found}, asked.ties)
        for name, value in asked.exact:
            among &= table.columns[name].having(name, value)
        if asked.box and self._positions:
            among &= self._positions.within(asked.box)
        if not asked.versions:
            among[table.versions] = False
        return among

    def _of(self, kind: str, keys: Collection[Any], ties: Ties) -> NDArray[np.bool_]:
        return self.table.related[kind].photos(keys, ties, len(self.table))

    def _facets(self, among: NDArray[np.bool_], shown: NDArray[np.bool_], ties: Ties) -> dict[str, Counts]:
        facets = {kind: related.count(shown, ties) for kind, related in self.table.related.items()}
        # Rows are found once: to pick codes by a mask takes ten times as long as by the rows that it holds.
        rows = np.flatnonzero(shown)
        for group in GROUPS:
            facets |= self.table.columns[group[0]].count(rows)
        return facets | {_STATE: self.table.columns[_STATE].count(np.flatnonzero(among))[_STATE]}

    def _bearers(self) -> dict[str, dict[str, int]]:
        """Give for each name of a place one that bears it."""
        related = self.table.related
        return {kind: dict(zip(related[kind].names, related[kind].keys, strict=True)) for kind in KINDS}
