"""A preview becomes a run: claims with its name on them, and all that follows. One transaction, so all or nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from catalogue import __version__
from catalogue.database.connection import Connection, writing
from catalogue.home.workspaces import new_run_id
from catalogue.library import Library, now_text
from catalogue.photos import runs
from catalogue.photos.claims import add_claims
from catalogue.photos.intake import describe_run
from catalogue.photos.runs import Run
from catalogue.photos.undoing import superseded_by
from catalogue.placing.classification import classifier_of, place_photos
from catalogue.placing.datable import ESTIMATES
from catalogue.placing.proposals import Preview, Proposal
from catalogue.values.claims import Source, position
from catalogue.values.outcomes import Outcome, Verdict
from catalogue.values.places import Classifier

DOOR = "track"
_CODES = {Source.TRACK: "placed-by-track", Source.NEIGHBOUR: "placed-by-neighbours"}
_SENTENCES = {Source.TRACK: "Placed by a track", Source.NEIGHBOUR: "Placed between its neighbours"}


def apply(library: Library, shown: Preview, by: str | None) -> str | None:
    """The photos stand where the preview shows them; returned is the run's id, None when nothing was placed.

    A photo that learnt a better position since the preview keeps it. `phototheque runs undo` takes the run back.
    """
    if not shown.placed:
        return None
    classifier = classifier_of(library.db, library.stored_settings())
    with writing(library.db) as db:
        return place(db, shown, classifier, by)


def place(db: Connection, shown: Preview, classifier: Classifier, by: str | None) -> str | None:
    """As `apply`, inside a transaction of the caller's."""
    rows = [row for row in shown.placed if _is_open(db, row.photo_id)]
    if not rows:
        return None
    now = now_text()
    run = Run(new_run_id(datetime.now(UTC)), DOOR, describe_run(_sources(shown)), by, now)
    runs.begin(db, run)
    for row in rows:
        _claim(db, run, row, now)
    _journal(db, run, place_photos(db, [row.photo_id for row in rows], classifier, now), now)
    _log(db, run, rows, now)
    runs.finish(db, run.id, "finished", now)
    return run.id


def _sources(shown: Preview) -> Sequence[str]:
    """What the run came from: names of files, never their folders, which can name a person."""
    return list(dict.fromkeys(shown.tracks)) or ["neighbours"]


def _is_open(db: Connection, photo_id: str) -> bool:
    """True while nothing better than an estimate is known of its place."""
    row = db.execute("SELECT position_method FROM photos WHERE id = ?", [photo_id]).fetchone()
    return row is not None and (row[0] is None or row[0] in ESTIMATES)


def _claim(db: Connection, run: Run, row: Proposal, now: str) -> None:
    """The claim stands; what earlier tracks and neighbours said stands no longer, until this run is undone."""
    db.execute(
        """
        UPDATE claims SET withdrawn = ?
        WHERE photo_id = ? AND subject = 'position' AND source IN ('track', 'neighbour') AND file_id IS NULL
            AND withdrawn IS NULL
        """,
        [superseded_by(run.id), row.photo_id],
    )
    claim = position(
        row.source or Source.TRACK,
        latitude=row.latitude or 0.0,
        longitude=row.longitude or 0.0,
        accuracy_m=row.accuracy_m,
        detail=row.detail,
        made_by=run.made_by,
    )
    add_claims(db, row.photo_id, None, run.id, [claim], now)


def _journal(
    db: Connection, run: Run, changed: Mapping[str, Mapping[str, tuple[Any, Any]]], now: str
) -> None:
    db.executemany(
        "INSERT INTO changes (at, made_by, run_id, photo_id, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (now, run.made_by, run.id, photo_id, name, *(None if v is None else str(v) for v in values))
            for photo_id, columns in changed.items()
            for name, values in columns.items()
        ],
    )


def _log(db: Connection, run: Run, rows: Sequence[Proposal], now: str) -> None:
    """The run's log names its photos, under the names that their files have."""
    verdicts = [_verdict(row) for row in rows]
    db.executemany(
        """
        INSERT INTO ingest_log (run_id, source, path, outcome, code, message, photo_id, at, program_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (run.id, DOOR, v.path, v.outcome.value, v.code, v.message, v.photo_id, now, __version__)
            for v in verdicts
        ],
    )
    runs.count(db, run.id, verdicts)


def _verdict(row: Proposal) -> Verdict:
    source = row.source or Source.TRACK
    message = f"{_SENTENCES[source]}: {row.detail}."
    return Verdict(row.name, Outcome.HEALED, _CODES[source], message, row.photo_id)
