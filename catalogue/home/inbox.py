"""The inbox: where doors hand files over, and the quarantine for what could not become a photo.

A door first makes `<ulid>.json` durable, which says what came with the file, then renames the file itself to
`<ulid>`. So a `<ulid>` that is there is whole, and says what it is. It leaves only after its photo is committed.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any

from catalogue.home.paths import Home
from catalogue.originals.durable import Move, flush_file, flush_folder, give_name, make_folder, write_durably
from catalogue.values.arrivals import Arrival
from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from catalogue.values.outcomes import Verdict

SOURCE = "inbox"
_SUFFIX = ".json"
_TICKET = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def hand_over(
    home: Home,
    content: Path,
    *,
    name: str,
    path: str | None = None,
    by: str | None = None,
    claims: tuple[Claim, ...] = (),
) -> str:
    """The file `content`, on the home's file system, now waits in the inbox; returned is its ticket (a ULID).

    When this returns, both the file and what came with it survive a power cut.
    """
    make_folder(home.inbox)
    from ulid import ULID  # noqa: PLC0415 most commands hand nothing over

    ticket = str(ULID())
    told = {"name": name, "path": path or name, "by": by, "claims": [asdict(claim) for claim in claims]}
    write_durably(home.inbox / (ticket + _SUFFIX), json.dumps(told, ensure_ascii=False).encode())
    flush_file(content)
    give_name(Move(content, home.inbox / ticket))
    flush_folder(home.inbox)
    return ticket


def waiting(home: Home) -> Iterator[Arrival]:
    """Files that wait in the inbox, oldest first."""
    tickets = [p for p in home.inbox.iterdir() if _is_ticket(p.name)] if home.inbox.is_dir() else []
    for file in sorted(tickets):
        with suppress(FileNotFoundError):  # Another watcher may have taken it in meanwhile.
            yield _arrival(file)


def leave_inbox(arrival: Arrival) -> None:
    """The file has left the inbox: its photo is committed."""
    file = Path(arrival.location)
    file.unlink(missing_ok=True)
    file.with_name(file.name + _SUFFIX).unlink(missing_ok=True)


def send_to_quarantine(home: Home, arrival: Arrival, verdict: Verdict) -> None:
    """The file stands in the quarantine under its hash, with the reason beside it, and has left the inbox."""
    file = Path(arrival.location)
    with file.open("rb") as opened:
        sha256 = file_digest(opened, "sha256").hexdigest()
    reason = {"name": arrival.name, "by": arrival.by, "code": verdict.code, "message": verdict.message}
    make_folder(home.quarantine)
    write_durably(home.quarantine / (sha256 + _SUFFIX), json.dumps(reason, ensure_ascii=False).encode())
    give_name(Move(file, home.quarantine / sha256))
    flush_folder(home.quarantine)
    leave_inbox(arrival)


def quarantined(home: Home) -> list[dict[str, Any]]:
    """What lies in the quarantine: sha256, name, who, code and message of each file."""
    if not home.quarantine.is_dir():
        return []
    reasons = sorted(home.quarantine.glob(f"*{_SUFFIX}"))
    return [{"sha256": path.stem, **json.loads(path.read_text(encoding="utf-8"))} for path in reasons]


def _is_ticket(name: str) -> bool:
    """True for a ULID: 26 letters and digits of Crockford's base 32."""
    return _TICKET.fullmatch(name) is not None


def _arrival(file: Path) -> Arrival:
    told = _told(file.with_name(file.name + _SUFFIX))
    facts = os.lstat(file)
    name = str(told.get("name") or file.name)
    return Arrival(
        source=SOURCE,
        path=str(told.get("path") or name),
        location=str(file),
        size_bytes=facts.st_size,
        mtime_ns=facts.st_mtime_ns,
        name=name,
        door="inbox",
        by=told.get("by"),
        claims=tuple(_claim(fields) for fields in told.get("claims", ())),
    )


def _told(path: Path) -> dict[str, Any]:
    """What came with a file; a note that is gone or spoilt says nothing, and the file is taken all the same."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _claim(fields: dict[str, Any]) -> Claim:
    return Claim(
        **{
            **fields,
            "subject": Subject(fields["subject"]),
            "source": Source(fields["source"]),
            "absence": Absence(fields["absence"]) if fields.get("absence") else None,
            "precision": Precision(fields["precision"]) if fields.get("precision") else None,
        }
    )
