"""What is to be sent: photos in folders, by name, with the path that tells where they lay."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from catalogue.errors import NothingToSend
from catalogue.values.arrivals import printable

# As ingest/discover/rules.py has them: this door may not read there.
_PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif", ".png", ".webp", ".tif", ".tiff", ".avif"}
)
_NEVER_ENTERED = frozenset({"@eaDir", "#recycle", "@Recycle", "$RECYCLE.BIN"})
#: A file that was touched within so many seconds may still be on its way into its folder.
QUIET_S = 10.0


@dataclass(frozen=True, slots=True)
class Found:
    """A file, where it lies, and its path from the folder that was named, which is told to the server."""

    location: Path
    path: str
    size_bytes: int
    mtime_ns: int

    def is_as_it_was(self) -> bool:
        """True when nobody has changed the file since it was found."""
        try:
            facts = self.location.stat()
        except OSError:
            return False
        return (facts.st_size, facts.st_mtime_ns) == (self.size_bytes, self.mtime_ns)

    def is_quiet(self) -> bool:
        """True when nothing was written to the file lately: it is whole, as far as one can see."""
        return abs(time.time() - self.mtime_ns / 1e9) > QUIET_S


def sha256_of(found: Found) -> str:
    """The hash of a file's bytes."""
    with found.location.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def find(named: Iterable[Path]) -> tuple[list[Found], int]:
    """Photos in folders and every file that was named itself, in order; and how many other files stay.

    What is not there, or a named folder that cannot be read, is NothingToSend.
    """
    found, others = [], 0
    for path in named:
        if not path.exists():
            raise NothingToSend(printable(path), "there is no such file or folder")
        if not path.is_dir():
            found.append(_found(path, path.name))
            continue
        photos = list(_within(path))
        found += [one for one in photos if one is not None]
        others += sum(one is None for one in photos)
    return found, others


def _within(folder: Path) -> Iterator[Found | None]:
    """Photos of a folder, and None for each file that is no photo by its name. Hidden ones are passed over."""
    # A folder named `.` has a name all the same, which tells as much as any.
    above = folder.resolve().parent
    for location, folders, names in os.walk(folder.resolve(), onerror=_refuse):
        folders[:] = sorted(
            name for name in folders if name not in _NEVER_ENTERED and not name.startswith(".")
        )
        for name in sorted(names):
            file = Path(location, name)
            if name.startswith(".") or not file.is_file() or file.is_symlink():
                continue
            yield _found(file, str(file.relative_to(above))) if file.suffix.lower() in _PICTURES else None


def _refuse(error: OSError) -> None:
    raise NothingToSend(printable(error.filename or ""), error.strerror or "it cannot be read") from error


def _found(location: Path, path: str) -> Found:
    facts = location.stat()
    return Found(location, printable(path).replace(os.sep, "/"), facts.st_size, facts.st_mtime_ns)
