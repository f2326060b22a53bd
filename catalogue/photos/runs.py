"""Runs: who took in what, when, from where."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue import __version__
from catalogue.database.connection import Connection
from catalogue.errors import NoSuchRun
from catalogue.values.outcomes import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a door. It gets a row when it first changes something."""

    id: str
    door: str
    source: str
    made_by: str | None
    started_at: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it stands in the catalogue."""

    id: str
    door: str
    source: str
    made_by: str | None
    started_at: str
    finished_at: str | None
    state: str
    counts: dict[Outcome, int]


#: What stands where the name of an erased file stood.
NAMELESS = "an erased photo"
_ROW = "id, door, source, made_by, started_at, finished_at, state, " + ", ".join(o.value for o in Outcome)


def begin(db: Connection, run: Run) -> None:
    """The run has a row."""
    db.execute(
        """
        INSERT INTO runs (id, door, source, made_by, started_at, state, program_version)
        VALUES (?, ?, ?, ?, ?, 'running', ?) ON CONFLICT (id) DO NOTHING
        """,
        [run.id, run.door, run.source, run.made_by, run.started_at, __version__],
    )


def count(db: Connection, run_id: str, verdicts: Iterable[Verdict]) -> None:
    """The run's row counts these outcomes too."""
    found = Counter(verdict.outcome for verdict in verdicts)
    db.execute(
        """
        UPDATE runs SET stored = stored + :stored, healed = healed + :healed, duplicate = duplicate + :duplicate,
            unchanged = unchanged + :unchanged, held = held + :held, skipped = skipped + :skipped,
            failed = failed + :failed
        WHERE id = :id
        """,
        {"id": run_id, **{outcome.value: found[outcome] for outcome in Outcome}},
    )


def finish(db: Connection, run_id: str, state: str, now: str) -> None:
    """The run, if it changed anything, has ended in this state: `finished` or `interrupted`."""
    db.execute(
        "UPDATE runs SET state = ?, finished_at = ? WHERE id = ? AND state = 'running'", [state, now, run_id]
    )


def forget_path(db: Connection, path: str) -> None:
    """Runs that were given one file by its path no longer say which: what it shows was erased."""
    written = json.dumps(path, ensure_ascii=False)
    db.execute(
        """
        UPDATE runs SET source = CASE source WHEN :path THEN :nameless
            ELSE replace(source, :written, :nameless_written) END
        WHERE source = :path OR instr(source, :written)
        """,
        {"path": path, "written": written, "nameless": NAMELESS, "nameless_written": json.dumps(NAMELESS)},
    )


def list_runs(db: Connection, most: int = 50) -> list[RunRow]:
    """The latest runs, newest first."""
    rows = db.execute(f"SELECT {_ROW} FROM runs ORDER BY started_at DESC, id DESC LIMIT ?", [most])  # noqa: S608
    return [_run_row(row) for row in rows]


def find_run(db: Connection, name: str) -> RunRow:
    """The run with this name, or the only one whose name begins or ends so; otherwise NoSuchRun."""
    rows = db.execute(
        f"SELECT {_ROW} FROM runs WHERE id = :n OR substr(id, 1, length(:n)) = :n OR substr(id, -length(:n)) = :n",  # noqa: S608
        {"n": name},
    ).fetchall()
    if len(rows) != 1 or not name:
        raise NoSuchRun(name, len(rows))
    return _run_row(rows[0])


def sources_of(run: RunRow) -> list[str]:
    """The sources of a run, as `describe_run` put them in one text."""
    return [str(one) for one in json.loads(run.source)] if run.source.startswith('["') else [run.source]


def log_of(db: Connection, run_id: str) -> list[Verdict]:
    """What became of each file in a run, in order."""
    rows = db.execute(
        "SELECT path, outcome, code, message, photo_id FROM ingest_log WHERE run_id = ? ORDER BY id", [run_id]
    )
    return [Verdict(path, Outcome(outcome), *rest) for path, outcome, *rest in rows]


def _run_row(row: tuple[Any, ...]) -> RunRow:
    return RunRow(*row[:7], dict(zip(Outcome, row[7:], strict=True)))  # type: ignore[call-arg]
