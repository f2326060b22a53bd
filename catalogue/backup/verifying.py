"""Is a backup whole? Every file that its copies name is read through."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from catalogue.backup.choosing import copies_in
from catalogue.backup.claiming import Claim
from catalogue.backup.contents import blob_path
from catalogue.backup.destination import Copies, Destination, copies_of
from catalogue.backup.manifest import Lacking
from catalogue.backup.storing import Store, Unreadable, hash_of
from catalogue.backup.suspecting import suspect, suspected
from catalogue.backup.watching import Watch, unwatched

_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of a backup that is not what was copied: its path there, and why."""

    path: str
    why: str


class Wanted(NamedTuple):
    """What a file must hash to, unpacked where it lies packed."""

    sha256: str
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """How many copies and files were looked at, what is damaged, and what the newest copy lacks since it was made."""

    copies: int
    files: int
    damage: tuple[Damage, ...]
    lacking: tuple[Lacking, ...]


def verify(root: Path, *, watch: Watch = unwatched) -> Verified:
    """Every file of the backup was read through; what is damaged is remembered there, for the next backup to mend."""
    destination = Destination(root.absolute())
    copies_in(root)
    with _alone(destination):
        copies = copies_of(destination)
        wanted = _wanted(copies)
        damage = [
            Damage(f"copies/{stamp}/manifest.json", f"damaged ({why})")
            for stamp, why in copies.spoilt.items()
        ]
        with watch("Reading the backup", len(wanted)) as bar:
            for found in _read(destination, wanted):
                bar.update(1)
                damage += [found] if found is not None else []
        _remember(destination, damage)
    newest = copies.newest
    lacking = newest.lacking if newest else ()
    return Verified(len(copies.whole) + len(copies.spoilt), len(wanted), tuple(damage), lacking)


@contextmanager
def _alone(destination: Destination) -> Iterator[None]:
    """No backup is written meanwhile; one that nobody can write into needs no claim. BackupBusy."""
    try:
        claim = Claim.take(destination)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        claim.end(finished=not claim.unfinished)


def _wanted(copies: Copies) -> Mapping[str, Wanted]:
    """Every file that a copy names, by its path."""
    wanted: dict[str, Wanted] = {}
    for manifest in copies.whole:
        wanted.update(
            {
                f"copies/{manifest.stamp}/{file.stored_name}": Wanted(file.sha256, file.packed is not None)
                for file in manifest.carried
            }
        )
        wanted.update({blob_path(room, name): Wanted(name[:64]) for room, name, _ in manifest.blobs()})
    return wanted


def _read(destination: Destination, wanted: Mapping[str, Wanted]) -> Iterator[Damage | None]:
    def look(path: str) -> Damage | None:
        try:
            found = hash_of(destination.root / path, unpack=wanted[path].packed)
            return None if found == wanted[path].sha256 else Damage(path, "damaged")
        except Unreadable as error:
            return Damage(path, str(error))

    with ThreadPoolExecutor(_WORKERS) as pool:
        yield from pool.map(look, sorted(wanted))


def _remember(destination: Destination, damage: list[Damage]) -> None:
    """What was found stands in the backup; on a disk that nobody can write to it is told all the same."""
    found = {fault.path for fault in damage}
    if found != suspected(destination):
        with suppress(OSError):
            suspect(Store(destination), found)
