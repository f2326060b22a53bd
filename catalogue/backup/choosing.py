"""Which copy of a backup is restored, and where to."""

import os
from collections.abc import Iterable
from pathlib import Path

from catalogue.backup.contents import STANDING
from catalogue.backup.destination import Copies, Destination, apart, copies_of
from catalogue.backup.manifest import Carried, Manifest
from catalogue.database.schema import VERSION
from catalogue.errors import BackupDamaged, NewerBackup, NoSuchCopy, NotABackup, RestoreRefused
from catalogue.home.guard import on_local_disk

_BY_THE_SYSTEM = {"lost+found"}


def copies_in(root: Path) -> Copies:
    """The copies of a backup; NotABackup where there are none."""
    copies = copies_of(Destination(root.absolute()))
    if not copies.stamps:
        raise NotABackup(str(root), "it holds no copy" if root.is_dir() else "there is no such folder")
    return copies


def chosen(copies: Copies, root: Path, stamp: str | None, *, despite_damage: bool) -> Manifest:
    """The copy of this stamp, or the newest. NoSuchCopy, BackupDamaged, NewerBackup."""
    if stamp is not None and stamp not in copies.stamps:
        raise NoSuchCopy(str(root), stamp, copies.stamps)
    if stamp in copies.spoilt:
        raise _spoilt(copies, root, stamp)
    newest = copies.newest
    latest_spoilt = max(copies.spoilt, default="")
    if stamp is None and (newest is None or (latest_spoilt > newest.stamp and not despite_damage)):
        raise _spoilt(copies, root, latest_spoilt)
    manifest = next(m for m in reversed(copies.whole) if stamp in {None, m.stamp})
    if manifest.schema > VERSION:
        raise NewerBackup(str(root))
    return manifest


def _spoilt(copies: Copies, root: Path, stamp: str) -> BackupDamaged:
    """What is said of a copy whose manifest cannot be believed."""
    whole = ", ".join(manifest.stamp for manifest in copies.whole) or "none"
    return BackupDamaged(
        str(root),
        [f"copies/{stamp}/manifest.json: damaged ({copies.spoilt[stamp]})"],
        f"Nothing was restored. Name another copy with --copy; those whose manifest is whole: {whole}.",
    )


def standing(copies: Copies) -> list[tuple[str, Carried]]:
    """Stamp and description of each small file that goes with any restored copy: the newest that the backup holds."""
    found: dict[str, tuple[str, Carried]] = {}
    for manifest in copies.whole:
        found.update(
            {file.name: (manifest.stamp, file) for file in manifest.carried if file.name in STANDING}
        )
    return list(found.values())


def admit(home: Path, source: Path) -> None:
    """The folder can become a home: absent or empty, on a local disk, apart from the backup; RestoreRefused."""
    apart(source, home)
    on_local_disk(home)
    if os.path.ismount(home):
        raise RestoreRefused(str(home), "it is the top of a disk; name a folder in it")
    if home.is_symlink() or (home.exists() and not home.is_dir()):
        raise RestoreRefused(str(home), "it is no folder")
    there = _names(home) if home.exists() else []
    if "home.lock" in there or "catalogue.db" in there:
        raise RestoreRefused(str(home), "there is a library")
    if there:
        raise RestoreRefused(str(home), f"it holds other things ({there[0]})")


def _names(folder: Path) -> list[str]:
    return sorted(set(_listed(folder)) - _BY_THE_SYSTEM)


def _listed(folder: Path) -> Iterable[str]:
    return os.listdir(folder)  # noqa: PTH208 names, not paths
