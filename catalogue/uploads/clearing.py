"""What is taken away in time: uploads nobody finished, files without a row, what spoke of an erased picture."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from catalogue.database.connection import Connection, connect
from catalogue.errors import UploadBusy
from catalogue.home.inbox import is_ticket
from catalogue.home.paths import Home
from catalogue.originals.durable import flush_folder
from catalogue.people import moments
from catalogue.people.store import reading
from catalogue.uploads import files, rows
from catalogue.uploads.turns import changing_in_turn
from catalogue.uploads.upload import Upload

#: A file may be there a moment before its row can be seen.
_STRAY_SECONDS = 3600
_ERASED = "SELECT ticket FROM ingest_log WHERE code = 'erased' AND ticket IS NOT NULL"
#: For a day a phone can still read what became of a picture that was erased before.
_TOLD_DAYS = 1


def clear(home: Home, now: datetime) -> int:
    """What expired has no bytes any more, and what nobody began has none either; returned is how many files went."""
    with reading(home) as db:
        expired = rows.every(db, "received_at IS NULL AND expires_at <= ?", [moments.text(now)])
        strays = list(_strays(home, db, now))
    gone = sum(_discard(home, upload_id) for upload_id in [*(one.id for one in expired), *strays])
    _forget_erased(home, now)
    return gone


def _strays(home: Home, db: Connection, now: datetime) -> Iterator[str]:
    """Uploads of which there are bytes and no row: they were ended, or are of accounts that are no more."""
    for path in home.uploads.iterdir() if home.uploads.is_dir() else ():
        upload_id = path.name.partition(".")[0]
        with suppress(FileNotFoundError):
            old = now.timestamp() - path.stat().st_mtime > _STRAY_SECONDS
            if is_ticket(upload_id) and old and not rows.every(db, "uploads.id = ?", [upload_id]):
                yield upload_id


def _discard(home: Home, upload_id: str) -> bool:
    """False when there is nothing, or somebody is at it."""
    with suppress(FileNotFoundError, UploadBusy), files.alone_with(home, upload_id):
        files.discard(home, upload_id)
        return True
    return False


def _forget_erased(home: Home, now: datetime) -> None:
    """Of a picture that was erased before and came again no name stays: its row says only what became of it."""
    if not home.catalogue.exists():
        return
    with closing(connect(home.catalogue, readonly=True)) as db:
        tickets = [ticket for (ticket,) in db.execute(_ERASED)]
    if tickets:
        with changing_in_turn(home) as db:
            rows.make_nameless(db, tickets, moments.after(now, days=-_TOLD_DAYS))


def forget_files(db: Connection, goes: Callable[[str], bool]) -> None:
    """Rows that name these files by their sha256 are gone; to be called in a transaction."""
    for upload in _naming(db, goes):
        rows.forget(db, upload.id)


def discard_files(home: Home, goes: Callable[[str], bool]) -> None:
    """No bytes of these files are on their way any more; to be called before their rows go."""
    with reading(home) as db:
        found = _naming(db, goes)
        lying = [one for name in _names(home) for one in rows.every(db, "uploads.id = ?", [name])]
    whole = [one for one in lying if files.length(home, one.id) == one.size_bytes]
    found += [one for one in whole if _holds(home, one, goes)]
    _remove(files.path_of(home, upload.id) for upload in found)


def _holds(home: Home, upload: Upload, goes: Callable[[str], bool]) -> bool:
    with suppress(
        FileNotFoundError
    ):  # It may be handed over meanwhile: the gate of what was erased stands there.
        return goes(files.sha256_of(files.path_of(home, upload.id)))
    return False


def _names(home: Home) -> list[str]:
    return (
        [path.name for path in home.uploads.iterdir() if is_ticket(path.name)]
        if home.uploads.is_dir()
        else []
    )


def _naming(db: Connection, goes: Callable[[str], bool]) -> list[Upload]:
    found = db.execute("SELECT id, sha256, sha256_told FROM uploads").fetchall()
    ids = [upload_id for upload_id, *hashes in found if any(one and goes(one) for one in hashes)]
    return rows.every(db, "uploads.id IN (SELECT value FROM json_each(?))", [json.dumps(ids)])


def _remove(paths: Iterable[Path]) -> None:
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in folders:
        if folder.is_dir():
            flush_folder(folder)
