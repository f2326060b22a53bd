"""Making a backup: the road, from a library that is in use to a copy that stands.

What waits → the databases → every original that the copied catalogue names → the manifest → the home knows → what no
copy needs any more goes. A run writes a file before its row, and the row before the file leaves the inbox: read in
this order, whatever is somewhere when this begins is somewhere in the copy.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalogue.backup.claiming import Claim
from catalogue.backup.copying import Copying
from catalogue.backup.destination import Copies, Destination, apart, copies_of, marker_bytes, owner_of
from catalogue.backup.keeping import Keeper, recorded_in
from catalogue.backup.manifest import Manifest
from catalogue.backup.pruning import Pruned, clear_leftovers, prune
from catalogue.backup.remembering import LastBackup, given_library_id, last_backup_to, library_id, remember
from catalogue.backup.storing import Store, flush_folder, spoken
from catalogue.backup.suspecting import forgiven
from catalogue.backup.watching import Watch, unwatched
from catalogue.errors import BackupNotThere, BackupOfAnotherLibrary
from catalogue.library import Library
from catalogue.originals.durable import make_folder

_ROOMS = ("tmp", "originals", "waiting", "copies")


@dataclass(frozen=True, slots=True)
class Ailing:
    """An original that is not whole in the library; `held` when the backup holds it all the same."""

    name: str
    why: str
    held: bool


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy that stands. `files_written` and `bytes_written` are what this backup wrote, databases included."""

    manifest: Manifest
    files_written: int
    bytes_written: int
    ailing: tuple[Ailing, ...]
    spoilt: dict[str, str]
    pruned: Pruned
    #: True when nothing had changed since that copy was made, earlier today: no other was made.
    unchanged: bool

    @property
    def size(self) -> int:
        """Bytes of the whole copy."""
        return sum(f.size for f in self.manifest.carried) + sum(s for _, _, s in self.manifest.blobs())


def back_up(
    library: Library,
    root: Path,
    *,
    now: datetime,
    begin: bool = False,
    watch: Watch = unwatched,
) -> BackedUp:
    """A new copy of the library stands in the backup at `root`, or the earlier ones are as they were.

    With `begin` a folder that is empty is begun anew, even where the home remembers a backup there.
    """
    destination = Destination(root.absolute())
    with _speaking(destination):
        owner = _admit(library, destination, begin=begin)
        _begin(library, destination, owner, now)
        claim = Claim.take(destination)
        finished = False
        try:
            done = _made(library, destination, claim, watch, now)
            finished = True
        finally:
            claim.end(finished=finished)
    return done


@contextmanager
def _speaking(destination: Destination) -> Iterator[None]:
    """What fails on the disk of the backup is told as its failure; the library's own failures speak already."""
    try:
        yield
    except OSError as error:
        raise spoken(error, destination) from error


def _admit(library: Library, destination: Destination, *, begin: bool) -> str | None:
    """Whose backup the folder holds: ours, or nobody's yet."""
    apart(destination.root, library.home.root)
    owner = owner_of(destination)
    if owner is not None and owner != library_id(library.db):
        raise BackupOfAnotherLibrary(str(destination.root), str(library.home.root))
    at = last_backup_to(library.home, _printable(destination))
    if owner is None and at is not None and not begin:
        raise BackupNotThere(str(destination.root), at)
    return owner


def _begin(library: Library, destination: Destination, owner: str | None, now: datetime) -> None:
    """The folder says that it is the backup of this library, and has its rooms."""
    if owner is None:
        for touched in make_folder(destination.root):
            flush_folder(touched)
    store = Store(destination)
    for folder in set[Path]().union(*(store.folder(room) for room in _ROOMS)):
        flush_folder(folder)
    if owner is None:
        store.put(destination.marker, marker_bytes(given_library_id(library.db), now))


def _made(library: Library, destination: Destination, claim: Claim, watch: Watch, now: datetime) -> BackedUp:
    """The copy stands, the home knows it, and what no copy needs any more is gone."""
    copies = copies_of(destination)
    clear_leftovers(destination, copies.stamps)
    store = Store(destination)
    keeper = Keeper(store, recorded_in(store, copies), claim, watch)
    copying = Copying(library, keeper, copies, now)
    try:
        manifest = copying.manifest()
    except BaseException:
        with suppress(OSError):
            clear_leftovers(destination, copies.stamps)
        raise
    unchanged = manifest in copies.whole
    remember(library.home, LastBackup(now, _printable(destination), manifest.stamp, len(manifest.lacking)))
    forgiven(store, manifest)
    copies = copies.without(manifest)
    pruned = prune(destination, copies, manifest, sweep=claim.unfinished)
    return _told(manifest, keeper, copies, pruned, unchanged=unchanged)


def _told(manifest: Manifest, keeper: Keeper, copies: Copies, pruned: Pruned, *, unchanged: bool) -> BackedUp:
    ailing = [Ailing(kept.blob.name, kept.why, held=True) for kept in keeper.ailing]
    ailing += [Ailing(lacking.name, lacking.why, held=False) for lacking in manifest.lacking]
    return BackedUp(
        manifest, keeper.written, keeper.store.written, tuple(ailing), copies.spoilt, pruned, unchanged
    )


def _printable(destination: Destination) -> str:
    return os.fsencode(destination.root).decode("utf-8", "backslashreplace")
