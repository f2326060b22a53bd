"""How many photos wait for somebody, for the frame of every page: counted again only when something has changed."""

import os
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from catalogue.database.connection import DatabaseError, connect
from catalogue.reviewing.queues import waiting

# While something changes all the time, counting takes at most this part of the time.
_SHARE = 20


class _Counted(NamedTuple):
    state: tuple[int, ...]
    number: int
    at: float
    took_s: float


@dataclass(slots=True)
class _Memory:
    last: dict[str, _Counted]


_MEMORY = _Memory({})


def to_review(catalogue: str | os.PathLike[str] | None) -> int:
    """How many photos of this catalogue wait for somebody; 0 where it cannot be read."""
    if catalogue is None:
        return 0
    path = os.fspath(catalogue)
    known, state, now = _MEMORY.last.get(path), _state(path), time.monotonic()
    if known and (known.state == state or now - known.at < _SHARE * known.took_s):
        return known.number
    try:
        with closing(connect(path, readonly=True)) as db:
            number = waiting(db)
    except DatabaseError:
        return 0
    _MEMORY.last[path] = _Counted(state, number, time.monotonic(), time.monotonic() - now)
    return number


def _state(path: str) -> tuple[int, ...]:
    """What changes whenever the catalogue is written to."""
    facts: list[int] = []
    for file in (path, f"{path}-wal"):
        try:
            found = Path(file).stat()
        except OSError:
            continue
        facts += [found.st_mtime_ns, found.st_size]
    return tuple(facts)
