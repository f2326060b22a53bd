"""What no kept copy needs any more is taken away, after a new copy stands; and only what a backup wrote itself."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalogue.backup.contents import ORIGINALS, STORED_NAMES, WAITING, blob_path, is_original, is_waiting
from catalogue.backup.destination import Copies, Destination
from catalogue.backup.manifest import Manifest
from catalogue.backup.stamps import is_stamp, retained
from catalogue.backup.storing import flush_folder

_TEMPORARY = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,16})?")
_SMALL = frozenset((*STORED_NAMES, "manifest.json", "damaged.json", "phototheque-backup.json"))


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many copies and stored files were taken away."""

    copies: tuple[str, ...] = ()
    files: int = 0


def clear_leftovers(destination: Destination, standing: Iterable[str]) -> None:
    """Files on their way, and copies that never got their manifest, are gone: whoever wrote them works no more."""
    _empty(destination.tmp)
    there = [e.name for e in os.scandir(destination.copies)] if destination.copies.is_dir() else []
    for stamp in set(filter(is_stamp, there)) - set(standing):
        _take_copy_away(destination, stamp)


def _empty(tmp: Path) -> None:
    for entry in list(os.scandir(tmp)) if tmp.is_dir() else ():
        if _TEMPORARY.fullmatch(entry.name) or entry.name in _SMALL:
            Path(entry.path).unlink()


def prune(destination: Destination, copies: Copies, newest: Manifest, *, sweep: bool) -> Pruned:
    """Of all copies those that the rule retains are left, and the newest; and what they name.

    Each manifest goes before what it names. With `sweep` stored files are listed, so that what a broken backup left
    is found too. While a manifest cannot be believed no stored file goes: it may name it.
    """
    kept = retained([m.stamp for m in copies.whole] + [newest.stamp]) | {newest.stamp}
    doomed = [manifest for manifest in copies.whole if manifest.stamp not in kept]
    for manifest in doomed:
        destination.manifest(manifest.stamp).unlink()
        flush_folder(destination.copy(manifest.stamp))
    left = [*(m for m in copies.whole if m.stamp in kept), newest]
    files = 0 if copies.spoilt else _forget(destination, doomed, left, sweep=sweep)
    for manifest in doomed:
        _take_copy_away(destination, manifest.stamp)
    return Pruned(tuple(manifest.stamp for manifest in doomed), files)


def _forget(
    destination: Destination, doomed: Sequence[Manifest], left: Sequence[Manifest], *, sweep: bool
) -> int:
    named = {path for manifest in left for path in manifest.blob_paths()}
    known = {path for manifest in doomed for path in manifest.blob_paths()}
    if sweep:
        known.update(_stored(destination))
    gone = 0
    for path in sorted(known - named):
        with suppress(FileNotFoundError):
            (destination.root / path).unlink()
            gone += 1
        _close_empty(destination.root / path)
    return gone


def _stored(destination: Destination) -> Iterator[str]:
    """Every file that a backup stored and that lies where it put it."""
    for room, is_ours in ((ORIGINALS, is_original), (WAITING, is_waiting)):
        for folder, _, names in os.walk(destination.root / room):
            for name in filter(is_ours, names):
                if destination.blob(room, name).parent == Path(folder):
                    yield blob_path(room, name)


def _close_empty(path: Path) -> None:
    """The two folders that a stored file was in are gone, unless others are in them."""
    with suppress(OSError):
        path.parent.rmdir()
        path.parent.parent.rmdir()


def _take_copy_away(destination: Destination, stamp: str) -> None:
    """The folder of a copy is gone, unless somebody put something else there."""
    folder = destination.copy(stamp)
    for name in ("manifest.json", *STORED_NAMES):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()
