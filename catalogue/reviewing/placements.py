"""What a person decides about the places of a photo, and about questions that are to be left as they are."""

from collections.abc import Sequence

from catalogue.database.connection import Connection
from catalogue.errors import DecisionRefused
from catalogue.reviewing.acting import acting
from catalogue.reviewing.journal import Action, Journal
from catalogue.reviewing.pairs import settle_pairs
from catalogue.values.claims import Claim, Source, Subject

PLACE_DECISIONS = ("is", "main", "is_not")


def decide_place(
    db: Connection,
    photo_ids: Sequence[str],
    place_id: int,
    decision: str,
    by: str,
    *,
    seen: int | None = None,
) -> Action:
    """The photos belong to a place (`is`), it is their main place of its kind (`main`), or not (`is_not`).

    `decide-place`. Rules that are run again never change it.
    """
    if decision not in PLACE_DECISIONS:
        raise DecisionRefused(f"{decision!r} is none of {', '.join(PLACE_DECISIONS)}")
    _check_place(db, place_id)
    with acting(db, "decide-place", photo_ids, by, seen=seen) as journal:
        for photo_id in journal.photo_ids:
            _decide_place(journal, photo_id, place_id, decision)
    return journal.action


def accept(
    db: Connection,
    photo_ids: Sequence[str],
    place_id: int,
    by: str,
    *,
    reason: str | None = None,
    also: int | None = None,
    seen: int | None = None,
) -> Action:
    """The candidate is right: it is the main place of its kind, and the question for this reason is closed. `accept`.

    So is a place that the photo belongs to `also`. Where folder and position contradicted each other, the places of
    the folder that were not chosen are denied.
    """
    chosen = [place_id] if also is None else [also, place_id]
    for each in chosen:
        _check_place(db, each)
    with acting(db, "accept", photo_ids, by, seen=seen) as journal:
        for photo_id in journal.photo_ids:
            for denied in _contradicted(db, photo_id, chosen):
                _decide_place(journal, photo_id, denied, "is_not")
            for each in chosen:
                _decide_place(journal, photo_id, each, "main")
            if reason:
                _settle_open(journal, photo_id, reason)
    return journal.action


def settle(
    db: Connection,
    photo_ids: Sequence[str],
    reason: str,
    by: str,
    *,
    detail: str | None = None,
    seen: int | None = None,
) -> Action:
    """Leave it as it is: the question for this reason is closed. Without a detail, all of them. `settle`.

    Pairs of near-duplicates are decided with `decide_pair` instead: here they are taken as different.
    """
    if reason == "near-duplicate":
        return settle_pairs(db, photo_ids, by, seen=seen)
    with acting(db, "settle", photo_ids, by, seen=seen) as journal:
        for photo_id in journal.photo_ids:
            _settle_open(journal, photo_id, reason, detail)
    return journal.action


def _settle_open(journal: Journal, photo_id: str, reason: str, detail: str | None = None) -> None:
    rows = journal.db.execute(
        "SELECT detail FROM reviews WHERE photo_id = ? AND reason = ?", [photo_id, reason]
    )
    for (noted,) in rows.fetchall():
        if detail in (None, noted):
            _settle(journal, photo_id, reason, noted)


def _settle(journal: Journal, photo_id: str, reason: str, detail: str) -> None:
    key = [photo_id, reason, detail]
    row = journal.db.execute(
        "SELECT made_at || ' ' || made_by FROM settlements WHERE photo_id = ? AND reason = ? AND detail = ?",
        key,
    ).fetchone()
    journal.db.execute(
        "INSERT OR REPLACE INTO settlements VALUES (?, ?, ?, ?, ?)", [*key, journal.by, journal.now]
    )
    journal.note(
        photo_id, f"settled:{reason}:{detail}", row[0] if row else None, f"{journal.now} {journal.by}"
    )
    journal.add(photo_id, Claim(Subject.SETTLED, Source.MANUAL, reason, detail, made_by=journal.by))


def _decide_place(journal: Journal, photo_id: str, place_id: int, decision: str) -> None:
    """One main place of a kind at most: another that a person had chosen before is still one of them."""
    if decision == "main":
        for other in _main_decisions(journal.db, photo_id, place_id):
            _write_decision(journal, photo_id, other, "is")
    _write_decision(journal, photo_id, place_id, decision)


def _write_decision(journal: Journal, photo_id: str, place_id: int, decision: str) -> None:
    row = journal.db.execute(
        """
        SELECT decision || ' ' || made_at || ' ' || made_by FROM place_decisions WHERE photo_id = ? AND place_id = ?
        """,
        [photo_id, place_id],
    ).fetchone()
    journal.db.execute(
        "INSERT OR REPLACE INTO place_decisions VALUES (?, ?, ?, ?, ?)",
        [photo_id, place_id, decision, journal.by, journal.now],
    )
    after = f"{decision} {journal.now} {journal.by}"
    journal.note(photo_id, f"place:{place_id}", row[0] if row else None, after)


def _main_decisions(db: Connection, photo_id: str, place_id: int) -> list[int]:
    rows = db.execute(
        """
        SELECT place_id FROM place_decisions JOIN places ON places.id = place_id
        WHERE photo_id = :photo AND decision = 'main' AND place_id <> :place
            AND kind = (SELECT kind FROM places WHERE id = :place)
        """,
        {"photo": photo_id, "place": place_id},
    )
    return [row[0] for row in rows.fetchall()]


def _contradicted(db: Connection, photo_id: str, chosen: Sequence[int]) -> list[int]:
    """Places that the folder names and the position contradicts, as far as that question is open."""
    rows = db.execute(
        """
        SELECT DISTINCT place_id FROM reviews JOIN photo_places USING (photo_id) JOIN places ON places.id = place_id
        WHERE photo_id = ? AND reason = 'place-conflict' AND relation = 'folder' AND detail = kind || '/' || name
        """,
        [photo_id],
    )
    return [row[0] for row in rows.fetchall() if row[0] not in chosen]


def _check_place(db: Connection, place_id: int) -> None:
    if db.execute("SELECT 1 FROM places WHERE id = ?", [place_id]).fetchone() is None:
        raise DecisionRefused(f"there is no place {place_id}")
