"""Receiving a file: its bytes, copied once to the home's file system, with their hash. The source is only read."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from catalogue.values.arrivals import Arrival

_HEAD_BYTES = 4096
_CHUNK_BYTES = 1 << 18


class NotReceived(Exception):
    """A file that could not be received whole: a stable code, and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that stand in the run's own folder, exactly as they were in the source."""

    staged: Path
    sha256: str
    size_bytes: int


@contextmanager
def opened(arrival: Arrival) -> Iterator[int]:
    """A descriptor of the file itself: no link is followed, no pipe waited for."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(arrival.location, flags)
    except OSError as error:
        raise _not_opened(error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotReceived("special-file", "Not a regular file.")
        yield descriptor
    finally:
        os.close(descriptor)


def head_of(descriptor: int) -> bytes:
    """The first bytes, by which the kind of a file is known."""
    try:
        return os.pread(descriptor, _HEAD_BYTES, 0)
    except OSError as error:
        raise _not_read(error) from error


def receive(descriptor: int, staged: Path) -> Received:
    """The whole file stands at `staged`, hashed on its way.

    A file that changed while it was read is not received: half of it might be of another photo.
    """
    before = os.fstat(descriptor)
    digest = sha256()
    copied = 0
    with staged.open("wb", buffering=0) as target:
        for chunk in _chunks(descriptor):
            digest.update(chunk)
            _write_all(target.fileno(), chunk)
            copied += len(chunk)
    after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or copied != after.st_size:
        staged.unlink()
        raise NotReceived(
            "changed-while-read", "It was changed while it was read. Run again when it is finished."
        )
    return Received(staged, digest.hexdigest(), copied)


def _chunks(descriptor: int) -> Iterator[memoryview]:
    """The bytes of a file, piece by piece; each piece lies where the one before lay, so that memory is reused."""
    buffer = bytearray(_CHUNK_BYTES)
    offset = 0
    while True:
        try:
            read = os.preadv(descriptor, [buffer], offset)
        except OSError as error:
            raise _not_read(error) from error
        if not read:
            return
        yield memoryview(buffer)[:read]
        offset += read


def _write_all(descriptor: int, rest: memoryview) -> None:
    """Every byte is handed over: one write may take only a part."""
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _not_opened(error: OSError) -> NotReceived:
    if isinstance(error, PermissionError):
        return NotReceived("unreadable", "You have no right to read it. Change its rights, then run again.")
    if isinstance(error, FileNotFoundError):
        return NotReceived("vanished", "It went away before it could be read. Run again if it is back.")
    return NotReceived("unreadable", f"It cannot be opened: {error.strerror}. Check the disk or the card.")


def _not_read(error: OSError) -> NotReceived:
    return NotReceived("unreadable", f"It cannot be read: {error.strerror}. Check the disk or the card.")
