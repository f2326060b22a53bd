"""The rows of `uploads` in `people.db`. Each function works in its caller's transaction.

Whoever is nobody, where nobody logs in, has the rows without a person; no account ever sees these.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from catalogue.database.connection import Connection
from catalogue.home.inbox import claims_told
from catalogue.people import moments
from catalogue.uploads.upload import Sender, Told, Upload

#: A list says at most so many, the newest.
MOST_LISTED = 1000

_READ = """
    SELECT uploads.id, person_id, people.name, uploads.name, path, sha256_told, told, outing, creator, size_bytes,
        uploads.created_at, expires_at, received_at, sha256
    FROM uploads LEFT JOIN people ON people.id = person_id
"""

_OF_SENDER = f"""
    {_READ}
    WHERE person_id IS :person AND (:ids IS NULL OR uploads.id IN (SELECT value FROM json_each(:ids)))
        AND (:since IS NULL OR uploads.created_at >= :since)
    ORDER BY uploads.id DESC LIMIT :most
"""  # noqa: S608 a constant


def begin(
    db: Connection, upload_id: str, sender: Sender, told: Told, size: int | None, now: datetime, days: int
) -> None:
    """An upload is begun: nothing of it has come yet."""
    db.execute(
        """
        INSERT INTO uploads (id, person_id, session, name, path, size_bytes, sha256_told, told, outing, creator,
            created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            upload_id,
            sender.person_id,
            sender.session,
            told.name,
            told.path,
            size,
            told.sha256,
            _written(told),
            told.outing,
            told.creator,
            moments.text(now),
            moments.after(now, days=days),
        ],
    )


def find(db: Connection, upload_id: str, sender: Sender) -> Upload | None:
    """An upload of this sender; None for one that is somebody else's, or of nobody."""
    row = db.execute(
        _READ + "WHERE uploads.id = ? AND person_id IS ?", [upload_id, sender.person_id]
    ).fetchone()
    return _upload(row) if row else None


def of_sender(db: Connection, sender: Sender, ids: Sequence[str] | None, since: str | None) -> list[Upload]:
    """Uploads of this sender, the newest first; only those with one of these ids, or begun at a moment or after."""
    rows = db.execute(
        _OF_SENDER,
        {
            "person": sender.person_id,
            "ids": None if ids is None else json.dumps(list(ids)),
            "since": since,
            "most": MOST_LISTED,
        },
    )
    return [_upload(row) for row in rows]


def every(db: Connection, where: str, values: Sequence[object] = ()) -> list[Upload]:
    """Uploads of everybody for which a condition holds."""
    return [_upload(row) for row in db.execute(f"{_READ} WHERE {where} ORDER BY uploads.id", values)]


def unfinished(db: Connection, sender: Sender, now: datetime) -> tuple[int, int]:
    """How many uploads of a sender are unfinished, and how many bytes they are going to have."""
    count, declared = db.execute(
        """
        SELECT count(*), coalesce(sum(size_bytes), 0) FROM uploads
        WHERE person_id IS ? AND received_at IS NULL AND expires_at > ?
        """,
        [sender.person_id, moments.text(now)],
    ).fetchone()
    return count, declared


def declare(db: Connection, upload_id: str, size: int) -> None:
    """The size of an upload is known; one that was known before stays."""
    db.execute("UPDATE uploads SET size_bytes = ? WHERE id = ? AND size_bytes IS NULL", [size, upload_id])


def receive(db: Connection, upload_id: str, sha256: str, now: datetime) -> None:
    """Everything of an upload has come, and has this hash."""
    db.execute(
        "UPDATE uploads SET received_at = ?, sha256 = ? WHERE id = ?", [moments.text(now), sha256, upload_id]
    )


def take_back(db: Connection, upload_id: str) -> None:
    """An upload whose bytes are nowhere was not received: they are to be sent again."""
    db.execute("UPDATE uploads SET received_at = NULL, sha256 = NULL WHERE id = ?", [upload_id])


def make_nameless(db: Connection, ids: Sequence[str], before: str) -> None:
    """Of these, what was received before a moment says no more what it was called, or hashed to."""
    db.execute(
        """
        UPDATE uploads SET name = '', path = NULL, sha256 = NULL, sha256_told = NULL, creator = NULL, told = ?
        WHERE id IN (SELECT value FROM json_each(?)) AND received_at <= ?
        """,
        [json.dumps({"metadata": "", "claims": []}), json.dumps(list(ids)), before],
    )


def forget(db: Connection, upload_id: str) -> None:
    """There is no such upload any more."""
    db.execute("DELETE FROM uploads WHERE id = ?", [upload_id])


def _upload(row: Sequence[Any]) -> Upload:
    upload_id, person_id, by, name, path, sha256_told, written, outing, creator, *rest = row
    read = json.loads(written)
    told = Told(
        name, path, sha256_told, tuple(claims_told(read["claims"])), outing, creator, read["metadata"]
    )
    return Upload(upload_id, person_id, by, told, *rest)


def _written(told: Told) -> str:
    claims = [asdict(claim) for claim in told.claims]
    return json.dumps({"metadata": told.metadata, "claims": claims}, ensure_ascii=False)
