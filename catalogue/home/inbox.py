"""The inbox: where doors hand files over, and the quarantine for what could not become a photo.

A door first makes `<ulid>.json` durable, which says what came with the file, then renames the file itself to
`<ulid>`. So a `<ulid>` that is there is whole, and says what it is. It leaves only after its photo is committed.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any

from catalogue.home.paths import Home
from catalogue.originals.durable import Move, ensure_folder, flush_folder, place, write_durably
from catalogue.values.arrivals import Arrival
from catalogue.values.claims import Absence, Claim, Precision, Source, Subject
from catalogue.values.outcomes import Verdict

SOURCE = "inbox"
_SUFFIX = ".json"
_STALE_SECONDS = 3600
#: Pictures that were erased and came again wait for somebody to ask for them; nobody will after thirty days.
_ASKED_SECONDS = 30 * 24 * 3600
_NOTE_BYTES = 1 << 20
_LONGEST_TEXT = 4096
_TICKET = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def hand_over(
    home: Home,
    content: Path,
    *,
    name: str,
    path: str | None = None,
    by: str | None = None,
    claims: tuple[Claim, ...] = (),
    ticket: str | None = None,
) -> str:
    """The file `content`, on the home's file system, now waits in the inbox; returned is its ticket (a ULID).

    When this returns, both the file and what came with it survive a power cut. A door that gives the ticket itself
    may hand the same file over again after a crash: what is done already stays as it is.
    """
    ticket = ticket or new_ticket()
    told = {"name": name, "path": path or name, "by": by, "claims": [asdict(claim) for claim in claims]}
    ensure_folder(home.inbox)
    write_durably(home.inbox / (ticket + _SUFFIX), json.dumps(told, ensure_ascii=False).encode())
    place([Move(content, home.inbox / ticket)])
    return ticket


def new_ticket() -> str:
    """A ticket that nothing was ever handed over with; tickets sort as they were made, to the millisecond."""
    from ulid import ULID  # noqa: PLC0415 most commands hand nothing over

    return str(ULID())


def is_ticket(name: str) -> bool:
    """True for a ULID: 26 letters and digits of Crockford's base 32."""
    return _TICKET.fullmatch(name) is not None


def waiting(home: Home) -> Iterator[Arrival]:
    """Files that wait in the inbox, oldest first."""
    for file in tickets(home):
        with suppress(FileNotFoundError):  # Another watcher may have taken it in meanwhile.
            yield _arrival(file)


def tickets(home: Home) -> list[Path]:
    """The files that wait, oldest first."""
    found = [p for p in home.inbox.iterdir() if is_ticket(p.name)] if home.inbox.is_dir() else []
    return sorted(found)


def leave_inbox(home: Home, arrivals: Sequence[Arrival]) -> None:
    """The files have left the inbox: their photos are committed. A note goes only when its file is surely gone."""
    files = [Path(arrival.location) for arrival in arrivals]
    for file in files:
        file.unlink(missing_ok=True)
    if files:
        flush_folder(home.inbox)
    for file in files:
        note_of(file).unlink(missing_ok=True)


def send_to_quarantine(home: Home, arrival: Arrival, verdict: Verdict) -> None:
    """The file stands in the quarantine under its hash, with the reason beside it, and has left the inbox."""
    file = Path(arrival.location)
    with file.open("rb") as opened:
        sha256 = file_digest(opened, "sha256").hexdigest()
    put_in_quarantine(home, file, sha256, arrival.name, arrival.by, verdict.code, verdict.message)
    leave_inbox(home, [arrival])


def put_in_quarantine(
    home: Home, file: Path, sha256: str, name: str, by: str | None, code: str, message: str
) -> None:
    """The file stands in the quarantine, and no more where it was; its reason was written first."""
    reason = {"name": name, "by": by, "code": code, "message": message}
    ensure_folder(home.quarantine)
    write_durably(home.quarantine / (sha256 + _SUFFIX), json.dumps(reason, ensure_ascii=False).encode())
    place([Move(file, home.quarantine / sha256)])
    flush_folder(file.parent)


def clear_notes(home: Home, now: float) -> None:
    """Notes whose file left the inbox just before a crash are gone; a door writes its note moments before the file."""
    for note in home.inbox.glob(f"*{_SUFFIX}") if home.inbox.is_dir() else ():
        with suppress(FileNotFoundError):
            if not note.with_suffix("").exists() and now - note.stat().st_mtime > _STALE_SECONDS:
                note.unlink()


def clear_erased(home: Home, now: float) -> None:
    """Files that came again after their picture was erased leave the quarantine when nobody asked for them in time."""
    for reason in home.quarantine.glob(f"*{_SUFFIX}") if home.quarantine.is_dir() else ():
        with suppress(FileNotFoundError):
            if now - reason.stat().st_mtime > _ASKED_SECONDS and _told(reason).get("code") == "erased":
                reason.with_suffix("").unlink(missing_ok=True)
                reason.unlink()


def note_of(file: Path) -> Path:
    """Where it is written what came with a file of the inbox."""
    return file.with_name(file.name + _SUFFIX)


def quarantined(home: Home) -> list[dict[str, Any]]:
    """What lies in the quarantine: sha256, name, who, code and message of each file."""
    if not home.quarantine.is_dir():
        return []
    reasons = sorted(home.quarantine.glob(f"*{_SUFFIX}"))
    return [{"sha256": path.stem, **json.loads(path.read_text(encoding="utf-8"))} for path in reasons]


def _arrival(file: Path) -> Arrival:
    told = _told(note_of(file))
    facts = os.lstat(file)
    name = _text(told.get("name")) or file.name
    return Arrival(
        source=SOURCE,
        path=_inside(_text(told.get("path")) or name),
        location=str(file),
        size_bytes=facts.st_size,
        mtime_ns=facts.st_mtime_ns,
        name=name,
        door="inbox",
        by=_text(told.get("by")),
        claims=tuple(claims_told(told.get("claims"))),
        ticket=file.name,
    )


def _text(value: object) -> str | None:
    """A text that a door told, as it can be stored; what is no text is nothing."""
    if not isinstance(value, str):
        return None
    return value[:_LONGEST_TEXT].encode("utf-8", "backslashreplace").decode()


def _inside(path: str) -> str:
    """A path that leads nowhere but down.

    >>> _inside("../../EV5//a.jpg")
    'EV5/a.jpg'
    """
    return "/".join(part for part in path.split("/") if part not in ("", ".", "..")) or "photo"


def strays(home: Home) -> list[str]:
    """Names of what lies in the inbox without having been handed over: nobody says that it is whole."""
    found = sorted(p.name for p in home.inbox.iterdir()) if home.inbox.is_dir() else []
    return [name for name in found if not name.startswith(".") and not is_ticket(name.removesuffix(_SUFFIX))]


def _told(path: Path) -> dict[str, Any]:
    """What came with a file; a note that is gone or spoilt says nothing, and the file is taken all the same."""
    try:
        with path.open("rb") as note:
            told = json.loads(note.read(_NOTE_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def claims_told(told: object) -> Iterator[Claim]:
    """The claims that a door sent; what is none is left out: the photo counts, not its note."""
    for fields in told if isinstance(told, list) else ():
        with suppress(KeyError, TypeError, ValueError):
            yield _claim(fields)


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
