"""One candidate becomes rows: photo, file, claims, log. Called inside a transaction, for one file at a time."""

from dataclasses import replace
from typing import Any

from catalogue import __version__
from catalogue.database.connection import Connection
from catalogue.photos.claims import replace_claims
from catalogue.photos.numbering import NEXT
from catalogue.photos.pair_claims import take_decisions_back
from catalogue.photos.placed import belong
from catalogue.photos.refreshing import refresh
from catalogue.photos.resemblance import ask_again
from catalogue.photos.runs import Run
from catalogue.values.arrivals import Arrival, Candidate, Refusal
from catalogue.values.claims import Subject
from catalogue.values.outcomes import Outcome, Verdict
from catalogue.values.places import Classifier

RUN_UNDONE = "run-undone"
TOO_LARGE = "too-large"

# Changes of these are what a person means by "the file told us something new".
_HEALING = {
    "taken_at": "date",
    "utc_offset": "time zone",
    "taken_year": "year",
    "latitude": "position",
    "heading_deg": "heading",
    "orientation": "orientation",
    "camera_model": "camera",
    "caption": "caption",
    "creator": "creator",
    "credit": "credit",
    "copyright": "copyright",
    "licence": "licence",
    "rating": "rating",
    "park": "park",
    "itinerary": "itinerary",
    "cite": "cité",
    "commune": "commune",
    "epci": "EPCI",
}


def record(db: Connection, run: Run, candidate: Candidate, classifier: Classifier, now: str) -> Verdict:
    """The candidate stands in the catalogue: as a new photo, as news about one, or as a copy.

    Its places follow from all that is known of the photo now, not from this file alone.
    """
    photo_id = candidate.picture_id or _photo_of_bytes(db, candidate.sha256)
    state = db.execute("SELECT state, state_reason FROM photos WHERE id = ?", [photo_id]).fetchone()
    seen = _bytes_known(db, candidate.sha256)
    if state is None:
        _insert_photo(db, photo_id, candidate, now)
        _return_to_state(db, photo_id, candidate)
    file_id, new_file = _insert_file(db, run, photo_id, candidate, now)
    replace_claims(db, photo_id, file_id, run.id, candidate.claims, now)
    if state is None:
        take_decisions_back(db, photo_id)
    _insert_companions(db, photo_id, candidate.arrival)
    belong(db, photo_id, classifier, candidate.places, candidate.returned_places, now)
    before = _conflicts(db, photo_id)
    changed = refresh(db, photo_id, now)
    if state is None:
        return _as_new(photo_id, candidate)
    _journal(db, run, photo_id, changed, now)
    _render_again_if_turned(db, photo_id, changed)
    if state == ("set_aside", RUN_UNDONE):
        return _brought_back(db, photo_id, candidate.arrival, now)
    if candidate.again:
        return _examined_again(db, photo_id, candidate, now)
    verdict = _as_known(
        photo_id, candidate, changed, new_file=new_file, seen=seen, aside=state[0] == "set_aside"
    )
    return _with_conflicts(verdict, _conflicts(db, photo_id) - before)


def refuse(refusal: Refusal) -> Verdict:
    """The verdict on a file that was not taken in."""
    return Verdict(refusal.arrival.path, Outcome(refusal.outcome), refusal.code, refusal.message)


def write_log(db: Connection, run: Run, arrival: Arrival, verdict: Verdict, now: str) -> None:
    """The log says what became of a file, so that it is not looked at again in vain.

    The files attached to it are logged on their own, by the walk that met them.
    """
    db.execute(
        """
        INSERT INTO ingest_log (run_id, source, path, size_bytes, mtime_ns, outcome, code, message, photo_id, at,
            program_version, ticket)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            run.id,
            arrival.source,
            arrival.path,
            arrival.size_bytes,
            arrival.mtime_ns,
            verdict.outcome.value,
            verdict.code,
            verdict.message,
            verdict.photo_id,
            now,
            __version__,
            _ticket(db, arrival.ticket, verdict),
        ],
    )


def _ticket(db: Connection, ticket: str | None, verdict: Verdict) -> str | None:
    """The ticket, if it may stand in a new row of the log: one row alone says what became of a file.

    A file is met twice when its run died before it left the inbox. What was said of its photo stays; what was said
    without one is taken back.
    """
    said = db.execute("SELECT id, photo_id FROM ingest_log WHERE ticket = ?", [ticket]).fetchone()
    if ticket is None or said is None:
        return ticket
    if said[1] is not None or verdict.photo_id is None:
        return None
    db.execute("UPDATE ingest_log SET ticket = NULL WHERE id = ?", [said[0]])
    return ticket


def _photo_of_bytes(db: Connection, sha256: str) -> str:
    return str(db.execute("SELECT photo_id FROM files WHERE sha256 = ? LIMIT 1", [sha256]).fetchone()[0])


def _bytes_known(db: Connection, sha256: str) -> bool:
    return db.execute("SELECT 1 FROM files WHERE sha256 = ?", [sha256]).fetchone() is not None


def _insert_photo(db: Connection, photo_id: str, candidate: Candidate, now: str) -> None:
    db.execute(
        f"""
        INSERT INTO photos (id, number, width, height, format, state, state_reason, held_because, colour,
            picture_hash, original_sha256, original_extension, renditions, added_at)
        VALUES (?, {NEXT}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,  # noqa: S608 a constant
        [
            photo_id,
            candidate.width,
            candidate.height,
            candidate.format,
            "held" if candidate.hold_code else "catalogued",
            candidate.hold_code,
            candidate.hold_code,
            candidate.colour,
            candidate.picture_hash,
            candidate.sha256,
            candidate.extension,
            "pending" if candidate.renditions else "none",
            now,
        ],
    )


def _return_to_state(db: Connection, photo_id: str, candidate: Candidate) -> None:
    """A photo that comes back from an export has the state it left with, unless it must be held anyway."""
    told = next((c.value for c in candidate.claims if c.subject is Subject.STATE and c.value), None)
    state, _, reason = (told or "").partition("/")
    if state == "set_aside" or (state == "held" and not candidate.hold_code):
        db.execute(
            "UPDATE photos SET state = ?, state_reason = ? WHERE id = ?", [state, reason or None, photo_id]
        )


def _insert_file(db: Connection, run: Run, photo_id: str, candidate: Candidate, now: str) -> tuple[int, bool]:
    """The row of this arrival, and whether it is new; one that an undone run had brought stands again."""
    arrival = candidate.arrival
    key = [arrival.source, arrival.path, candidate.sha256]
    row = db.execute(
        "SELECT id, withdrawn FROM files WHERE source = ? AND path = ? AND sha256 = ?", key
    ).fetchone()
    if row is not None:
        if row[1] is not None:
            db.execute("UPDATE files SET withdrawn = NULL, run_id = ? WHERE id = ?", [run.id, row[0]])
            db.execute(
                """
                UPDATE claims SET withdrawn = NULL, run_id = ?
                WHERE file_id = ? AND (withdrawn IS NULL OR withdrawn = ?)
                """,
                [run.id, row[0], RUN_UNDONE],
            )
        return int(row[0]), row[1] is not None
    made = db.execute(
        """
        INSERT INTO files (source, path, sha256, photo_id, name, size_bytes, extension, run_id, arrived_at, made_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            *key,
            photo_id,
            arrival.name,
            candidate.size_bytes,
            candidate.extension,
            run.id,
            now,
            arrival.by or run.made_by,
        ],
    )
    return int(made.lastrowid or 0), True


def _insert_companions(db: Connection, photo_id: str, arrival: Arrival) -> None:
    db.executemany(
        "INSERT INTO companions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (photo_id, attached.kind, arrival.source, attached.path, attached.size_bytes)
            for attached in arrival.attachments
            if attached.kind != "sidecar"
        ],
    )


def _journal(db: Connection, run: Run, photo_id: str, changed: dict[str, tuple[Any, Any]], now: str) -> None:
    db.executemany(
        "INSERT INTO changes (at, made_by, run_id, photo_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (now, run.made_by, run.id, photo_id, name, _text(before), _text(after))
            for name, (before, after) in changed.items()
        ],
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _render_again_if_turned(db: Connection, photo_id: str, changed: dict[str, tuple[Any, Any]]) -> None:
    if "orientation" in changed:
        db.execute(
            "UPDATE photos SET renditions = 'pending' WHERE id = ? AND renditions = 'ready'", [photo_id]
        )


def _as_new(photo_id: str, candidate: Candidate) -> Verdict:
    path = candidate.arrival.path
    if candidate.hold_code:
        return Verdict(path, Outcome.HELD, candidate.hold_code, candidate.hold_message or "", photo_id)
    notes = f" {' '.join(candidate.notes)}" if candidate.notes else ""
    return Verdict(path, Outcome.STORED, "new", f"Taken in.{notes}", photo_id)


def _brought_back(db: Connection, photo_id: str, arrival: Arrival, now: str) -> Verdict:
    db.execute(
        """
        UPDATE photos SET state = CASE WHEN held_because IS NULL THEN 'catalogued' ELSE 'held' END,
            state_reason = held_because
        WHERE id = ?
        """,
        [photo_id],
    )
    ask_again(db, [photo_id], now)
    return Verdict(
        arrival.path, Outcome.STORED, "brought-back", "Taken in again after an undone run.", photo_id
    )


def _examined_again(db: Connection, photo_id: str, candidate: Candidate, now: str) -> Verdict:
    """Bytes that were in the catalogue were looked at once more: they were lost, or too large to be shown."""
    path = candidate.arrival.path
    let_out = db.execute(
        """
        UPDATE photos SET state = 'catalogued', state_reason = NULL, held_because = NULL, renditions = 'pending',
            width = ?, height = ?, colour = ?, picture_hash = ?
        WHERE id = ? AND state = 'held' AND held_because = ? AND ?
        """,
        [
            candidate.width,
            candidate.height,
            candidate.colour,
            candidate.picture_hash,
            photo_id,
            TOO_LARGE,
            bool(candidate.renditions),
        ],
    )
    if let_out.rowcount:
        refresh(db, photo_id, now)
        return Verdict(path, Outcome.HEALED, "shown", "It is within the limits now, and shown.", photo_id)
    if candidate.hold_code:
        return Verdict(path, Outcome.HELD, candidate.hold_code, candidate.hold_message or "", photo_id)
    return Verdict(
        path, Outcome.HEALED, "put-back", "Its original was missing, and is back in the store.", photo_id
    )


def _conflicts(db: Connection, photo_id: str) -> set[str]:
    rows = db.execute("SELECT detail FROM reviews WHERE photo_id = ? AND reason = 'conflict'", [photo_id])
    return {detail for (detail,) in rows}


def _with_conflicts(verdict: Verdict, contested: set[str]) -> Verdict:
    """The verdict, and on what this file says otherwise than another one of equal authority."""
    if not contested:
        return verdict
    about = ", ".join(sorted(contested))
    said = f"It says otherwise than another file about: {about}. Both are kept, for you to review."
    code = "conflict" if verdict.outcome is Outcome.DUPLICATE else verdict.code
    return replace(verdict, code=code, message=f"{verdict.message} {said}")


def _as_known(
    photo_id: str,
    candidate: Candidate,
    changed: dict[str, tuple[Any, Any]],
    *,
    new_file: bool,
    seen: bool,
    aside: bool,
) -> Verdict:
    path = candidate.arrival.path
    told = list(dict.fromkeys(_HEALING[name] for name in changed if name in _HEALING))
    if told:
        stays = " The photo was set aside, and stays so." if aside else ""
        return Verdict(path, Outcome.HEALED, "healed", f"Told us more: {', '.join(told)}.{stays}", photo_id)
    if aside:
        return Verdict(
            path, Outcome.DUPLICATE, "set-aside", "This photo was set aside, and stays so.", photo_id
        )
    if not new_file:
        return Verdict(path, Outcome.UNCHANGED, "already-there", "Already in the catalogue.", photo_id)
    if seen:
        return Verdict(path, Outcome.DUPLICATE, "same-file", "The same file is in the catalogue.", photo_id)
    return Verdict(path, Outcome.DUPLICATE, "same-picture", "The same picture, in another file.", photo_id)
