"""Files copied into a backup: hashed on the way, made durable, and only then given their name.

Like `catalogue.originals.durable`, but for disks that know no hard links and no locks, and that can go away: what
fails on the side of the library is told of one file, what fails on the side of the backup ends the whole.
"""

import errno
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from catalogue.backup.contents import Blob
from catalogue.backup.destination import Destination
from catalogue.backup.packing import packed, unpacked
from catalogue.errors import BackupNoRoom, BackupUnwritable, BackupWentAway, PhotothequeError

_CHUNK = 1 << 20
_BATCH = 64
_WORKERS = 8
# What network file systems answer to the flushing of a folder: they keep no names back.
_CANNOT_FLUSH_FOLDERS = {errno.EINVAL, errno.EOPNOTSUPP, errno.EBADF, errno.EACCES, errno.EISDIR}


class Unreadable(Exception):
    """A file cannot be read to its end, or is not what its name says; the reason is its text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one file: `why` is empty when the backup holds it now, else the reason why not."""

    blob: Blob
    why: str = ""
    size: int = 0


def copy_hashed(
    source: Path, target: Path, *, mode: int = 0o644, flush: bool = True, unpack: bool = False
) -> tuple[str, int]:
    """A new file `target` holds the bytes of `source`, on the disk when flushed; returned are sha256 and size.

    With `unpack` they are those that the source stands for. Unreadable when the source cannot be read, or unpacked;
    any OSError is the target's.
    """
    with _reading(source, unpack=unpack) as content, _new_file(target, mode) as written:
        seen = _Seen()
        for chunk in seen.passing(content):
            _write(written, chunk)
        if flush:
            os.fsync(written)
    return seen.sha256, seen.size


def pack_hashed(source: Path, target: Path, *, mode: int = 0o644) -> tuple[str, int, int]:
    """A new file `target` holds the bytes of `source` packed, on the disk; returned are sha256 and size of the source.

    The third is the size of the target. Unreadable when the source cannot be read; any OSError is the target's.
    """
    stored = 0
    with _reading(source) as content, _new_file(target, mode) as written:
        seen = _Seen()
        for chunk in packed(seen.passing(content)):
            stored += len(chunk)
            _write(written, chunk)
        os.fsync(written)
    return seen.sha256, seen.size, stored


class _Seen:
    """The hash and the size of what passed."""

    def __init__(self) -> None:
        self._digest, self.size = hashlib.sha256(), 0

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            self._digest.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _reading(path: Path, *, unpack: bool = False) -> Iterator[Iterator[bytes]]:
    """The content of a file, chunk by chunk; Unreadable."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable("missing" if isinstance(error, FileNotFoundError) else _said(error)) from error
    try:
        yield unpacked(_chunks(opened)) if unpack else _chunks(opened)
    except zlib.error as error:
        raise Unreadable("damaged") from error
    finally:
        os.close(opened)


@contextmanager
def _new_file(path: Path, mode: int) -> Iterator[int]:
    written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        yield written
    finally:
        os.close(written)


def _chunks(opened: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(opened, _CHUNK):
            yield chunk
    except OSError as error:
        raise Unreadable(_said(error)) from error


def _write(written: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(written, left) :]


def hash_of(path: Path, *, unpack: bool = False) -> str:
    """The sha256 of a file, or of what it stands for when it lies packed; Unreadable."""
    with _reading(path, unpack=unpack) as content:
        seen = _Seen()
        for _ in seen.passing(content):
            pass
    return seen.sha256


def size_of(path: Path) -> int | None:
    """The size of a file; None where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


@dataclass(slots=True)
class Store:
    """Writes into one backup. `written` counts the bytes."""

    destination: Destination
    written: int = 0
    _made: set[Path] = field(default_factory=set)

    def keep(self, blobs: Iterable[Blob], beat: Callable[[], object] = lambda: None) -> Iterator[Kept]:
        """Every file is in the backup under its name, durable when it is told; or the reason why not is.

        `beat` is called now and then.
        """
        waiting = iter(blobs)
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="backup") as pool:
            while batch := list(islice(waiting, _BATCH)):
                beat()
                staged = list(pool.map(self._staged, batch))
                self._named(pool, [kept.blob for kept in staged if not kept.why])
                yield from staged

    def put(self, path: Path, content: bytes) -> None:
        """A small file with this content stands at `path`, replacing what stood there, at once or not at all."""
        staged = self.destination.tmp / path.name
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            _write(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self.written += len(content)
        self.name(staged, path)

    def carry(self, source: Path, target: Path, mode: int, *, pack: bool) -> tuple[str, int, int]:
        """`target` holds the bytes of `source`, packed or as they are, durably. Unreadable.

        Returned are sha256 and size of the source, and the size of the target.
        """
        staged = self.destination.tmp / target.name
        if pack:
            sha256, size, stored = pack_hashed(source, staged, mode=mode)
        else:
            sha256, size = copy_hashed(source, staged, mode=mode)
            stored = size
        self.written += stored
        self.name(staged, target)
        return sha256, size, stored

    def name(self, staged: Path, target: Path) -> None:
        """The staged file has its final name, durably."""
        staged.replace(target)
        flush_folder(target.parent)

    def folder(self, relative: str) -> set[Path]:
        """The folder exists below the backup, which is never made again itself: it may have gone away.

        Returned are the folders that got a new entry, to be flushed.
        """
        touched, path = set(), self.destination.root
        for part in Path(relative).parts:
            above, path = path, path / part
            if path not in self._made:
                with suppress(FileExistsError):
                    path.mkdir()
                    touched.add(above)
                self._made.add(path)
        return touched

    def flush(self, folder: Path) -> None:
        """The names in a folder are on the disk."""
        flush_folder(folder)

    def _staged(self, blob: Blob) -> Kept:
        target = self.destination.tmp / blob.name
        try:
            sha256, size = copy_hashed(blob.source, target)
        except Unreadable as error:
            return Kept(blob, str(error))
        self.written += size
        if sha256 != blob.sha256:
            target.unlink()
            return Kept(blob, "damaged")
        return Kept(blob, size=size)

    def _named(self, pool: ThreadPoolExecutor, blobs: Sequence[Blob]) -> None:
        touched: set[Path] = set()
        for blob in blobs:
            target = self.destination.root / blob.path
            touched |= self.folder(str(Path(blob.path).parent)) | {target.parent}
            (self.destination.tmp / blob.name).replace(target)
        list(pool.map(flush_folder, touched))


def flush_folder(path: Path) -> None:
    """The names in a folder are on the disk, where its file system can promise that."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def spoken(error: OSError, destination: Destination) -> PhotothequeError:
    """A failure on the side of the backup, as a person can act on it."""
    where = str(destination.root)
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return BackupNoRoom(where)
    try:
        there = destination.marker.exists()
    except OSError:
        there = False
    return BackupUnwritable(where, _said(error)) if there else BackupWentAway(where)


def _said(error: OSError) -> str:
    return error.strerror or str(error)
