"""A run's own folder, `tmp/<run>/`, held by a lock as long as the run lives."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalogue.home.locks import Lock
from catalogue.home.paths import Home

_LOCK = "lock"
_BEGINNING_SECONDS = 60
#: Folders whose names begin so are no runs: pictures are packed there, and nothing comes in.
ARCHIVE = "archive-"
#: What lies in such a folder: the ZIP, and the ids of its photos, one a line, written before it.
ARCHIVE_FILE, ARCHIVE_CONTENTS = "photos.zip", "contents"
#: The same: databases are copied there on their way to a backup.
BACKUP = "backup-"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_run_id(now: datetime) -> str:
    """A name for a run that a person can read and sort: `2026-11-22-1408-k3f9`."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(4))
    return f"{now:%Y-%m-%d-%H%M}-{letters}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A run's own folder on the home's file system."""

    folder: Path
    lock: Lock

    @classmethod
    def open(cls, home: Home, run_id: str) -> "Workspace":
        """A new folder for this run, locked before anyone else can see it under its name."""
        unseen, folder = home.tmp / f".{run_id}", home.tmp / run_id
        unseen.mkdir(parents=True)
        lock = Lock.try_take(unseen / _LOCK)
        if lock is None:
            raise RuntimeError(f"{unseen} is locked by another process")
        unseen.rename(folder)
        return cls(folder, lock)

    def close(self) -> None:
        """The folder is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.release()


def abandoned(home: Home) -> Iterator[tuple[str, Lock]]:
    """Folders of runs that live no more, each with its lock taken."""
    for folder in (*_folders(home), *_never_begun(home)):
        with suppress(OSError):
            lock = Lock.try_take(folder / _LOCK)
            if lock is not None:
                yield folder.name, lock


def _never_begun(home: Home) -> list[Path]:
    """Folders whose run died while it made them: their names still begin with a dot, a minute later."""
    if not home.tmp.is_dir():
        return []
    unseen = [f for f in home.tmp.iterdir() if f.name.startswith(".") and f.is_dir()]
    return [folder for folder in unseen if time.time() - folder.stat().st_mtime > _BEGINNING_SECONDS]


def living(home: Home) -> list[str]:
    """Names of the runs that work here now."""
    runs = (folder for folder in _folders(home) if not folder.name.startswith((ARCHIVE, BACKUP)))
    return [folder.name for folder in runs if _is_held(folder / _LOCK)]


def _folders(home: Home) -> list[Path]:
    """Folders with a run's name; one whose name still begins with a dot is being made."""
    if not home.tmp.is_dir():
        return []
    return sorted(f for f in home.tmp.iterdir() if f.is_dir() and not f.name.startswith("."))


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    lock = Lock.try_take(path)
    if lock is None:
        return True
    lock.release()
    return False
