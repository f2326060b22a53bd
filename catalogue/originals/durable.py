"""The write order that survives a kill and a power cut.

Bytes to a temporary file on the same file system → length and hash checked → file flushed → given its final
name, never overwriting → folder flushed, and the parent of a new folder → only then the row in the database.
Every function here leaves the disk in a state that a later start can understand.
"""

import errno
import fcntl
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FLUSHERS = 8
_PART = ".part"
_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Move:
    """A finished file in a run's own folder, and the name it is to have."""

    staged: Path
    target: Path


def place(moves: Sequence[Move]) -> None:
    """Every move is done and durable: the bytes, the names, and the folders that hold the names.

    A target that exists is never overwritten: names are hashes, so it holds these bytes already. The staged name
    goes only when the new one is on the disk, so that a file has a name at every moment.
    """
    moves = [move for move in moves if move.staged.exists()]
    _each(flush_file, [move.staged for move in moves])
    touched = set().union(*(make_folder(move.target.parent) for move in moves))
    for move in moves:
        give_name(move)
    _each(flush_folder, touched | {move.target.parent for move in moves})
    for move in moves:
        move.staged.unlink(missing_ok=True)


def make_folder(folder: Path) -> set[Path]:
    """The folder exists; returned are the folders that got a new entry, which must be flushed."""
    if folder.is_dir():
        return set()
    touched = make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    return touched | {folder.parent}


def ensure_folder(folder: Path) -> None:
    """The folder exists, and its name is on the disk."""
    for touched in make_folder(folder):
        flush_folder(touched)


def give_name(move: Move) -> None:
    """The target exists, as it was if it did before; the staged name stands beside it, where links are possible."""
    try:
        os.link(move.staged, move.target)
    except FileExistsError:
        pass
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if not move.target.exists():
            move.staged.rename(move.target)


def flush_file(path: Path) -> None:
    """The bytes of a file are on the disk."""
    _flush(path, os.O_RDONLY)


def flush_folder(path: Path) -> None:
    """The names in a folder are on the disk."""
    _flush(path, os.O_RDONLY | os.O_DIRECTORY)


def write_durably(path: Path, content: bytes) -> None:
    """A small file with this content stands at `path`, replacing what stood there, at once or not at all."""
    staged = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    while not _written_as(path, staged, content):
        pass
    flush_folder(path.parent)


def _written_as(path: Path, staged: Path, content: bytes) -> bool:
    """False when a recovery came between making the file and locking it, and took it for a dead writer's."""
    with staged.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            staged.replace(path)
        except FileNotFoundError:
            return False
    return True


def clear_parts(folder: Path) -> None:
    """Small files that a dead writer left unfinished in a folder are gone: their lock went with their writer."""
    for part in folder.glob(f".*{_PART}") if folder.is_dir() else ():
        with suppress(FileNotFoundError, BlockingIOError), part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _each(flush: Callable[[Path], None], paths: Iterable[Path]) -> None:
    # fsync waits for the disk without holding the interpreter, and a journal commits many files at once.
    for done in [_flushers().submit(flush, path) for path in paths]:
        done.result()


@cache
def _flushers() -> ThreadPoolExecutor:
    """Threads that wait for the disk, kept as long as the process."""
    return ThreadPoolExecutor(_FLUSHERS, thread_name_prefix="flusher")
