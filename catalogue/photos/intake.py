"""Taking files in: bytes first, rows second, renditions third. The only writer of a run."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from catalogue.database.connection import UNSTORABLE, IntegrityError, savepoint, spoken_os_error, writing
from catalogue.errors import NotEnoughRoom
from catalogue.home.inbox import leave_inbox, send_to_quarantine
from catalogue.home.workspaces import Workspace
from catalogue.library import Library, now_text
from catalogue.originals.durable import Move, place
from catalogue.photos import erased, known, runs
from catalogue.photos.recording import record, refuse, write_log
from catalogue.photos.resemblance import Resemblance
from catalogue.photos.runs import Run
from catalogue.values.arrivals import Candidate, Refusal
from catalogue.values.outcomes import Outcome, Verdict
from catalogue.values.places import Classifier

Finding = Candidate | Refusal
_NEW = frozenset({Outcome.STORED, Outcome.HELD})


class Intake(Protocol):
    """Where the road ends: what was found becomes a verdict for each file."""

    def folder(self) -> Path:
        """The run's own folder, where files are staged."""
        ...

    def take(self, findings: Sequence[Finding]) -> list[Verdict]:
        """A verdict for each finding, in order. What a verdict says is durable when it is returned."""
        ...

    def close(self, *, finished: bool) -> None:
        """The run has ended."""
        ...


class CatalogueIntake:
    """Takes files into a library. A run that changes nothing leaves no row and no folder."""

    def __init__(
        self, library: Library, run: Run, classifier: Classifier, *, readmit: bool = False
    ) -> None:
        self.library = library
        self.run = run
        self._classifier = classifier
        self._gate = erased.Gate(library.home, readmit=readmit)
        if library.home.tombstones.exists():
            # What the log first said of a sidecar is overwritten when its picture turns out to be an erased one.
            library.db.execute("PRAGMA secure_delete = ON")
        self._workspace: Workspace | None = None
        self._resemblance = Resemblance()
        self._reserve_mb = library.limit("reserve_megabytes")

    def folder(self) -> Path:
        """The run's own folder; made, and locked, when first asked for."""
        if self._workspace is None:
            self._workspace = Workspace.open(self.library.home, self.run.id)
        return self._workspace.folder

    def take(self, findings: Sequence[Finding]) -> list[Verdict]:
        """Originals are durable, then their rows, then their renditions; only then the verdicts return."""
        try:
            self._check_room()
            findings = self._gate.passed_all(findings)
            self._place_originals(findings)
            verdicts = self._write_rows(findings)
            self._place_renditions(findings, verdicts)
            self._empty_inbox(findings, verdicts)
        except OSError as error:
            raise spoken_os_error(error, str(self.library.home.root)) from error
        return verdicts

    def close(self, *, finished: bool) -> None:
        """The run's row says how it ended; its folder is gone."""
        if self._workspace is not None:
            with writing(self.library.db) as db:
                runs.finish(db, self.run.id, "finished" if finished else "interrupted", now_text())
            self._workspace.close()
            self._workspace = None

    def _check_room(self) -> None:
        free_mb = shutil.disk_usage(self.library.home.root).free // 1_000_000
        if free_mb < self._reserve_mb:
            raise NotEnoughRoom(str(self.library.home.root), free_mb, reserve_mb=self._reserve_mb)

    def _place_originals(self, findings: Sequence[Finding]) -> None:
        home = self.library.home
        place(
            [
                Move(Path(f.staged), home.original(f.sha256, f.extension))
                for f in findings
                if isinstance(f, Candidate) and f.staged
            ]
        )

    def _write_rows(self, findings: Sequence[Finding]) -> list[Verdict]:
        self.folder()  # The lock must be held before the row says that the run lives.
        with writing(self.library.db) as db:
            runs.begin(db, self.run)
            verdicts = [self._write_row(finding) for finding in findings]
            self._write_nameless(findings, verdicts)
            if new := [v.photo_id for v in verdicts if v.photo_id and v.outcome in _NEW]:
                self._resemblance.note(db, new, now_text())
            runs.count(db, self.run.id, verdicts)
        return verdicts

    def _write_row(self, finding: Finding) -> Verdict:
        now = now_text()
        # It may have been erased since it was let through; whoever erases waits until this transaction has ended.
        finding = self._gate.passed(finding)
        try:
            with savepoint(self.library.db):
                verdict = (
                    refuse(finding)
                    if isinstance(finding, Refusal)
                    else record(self.library.db, self.run, finding, self._classifier, now)
                )
        except (IntegrityError, *UNSTORABLE) as error:
            why = (
                f"What it says of itself cannot be stored ({error}). The file is untouched; please report it."
            )
            verdict = Verdict(finding.arrival.path, Outcome.FAILED, "unstorable", why)
        arrival = finding.arrival if verdict.code != erased.CODE else self._gate.as_logged(finding.arrival)
        write_log(self.library.db, self.run, arrival, verdict, now)
        return verdict

    def _write_nameless(self, findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> None:
        """Of pictures that were erased nothing has a name in the log, and no original that this run brought stays."""
        db = self.library.db
        for finding, verdict in zip(findings, verdicts, strict=True):
            if verdict.code == erased.CODE:
                self._gate.write_log_of_companions(db, finding.arrival)
                runs.forget_path(db, f"{finding.arrival.source}/{finding.arrival.path}")
                if isinstance(finding, Candidate):
                    erased.take_back_original(db, self.library.home, finding)
            elif self._gate.readmits:
                erased.forget_met(db, self._gate.nameless(finding.arrival.source, finding.arrival.path))

    def _place_renditions(self, findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> None:
        home = self.library.home
        moves, ready = [], []
        for finding, verdict in zip(findings, verdicts, strict=True):
            if not (isinstance(finding, Candidate) and finding.renditions and verdict.photo_id):
                continue
            if self._is_upright(finding, verdict.photo_id):
                ready.append((verdict.photo_id, finding.sha256))
                moves += [
                    Move(Path(staged), home.rendition(size, verdict.photo_id, Path(staged).suffix[1:]))
                    for size, staged in finding.renditions
                ]
        if not ready:
            return
        place(moves)
        with writing(self.library.db) as db:
            # A photo that was erased meanwhile has no picture: whoever erases looks for pictures after the rows.
            for move in [m for m in moves if not known.has_photo(db, m.target.stem)]:
                move.target.unlink(missing_ok=True)
            db.executemany(
                """
                UPDATE photos SET renditions = 'ready'
                WHERE id = ? AND original_sha256 = ? AND renditions = 'pending'
                """,
                ready,
            )

    def _is_upright(self, candidate: Candidate, photo_id: str) -> bool:
        """False when another file has said since how the photo is turned: its renditions are to be made again."""
        row = self.library.db.execute(
            "SELECT orientation FROM photos WHERE id = ? AND renditions = 'pending'", [photo_id]
        ).fetchone()
        return row is not None and row[0] == candidate.turned

    def _empty_inbox(self, findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> None:
        home = self.library.home
        committed = []
        for finding, verdict in zip(findings, verdicts, strict=True):
            if finding.arrival.door != "inbox":
                continue
            if verdict.photo_id is None:
                nameless = verdict.code == erased.CODE
                arrival = replace(finding.arrival, name="") if nameless else finding.arrival
                send_to_quarantine(home, arrival, verdict)
            else:
                committed.append(finding.arrival)
        leave_inbox(home, committed)


class Rehearsal:
    """Says what an intake would do, and changes nothing."""

    def __init__(self, library: Library, run: Run, *, readmit: bool = False) -> None:
        self.library = library
        self.run = run
        self._gate = erased.Gate(library.home, readmit=readmit)
        self._workspace: Workspace | None = None
        self._promised: dict[str, str] = {}

    def folder(self) -> Path:
        """A folder of its own, gone at the end."""
        if self._workspace is None:
            self._workspace = Workspace.open(self.library.home, self.run.id)
        return self._workspace.folder

    def take(self, findings: Sequence[Finding]) -> list[Verdict]:
        """The verdicts as an intake would give them, as far as they can be foreseen."""
        verdicts = [self._foresee(finding) for finding in findings]
        for staged in {s for f in findings if isinstance(f, Candidate) for s in _staged(f)}:
            Path(staged).unlink(missing_ok=True)
        return verdicts

    def close(self, *, finished: bool) -> None:  # noqa: ARG002 a rehearsal ends only in one way
        """Nothing is left."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _foresee(self, finding: Finding) -> Verdict:
        finding = self._gate.passed(finding)
        if isinstance(finding, Refusal):
            return refuse(finding)
        path, db = finding.arrival.path, self.library.db
        photo_id = finding.picture_id or known.photo_of_bytes(db, finding.sha256) or ""
        if known.has_photo(db, photo_id) or photo_id in self._promised:
            return Verdict(
                path, Outcome.DUPLICATE, "same-picture", "The catalogue has this picture.", photo_id
            )
        self._promised[photo_id] = path
        if finding.hold_code:
            return Verdict(path, Outcome.HELD, finding.hold_code, finding.hold_message or "", photo_id)
        return Verdict(path, Outcome.STORED, "new", "Would be taken in.", photo_id)


def _staged(candidate: Candidate) -> list[str]:
    return [*([candidate.staged] if candidate.staged else []), *(path for _, path in candidate.renditions)]


def describe_run(sources: Sequence[str]) -> str:
    """The sources of a run in one text, as its row keeps them.

    >>> describe_run(["/nas/EV5", "/nas/Olhain"])
    '["/nas/EV5", "/nas/Olhain"]'
    """
    return sources[0] if len(sources) == 1 else json.dumps(list(sources), ensure_ascii=False)
