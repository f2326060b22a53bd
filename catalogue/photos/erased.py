"""Pictures that were erased here come again: they are not taken in, and the log does not say their names."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from catalogue.database.connection import Connection
from catalogue.home.paths import Home
from catalogue.home.tombstones import Kind, State, Stone, Tombstones, append
from catalogue.originals.durable import flush_folder
from catalogue.values.arrivals import Arrival, Candidate, Refusal
from catalogue.values.claims import Claim, Subject
from catalogue.values.outcomes import Outcome

CODE = "erased"
_LOGGED = "erased/"
_TOLD = (
    "This picture was erased here for good on {day}. Nothing of it was taken in; "
    "if it is to come back all the same, ingest it with --readmit."
)


class Gate:
    """Lets findings pass, but for pictures that were erased here; with `readmit`, those too, and forgets their stones.

    Any moment somebody may erase a picture that this run has just looked at: what stands in `tombstones.jsonl` is read
    again whenever it has grown.
    """

    def __init__(self, home: Home, *, readmit: bool = False) -> None:
        self._home = home
        self._readmit = readmit
        self._size = -1
        self._stones = Tombstones(None)

    @property
    def readmits(self) -> bool:
        """True when erased pictures pass, since somebody wants them back."""
        return self._readmit

    def passed(self, finding: Candidate | Refusal) -> Candidate | Refusal:
        """The finding, or, of a picture that was erased, its refusal."""
        if isinstance(finding, Refusal):
            return finding
        stones = self._stones_of(finding)
        if not stones or (self._readmit and not _being_erased(stones)):
            return self._without_pairs(finding)
        return Refusal(
            finding.arrival, Outcome.SKIPPED, "erased", _TOLD.format(day=max(one.at for one in stones)[:10])
        )

    def passed_all(self, findings: Sequence[Candidate | Refusal]) -> list[Candidate | Refusal]:
        """As `passed`, of many: copies that were staged of what does not pass are gone, stones of what does are lifted."""
        through = [self.passed(finding) for finding in findings]
        for before, after in zip(findings, through, strict=True):
            if isinstance(before, Candidate) and isinstance(after, Refusal):
                discard(before)
        self._lift([one for one in through if isinstance(one, Candidate)])
        return through

    def as_logged(self, arrival: Arrival) -> Arrival:
        """The arrival under a name that says nothing, and that is the same whenever it comes again."""
        return replace(arrival, path=self.nameless(arrival.source, arrival.path), name="")

    def nameless(self, source: str, path: str) -> str:
        """What stands in the log for the path of an erased picture's file."""
        marker = self._read().marker
        return _LOGGED + (marker.mark(Kind.PATH, f"{source}/{path}") if marker else "")

    def write_log_of_companions(self, db: Connection, arrival: Arrival) -> None:
        """What the walk logged of sidecars and RAW files beside it loses its name too."""
        for attached in arrival.attachments:
            db.execute(
                """
                UPDATE ingest_log SET path = ?, code = ?, message = '', size_bytes = ?, mtime_ns = ?
                WHERE source = ? AND path = ? AND photo_id IS NULL
                """,
                [
                    self.nameless(arrival.source, attached.path),
                    CODE,
                    attached.size_bytes,
                    attached.mtime_ns,
                    arrival.source,
                    attached.path,
                ],
            )

    def _stones_of(self, candidate: Candidate) -> tuple[Stone, ...]:
        stones = self._read()
        found = stones.of(Kind.FILE, candidate.sha256)
        return found + (stones.of(Kind.PHOTO, candidate.picture_id) if candidate.picture_id else ())

    def _without_pairs(self, candidate: Candidate) -> Candidate:
        """The candidate without what a sidecar of before says of it and an erased photo, whose id stands there."""
        kept = tuple(claim for claim in candidate.claims if not self._is_pair_with_erased(claim))
        return candidate if len(kept) == len(candidate.claims) else replace(candidate, claims=kept)

    def _is_pair_with_erased(self, claim: Claim) -> bool:
        return claim.subject is Subject.PAIR and bool(self._read().of(Kind.PHOTO, claim.value or ""))

    def _read(self) -> Tombstones:
        size = self._home.tombstones.stat().st_size if self._home.tombstones.exists() else 0
        if size != self._size:
            self._stones, self._size = Tombstones.read(self._home), size
        return self._stones

    def _lift(self, candidates: Sequence[Candidate]) -> None:
        """Pictures that somebody wants back are erased ones no longer: said durably before they are taken in."""
        erasures = {stone.erasure for one in candidates for stone in self._stones_of(one)}
        lifted = [stone for stone in self._read().stones if stone.erasure in erasures]
        append(self._home, [replace(stone, state=State.READMITTED.value) for stone in lifted])


def discard(candidate: Candidate) -> None:
    """What was staged of a file is gone."""
    for path in (candidate.staged, *(made for _, made in candidate.renditions)):
        if path is not None:
            Path(path).unlink(missing_ok=True)


def take_back_original(db: Connection, home: Home, candidate: Candidate) -> None:
    """An original that was placed just before its photo was erased is gone, unless another row has it."""
    if db.execute("SELECT 1 FROM files WHERE sha256 = ?", [candidate.sha256]).fetchone() is None:
        path = home.original(candidate.sha256, candidate.extension)
        path.unlink(missing_ok=True)
        flush_folder(path.parent)


def met_before(db: Connection, home: Home) -> dict[str, tuple[int, int]]:
    """Files of erased pictures that were met before, under their nameless paths: size and mtime_ns."""
    if not home.tombstones.exists():
        return {}
    rows = db.execute("SELECT path, size_bytes, mtime_ns FROM ingest_log WHERE code = 'erased' ORDER BY id")
    return {path: (size, mtime) for path, size, mtime in rows}


def forget_met(db: Connection, nameless: str) -> None:
    """The log says nothing more of a file that came back with somebody's consent."""
    db.execute("DELETE FROM ingest_log WHERE code = 'erased' AND path = ?", [nameless])


def _being_erased(stones: Sequence[Stone]) -> bool:
    """True while an erasure is under way or waits to be finished: nobody can want back what is still going."""
    return any(stone.state == State.ERASING for stone in stones)
