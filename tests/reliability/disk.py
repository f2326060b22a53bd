"""A model of a disk that promises only what POSIX makes it promise.

Bytes are on the disk when their file was flushed; a name is, when its folder was flushed; nothing else is, and
what was not flushed may be there or not, each change for itself. Real file systems are kinder.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, Union

from tests.reliability.tracing import Call

ChangeT = TypeVar("ChangeT")
_MODELLED = "the model of the disk does not know"


@dataclass(slots=True, eq=False)
class File:
    """A file: every change of its bytes, and how many of them are on the disk."""

    changes: list[tuple[int, bytes | None]] = field(default_factory=list)
    flushed: int = 0
    position: int = 0
    mtime_ns: int | None = None

    def write(self, offset: int, data: bytes) -> None:
        """Bytes were written at a place."""
        self.changes.append((offset, data))
        self.position = offset + len(data)

    def truncate(self, size: int) -> None:
        """The file has this size."""
        self.changes.append((size, None))

    def now(self) -> bytes:
        """What a reader finds while the machine runs."""
        return _built(self.changes)

    def durable(self) -> bytes:
        """What is certainly there after a power cut."""
        return _built(self.changes[: self.flushed])

    def by_chance(self, chance: random.Random) -> bytes:
        """What may be there after a power cut."""
        return _built(self.changes[: self.flushed] + _some(self.changes[self.flushed :], chance))


def _some(changes: list[ChangeT], chance: random.Random) -> list[ChangeT]:
    """Each of the changes, or not."""
    return [change for change in changes if chance.random() < 1 / 2]


def _built(changes: list[tuple[int, bytes | None]]) -> bytes:
    content = bytearray()
    for place, data in changes:
        if data is None:
            content = content[:place].ljust(place, b"\0")
        else:
            content = content.ljust(place, b"\0")
            content[place : place + len(data)] = data
    return bytes(content)


Entries = dict[str, Union[File, "Folder"]]
# Names that change at once: two when a file is renamed within its folder, otherwise one.
Names = tuple[tuple[str, Union[File, "Folder", None]], ...]


@dataclass(slots=True, eq=False)
class Folder:
    """A folder: every change of its names, and how many of them are on the disk."""

    changes: list[Names] = field(default_factory=list)
    flushed: int = 0

    def now(self) -> Entries:
        """What a reader finds while the machine runs."""
        return _named(self.changes)

    def durable(self) -> Entries:
        """What is certainly there after a power cut."""
        return _named(self.changes[: self.flushed])

    def by_chance(self, chance: random.Random) -> Entries:
        """What may be there after a power cut."""
        return _named(self.changes[: self.flushed] + _some(self.changes[self.flushed :], chance))


def _named(changes: list[Names]) -> Entries:
    last = dict(entry for names in changes for entry in names)
    return {name: node for name, node in last.items() if node is not None}


Node = File | Folder


class Disk:
    """Everything under one folder, which was there, empty or as it lies on the real disk, before the first call."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self.top = _loaded(root)
        self._gone: dict[str, Node] = {}
        self._begun: dict[int, int] = {}
        self._does: dict[str, Callable[[Call], None]] = {
            "openat": self._open,
            "write": lambda c: self._written(c).write(self._written(c).position, c.data(1)[: c.result]),
            "pwrite64": lambda c: self._written(c).write(int(str(c.words[3])), c.data(1)[: c.result]),
            "ftruncate": lambda c: self._written(c).truncate(int(str(c.words[1]))),
            "mkdir": lambda c: self._set(c.path(0), Folder()),
            "link": lambda c: self._set(c.path(1), self._at(c.path(0))),
            "linkat": lambda c: self._set(c.path(3, 2), self._at(c.path(1, 0))),
            "rename": lambda c: self._rename(c.path(0), c.path(1)),
            "unlink": lambda c: self._set(c.path(0), None),
            "unlinkat": lambda c: self._set(c.path(1, 0), None),
            "rmdir": lambda c: self._set(c.path(0), None),
            "mmap": self._mapped,
        }

    def holds(self, path: str) -> bool:
        """True for the modelled folder and what lies under it."""
        return path == self.root or path.startswith(self.root + "/")

    def concerns(self, call: Call) -> bool:
        """True when the call is about anything in the model."""
        return any(self.holds(path) for path in _paths(call))

    def begin(self, call: Call) -> None:
        """A flush has begun: what is written from now on it need not wait for."""
        if call.name in {"fsync", "fdatasync"} and self.concerns(call):
            node = self._opened(call)
            self._begun[call.begun] = len(node.changes)

    def end(self, call: Call) -> None:
        """The call is done."""
        if not self.concerns(call):
            return
        if call.name in {"fsync", "fdatasync"}:
            node = self._opened(call)
            node.flushed = max(node.flushed, self._begun.pop(call.begun))
        elif call.name in self._does:
            self._does[call.name](call)
        else:
            raise NotImplementedError(f"{_MODELLED} {call.name} {_paths(call)}")

    def find(self, path: str, *, durable: bool = False) -> Node | None:
        """What lies at a path relative to the top; with `durable`, only if every name on the way is on the disk."""
        node: Node | None = self.top
        for name in path.split("/") if path not in {"", "."} else ():
            if not isinstance(node, Folder):
                return None
            node = (node.durable() if durable else node.now()).get(name)
        return node

    def _inside(self, path: str) -> str:
        return os.path.relpath(path, self.root)

    def _at(self, path: str) -> Node:
        node = self.find(self._inside(path))
        if node is None:
            raise NotImplementedError(f"{_MODELLED} where {path} comes from")
        return node

    def _opened(self, call: Call) -> Node:
        file = call.open()
        return self._gone[file.path] if file.gone else self._at(file.path)

    def _written(self, call: Call) -> File:
        node = self._opened(call)
        assert isinstance(node, File)
        return node

    def _set(self, path: str, node: Node | None) -> None:
        folder, name = self._split(path)
        if node is None:
            self._gone[path] = folder.now()[name]
        folder.changes.append(((name, node),))

    def _rename(self, old: str, new: str) -> None:
        node = self._at(old)
        (before, name), (after, new_name) = self._split(old), self._split(new)
        if before is after:
            before.changes.append(((new_name, node), (name, None)))
        else:
            after.changes.append(((new_name, node),))
            before.changes.append(((name, None),))

    def _split(self, path: str) -> tuple[Folder, str]:
        above, _, name = self._inside(path).rpartition("/")
        folder = self.find(above)
        assert isinstance(folder, Folder), path
        return folder, name

    def _open(self, call: Call) -> None:
        path, flags = call.path(1, 0), str(call.words[2])
        if not self.holds(path):
            return
        node = self.find(self._inside(path))
        if node is None:
            node = File()
            self._set(path, node)
        if isinstance(node, File) and ("O_WRONLY" in flags or "O_RDWR" in flags):
            node.position = len(node.now()) if "O_APPEND" in flags else 0
            if "O_TRUNC" in flags and node.changes:
                node.truncate(0)

    def _mapped(self, call: Call) -> None:
        """SQLite's shared memory is made anew after a crash; nothing else may be written in this way."""
        shared = "PROT_WRITE" in str(call.words[2]) and "MAP_SHARED" in str(call.words[3])
        if shared and not call.open().path.endswith("-shm"):
            raise NotImplementedError(f"{_MODELLED} writing by mmap to {call.open().path}")


def _paths(call: Call) -> Iterator[str]:
    """Every path that a call names."""
    for number, word in enumerate(call.words):
        if isinstance(word, bytes) and call.name not in {"write", "pwrite64"}:
            yield call.path(number, number - 1 if number else None)
        elif not isinstance(word, bytes | str):
            yield word.path


def _loaded(path: Path) -> Folder:
    """A folder of the real disk, all of it durable."""
    entries = sorted(path.iterdir())
    changes: list[Names] = [((e.name, _loaded(e) if e.is_dir() else _loaded_file(e)),) for e in entries]
    return Folder(changes, len(changes))


def _loaded_file(path: Path) -> File:
    return File([(0, path.read_bytes())], 1, mtime_ns=path.stat().st_mtime_ns)


def materialise(top: Folder, folder: Path, chance: random.Random | None) -> None:
    """The folder holds what a power cut leaves: the least, or with `chance` something between that and everything."""
    folder.mkdir(parents=True)
    for name, node in (top.by_chance(chance) if chance else top.durable()).items():
        if isinstance(node, Folder):
            materialise(node, folder / name, chance)
        else:
            _write(folder / name, node.by_chance(chance) if chance else node.durable(), node.mtime_ns)


def _write(path: Path, content: bytes, mtime_ns: int | None) -> None:
    path.write_bytes(content)
    if mtime_ns is not None:
        os.utime(path, ns=(mtime_ns, mtime_ns))
