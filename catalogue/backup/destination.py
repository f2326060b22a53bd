"""The folder of a backup: where things lie in it, whose it is, which copies it holds."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from catalogue.backup.contents import blob_path
from catalogue.backup.manifest import FORMAT, FromLater, Manifest, Unbelievable, from_bytes
from catalogue.backup.stamps import is_stamp
from catalogue.errors import BackupInsideHome, NewerBackup, NotABackup
from catalogue.values.moments import in_utc

# What a file system or a NAS puts into a folder by itself.
_NOT_OURS_NOR_YOURS = (".", "@", "#", "lost+found")
_WHAT = (
    "Sauvegarde d’une photothèque. Pour la restaurer : phototheque restore CE-DOSSIER --home NOUVEAU-DOSSIER — "
    "Backup of a phototheque library. To restore it: phototheque restore THIS-FOLDER --home NEW-FOLDER"
)


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder of a backup.

    >>> Destination(Path("/nas/b")).manifest("20261122T023007Z").as_posix()
    '/nas/b/copies/20261122T023007Z/manifest.json'
    """

    root: Path

    @property
    def marker(self) -> Path:
        """What this folder is, and whose."""
        return self.root / "phototheque-backup.json"

    @property
    def copies(self) -> Path:
        """One folder for each copy of the databases."""
        return self.root / "copies"

    @property
    def tmp(self) -> Path:
        """Files on their way to their names; nothing here outlives the backup that made it."""
        return self.root / "tmp"

    @property
    def claim(self) -> Path:
        """Who writes here."""
        return self.root / ".phototheque-backup.lock"

    @property
    def suspects(self) -> Path:
        """What a verification found damaged, to be copied again."""
        return self.root / "damaged.json"

    def copy(self, stamp: str) -> Path:
        """The folder of one copy."""
        return self.copies / stamp

    def manifest(self, stamp: str) -> Path:
        """What one copy consists of."""
        return self.copies / stamp / "manifest.json"

    def blob(self, room: str, name: str) -> Path:
        """Where a stored file lies, or will."""
        return self.root / blob_path(room, name)


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies that stand in a backup, oldest first, and those whose manifest cannot be believed, with the reason."""

    whole: tuple[Manifest, ...]
    spoilt: dict[str, str]

    @property
    def newest(self) -> Manifest | None:
        """The copy that was made last."""
        return self.whole[-1] if self.whole else None

    def without(self, manifest: Manifest) -> "Copies":
        """All but one of them."""
        return Copies(tuple(m for m in self.whole if m.stamp != manifest.stamp), self.spoilt)

    @property
    def stamps(self) -> tuple[str, ...]:
        """Every stamp that is taken."""
        return (*(manifest.stamp for manifest in self.whole), *self.spoilt)


def copies_of(destination: Destination) -> Copies:
    """The copies of a backup; one without a manifest was never finished, and is none. NewerBackup."""
    whole, spoilt = [], {}
    for stamp in sorted(_stamps(destination)):
        try:
            manifest = from_bytes(destination.manifest(stamp).read_bytes())
            if manifest.stamp != stamp:
                raise Unbelievable(f"it speaks of the copy {manifest.stamp}")  # noqa: TRY301 told like the others
            whole.append(manifest)
        except FileNotFoundError:
            continue
        except FromLater as error:
            raise NewerBackup(str(destination.root)) from error
        except (Unbelievable, OSError) as error:
            spoilt[stamp] = str(error)
    return Copies(tuple(sorted(whole, key=lambda m: (m.number, m.stamp))), spoilt)


def _stamps(destination: Destination) -> list[str]:
    if not destination.copies.is_dir():
        return []
    return [entry.name for entry in os.scandir(destination.copies) if is_stamp(entry.name)]


def apart(destination: Path, home: Path) -> None:
    """Neither folder lies inside the other, links followed; BackupInsideHome."""
    inner, outer = destination.resolve(), home.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        deeper, higher = sorted((destination, home), key=lambda path: -len(path.resolve().parts))
        raise BackupInsideHome(str(deeper), str(higher))


def owner_of(destination: Destination) -> str | None:
    """Whose backup the folder holds, by the library's id; None when it is not there, or empty.

    NotABackup for a folder that holds other things, NewerBackup for one that a newer program made.
    """
    told = _marker(destination)
    if told is None:
        if there := _things(destination.root):
            raise NotABackup(str(destination.root), f"it holds other things ({there[0]})")
        return None
    if not isinstance(told.get("library"), str) or not isinstance(told.get("format"), int):
        raise NotABackup(str(destination.root), f"{destination.marker.name} does not say whose it is")
    if told["format"] > FORMAT:
        raise NewerBackup(str(destination.root))
    return str(told["library"])


def marker_bytes(library: str, now: datetime) -> bytes:
    """What a new backup says of itself."""
    told = {"what": _WHAT, "format": FORMAT, "library": library, "begun_at": in_utc(now)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _marker(destination: Destination) -> dict[str, Any] | None:
    try:
        content = destination.marker.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NotABackup(str(destination.root), error.strerror or str(error)) from error
    with suppress(ValueError, RecursionError):
        told = json.loads(content)
        if isinstance(told, dict):
            return told
    raise NotABackup(str(destination.root), f"{destination.marker.name} cannot be read")


def _things(root: Path) -> list[str]:
    """Names in a folder that somebody put there."""
    if not root.exists():
        return []
    if not root.is_dir():
        raise NotABackup(str(root), "it is a file, not a folder")
    return sorted(e.name for e in os.scandir(root) if not e.name.startswith(_NOT_OURS_NOR_YOURS))
