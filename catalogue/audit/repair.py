"""Mending what an audit found, with the home to oneself. Nothing is erased that cannot be made again."""

from collections.abc import Callable, Iterable

from catalogue.audit.faults import Fault
from catalogue.database.connection import writing
from catalogue.home.inbox import hand_over, put_in_quarantine
from catalogue.library import Library, now_text
from catalogue.photos.looks import hash_looks
from catalogue.photos.refreshing import refresh
from catalogue.photos.rerendering import render_pending


def repair(library: Library, faults: Iterable[Fault]) -> int:
    """Faults that can be mended are; returned is how many."""
    mended = 0
    for fault in faults:
        mend = _MENDERS.get(fault.code)
        if mend is not None:
            mend(library, fault)
            mended += 1
    while render_pending(library):
        pass
    hash_looks(library)
    return mended


def _quarantine_original(library: Library, fault: Fault) -> None:
    """The damaged bytes leave the store, and the files that brought them will be read again."""
    damaged = library.home.root / fault.detail
    put_in_quarantine(library.home, damaged, fault.about, damaged.name, None, fault.code, fault.message)
    _read_again(library, fault)


def _read_again(library: Library, fault: Fault) -> None:
    """The next ingest of its source opens the file again, instead of finding it unchanged."""
    with writing(library.db) as db:
        db.execute(
            """
            UPDATE ingest_log SET undone = 1 WHERE (source, path) IN (
                SELECT source, path FROM files WHERE sha256 = ?)
            """,
            [fault.about],
        )


def _into_inbox(library: Library, fault: Fault) -> None:
    path = library.home.root / fault.detail
    hand_over(library.home, path, name=path.name, path=f"store/{path.name}")


def _render(library: Library, fault: Fault) -> None:
    with writing(library.db) as db:
        db.execute("UPDATE photos SET renditions = 'pending' WHERE id = ?", [fault.about])


def _take_rendition_away(library: Library, fault: Fault) -> None:
    (library.home.root / fault.about).unlink(missing_ok=True)


def _write_again(library: Library, fault: Fault) -> None:
    with writing(library.db) as db:
        if fault.about.startswith("row "):
            db.execute("DELETE FROM photo_search WHERE rowid = ?", [int(fault.about.removeprefix("row "))])
        else:
            refresh(db, fault.about, now_text())


_MENDERS: dict[str, Callable[[Library, Fault], None]] = {
    "missing-original": _read_again,
    "damaged-original": _quarantine_original,
    "orphan-original": _into_inbox,
    "missing-rendition": _render,
    "orphan-rendition": _take_rendition_away,
    "review-out-of-step": _write_again,
    "search-out-of-step": _write_again,
    "row-out-of-step": _write_again,
}
