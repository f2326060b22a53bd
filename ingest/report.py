"""What a run says to the person in front of it: progress while it works, sentences when it ends."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TextIO

from catalogue.values.arrivals import on_screen
from catalogue.values.outcomes import Outcome, Verdict
from ingest.sentences import as_they_were, duration, left_alone, took

_EXAMPLES = 5
# Verdicts come in batches, once their files are safe: the line is written again when a batch is through.
_TOLD_TOGETHER = 8
_ERASED = "erased"
_BELONGINGS = {
    "sidecar": ("sidecar", "sidecars"),
    "live-photo": ("film of a Live Photo", "films of Live Photos"),
    "raw-beside": ("RAW file", "RAW files"),
}
_SENTENCES: dict[Outcome, tuple[str, str]] = {
    Outcome.STORED: ("{n} photo was taken in.", "{n} photos were taken in."),
    Outcome.HEALED: ("{n} photo was told more about.", "{n} photos were told more about."),
    Outcome.DUPLICATE: ("{n} file was in the catalogue already.", "{n} files were in the catalogue already."),
    Outcome.HELD: ("{n} photo is kept and waits for you:", "{n} photos are kept and wait for you:"),
    Outcome.SKIPPED: ("{n} file is no photo.", "{n} files are no photos."),
    Outcome.FAILED: ("{n} file could not be taken in:", "{n} files could not be taken in:"),
}


@dataclass(slots=True)
class Tally:
    """What became of the files so far, and the first examples of what a person must know."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    codes: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    folders: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[Outcome, list[Verdict]] = field(default_factory=dict)
    never_entered: int = 0
    clutter: int = 0
    settled: Counter[str] = field(default_factory=Counter)

    def number(self, outcome: Outcome) -> int:
        """How many files came to this outcome; system files are told of on a line of their own."""
        if outcome is Outcome.SKIPPED:
            return self.counts[outcome] - self.clutter - sum(self.belongings.values()) - self.erased
        if outcome is Outcome.UNCHANGED:
            return self.counts[outcome] + self.settled.total()
        return self.counts[outcome]

    @property
    def erased(self) -> int:
        """Files whose picture was erased here for good."""
        return self.codes[Outcome.SKIPPED, _ERASED]

    @property
    def belongings(self) -> dict[str, int]:
        """Files that belong to a photo beside them, by what they are."""
        counts = {code: self.codes[Outcome.SKIPPED, code] for code in _BELONGINGS}
        return {_BELONGINGS[code][n > 1]: n for code, n in counts.items() if n}

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        if verdict.code == "clutter":
            self.clutter += 1
        self.counts[verdict.outcome] += 1
        self.codes[verdict.outcome, verdict.code] += 1
        if verdict.outcome is Outcome.SKIPPED:
            self.folders[verdict.code, str(PurePosixPath(verdict.path).parent)] += 1
        kept = self.examples.setdefault(verdict.outcome, [])
        if len(kept) < _EXAMPLES:
            kept.append(verdict)

    @property
    def exit_status(self) -> int:
        """0 when nothing failed or was held, else 1."""
        return 1 if self.counts[Outcome.FAILED] or self.counts[Outcome.HELD] else 0


def closing_report(tally: Tally, seconds: float, *, details: str | None, dry: bool) -> list[str]:
    """The sentences that end a run; `details` is the command that shows more of it."""
    lines = ["This was a rehearsal: nothing was written."] if dry else []
    for outcome in Outcome:
        if number := tally.number(outcome):
            lines += _about(outcome, number, tally)
    if tally.belongings:
        named = ", ".join(f"{number:,} {what}" for what, number in tally.belongings.items())
        lines.append(f"Taken into account with the photos beside them: {named}.")
    lines += _erased(tally.erased)
    lines += left_alone(tally.never_entered, tally.clutter)
    if not any(tally.number(outcome) for outcome in Outcome) and not tally.erased:
        lines.append("There is no file here. Check the path.")
    return [*lines, took(seconds) + (f" Details: {details}" if details else "")]


def _about(outcome: Outcome, number: int, tally: Tally) -> list[str]:
    if outcome is Outcome.UNCHANGED:
        return as_they_were(number, tally.settled["failed"])
    singular, plural = _SENTENCES[outcome]
    lines = [(singular if number == 1 else plural).format(n=f"{number:,}")]
    if outcome is Outcome.SKIPPED:
        lines += _skipped(tally)
    elif outcome in (Outcome.FAILED, Outcome.HELD):
        lines += _examples(tally.examples[outcome], number)
    elif outcome is Outcome.DUPLICATE and (same := tally.codes[outcome, "same-file"]):
        are = "is the very same file" if same == 1 else "are the very same files"
        lines.append(f"  {same:,} of them {are} under another path: arrivals were noted, no photo was added.")
    if contested := tally.codes[outcome, "conflict"]:
        lines.append(
            f"  {contested:,} of them say otherwise than another file of their photo: see À vérifier on the home page."
        )
    return lines


def _erased(number: int) -> list[str]:
    """The question about pictures that were erased, as an answer that can be given."""
    if not number:
        return []
    shows = "1 file shows a picture that was" if number == 1 else f"{number:,} files show pictures that were"
    return [
        f"{shows} erased here for good: not taken in, and left where it is. Is it to come back? Then add --readmit."
        if number == 1
        else f"{shows} erased here for good: not taken in, and left where they are. Are they to come back? "
        "Then add --readmit."
    ]


def _examples(verdicts: Sequence[Verdict], number: int) -> list[str]:
    lines = [f"  {on_screen(v.path)}\n    {v.code}: {on_screen(v.message)}" for v in verdicts]
    return [*lines, *([f"  … and {number - len(verdicts):,} more."] if number > len(verdicts) else [])]


def _skipped(tally: Tally) -> list[str]:
    """Counts by kind, each with the folder that holds most of it."""
    lines = []
    for (outcome, code), number in tally.codes.most_common():
        if outcome is Outcome.SKIPPED and code not in ("clutter", _ERASED, *_BELONGINGS):
            inside = [(n, folder) for (kind, folder), n in tally.folders.items() if kind == code]
            most, folder = max(inside)
            where = "in" if len(inside) == 1 else f"in {len(inside)} folders, {most:,} of them in"
            lines.append(f"  {number:>6,}  {code:<14} {where} {on_screen(folder)}/")
    if tally.codes[Outcome.SKIPPED, "track"]:
        lines.append("  GPS tracks place photos that have no position: phototheque track FILE.gpx --dry-run")
    return lines


def json_line(verdict: Verdict) -> str:
    """One file's verdict as one line of JSON."""
    return json.dumps(
        {
            "path": verdict.path,
            "outcome": verdict.outcome.value,
            "code": verdict.code,
            "message": verdict.message,
            "photo_id": verdict.photo_id,
        },
        ensure_ascii=False,
    )


def totals_line(tally: Tally, run_id: str | None) -> str:
    """The last line of JSON: how many of each outcome, and the run where the details stand."""
    counts = {outcome.value: tally.counts[outcome] for outcome in Outcome}
    return json.dumps({"totals": counts, "never_entered": tally.never_entered, "run": run_id})


class Progress:
    """One line that is written over: done of total, rate, time left. Silent where nobody watches."""

    def __init__(self, stream: TextIO, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._total, self._clock = stream, total, clock
        self._started = clock()
        self._done = 0
        self._watched = stream.isatty()
        if self._watched:
            stream.write(f"Reading {total:,} files …")
            stream.flush()

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        if self._watched and (self._done % _TOLD_TOGETHER == 0 or self._done == self._total):
            self._stream.write(f"\r\x1b[K{self.line(self._clock() - self._started)}")
            self._stream.flush()

    def line(self, seconds: float) -> str:
        """The line, after so many seconds."""
        rate = self._done / seconds if seconds > 0 else 0.0
        left = duration((self._total - self._done) / rate) if rate else "…"
        return f"{self._done:,}/{self._total:,} files · {rate:.1f} a second · {left} left"

    def end(self) -> None:
        """The line is cleared."""
        if self._watched:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
