"""What a backup carries of a home, and what it leaves: renditions, tiles and what runs work on can be made again."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from catalogue.backup.packing import SUFFIX
from catalogue.database.connection import connect_alone
from catalogue.home.paths import Home

#: Copied by SQLite's own means, each as it is at one moment. Only the first has to be there.
DATABASES = ("catalogue.db", "people.db")
#: Small files, copied after the databases. Of these a restore takes the newest that the backup holds, whichever
#: copy it restores: what was erased for good must not come back with an older copy.
STANDING = ("tombstone.key", "tombstones.jsonl")
CARRIED = (*DATABASES, *STANDING)
#: Names that a file of a copy can have in a backup: copies of the first form hold databases as they are.
STORED_NAMES = (*CARRIED, *(f"{name}{SUFFIX}" for name in DATABASES))

ORIGINALS, WAITING = "originals", "waiting"
#: Rooms of the home whose files are in no row yet; from the first a file may go to the second meanwhile.
WAITING_ROOMS = ("inbox", "quarantine")
_ORIGINAL = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,16}")
_WAITING_NAME = re.compile(r"[0-9a-f]{64}")
_WAITING_PATH = re.compile(r"(inbox|quarantine)/(?!\.)[^/\0]+")


class Blob(NamedTuple):
    """A file that is stored once in a backup, under its hash, however many copies name it."""

    room: str
    name: str
    size: int
    source: Path

    @property
    def sha256(self) -> str:
        """What its bytes must hash to."""
        return self.name[:64]

    @property
    def path(self) -> str:
        """Where it lies in a backup."""
        return blob_path(self.room, self.name)


class Waiting(NamedTuple):
    """A file that is in no row yet: its path in the home, its hash and its size."""

    path: str
    sha256: str
    size: int


def blob_path(room: str, name: str) -> str:
    """Where a file lies in a backup.

    >>> blob_path("originals", "ab12cd.jpg")
    'originals/ab/12/ab12cd.jpg'
    """
    return f"{room}/{name[:2]}/{name[2:4]}/{name}"


def is_original(name: str) -> bool:
    """True for the name of an original: its hash and its extension."""
    return _ORIGINAL.fullmatch(name) is not None


def is_waiting(name: str) -> bool:
    """True for the name under which a backup stores a file that is in no row yet: its hash."""
    return _WAITING_NAME.fullmatch(name) is not None


def is_waiting_path(path: str) -> bool:
    """True for a path that a waiting file can have in a home, and that leads nowhere else.

    >>> is_waiting_path("inbox/01J.json"), is_waiting_path("inbox/../catalogue.db"), is_waiting_path("inbox/.x")
    (True, False, False)
    """
    return _WAITING_PATH.fullmatch(path) is not None


def originals_named(home: Home, catalogue: Path) -> Iterator[Blob]:
    """Every original that a copy of the catalogue names, whether or not it leads its photo."""
    db = connect_alone(catalogue)
    try:
        rows = db.execute(
            "SELECT sha256, extension, max(size_bytes) FROM files GROUP BY sha256, extension ORDER BY sha256"
        )
        for sha256, extension, size in rows:
            yield Blob(ORIGINALS, f"{sha256}.{extension}", size, home.original(sha256, extension))
    finally:
        db.close()


def hashes_named(catalogue: Path) -> set[str]:
    """Hashes of every file that a copy of the catalogue has taken in."""
    db = connect_alone(catalogue)
    try:
        return {sha256 for (sha256,) in db.execute("SELECT DISTINCT sha256 FROM files")}
    finally:
        db.close()


def waiting_now(home: Home, room: str) -> Iterator[Waiting]:
    """What lies in a room of the home; a file that leaves meanwhile was taken in, and is passed over."""
    folder = home.root / room
    for name in sorted(os.listdir(folder)) if folder.is_dir() else ():  # noqa: PTH208 names, not paths
        path = folder / name
        if is_waiting_path(f"{room}/{name}") and path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError), path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
                yield Waiting(f"{room}/{name}", digest, os.fstat(file.fileno()).st_size)
