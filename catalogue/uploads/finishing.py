"""From the last byte to the inbox: hashed, compared, noted, handed over. Only then is the sender told.

Every step can be done again: a process that dies between two of them leaves what the next one understands.
"""

import json
from contextlib import closing, suppress
from datetime import datetime

from catalogue.database.connection import connect
from catalogue.errors import ChecksumDiffers, UploadBusy
from catalogue.home.inbox import hand_over
from catalogue.home.paths import Home
from catalogue.originals.durable import flush_file, flush_folder
from catalogue.people import moments
from catalogue.people.store import reading
from catalogue.uploads import files, rows
from catalogue.uploads.turns import changing_in_turn
from catalogue.uploads.upload import Upload


def finish(home: Home, upload: Upload, now: datetime) -> str:
    """All of an upload has come: it waits in the inbox, and both survive a power cut. Returned is its hash.

    What is not what its device said it is goes away, to be sent again: ChecksumDiffers.
    """
    with files.alone_with(home, upload.id) as path:
        flush_file(path)
        flush_folder(path.parent)
        sha256 = files.sha256_of(path)
        if upload.told.sha256 not in {None, sha256}:
            files.discard(home, upload.id)
            raise ChecksumDiffers
        with changing_in_turn(home) as db:
            rows.receive(db, upload.id, sha256, now)
        _hand_over(home, upload)
    return sha256


def _hand_over(home: Home, upload: Upload) -> None:
    """The file of a received upload is in the inbox, or was already taken in from there."""
    path = files.path_of(home, upload.id)
    if was_taken_in(home, upload.id):
        files.discard(home, upload.id)
        return
    told = upload.told
    hand_over(
        home,
        path,
        name=told.name,
        path=told.path,
        by=upload.by,
        claims=told.claims,
        ticket=upload.id,
    )


def was_taken_in(home: Home, upload_id: str) -> bool:
    """True when the catalogue says what became of a file with this ticket."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        found = db.execute("SELECT 1 FROM ingest_log WHERE ticket = ?", [upload_id]).fetchone()
    return found is not None


def settle(home: Home, upload: Upload, now: datetime) -> Upload:
    """The upload as it is once everything has been done that a crash has left undone; ChecksumDiffers."""
    if upload.received_at is not None:
        with suppress(FileNotFoundError), files.alone_with(home, upload.id):
            _hand_over(home, upload)
        return upload
    if upload.size_bytes and files.length(home, upload.id) == upload.size_bytes:
        with suppress(FileNotFoundError):
            finish(home, upload, now)
        return _again(home, upload)
    return upload


def _again(home: Home, upload: Upload) -> Upload:
    with reading(home) as db:
        (found,) = rows.every(db, "uploads.id = ?", [upload.id]) or [upload]
    return found


def recover(home: Home, now: datetime) -> int:
    """What was whole when a server died is in the inbox; returned is how many that were."""
    names = [path.name for path in home.uploads.iterdir()] if home.uploads.is_dir() else []
    with reading(home) as db:
        waiting = rows.every(
            db,
            "uploads.id IN (SELECT value FROM json_each(?)) AND (received_at IS NOT NULL OR expires_at > ?)",
            [json.dumps(names), moments.text(now)],
        )
    done = 0
    for upload in waiting:
        # What is spoilt goes, and what somebody is at is theirs.
        with suppress(ChecksumDiffers, UploadBusy):
            done += settle(home, upload, now).received_at is not None
    return done
