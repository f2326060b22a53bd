"""Walking a source: every regular file is met once; what is settled is not opened again."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from catalogue.errors import HomeInsideSource, NoSuchSource, SourceGone
from catalogue.values.arrivals import Arrival, Attachment, Refusal, printable
from catalogue.values.outcomes import Outcome
from ingest.discover.rules import is_clutter, is_never_entered, is_picture_name, owner_keys

#: For each file that needs no second look, by absolute printable path: that path, size, mtime_ns, outcome.
SettledFiles = Mapping[str, tuple[str, int, int, str]]

_MESSAGES = {
    "symlink": "A symbolic link; links are not followed.",
    "special-file": "Not a regular file.",
    "clutter": "A file of the system or of another program.",
    "sidecar": "Read with {photo}.",
    "live-photo": "The moving part of a Live Photo, noted on {photo}.",
    "raw-beside": "The RAW of a photo, noted on {photo}.",
    "unreadable-folder": "This folder cannot be read: {why}. {remedy}, and run again.",
    "unreadable": "It cannot be looked at: {why}. {remedy}, and run again.",
}
_REMEDIES = {
    errno.EACCES: "Give yourself the right to read it",
    errno.ENAMETOOLONG: "Give the folders above it shorter names",
}


class Settled(NamedTuple):
    """Files of one folder that are as they were when they were last met: paths, and absolute printable paths."""

    paths: list[str]
    absolutes: list[str]


class NeverEntered(NamedTuple):
    """A folder that is not entered."""

    path: str


Met = Arrival | Refusal | Settled | NeverEntered


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as it stood when the walk began; a card that is pulled is another folder, or none."""

    root: str
    shown: str
    identity: tuple[int, int]

    @classmethod
    def of(cls, path: Path, home: Path) -> "Origin":
        """The source at a path; NoSuchSource or HomeInsideSource when it cannot be one."""
        root = os.path.realpath(path)
        try:
            facts = os.stat(root)
        except OSError:
            raise NoSuchSource(printable(str(path))) from None
        inside = os.path.realpath(home)
        if root == inside or root.startswith(inside + os.sep):
            raise HomeInsideSource(printable(str(path)), str(home))
        return cls(root, printable(root), (facts.st_dev, facts.st_ino))

    def check_there(self) -> None:
        """The source is still the same; otherwise SourceGone."""
        try:
            facts = os.stat(self.root)
        except OSError:
            raise SourceGone(self.shown) from None
        if (facts.st_dev, facts.st_ino) != self.identity:
            raise SourceGone(self.shown)


class _File(NamedTuple):
    """A regular file of a folder, with what lstat says."""

    name: str
    location: str
    path: str
    size_bytes: int
    mtime_ns: int
    settled: bool


@dataclass(slots=True)
class _Folder:
    """The entries of one folder, sorted by kind."""

    files: list[_File] = field(default_factory=list)
    folders: list[tuple[str, str]] = field(default_factory=list)
    others: list[Met] = field(default_factory=list)


def walk(origin: Origin, home: Path, settled: SettledFiles) -> Iterator[Met]:
    """Everything under a source, folder by folder in order of name. The home itself is never entered."""
    if not os.path.isdir(origin.root):
        yield from _single(origin, settled)
        return
    own = os.path.realpath(home)
    waiting = [(origin.root, "")]
    while waiting:
        location, path = waiting.pop()
        try:
            folder = _read(origin, location, path, settled)
        except OSError as error:
            yield _unreadable(origin, location, path + "/", "unreadable-folder", error)
            continue
        waiting += [f for f in sorted(folder.folders, reverse=True) if f[0] != own]
        yield from folder.others
        yield from _met(origin, folder.files)


def _single(origin: Origin, settled: SettledFiles) -> Iterator[Met]:
    """A source that is one file is met as it is in its folder, with its sidecars."""
    above, name = os.path.split(origin.root)
    wanted = printable(name)
    try:
        facts = os.stat(above)
        around = Origin(above, printable(above), (facts.st_dev, facts.st_ino))
        folder = _read(around, above, "", settled)
    except OSError as error:
        yield _unreadable(origin, above, wanted, "unreadable-folder", error)
        return
    for met in [*folder.others, *_met(around, folder.files)]:
        if isinstance(met, Settled):
            if wanted in met.paths:
                yield Settled([wanted], [f"{around.shown}/{wanted}"])
        elif isinstance(met, Arrival | Refusal) and _path_of(met) == wanted:
            yield met


def _path_of(met: Arrival | Refusal) -> str:
    return met.path if isinstance(met, Arrival) else met.arrival.path


def _read(origin: Origin, location: str, path: str, settled: SettledFiles) -> _Folder:
    folder = _Folder()
    prefix = f"{path}/" if path else ""
    above = f"{origin.shown}/{prefix}"
    with os.scandir(location) as entries:
        for entry in entries:
            name = entry.name if entry.name.isascii() else printable(entry.name)
            try:
                if entry.is_dir(follow_symlinks=False):
                    _sort_folder(folder, entry, prefix + name)
                    continue
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # It went away while the folder was listed: it is not there.
            except OSError as error:
                folder.others.append(_unreadable(origin, entry.path, prefix + name, "unreadable", error))
                continue
            before = settled.get(above + name)
            same = before is not None and before[2] == facts.st_mtime_ns and before[1] == facts.st_size
            file = _File(entry.name, entry.path, prefix + name, facts.st_size, facts.st_mtime_ns, same)
            if same or (stat.S_ISREG(facts.st_mode) and not is_clutter(name)):
                folder.files.append(file)
            else:
                code = "clutter" if stat.S_ISREG(facts.st_mode) else _special(facts.st_mode)
                folder.others.append(_skipped(_arrival(origin, file), code))
    folder.files.sort()
    return _Folder(others=[NeverEntered(path or ".")]) if _is_a_home(folder) else folder


def _is_a_home(folder: _Folder) -> bool:
    """True for the home of a library: what lies in it are its own originals and renditions."""
    below = {os.path.basename(location) for location, _ in folder.folders}
    return "originals" in below and any(file.name == "catalogue.db" for file in folder.files)


def _sort_folder(folder: _Folder, entry: "os.DirEntry[str]", path: str) -> None:
    if is_never_entered(printable(entry.name)):
        folder.others.append(NeverEntered(path))
    else:
        folder.folders.append((entry.path, path))


def _special(mode: int) -> str:
    return "symlink" if stat.S_ISLNK(mode) else "special-file"


def _met(origin: Origin, files: list[_File]) -> Iterator[Met]:
    """The files of one folder; a photo is met anew when anything attached to it is new."""
    if all(file.settled for file in files):
        yield _settled(origin, files)
        return
    owners = _owners(files)
    attached: dict[str, list[tuple[str, _File]]] = {}
    for file in files:
        if file.path in owners:
            kind, owner = owners[file.path]
            attached.setdefault(owner.path, []).append((kind, file))
    for file in files:
        belongings = attached.get(file.path, [])
        if file.settled and all(other.settled for _, other in belongings):
            yield _settled(origin, [file])
        elif file.path in owners:
            yield _beside(origin, file, *owners[file.path])
        else:
            yield _arrival(origin, file, belongings)


def _beside(origin: Origin, file: _File, kind: str, owner: _File) -> Refusal:
    """What belongs to a photo is told with it; a sidecar that cannot be read is told as any file that cannot."""
    if kind == "sidecar" and not os.access(file.location, os.R_OK):
        denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return _unreadable(origin, file.location, file.path, "unreadable", denied)
    return _skipped(_arrival(origin, file), kind, photo=printable(owner.name))


def _settled(origin: Origin, files: list[_File]) -> Settled:
    return Settled([file.path for file in files], [f"{origin.shown}/{file.path}" for file in files])


def _owners(files: list[_File]) -> Mapping[str, tuple[str, _File]]:
    """For each file that belongs to a photo beside it: the kind of belonging, and the photo."""
    pictures = [f for f in files if is_picture_name(f.name)]
    by_name = {f.name.casefold(): f for f in pictures}
    by_stem = {f.name.casefold().rpartition(".")[0]: f for f in reversed(pictures)}
    found = {}
    for file in files:
        keys = owner_keys(file.name)
        owner = keys and (by_name.get(keys[1]) or by_stem.get(keys[2]))
        if keys and owner:
            found[file.path] = (keys[0], owner)
    return found


def _arrival(origin: Origin, file: _File, belongings: list[tuple[str, _File]] | None = None) -> Arrival:
    return Arrival(
        source=origin.shown,
        path=file.path,
        location=file.location,
        size_bytes=file.size_bytes,
        mtime_ns=file.mtime_ns,
        name=printable(file.name),
        attachments=tuple(
            Attachment(kind, other.path, other.location, other.size_bytes, other.mtime_ns)
            for kind, other in belongings or ()
        ),
    )


def _skipped(arrival: Arrival, code: str, **facts: str) -> Refusal:
    return Refusal(arrival, Outcome.SKIPPED, code, _MESSAGES[code].format(**facts))


def _unreadable(origin: Origin, location: str, path: str, code: str, error: OSError) -> Refusal:
    """What cannot even be looked at fails alone, unless the whole source went away."""
    origin.check_there()
    arrival = Arrival(origin.shown, path, location, 0, 0, name=printable(os.path.basename(location)))
    remedy = _REMEDIES.get(error.errno or 0, "Check the disk or the card")
    message = _MESSAGES[code].format(why=error.strerror, remedy=remedy)
    return Refusal(arrival, Outcome.FAILED, code, message)
