"""The bytes of an upload on the disk. How long its file is says how much of it has come: a crash cannot make that lie.

One process at a time writes to it: whoever does holds a lock of the kernel, which goes with its process.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path

from catalogue.errors import NotEnoughRoom, UploadBusy
from catalogue.home.paths import Home
from catalogue.originals.durable import ensure_folder, flush_folder

#: Bytes that are to be checked before they count wait beside the file.
_CHUNK = ".chunk"
_OURS_ALONE = 0o600
_COPIED = 1 << 20
_ENDLESS = 1 << 62


def path_of(home: Home, upload_id: str) -> Path:
    """Where the bytes of an upload lie."""
    return home.uploads / upload_id


def length(home: Home, upload_id: str) -> int:
    """How much of an upload has come; nothing where there is no file."""
    with suppress(FileNotFoundError):
        return path_of(home, upload_id).stat().st_size
    return 0


def sha256_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def discard(home: Home, upload_id: str) -> None:
    """Nothing of an upload lies on the disk."""
    path = path_of(home, upload_id)
    path.unlink(missing_ok=True)
    path.with_name(upload_id + _CHUNK).unlink(missing_ok=True)


def check_room(home: Home, coming: int, reserve_mb: int) -> None:
    """There is room for what is coming, and for what runs leave free; NotEnoughRoom."""
    free = shutil.disk_usage(home.root).free
    if free - coming < reserve_mb * 1_000_000:
        raise NotEnoughRoom(str(home.root), free // 1_000_000, coming // 1_000_000, reserve_mb)


class Appending:
    """The file of an upload, open for one writer. What is written stands in it at once, as far as the disk takes it.

    With `aside`, it stands beside until `settle`: bytes whose checksum is not known to be right must not count, even
    if the process is killed.
    """

    def __init__(
        self, home: Home, upload_id: str, descriptor: int, *, aside: bool, most: int, reserve_mb: int
    ) -> None:
        self.most = most
        self._home, self._reserve_mb = home, reserve_mb
        self._path = path_of(home, upload_id)
        self._descriptor = descriptor
        self.start = self.offset = os.fstat(descriptor).st_size
        self._aside = self._open_aside() if aside else None

    def _open_aside(self) -> int:
        chunk = self._path.with_name(self._path.name + _CHUNK)
        chunk.unlink(missing_ok=True)
        return os.open(chunk, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OURS_ALONE)

    def write(self, content: bytes) -> None:
        """The bytes follow those that are there; when the disk refuses, as many as it took do.

        What runs leave free is left free: NotEnoughRoom.
        """
        check_room(self._home, 0, self._reserve_mb)
        rest = memoryview(content)
        while rest:
            taken = self._put(rest)
            self.offset += taken
            rest = rest[taken:]

    def _put(self, content: memoryview) -> int:
        if self._aside is not None:
            return os.pwrite(self._aside, content, self.offset - self.start)
        return os.pwrite(self._descriptor, content, self.offset)

    def settle(self) -> None:
        """What was written counts, and is on the disk."""
        if self._aside is not None:
            for position in range(0, self.offset - self.start, _COPIED):
                self._append(os.pread(self._aside, _COPIED, position), self.start + position)
        os.fsync(self._descriptor)
        flush_folder(self._path.parent)

    def _append(self, content: bytes, offset: int) -> None:
        rest = memoryview(content)
        while rest:
            taken = os.pwrite(self._descriptor, rest, offset)
            offset, rest = offset + taken, rest[taken:]

    def take_back(self) -> None:
        """Nothing of what was written since the file was opened counts."""
        os.ftruncate(self._descriptor, self.start)
        os.fsync(self._descriptor)
        self.offset = self.start

    def close(self) -> None:
        """The file is free for the next writer; what stood beside it is gone."""
        if self._aside is not None:
            os.close(self._aside)
            self._path.with_name(self._path.name + _CHUNK).unlink(missing_ok=True)
        os.close(self._descriptor)


def open_to_append(
    home: Home, upload_id: str, *, aside: bool = False, most: int = _ENDLESS, reserve_mb: int = 0
) -> Appending:
    """The file of an upload, made if there is none; UploadBusy while another process writes to it.

    `most` is how long it may become, for whoever writes.
    """
    ensure_folder(home.uploads)
    descriptor = _locked(home, upload_id, make=True)
    try:
        return Appending(home, upload_id, descriptor, aside=aside, most=most, reserve_mb=reserve_mb)
    except BaseException:
        os.close(descriptor)
        raise


@contextmanager
def alone_with(home: Home, upload_id: str) -> Iterator[Path]:
    """The file of an upload, which nobody else writes to meanwhile; UploadBusy, FileNotFoundError."""
    descriptor = _locked(home, upload_id, make=False)
    try:
        yield path_of(home, upload_id)
    finally:
        os.close(descriptor)


def _locked(home: Home, upload_id: str, *, make: bool) -> int:
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_CREAT if make else 0)
    while True:
        descriptor = os.open(path_of(home, upload_id), flags, _OURS_ALONE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise UploadBusy from None
        if _is_at(path_of(home, upload_id), descriptor):
            return descriptor
        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    """False when the file was taken away between opening and locking it."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False
