"""The facet columns of all photos, as numbers in memory: a million photos are counted in milliseconds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.database.connection import Connection
from datasette_plugins.gallery.relations import Related, read_related

#: Columns that are read and counted together, because few of all combinations of their values occur.
GROUPS = (
    ("state", "rights", "aspect", "position_method", "rating"),
    ("taken_year", "taken_month"),
    ("camera_model",),
    ("creator",),
)
#: Columns of whole numbers; all others are text.
NUMBERS = frozenset({"rating", "taken_year", "taken_month"})
COLUMNS = frozenset(name for group in GROUPS for name in group)
_CHUNK_ROWS = 20_000
_ID_DIGITS = 32
# The order of an index, which is read from its beginning to its end.
_NEWEST = """
    SELECT group_concat(id, ''), group_concat(number)
    FROM (SELECT id, number FROM photos ORDER BY taken_at DESC, id)
"""
_VERSIONS = "SELECT number FROM photos WHERE version_of IS NOT NULL"
# What stands for a value that is missing, and between two of them, where several are read as one text.
_NONE, _BETWEEN = "\x1e", "\x1f"
# Tells ids apart that begin alike, if there ever are any.
_MULTIPLIERS = (0, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


@dataclass(frozen=True)
class Coded:
    """Some columns: the code of each photo's values, and the values by code, in the order of `names`."""

    names: Sequence[str]
    codes: NDArray[Any]
    values: Sequence[Sequence[Any]]

    def count(self, rows: NDArray[np.int64]) -> dict[str, dict[Any, int]]:
        """Count each value of each column among some photos, by their rows; values that do not occur are left out."""
        found = np.bincount(self.codes[rows], minlength=len(self.values))
        counts: dict[str, Counter[Any]] = {name: Counter() for name in self.names}
        for code in np.flatnonzero(found).tolist():
            for name, value in zip(self.names, self.values[code], strict=True):
                if value is not None:
                    counts[name][value] += int(found[code])
        return {name: dict(counted) for name, counted in counts.items()}

    def having(self, name: str, value: Any) -> NDArray[np.bool_]:
        """Tell of each photo whether a column has a value."""
        at = self.names.index(name)
        matches = np.array([values[at] == value for values in self.values], dtype=np.bool_)
        return matches[self.codes] if len(matches) else np.zeros(len(self.codes), dtype=np.bool_)


@dataclass(frozen=True)
class Table:
    """The columns of all photos, in the order of their ids, and what they belong to.

    `newest` lists the rows in the order of the gallery, newest first.
    """

    numbers: NDArray[np.int64]
    newest: NDArray[np.int32]
    columns: Mapping[str, Coded]
    related: Mapping[str, Related]
    versions: NDArray[np.int32]

    def __len__(self) -> int:
        """The number of photos."""
        return len(self.numbers)

    def rows(self, numbers: NDArray[np.int64]) -> NDArray[np.int32]:
        """Give the rows of photos by their numbers."""
        return self._rows[numbers]

    def having(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of each photo whether its number is among some; numbers that no photo has are passed over."""
        beyond = len(self._rows)
        listed = np.zeros(beyond, dtype=np.bool_)
        listed[numbers[numbers < beyond]] = True
        having: NDArray[np.bool_] = listed[self.numbers]
        return having

    def newest_first(self, among: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give the numbers of some photos, newest first."""
        ordered = self.newest[among[self.newest]]
        found: NDArray[np.int64] = self.numbers[ordered]
        return found

    @cached_property
    def _rows(self) -> NDArray[np.int32]:
        return _inverse(self.numbers)


def read_table(db: Connection) -> Table:
    """Read the columns of all photos, and what they belong to."""
    ids, listed = db.execute(_NEWEST).fetchone()
    keys = _Keys.of(ids or "")
    numbers = np.fromstring(listed or "", dtype=np.int64, sep=",")[keys.order]
    rows = _inverse(numbers)
    columns = _read_columns(db, rows)
    versions = np.array([row[0] for row in db.execute(_VERSIONS)], dtype=np.int64)
    newest = _inverse(keys.order)
    return Table(numbers, newest, columns, read_related(db, keys.rows), rows[versions])


def _inverse(numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give the row of each number; numbers are given out one after the other."""
    rows = np.zeros(int(numbers.max()) + 1 if len(numbers) else 0, dtype=np.int32)
    rows[numbers] = np.arange(len(numbers), dtype=np.int32)
    return rows


@dataclass(frozen=True, slots=True)
class _Keys:
    """Ids of all photos as numbers, in order, and where each of them stood."""

    sorted: NDArray[np.uint64]
    order: NDArray[np.int64]
    multiplier: int

    @classmethod
    def of(cls, ids: str) -> "_Keys":
        """Order the ids that are given one behind the other; their first half is enough unless two begin alike."""
        for multiplier in _MULTIPLIERS:
            keys = _numbered(ids, multiplier)
            order = np.argsort(keys)
            if not np.any(keys[order][1:] == keys[order][:-1]):
                break
        return cls(keys[order], order, multiplier)

    def rows(self, ids: str) -> NDArray[np.int32]:
        """Give the rows of photos by their ids."""
        return np.searchsorted(self.sorted, _numbered(ids, self.multiplier)).astype(np.int32)


def _numbered(ids: str, multiplier: int) -> NDArray[np.uint64]:
    halves = np.frombuffer(bytes.fromhex(ids), dtype=">u8").astype(np.uint64).reshape(-1, 2)
    return halves[:, 0] + halves[:, 1] * np.uint64(multiplier) if multiplier else halves[:, 0]


def _read_columns(db: Connection, rows: NDArray[np.int32]) -> dict[str, Coded]:
    """Read the columns by group; `rows` are those of photos by their numbers."""
    codings = [_coding() for _ in GROUPS]
    numbers: list[NDArray[np.int64]] = []
    coded: list[list[NDArray[np.int32]]] = [[] for _ in GROUPS]
    cursor = db.execute(f"SELECT number, {', '.join(map(_as_one, GROUPS))} FROM photos")  # noqa: S608 our own names
    while chunk := cursor.fetchmany(_CHUNK_ROWS):
        first, *others = zip(*chunk, strict=True)
        numbers.append(np.array(first, dtype=np.int64))
        for coding, parts, values in zip(codings, coded, others, strict=True):
            parts.append(np.fromiter(map(coding.__getitem__, values), dtype=np.int32, count=len(values)))
    places = rows[np.concatenate(numbers)] if numbers else np.empty(0, dtype=np.int32)
    groups = [
        Coded(group, _placed(parts, places, len(coding)), _parted(group, coding))
        for group, parts, coding in zip(GROUPS, coded, codings, strict=True)
    ]
    return {name: group for group in groups for name in group.names}


def _coding() -> defaultdict[Any, int]:
    """A dictionary that gives each new value the next code."""
    return defaultdict(count().__next__)


def _as_one(group: Sequence[str]) -> str:
    """The columns of a group as one value in SQL."""
    if len(group) == 1:
        return group[0]
    return f" || '{_BETWEEN}' || ".join(f"coalesce({name}, '{_NONE}')" for name in group)


def _parted(group: Sequence[str], read: Iterable[Any]) -> list[Sequence[Any]]:
    """The values of a group's columns, from each of those that `_as_one` gave."""
    if len(group) == 1:
        return [(value,) for value in read]
    return [tuple(map(_value, group, text.split(_BETWEEN))) for text in read]


def _value(name: str, text: str) -> str | int | None:
    if text == _NONE:
        return None
    return int(text) if name in NUMBERS else text


def _placed(parts: Sequence[NDArray[np.int32]], places: NDArray[np.int32], values: int) -> NDArray[Any]:
    """Codes at their places, in the smallest type that holds them."""
    codes = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    placed = np.empty(len(codes), dtype=np.min_scalar_type(max(values - 1, 0)))
    placed[places] = codes
    return placed
