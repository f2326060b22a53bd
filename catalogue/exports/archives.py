"""Where a parcel goes: into one ZIP that grows while it is read, or into a folder. Both take the same files."""

import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from catalogue.errors import ExportRefused

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of DOS, whose calendar ZIP has
_LAST_YEAR = 2107
_CHUNK = 1 << 20
_MODE = 0o100644 << 16
#: Files that are packed small already are stored as they are.
_PACKED = (".jpg", ".xlsx")


class Packing(Protocol):
    """Takes files, each whole, by their path with `/`."""

    def add(self, path: str, content: bytes, moment: datetime | None = None) -> None:
        """One more file; `moment` is its time on the wall clock."""
        ...

    def add_file(self, path: str, source: Path) -> None:
        """One more file, copied from a disk."""
        ...


class ZipPacking:
    """A ZIP in a file, which is whole when the `with` ends.

    `told` is called with its length whenever one more file stands in it for good. Headers hold sizes and checksums,
    so that also programs read it that unpack while they receive; up to the length that was told, no byte changes any
    more.
    """

    def __init__(self, file: IO[bytes], told: Callable[[int], object] = lambda _: None) -> None:
        self._file = file
        self._told = told
        self._zip = zipfile.ZipFile(file, "w")

    def add(self, path: str, content: bytes, moment: datetime | None = None) -> None:
        """One more file."""
        self._zip.writestr(_info(path, moment), content)
        self._tell()

    def add_file(self, path: str, source: Path) -> None:
        """One more file, copied from a disk."""
        info = _info(path, None)
        info.file_size = source.stat().st_size
        with source.open("rb") as read, self._zip.open(info, "w") as packed:
            shutil.copyfileobj(read, packed, _CHUNK)
        self._tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The ZIP is whole; or, after an error, given up: what is written then is not told."""
        if error is None:
            self._zip.close()
            self._tell()
        else:
            with suppress(OSError, ValueError):
                self._zip.close()

    def _tell(self) -> None:
        self._file.flush()
        self._told(self._file.tell())


def _info(path: str, moment: datetime | None) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _dos_time(moment))
    info.external_attr = _MODE
    info.compress_type = zipfile.ZIP_STORED if path.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    return info


def _dos_time(moment: datetime | None) -> tuple[int, int, int, int, int, int]:
    if moment is None or not _FIRST_MOMENT[0] <= moment.year <= _LAST_YEAR:
        return _FIRST_MOMENT
    return (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


class FolderPacking:
    """A folder that is filled; a file appears under its name only when it is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, path: str, content: bytes, moment: datetime | None = None) -> None:  # noqa: ARG002 a ZIP needs it
        """One more file."""
        self._place(path, lambda staged: staged.write_bytes(content))

    def add_file(self, path: str, source: Path) -> None:
        """One more file, copied from a disk."""
        self._place(path, lambda staged: shutil.copyfile(source, staged))

    def _place(self, path: str, write: Callable[[Path], object]) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(f".{target.name}.part")
        write(staged)
        staged.replace(target)


def admit_destination(destination: Path, home: Path) -> None:
    """ExportRefused unless pictures can be written there: an empty or new folder or a new `.zip`, outside the home."""
    resolved = destination.resolve()
    if resolved == home.resolve() or home.resolve() in resolved.parents:
        raise ExportRefused(str(destination), "it lies inside the library", hint="Name a folder elsewhere.")
    taken = destination.exists() and not (destination.is_dir() and not any(destination.iterdir()))
    if taken:
        why = "it holds other things" if destination.is_dir() else "there is such a file already"
        raise ExportRefused(str(destination), why, hint="Name an empty folder, or a new .zip file.")
