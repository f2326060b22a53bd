"""Who works in a home. Locks are the kernel's: they go when their process goes, however it ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from catalogue.errors import HomeBusy


class Lock:
    """A lock on a file, held until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def try_take(cls, path: Path, *, shared: bool = False) -> Self | None:
        """The lock, or None when another process holds it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    def release(self) -> None:
        """The lock is free."""
        with suppress(OSError):
            os.close(self._descriptor)


def share_home(path: Path) -> Lock:
    """The home's lock, shared with others that add to it; refused while a repair has it alone."""
    return Lock.try_take(path, shared=True) or _refuse(path)


def own_home(path: Path) -> Lock:
    """The home's lock, alone; refused while anybody works there."""
    return Lock.try_take(path) or _refuse(path)


def _refuse(path: Path) -> Lock:
    raise HomeBusy(str(path.parent), holders(path))


def holders(path: Path) -> str:
    """Who has a file open, as far as this user may see: `phototheque ingest (process 4121)`."""
    target = os.path.realpath(path)
    found = [_named(pid) for pid in _processes() if pid != os.getpid() and _has_open(pid, target)]
    return ", ".join(found) or "another process"


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _has_open(pid: int, target: str) -> bool:
    with suppress(OSError):
        return any(str(link.readlink()) == target for link in list(Path(f"/proc/{pid}/fd").iterdir()))
    return False


# How the program is called: by its script, or as a module.
_PROGRAMS = ("phototheque", "catalogue.cli.main", "main.py")


def _named(pid: int) -> str:
    with suppress(OSError, IndexError, StopIteration):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        start = next(i for i, word in enumerate(words) if Path(word).name in _PROGRAMS)
        return f"phototheque {words[start + 1]} (process {pid})"
    return f"process {pid}"
