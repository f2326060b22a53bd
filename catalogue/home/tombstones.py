"""What was erased here for good, told by keyed hashes: whoever has no key cannot say which photos these were.

`tombstones.jsonl` only ever grows. A line is a mark (HMAC-SHA256 under `tombstone.key`) of a photo's id or of a file's
sha256, with the state of its erasure; of several lines with one mark in one erasure the last one counts.
"""

import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from catalogue.errors import TombstoneKeyLost
from catalogue.home.paths import Home
from catalogue.originals.durable import Move, flush_folder, place

_KEY_BYTES = 32
_OURS_ALONE = 0o600


class Kind(StrEnum):
    """What a mark is of. Paths are marked in the log alone, never in `tombstones.jsonl`."""

    PHOTO = "photo"
    FILE = "file"
    PATH = "path"


class State(StrEnum):
    """How far an erasure is. One that began is always brought to its end, by the next command if need be."""

    ERASING = "erasing"
    ERASED = "erased"
    READMITTED = "readmitted"


@dataclass(frozen=True, slots=True)
class Stone:
    """One line: the mark of a photo or a file, and when, by whom and why it was erased. `erasure` ties lines."""

    hmac: str
    kind: str
    at: str
    by: str | None
    reason: str | None
    erasure: str
    state: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Makes marks. The same thing has the same mark as long as the key is the same."""

    key: bytes

    @classmethod
    def of(cls, home: Home) -> Self:
        """The marker of this home, with its key, which is made when it is first needed. TombstoneKeyLost."""
        if not home.tombstone_key.exists():
            if home.tombstones.exists():
                raise TombstoneKeyLost(str(home.root))
            _make_key(home)
        key = home.tombstone_key.read_bytes()
        if len(key) != _KEY_BYTES:
            raise TombstoneKeyLost(str(home.root))
        return cls(key)

    def mark(self, kind: Kind, name: str) -> str:
        """The mark of a photo by its id, of a file by its sha256, or of a path.

        >>> Marker(bytes(32)).mark(Kind.PHOTO, "ab") == Marker(bytes(32)).mark(Kind.FILE, "ab")
        False
        """
        return hmac.digest(self.key, f"{kind}:{name}".encode("utf-8", "surrogatepass"), "sha256").hex()


def _make_key(home: Home) -> None:
    """The key is durable; of two that make one at the same moment, the first one's holds."""
    staged = home.root / f".{home.tombstone_key.name}.{secrets.token_hex(8)}.part"
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OURS_ALONE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
    place([Move(staged, home.tombstone_key)])


@dataclass(frozen=True, slots=True)
class Tombstones:
    """The stones that stand, as they were read. Those of pictures that were readmitted stand no longer."""

    marker: Marker | None
    stones: tuple[Stone, ...] = ()

    @classmethod
    def read(cls, home: Home) -> Self:
        """The stones of a home; none where nothing was ever erased."""
        lines = read_lines(home.tombstones)
        return cls(Marker.of(home), tuple(standing(lines))) if lines else cls(None)

    @property
    def unfinished(self) -> tuple[Stone, ...]:
        """Stones of erasures that began, and were not seen through."""
        return tuple(stone for stone in self.stones if stone.state == State.ERASING)

    def of(self, kind: Kind, name: str) -> tuple[Stone, ...]:
        """The stones with the mark of this photo or file."""
        if self.marker is None:
            return ()
        mark = self.marker.mark(kind, name)
        return tuple(stone for stone in self.stones if stone.hmac == mark)


def standing(lines: Iterable[Stone]) -> list[Stone]:
    """Of each erasure and mark the last line, but for those that were taken back."""
    last = {(stone.erasure, stone.hmac): stone for stone in lines}
    return [stone for stone in last.values() if stone.state != State.READMITTED]


def read_lines(path: Path) -> list[Stone]:
    """Every whole line; one that a power cut tore says nothing, and what it was to say was never told."""
    if not path.exists():
        return []
    return [stone for line in path.read_bytes().splitlines() if (stone := _stone(line)) is not None]


def _stone(line: bytes) -> Stone | None:
    try:
        return Stone(**json.loads(line))
    except (ValueError, TypeError):
        return None


def append(home: Home, stones: Iterable[Stone]) -> None:
    """These lines are on the disk."""
    text = "".join(json.dumps(asdict(stone), ensure_ascii=False) + "\n" for stone in stones)
    if not text:
        return
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    descriptor = os.open(home.tombstones, flags, _OURS_ALONE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _write_all(descriptor, (_after_a_torn_line(descriptor) + text).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    flush_folder(home.root)


def _after_a_torn_line(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return "\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else ""


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def adopt(home: Home, other: Path) -> int:
    """Lines of another copy of `tombstones.jsonl` that are not here stand here too; returned is how many.

    For whoever restores a library: what was erased after the copy was made must not be forgotten. Lines keep their
    order, so that the last word about an erasure stays the last.
    """
    known = set(read_lines(home.tombstones))
    missing = [stone for stone in read_lines(other) if stone not in known]
    append(home, missing)
    return len(missing)
