"""Everything that a new copy names is brought into the backup; the manifest that names it is the result."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from catalogue import __version__
from catalogue.backup.carrying import carry_over, copied_databases, described
from catalogue.backup.contents import (
    WAITING,
    WAITING_ROOMS,
    Blob,
    Waiting,
    hashes_named,
    originals_named,
    waiting_now,
)
from catalogue.backup.destination import Copies
from catalogue.backup.keeping import Keeper
from catalogue.backup.manifest import Lacking, Manifest, to_bytes
from catalogue.backup.remembering import library_id
from catalogue.backup.stamps import free_stamp
from catalogue.backup.storing import Kept, size_of
from catalogue.backup.suspecting import suspected
from catalogue.library import Library
from catalogue.values.moments import in_utc


@dataclass(slots=True)
class Copying:
    """One copy while it is made; `now` is the moment it began."""

    library: Library
    keeper: Keeper
    copies: Copies
    now: datetime

    def manifest(self) -> Manifest:
        """The copy that stands: its manifest is the last thing that was written.

        The newest one, when nothing has changed since and it was made today: a new one would only take its place.
        """
        home, newest = self.library.home, self.copies.newest
        waiting, lacking = self._waiting()
        with copied_databases(home) as folder:
            catalogue = folder / "catalogue.db"
            held, failed = self.keeper.keep("Copying originals", list(originals_named(home, catalogue)))
            lacking += [Lacking(kept.blob.name, kept.why) for kept in failed if self._still_named(kept)]
            made = Manifest(
                number=newest.number + 1 if newest else 1,
                stamp=free_stamp(self.now, self.copies.stamps),
                made_at=in_utc(self.now),
                library=library_id(self.library.db) or "",
                program=__version__,
                carried=described(home, folder),
                originals=held,
                waiting=self._left(waiting, hashes_named(catalogue)),
                lacking=tuple(lacking),
            )
            if newest is not None and self._is_as(newest, made):
                return newest
            store = self.keeper.store
            made = replace(made, carried=carry_over(folder, made.carried, store, made.stamp))
            store.put(store.destination.manifest(made.stamp), to_bytes(made))
        return made

    def _is_as(self, newest: Manifest, made: Manifest) -> bool:
        """True when the newest copy is of the same day, holds the same, and its own files seem whole."""
        same = replace(made, number=newest.number, stamp=newest.stamp, made_at=newest.made_at) == newest
        destination = self.keeper.store.destination
        return (
            same
            and newest.stamp[:8] == made.stamp[:8]
            and all(
                size_of(destination.copy(newest.stamp) / file.stored_name) == file.stored_size
                for file in newest.carried
            )
            and not any(path.startswith(f"copies/{newest.stamp}/") for path in suspected(destination))
        )

    def _waiting(self) -> tuple[list[Waiting], list[Lacking]]:
        """What waits, all of it in the backup; a file that left meanwhile was taken in before the databases are."""
        whole, lacking = [], []
        for room in WAITING_ROOMS:
            there = list(waiting_now(self.library.home, room))
            held, failed = self.keeper.keep(f"Copying the {room}", list(self._blobs(there)))
            whole += [file for file in there if file.sha256 in held]
            lacking += [
                Lacking(str(kept.blob.source.relative_to(self.library.home.root)), kept.why)
                for kept in failed
                if kept.why != "missing"
            ]
        return whole, lacking

    def _left(self, waiting: list[Waiting], taken_in: set[str]) -> tuple[Waiting, ...]:
        """What waits still, as far as the copied catalogue knows: not what was taken in meanwhile, nor its note."""
        root = self.library.home.root
        gone = {w.path for w in waiting if w.sha256 in taken_in and not (root / w.path).exists()}
        return tuple(w for w in waiting if not {w.path, w.path.removesuffix(".json")} & gone)

    def _blobs(self, there: list[Waiting]) -> Iterator[Blob]:
        for file in {file.sha256: file for file in there}.values():
            yield Blob(WAITING, file.sha256, file.size, self.library.home.root / file.path)

    def _still_named(self, kept: Kept) -> bool:
        """False for an original that was erased while the backup went on: nothing is wrong with it."""
        row = self.library.db.execute("SELECT 1 FROM files WHERE sha256 = ?", [kept.blob.sha256])
        return row.fetchone() is not None
