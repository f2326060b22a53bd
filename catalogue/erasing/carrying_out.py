"""Erasing, step by step, so that a kill at any moment leaves the photo whole or is finished by the next command.

The tombstones come first, with the state `erasing`: from then on the photo is lost, whatever happens. They hold no
name; what they mean is found again by marking every id and hash that the home has. Then the rows go, in one
transaction; then the files, the copies, and what deleted rows leave in the database; and last the state is `erased`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ulid import ULID

from catalogue.database.connection import Connection, writing
from catalogue.erasing.accounts import forget
from catalogue.erasing.files import erase_files, erase_marked_files
from catalogue.erasing.rows import erase_rows, files_of
from catalogue.erasing.scrubbing import copies_before_migrations, overwritten, scrub
from catalogue.errors import HomeBusy
from catalogue.home.locks import Lock, holders
from catalogue.home.paths import Home
from catalogue.home.tombstones import Kind, Marker, State, Stone, Tombstones, append
from catalogue.home.workspaces import Workspace, new_run_id
from catalogue.library import Library, now_text

#: Called with the name of each phase that is done.
Step = Callable[[str], object]
PHASES = ("tombstones", "rows", "files", "copies", "scrubbed", "erased")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants photos erased, and why. `sha256s` are files that no photo has, such as those in the quarantine."""

    photo_ids: Sequence[str]
    by: str | None
    reason: str | None = None
    sha256s: Sequence[str] = ()


def erase(library: Library, wish: Wish, *, step: Step = lambda _: None) -> None:
    """Nothing in the home speaks of these photos any more, but for their tombstones. HomeBusy, ErasureUnfinished.

    What somebody else began and did not finish is finished first.
    """
    with _alone(library.home):
        _finish(library, Tombstones.read(library.home).unfinished)
        gone = _rows_gone(library, wish, step)
        erase_files(library.home, wish.photo_ids, gone.sha256s)
        step("files")
        _copies(library.home, wish.photo_ids)
        forget(library.home, set(wish.photo_ids).__contains__, set(gone.sha256s).__contains__)
        step("copies")
        _close(library, gone.stones, step)


def finish(library: Library) -> int:
    """Erasures that a kill or a full disk cut short are finished; returned is how many stones they had.

    One that a living process is about is left to it.
    """
    if not Tombstones.read(library.home).unfinished:
        return 0
    try:
        with _alone(library.home):
            return _finish(library, Tombstones.read(library.home).unfinished)
    except HomeBusy:
        return 0


def replay(home: Home) -> list[Stone]:
    """As `replay_in`, for a library that nobody has open in this process."""
    with Library.open(home.root) as library:
        return replay_in(library)


def replay_in(library: Library) -> list[Stone]:
    """Every tombstone of the home holds: photos and files that bear one are erased again, in rows and in files.

    For a library that was restored from an older copy. Returned are the stones of what was there again.
    """
    with _alone(library.home):
        stones = Tombstones.read(library.home)
        found = _found(library.db, stones.stones, stones.marker)
        back = [stone for stone in stones.stones if stone.hmac in found.marks]
        _finish(library, stones.stones)
        return back


@dataclass(frozen=True, slots=True)
class _Gone:
    sha256s: Sequence[str]
    stones: Sequence[Stone]


@dataclass(frozen=True, slots=True)
class _Found:
    """Photos of a catalogue that bear a mark, all of their files, and the marks that led to them."""

    photo_ids: Sequence[str]
    marks: frozenset[str]


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Nobody else erases meanwhile, and an audit knows that files may be without a row."""
    lock = Lock.try_take(home.erasing)
    if lock is None:
        raise HomeBusy(str(home.root), holders(home.erasing))
    try:
        workspace = Workspace.open(home, new_run_id(datetime.now(UTC)))
        try:
            yield
        finally:
            workspace.close()
    finally:
        lock.release()


def _rows_gone(library: Library, wish: Wish, step: Step) -> _Gone:
    """The tombstones are durable, and then no row is left. Files that came until now are among them."""
    marker, now = Marker.of(library.home), now_text()
    library.db.execute("PRAGMA secure_delete = ON")
    with writing(library.db) as db:
        files = files_of(db, wish.photo_ids)
        stones = [
            stone
            for photo_id in wish.photo_ids
            for stone in _stones(
                marker, wish, photo_id, [f.sha256 for f in files if f.photo_id == photo_id], now
            )
        ]
        stones += [stone for one in wish.sha256s for stone in _stones(marker, wish, None, [one], now)]
        append(library.home, stones)
        step("tombstones")
        erase_rows(db, wish.photo_ids, now)
    step("rows")
    return _Gone([*(f.sha256 for f in files), *wish.sha256s], stones)


def _stones(
    marker: Marker, wish: Wish, photo_id: str | None, sha256s: Iterable[str], now: str
) -> Iterator[Stone]:
    names = [(Kind.FILE, sha256) for sha256 in dict.fromkeys(sha256s)]
    names += [(Kind.PHOTO, photo_id)] if photo_id else []
    erasure = str(ULID()).lower()
    for kind, name in names:
        yield Stone(
            marker.mark(kind, name), kind.value, now, wish.by, wish.reason, erasure, State.ERASING.value
        )


def _finish(library: Library, stones: Sequence[Stone]) -> int:
    """Whatever bears one of these marks is erased, wherever it lies: in rows, in files, in copies."""
    if not stones:
        return 0
    marker, marks = Marker.of(library.home), {stone.hmac for stone in stones}
    library.db.execute("PRAGMA secure_delete = ON")
    with writing(library.db) as db:
        found = _found(db, stones, marker)
        sha256s = [file.sha256 for file in files_of(db, found.photo_ids)]
        erase_rows(db, found.photo_ids, now_text())
    erase_files(library.home, found.photo_ids, sha256s)
    erase_marked_files(
        library.home,
        lambda photo_id: marker.mark(Kind.PHOTO, photo_id) in marks,
        lambda sha256: marker.mark(Kind.FILE, sha256) in marks,
    )
    _marked_copies(library.home, stones, marker)
    forget(
        library.home,
        lambda photo_id: marker.mark(Kind.PHOTO, photo_id) in marks,
        lambda sha256: marker.mark(Kind.FILE, sha256) in marks,
    )
    _close(library, [stone for stone in stones if stone.state == State.ERASING], lambda _: None)
    return len(stones)


def _found(db: Connection, stones: Iterable[Stone], marker: Marker | None) -> _Found:
    marks = {stone.hmac for stone in stones}
    if not marks or marker is None:
        return _Found((), frozenset())
    ids, met = set(), set()
    for (photo_id,) in db.execute("SELECT id FROM photos"):
        if (mark := marker.mark(Kind.PHOTO, photo_id)) in marks:
            ids.add(photo_id)
            met.add(mark)
    for sha256, photo_id in db.execute("SELECT sha256, photo_id FROM files"):
        if (mark := marker.mark(Kind.FILE, sha256)) in marks:
            ids.add(photo_id)
            met.add(mark)
    return _Found(sorted(ids), frozenset(met))


def _copies(home: Home, photo_ids: Sequence[str]) -> None:
    """Copies from before migrations hold the photos no more."""
    for path in copies_before_migrations(home):
        with overwritten(path) as db:
            _erase_in_copy(db, home, photo_ids)


def _marked_copies(home: Home, stones: Sequence[Stone], marker: Marker) -> None:
    for path in copies_before_migrations(home):
        with overwritten(path) as db:
            _erase_in_copy(db, home, _found(db, stones, marker).photo_ids)


def _erase_in_copy(db: Connection, home: Home, photo_ids: Sequence[str]) -> None:
    with writing(db):
        erase_rows(db, photo_ids, now_text())
    scrub(db, home)


def _close(library: Library, stones: Iterable[Stone], step: Step) -> None:
    """Nothing deleted is left in the database, and only now the stones say that all is done."""
    scrub(library.db, library.home)
    step("scrubbed")
    append(library.home, [replace(stone, state=State.ERASED.value) for stone in stones])
    step("erased")
