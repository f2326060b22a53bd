"""What has become of an upload, always derived: from its row, its file, and what the catalogue says of its ticket."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.people import moments
from catalogue.uploads import files
from catalogue.uploads.upload import Upload


class State(StrEnum):
    """What an upload can be. The values are part of the protocol."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    CATALOGUED = "catalogued"
    DUPLICATE = "duplicate"
    HEALED = "healed"
    HELD = "held"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Standing:
    """One upload as it stands: how much has come, what became of it, by which code, and of which photo it is.

    `said` is the sentence of the catalogue's log, in English.
    """

    upload: Upload
    offset: int
    state: State
    code: str
    said: str = ""
    photo_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """What the catalogue's log says of a ticket, and in which state the photo is today."""

    outcome: str
    code: str
    said: str
    photo_id: str | None
    photo_state: str | None


_BY_OUTCOME = {
    "stored": State.CATALOGUED,
    "healed": State.HEALED,
    "duplicate": State.DUPLICATE,
    "unchanged": State.DUPLICATE,
    "held": State.HELD,
    "skipped": State.QUARANTINED,
    "failed": State.QUARANTINED,
}
#: Nobody knows where the bytes are: a library was restored from a copy that is older than the upload.
GONE = "gone"
_LINES = """
    SELECT ticket, outcome, code, message, photo_id, photos.state FROM ingest_log
    LEFT JOIN photos ON photos.id = photo_id
    WHERE ticket IN (SELECT value FROM json_each(?))
"""


def standings(home: Home, uploads: Sequence[Upload], now: datetime) -> list[Standing]:
    """How each of these uploads stands now, in their order."""
    # Looked at before the log: a file that leaves the inbox meanwhile stands in the log then.
    waiting = {one.id for one in uploads if one.received_at and _waits(home, one.id)}
    lines = _lines(home, [one.id for one in uploads if one.received_at])
    return [
        _received(one, lines.get(one.id), waits=one.id in waiting)
        if one.received_at
        else _unfinished(home, one, now)
        for one in uploads
    ]


def _waits(home: Home, upload_id: str) -> bool:
    # In this order: a file that is handed over meanwhile has its new name before it loses the old one.
    return files.path_of(home, upload_id).exists() or (home.inbox / upload_id).exists()


def _lines(home: Home, tickets: Sequence[str]) -> dict[str, _Line]:
    if not tickets or not home.catalogue.exists():
        return {}
    with closing(connect(home.catalogue, readonly=True)) as db:
        return {ticket: _Line(*line) for ticket, *line in db.execute(_LINES, [json.dumps(list(tickets))])}


def _received(upload: Upload, line: _Line | None, *, waits: bool) -> Standing:
    size = upload.size_bytes or 0
    if line is not None:
        return Standing(upload, size, _state(line), line.code, line.said, line.photo_id)
    if waits:
        return Standing(upload, size, State.RECEIVED, State.RECEIVED.value)
    return Standing(upload, 0, State.REFUSED, GONE)


def _state(line: _Line) -> State:
    """What became of a file; a photo that was held and let out since is catalogued."""
    state = _BY_OUTCOME[line.outcome]
    return State.CATALOGUED if state is State.HELD and line.photo_state == "catalogued" else state


def _unfinished(home: Home, upload: Upload, now: datetime) -> Standing:
    if upload.expires_at <= moments.text(now):
        return Standing(upload, 0, State.EXPIRED, State.EXPIRED.value)
    return Standing(upload, files.length(home, upload.id), State.RECEIVING, State.RECEIVING.value)
