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
    newest = copies.newest
    spoilt = stamp if stamp in copies.spoilt else max(copies.spoilt, default=None)
    if spoilt and (stamp == spoilt or newest is None or (stamp is None and spoilt > newest.stamp)):
        if stamp == spoilt or newest is None or not despite_damage:
            whole = ", ".join(manifest.stamp for manifest in copies.whole) or "none"
            raise BackupDamaged(
                str(root),
                [f"copies/{spoilt}/manifest.json: damaged ({copies.spoilt[spoilt]})"],
                f"Nothing was restored. Name another copy with --copy; whole manifests: {whole}.",
            )
    manifest = next(m for m in copies.whole if stamp in (None, m.stamp)) if stamp else newest
    assert manifest is not None  # noqa: S101 without one there would be an error above
    if manifest.schema > VERSION:
        raise NewerBackup(str(root))
    return manifest


def standing(copies: Copies, chosen: Manifest) -> list[tuple[str, Carried]]:
    """Stamp and description of each small file that goes with a restored copy: the newest that the backup holds."""
    found: dict[str, tuple[str, Carried]] = {}
    for manifest in (*copies.whole, chosen):
        for file in manifest.carried:
            if file.name in STANDING and (manifest is not chosen or file.name not in found):
                found[file.name] = (manifest.stamp, file)
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
