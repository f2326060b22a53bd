"""Folders below a root: found by what an address says, one level at a time, and listed. Nothing is opened or changed.

An address names a folder by its root and, below it, by names as they can be shown; what is asked for is looked up,
name by name, so that nothing leads out of the root: no `..`, and no link, wherever it points.
"""

import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from catalogue.values.arrivals import printable

MOST_FOLDERS = 500
#: Folders of one level are counted as long as this lasts: a slow share must not keep a person waiting.
_COUNTING_S = 1.5
#: NAS boxes and systems begin the names of their own folders so; whoever wants one can still ask for it.
_OWN = (".", "@", "#", "$")


class Why(StrEnum):
    """Why a folder cannot be had."""

    OUTSIDE = "outside"
    ROOT_GONE = "root-gone"
    GONE = "gone"
    LINK = "link"
    NO_FOLDER = "no-folder"
    UNREADABLE = "unreadable"
    SILENT = "silent"


class NotHad(Exception):
    """A folder cannot be had, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below a root, or the root itself: `parts` as the disk knows them, to be opened by."""

    root: str
    parts: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """What to open."""
        return "/".join((self.root.rstrip("/"), *self.parts))

    @property
    def path(self) -> str:
        """Below its root, as an address says it; empty for the root."""
        return "/".join(map(printable, self.parts))

    @property
    def shown_root(self) -> str:
        """Its root, as an address says it."""
        return printable(self.root)

    @property
    def name(self) -> str:
        """What it is called."""
        return printable(self.parts[-1] if self.parts else self.root)

    @property
    def above(self) -> "list[Folder]":
        """The folders that lead to it, from the root on."""
        return [Folder(self.root, self.parts[:n]) for n in range(len(self.parts))]

    def below(self, name: str) -> "Folder":
        """A folder in it."""
        return Folder(self.root, (*self.parts, name))


@dataclass(frozen=True, slots=True)
class Inside:
    """A folder in the one that is listed; how many folders and files it holds itself, None when that took too long."""

    folder: Folder
    folders: int | None = None
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds: the first of its folders, how many there are, and how many files lie in it itself."""

    folder: Folder
    inside: tuple[Inside, ...]
    folders: int
    files: int

    @property
    def empty(self) -> bool:
        """True when nothing at all is in it."""
        return not (self.folders or self.files)


def find(roots: Sequence[Path], root: str, path: str) -> Folder:
    """The folder of an address; NotHad when it is none, or leads anywhere else than below its root."""
    known = {printable(one): str(one) for one in roots}
    if root not in known:
        raise NotHad(Why.OUTSIDE)
    folder = Folder(known[root])
    if not os.path.isdir(folder.location):
        raise NotHad(Why.ROOT_GONE)
    for name in path.split("/") if path else ():
        folder = folder.below(_named(folder, name))
    return folder


def _named(folder: Folder, name: str) -> str:
    """The real name of a folder in a folder, by how it is shown."""
    if name in ("", ".", "..") or "\0" in name:
        raise NotHad(Why.OUTSIDE)
    mode = _mode(folder, name)
    if mode is None:
        name = _spelled(folder, name)
        mode = _mode(folder, name)
    if mode is None:
        raise NotHad(Why.GONE)
    if stat.S_ISLNK(mode):
        raise NotHad(Why.LINK)
    if not stat.S_ISDIR(mode):
        raise NotHad(Why.NO_FOLDER)
    return name


def _mode(folder: Folder, name: str) -> int | None:
    """What a name stands for, without following it; None when there is nothing of that name."""
    try:
        return os.lstat(f"{folder.location}/{name}").st_mode
    except (OSError, UnicodeEncodeError):
        return None


def _spelled(folder: Folder, shown: str) -> str:
    """The name that is shown so: one whose bytes are no UTF-8."""
    try:
        names = os.listdir(folder.location)
    except PermissionError:
        raise NotHad(Why.UNREADABLE) from None
    except OSError:
        raise NotHad(Why.GONE) from None
    for name in names:
        if not name.isascii() and printable(name) == shown:
            return name
    raise NotHad(Why.GONE)


def listing(folder: Folder) -> Listing:
    """What the folder holds, its folders in order of name; NotHad when it cannot be read any more."""
    names, files = entries(folder)
    shown = sorted((name for name in names if not name.startswith(_OWN)), key=_in_order)
    until = time.monotonic() + _COUNTING_S
    inside = tuple(_counted(folder.below(name), until) for name in shown[:MOST_FOLDERS])
    return Listing(folder, inside, len(shown), files)


def entries(folder: Folder) -> tuple[list[str], int]:
    """Names of the folders in a folder, and how many files; links are neither. NotHad when it cannot be read."""
    folders, files = [], 0
    try:
        with os.scandir(folder.location) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files += 1
    except PermissionError:
        raise NotHad(Why.UNREADABLE) from None
    except OSError:
        raise NotHad(Why.GONE) from None
    return folders, files


def _counted(folder: Folder, until: float) -> Inside:
    if time.monotonic() > until:
        return Inside(folder)
    try:
        names, files = entries(folder)
    except NotHad:
        return Inside(folder)
    return Inside(folder, sum(not name.startswith(_OWN) for name in names), files)


def _in_order(name: str) -> tuple[str, str]:
    return name.casefold(), name
