"""Making a home of a copy: built beside the place where it is to be, and there at once when it is whole.

Every file is hashed while it is copied. Nothing is flushed one by one: the whole file system is, before the home
gets its name; so a crash leaves nothing, or all.
"""

import ctypes
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from catalogue.backup.after_restore import after_restore
from catalogue.backup.choosing import admit, chosen, copies_in, standing
from catalogue.backup.contents import DATABASES, ORIGINALS, WAITING, blob_path
from catalogue.backup.destination import Copies
from catalogue.backup.manifest import Lacking, Manifest
from catalogue.backup.storing import Unreadable, copy_hashed, flush_folder
from catalogue.backup.verifying import Damage
from catalogue.backup.watching import Watch, unwatched
from catalogue.errors import BackupDamaged, RestoreRefused
from catalogue.home.locks import Lock
from catalogue.home.paths import Home
from catalogue.home.recovery import recover
from catalogue.library import Library, now_text
from catalogue.originals.durable import ensure_folder

_WORKERS = 4
# A migration keeps a copy of the catalogue, and the first pictures for screens have to fit too.
_SPARE_BYTES = 50_000_000
_LOCK = ".restoring.lock"


class Part(NamedTuple):
    """One file to be restored: where it lies in the backup, where it goes, what it must be, its permissions.

    Hash and size are those of the restored file; `packed` when it has to be unpacked for that.
    """

    source: str
    target: str
    sha256: str
    size: int
    mode: int = 0o644
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A home that was made of a copy, what of the copy was damaged, and what the copy lacked from the beginning."""

    manifest: Manifest
    files: int
    size: int
    damage: tuple[Damage, ...]

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """What could not be copied when the copy was made."""
        return self.manifest.lacking


def restore(
    source: Path,
    home: Path,
    *,
    stamp: str | None = None,
    despite_damage: bool = False,
    watch: Watch = unwatched,
) -> Restored:
    """The library of a copy stands at `home`, whole; or nothing does.

    With `despite_damage` what is whole of a damaged copy stands there, and what is not is told.
    """
    copies = copies_in(source)
    manifest = chosen(copies, source, stamp, despite_damage=despite_damage)
    home = home.absolute()
    admit(home, source)
    parts = list(parts_of(copies, manifest))
    with _speaking(home), _building(home) as folder:
        _check_room(home, parts)
        damage = tuple(_copied(source, folder, parts, watch))
        _check_damage(source, damage, despite_damage=despite_damage)
        _finish(folder)
        _appear(folder, home)
    return Restored(manifest, len(parts) - len(damage), sum(part.size for part in parts), damage)


def parts_of(copies: Copies, manifest: Manifest) -> Iterator[Part]:
    """Every file that a home made of this copy consists of."""
    carried = [(manifest.stamp, file) for file in manifest.carried if file.name in DATABASES]
    for stamp, file in (*carried, *standing(copies)):
        source = f"copies/{stamp}/{file.stored_name}"
        yield Part(source, file.name, file.sha256, file.size, file.mode, file.packed is not None)
    for name, size in manifest.originals.items():
        path = blob_path(ORIGINALS, name)
        yield Part(path, path, name[:64], size)
    for waiting in manifest.waiting:
        yield Part(blob_path(WAITING, waiting.sha256), waiting.path, waiting.sha256, waiting.size)


@contextmanager
def _speaking(home: Path) -> Iterator[None]:
    """What fails on the disk of the new home is told as the reason why there is none."""
    try:
        yield
    except OSError as error:
        raise RestoreRefused(str(home), error.strerror or str(error)) from error


@contextmanager
def _building(home: Path) -> Iterator[Path]:
    """A locked folder beside the home's place, gone afterwards unless it became the home; dead ones go too."""
    ensure_folder(home.parent)
    _clear_dead(home)
    folder = home.with_name(f"{_prefix(home)}{secrets.token_hex(4)}")
    folder.mkdir()
    lock = Lock.try_take(folder / _LOCK)
    if lock is None:
        raise RestoreRefused(str(home), "another restore works there")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _prefix(home: Path) -> str:
    return f".{home.name}.restoring-"


def _clear_dead(home: Path) -> None:
    """What a restore that was killed left beside this home's place is gone."""
    for folder in home.parent.glob(f"{_prefix(home)}*"):
        lock = Lock.try_take(folder / _LOCK) if folder.is_dir() else None
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()


def _check_room(home: Path, parts: Sequence[Part]) -> None:
    needed = sum(part.size for part in parts) + _SPARE_BYTES
    free = shutil.disk_usage(home.parent).free
    if free < needed:
        why = f"{needed // 1_000_000:,} MB are needed and {free // 1_000_000:,} MB left on its disk"
        raise RestoreRefused(str(home), why)


def _copied(source: Path, folder: Path, parts: Sequence[Part], watch: Watch) -> Iterator[Damage]:
    """Every part that is whole stands in the folder; the others are told."""
    for above in sorted({(folder / part.target).parent for part in parts}):
        above.mkdir(parents=True, exist_ok=True)

    def copy(part: Part) -> Damage | None:
        target = folder / part.target
        try:
            options = {"flush": False, "unpack": part.packed}
            sha256, _ = copy_hashed(source / part.source, target, mode=part.mode, **options)
        except Unreadable as error:
            target.unlink(missing_ok=True)
            return Damage(part.source, str(error))
        if sha256 == part.sha256:
            return None
        target.unlink()
        return Damage(part.source, "damaged")

    with ThreadPoolExecutor(_WORKERS) as pool, watch("Restoring", len(parts)) as bar:
        for found in pool.map(copy, parts):
            bar.update(1)
            if found is not None:
                yield found


def _check_damage(source: Path, damage: Sequence[Damage], *, despite_damage: bool) -> None:
    if not damage:
        return
    catalogue = any(Path(fault.path).name.startswith("catalogue.db") for fault in damage)
    if despite_damage and not catalogue:
        return
    hint = "Nothing was restored. "
    hint += (
        "Without its catalogue this copy is none: name another with --copy."
        if catalogue
        else "Name another copy with --copy, or take what is whole with --despite-damage."
    )
    raise BackupDamaged(str(source), [f"{fault.path}: {fault.why}" for fault in damage], hint)


def _finish(folder: Path) -> None:
    """The home has today's schema, and everything is done that a restored home needs."""
    with Library.open(folder) as library:
        recover(library.home, library.db, now_text())
    after_restore(Home(folder))
    _flush_everything(folder)


def _appear(folder: Path, home: Path) -> None:
    """The home stands under its name, durably."""
    folder.rename(home)
    with suppress(OSError):
        (home / _LOCK).unlink()
    flush_folder(home)
    flush_folder(home.parent)


def _flush_everything(folder: Path) -> None:
    """All of the folder is on the disk: one call for the whole file system, where there may be a million files."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if libc.syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)
