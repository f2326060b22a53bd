"""The table at the end: what was tried, how often it hit, what was found wrong, and how to see it again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.reliability.faults import Trial
from tests.reliability.kills import Life
from tests.reliability.powercut import Watched
from tests.reliability.proof import Proof

_HEADS = ("what", "tried", "hit", "broken promises", "remarks")
_MOST = 40


@dataclass(slots=True)
class Report:
    """Rows of a table, and every broken promise with where it was seen."""

    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, what: str, tried: int, hit: int, broken: Sequence[str], remarks: str = "") -> None:
        """One more row."""
        self.rows.append((what, f"{tried:,}", f"{hit:,}", f"{len(broken):,}", remarks))
        self.broken += [f"{what}: {text}" for text in broken]

    def skip(self, what: str, why: str) -> None:
        """A row for what could not be tried here."""
        self.rows.append((what, "—", "—", "—", why))

    def kills(self, lives: Sequence[Life]) -> None:
        """Rows for `kill -9` at random moments."""
        for name in dict.fromkeys(life.scenario for life in lives):
            mine = [life for life in lives if life.scenario == name]
            kills, late = sum(life.kills for life in mine), sum(life.late for life in mine)
            broken = [f"life {life.seed}: {text}" for life in mine for text in life.violations]
            self.add(f"kill -9, {name}", kills + late, kills, broken, f"{len(mine)} homes")
        self.rows += [
            ("  " + where, "", f"{number:,}", "", "") for where, number in sorted(_moments(lives).items())
        ]

    def faults(self, trials: Sequence[Trial], during: str = "") -> None:
        """Rows for faults, by kind; `during` says in what they were made."""
        for by, kind in dict.fromkeys((t.fault.by, t.fault.kind) for t in trials):
            mine = [t for t in trials if (t.fault.by, t.fault.kind) == (by, kind)]
            ends = Counter("killed" if t.status < 0 else f"status {t.status}" for t in mine if t.fired)
            broken = [f"{t.fault}: {text}" for t in mine for text in t.violations]
            words = ", ".join(f"{number} × {end}" for end, number in sorted(ends.items()))
            self.add(f"fault, {kind} ({by}{during})", len(mine), sum(t.fired for t in mine), broken, words)

    def order(self, name: str, watched: Watched) -> None:
        """A row for the order of writes of one trace."""
        remarks = f"{watched.commits} commits, {watched.told} verdicts"
        self.add(f"write order, {name}", watched.calls, watched.calls, watched.violations, remarks)

    def cuts(self, name: str, found: Sequence[Sequence[str]]) -> None:
        """A row for the disks that power cuts leave."""
        self.add(f"power cut, {name}", len(found), len(found), [text for texts in found for text in texts])

    def proofs(self, proofs: Iterable[Proof]) -> None:
        """Rows for the products made wrong: what is not caught is a broken promise of this harness."""
        for proof in proofs:
            what = f"made wrong: {proof.change}"
            if proof.caught is None:
                self.skip(what, proof.sentence)
                continue
            missed = [] if proof.caught else [f"not caught by {proof.by}; {proof.sentence}"]
            self.add(what, 1, int(proof.caught), missed, f"by {proof.by}: {proof.sentence}"[:110])

    def lines(self) -> list[str]:
        """The table, and below it what was broken."""
        table = [_HEADS, *self.rows]
        widths = [max(len(row[i]) for row in table) for i in range(4)]
        lines = [_line(row, widths) for row in table]
        lines.insert(1, "  ".join("-" * width for width in (*widths, 7)))
        if self.broken:
            lines += ["", f"{len(self.broken):,} broken promises:", *self.broken[:_MOST]]
        return lines


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = [row[i].rjust(widths[i]) for i in (1, 2, 3)]
    return "  ".join([row[0].ljust(widths[0]), *numbers, row[4]]).rstrip()


def _moments(lives: Sequence[Life]) -> Counter[str]:
    return sum((life.moments for life in lives), Counter())
