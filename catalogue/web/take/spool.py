"""ZIPs while they are packed and sent: each lies in a file of the home that grows, and that many may read at once.

A thread of its own packs it, at its own speed; whoever takes it reads the file behind it. So a slow reader holds
nobody, one that was cut off goes on where it stopped, and two that ask for the same get the same. A file stays for
a day at most, and less when room is needed; those of a server that died go with the next command (home/recovery).
"""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from catalogue import settings
from catalogue.database.connection import DatabaseError, connect
from catalogue.errors import NotEnoughRoom, PhotothequeError
from catalogue.exports.archives import ZipPacking
from catalogue.exports.packing import Parcel, pack
from catalogue.home.paths import Home
from catalogue.home.workspaces import ARCHIVE, ARCHIVE_CONTENTS, ARCHIVE_FILE, Workspace

_A_DAY_S = 24 * 3600
_CHUNK = 256 * 1024
#: A reader looks this often whether its client is still there.
_LOOK_S = 1.0
#: So many ZIPs are packed at once; further ones wait for their turn.
_PACKERS = 2


class ArchiveBroken(OSError):
    """A ZIP could not be packed to its end: its download must break, so that nobody takes it for whole."""


@dataclass(slots=True)
class Archive:
    """One ZIP. Bytes up to `length` are there for good; `whole` when there are no more to come."""

    key: str
    tag: str
    path: Path
    workspace: Workspace
    begun: float
    length: int = 0
    whole: bool = False
    failed: str = ""
    _news: threading.Condition = field(default_factory=threading.Condition)

    def grown(self, length: int) -> None:
        """There are so many bytes now."""
        with self._news:
            self.length = length
            self._news.notify_all()

    def ended(self, failed: str = "") -> None:
        """No more bytes will come."""
        with self._news:
            self.whole, self.failed = not failed, failed
            self._news.notify_all()

    def wait(self, beyond: int | None, gone: Callable[[], bool]) -> bool:
        """True once there are more bytes than `beyond`, or, for None, all of them; False when nobody waits any more.

        ArchiveBroken when they will never come.
        """
        with self._news:
            while not self.whole and (beyond is None or self.length <= beyond):
                if self.failed:
                    raise ArchiveBroken(self.failed)
                if gone():
                    return False
                self._news.wait(_LOOK_S)
        return True

    def read(self, start: int, stop: int | None, gone: Callable[[], bool] = lambda: False) -> "Reading":
        """Bytes from `start` up to `stop`, or to the end, as they come; less when the reader is gone."""
        return Reading(self, start, stop, gone)


class Reading:
    """One reader of a ZIP: chunks as they come. It holds the file open, which may lose its name, until `close`."""

    def __init__(self, archive: Archive, start: int, stop: int | None, gone: Callable[[], bool]) -> None:
        self._archive, self._at, self._stop, self._gone = archive, start, stop, gone
        self._file = archive.path.open("rb")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next chunk, waited for; ArchiveBroken when it will never come."""
        if self._gone() or not self._archive.wait(self._at, self._gone):
            raise StopIteration
        stop = self._archive.length if self._stop is None else min(self._stop, self._archive.length)
        chunk = os.pread(self._file.fileno(), max(0, min(_CHUNK, stop - self._at)), self._at)
        if not chunk:
            raise StopIteration
        self._at += len(chunk)
        return chunk

    def close(self) -> None:
        """The file is let go."""
        self._file.close()


class Spool:
    """The ZIPs of one server. Any thread may ask."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._archives: dict[str, Archive] = {}
        self._lost: list[Archive] = []
        self._lock = threading.Lock()
        self._packers = threading.Semaphore(_PACKERS)
        self._closed = threading.Event()

    def ordered(self, key: str, parcel: Parcel) -> tuple[Archive, bool]:
        """The ZIP of this order, and whether it was there or on its way already; otherwise it is begun now.

        NotEnoughRoom when the disk is nearly full.
        """
        with self._lock:
            self._tidy()
            joined = key in self._archives and self._archives[key].path.exists()
            if not joined:
                # One that lost its name held a photo that was erased since; whoever reads it already reads on.
                self._lost += [self._archives.pop(key)] if key in self._archives else []
                _require_room(self._home, _setting_bytes(self._home, "reserve_megabytes"))
                self._archives[key] = self._begun(key, parcel)
            return self._archives[key], joined

    def close(self) -> None:
        """Every ZIP is gone; one that is being packed is given up."""
        self._closed.set()
        with self._lock:
            for key in list(self._archives):
                self._drop(key)
            for archive in self._lost:
                archive.workspace.close()

    def _begun(self, key: str, parcel: Parcel) -> Archive:
        tag = f"{key[:24]}-{secrets.token_hex(4)}"
        workspace = Workspace.open(self._home, f"{ARCHIVE}{tag}")
        archive = Archive(key, tag, workspace.folder / ARCHIVE_FILE, workspace, time.time())
        contents = "".join(f"{leaf.photo_id}\n" for leaf in parcel.plan.leaves)
        (workspace.folder / ARCHIVE_CONTENTS).write_text(contents, encoding="ascii")
        # Opened before anybody reads: what loses its name meanwhile is packed to its end all the same.
        file = archive.path.open("w+b")
        threading.Thread(target=self._pack, args=(archive, file, parcel), name="archive", daemon=True).start()
        return archive

    def _pack(self, archive: Archive, file: IO[bytes], parcel: Parcel) -> None:
        """The thread of one ZIP. Whatever goes wrong is told to those who wait for it."""
        try:
            scratch = archive.workspace.folder / "aside"
            scratch.mkdir()
            with file, self._packers, ZipPacking(file, archive.grown) as into:
                pack(self._home, parcel, into, scratch, self._step())
        except (OSError, PhotothequeError, DatabaseError) as error:
            archive.ended(failed=str(error) or type(error).__name__)
        except BaseException as error:
            archive.ended(failed=repr(error))
            raise
        else:
            archive.ended()

    def _step(self) -> Callable[[], None]:
        """What is asked before each photo: is there still room, and does anybody want it."""
        reserve_bytes = _setting_bytes(self._home, "reserve_megabytes")

        def step() -> None:
            if self._closed.is_set():
                raise ArchiveBroken("the server stops")
            _require_room(self._home, reserve_bytes)

        return step

    def _tidy(self) -> None:
        """What failed, is older than a day, or is more than the disk is to hold, oldest first, is gone."""
        now, total = time.time(), sum(archive.length for archive in self._archives.values())
        most_bytes = _setting_bytes(self._home, "archives_megabytes")
        for key, archive in list(self._archives.items()):
            if archive.failed or now - archive.begun > _A_DAY_S or (total > most_bytes and archive.whole):
                total -= archive.length
                self._drop(key)
        ended = [archive for archive in self._lost if archive.whole or archive.failed]
        self._lost = [archive for archive in self._lost if archive not in ended]
        for archive in ended:
            archive.workspace.close()

    def _drop(self, key: str) -> None:
        self._archives.pop(key).workspace.close()


def _setting_bytes(home: Home, name: str) -> int:
    """A limit of the library that is told in megabytes, as it is now."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        stored = dict(db.execute("SELECT name, value FROM settings").fetchall())
    return settings.number(name, stored) * 1_000_000


def _require_room(home: Home, reserve_bytes: int) -> None:
    if shutil.disk_usage(home.root).free < reserve_bytes:
        raise NotEnoughRoom(str(home.root))
