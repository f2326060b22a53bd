"""Stored files of a new copy: those that the backup holds already stay, the others are copied."""

import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from catalogue.backup.claiming import Claim
from catalogue.backup.contents import Blob
from catalogue.backup.destination import Copies
from catalogue.backup.storing import Kept, Store, Unreadable, hash_of, size_of
from catalogue.backup.suspecting import suspected
from catalogue.backup.watching import Watch
from catalogue.errors import BackupNoRoom

_WORKERS = 8
# For names, and for what is no original.
_SPARE_BYTES = 4_000_000


def recorded_in(store: Store, copies: Copies) -> dict[str, int]:
    """Stored files that a copy names and nobody suspects: path → size. Their hash was seen when they were written."""
    known = {f"{room}/{name}": size for manifest in copies.whole for room, name, size in manifest.blobs()}
    for path in suspected(store.destination):
        room, _, rest = path.partition("/")
        known.pop(f"{room}/{rest.rpartition('/')[2]}", None)
    return known


@dataclass(slots=True)
class Keeper:
    """Sees to it that stored files are there. `written` counts those that had to be copied."""

    store: Store
    recorded: dict[str, int]
    claim: Claim
    watch: Watch
    written: int = 0
    #: Files that are not whole in the library, though the backup holds them.
    ailing: list[Kept] = field(default_factory=list)

    def keep(self, label: str, blobs: Sequence[Blob]) -> tuple[dict[str, int], list[Kept]]:
        """Names and sizes of the files that are whole in the backup now, and those that are not, with the reason."""
        with self.watch(label, len(blobs)) as bar:
            held, wanted = self._sorted(blobs)
            bar.update(len(held))
            self._check_room(wanted)
            failed = []
            for kept in self.store.keep(wanted, self.claim.beat):
                bar.update(1)
                if kept.why:
                    failed.append(kept)
                else:
                    self.written += 1
                    held[kept.blob.name] = kept.size
        return held, failed

    def _sorted(self, blobs: Sequence[Blob]) -> tuple[dict[str, int], list[Blob]]:
        held: dict[str, int] = {}
        wanted = []
        with ThreadPoolExecutor(_WORKERS) as pool:
            for blob, size in zip(blobs, pool.map(self._held, blobs), strict=True):
                self.claim.beat()
                if size is None:
                    wanted.append(blob)
                    continue
                held[blob.name] = size
                if why := _at_source(blob):
                    self.ailing.append(Kept(blob, why))
        return held, wanted

    def _held(self, blob: Blob) -> int | None:
        """The size of a stored file that is whole, as far as sizes tell of one that a copy names; else None."""
        path = self.store.destination.root / blob.path
        size = size_of(path)
        if size is None:
            return None
        if self.recorded.get(f"{blob.room}/{blob.name}") == size:
            return size
        try:
            return size if hash_of(path) == blob.sha256 else None
        except Unreadable:
            return None

    def _check_room(self, wanted: Iterable[Blob]) -> None:
        bare = sum(blob.size for blob in wanted)
        needed, free = bare + _SPARE_BYTES, shutil.disk_usage(self.store.destination.root).free
        if bare and free < needed:
            raise BackupNoRoom(str(self.store.destination.root), free // 1_000_000, needed // 1_000_000)


def _at_source(blob: Blob) -> str:
    """What is wrong with a file in the library, as far as its size tells; nothing when it seems whole."""
    try:
        return "" if blob.source.stat().st_size == blob.size else "damaged"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return error.strerror or str(error)
