"""How much memory taking photos in needs, in all; and whether it grows with their number."""

import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.cache import passing
from benchmarks.machine import cores
from benchmarks.photos import large_photos, small_photos
from benchmarks.processes import memory_mb
from benchmarks.programs import PHOTOTHEQUE, environment
from benchmarks.rounds import judged, table

_MOST_MB = 450
_MARKS = (1_000, 5_000, 10_000)
_WINDOW = 500
_PAUSE_SECONDS = 0.02


@dataclass(slots=True)
class Watched:
    """One run: how many files were done, and the memory in MB, each time somebody looked."""

    samples: list[tuple[int, float]] = field(default_factory=list)

    @property
    def peak_mb(self) -> float:
        """The most there ever was."""
        return max(mb for _, mb in self.samples)

    def peak_before_mb(self, mark: int) -> float:
        """The most there was while the last few hundred files up to this one were taken in."""
        return max(mb for done, mb in self.samples if mark - _WINDOW <= done < mark)


def report(photos: int) -> str:
    """Measure, and lay out the tables."""
    large, small = _watched(large_photos(photos)), _watched(small_photos()[0])
    start_mb = small.peak_before_mb(_MARKS[0])
    rows = [(f"{photos} photos of 12 MP", *_judged(large.peak_mb), "")]
    for mark in _MARKS:
        peak_mb = small.peak_before_mb(mark)
        rows.append(
            (
                f"small photos, the {_WINDOW} before {mark:,}",
                f"{peak_mb:.0f}",
                "",
                f"{peak_mb - start_mb:+.0f}",
            )
        )
    rows.append(("small photos, all", *_judged(small.peak_mb), ""))
    told = (
        f"`phototheque ingest` with its children on {cores()} cores: the sum of their proportional set sizes, looked at"
        f" every {_PAUSE_SECONDS * 1000:.0f} ms ({len(large.samples):,} and {len(small.samples):,} times)."
    )
    return "\n\n".join(
        [
            "## Memory",
            told,
            table(("taking in", "peak, MB", "target", f"MB more than at {_MARKS[0]:,}"), rows),
        ]
    )


def _judged(peak_mb: float) -> tuple[str, str]:
    return f"{peak_mb:.0f}", judged(peak_mb, _MOST_MB, at_least=False)


def _watched(source: Path) -> Watched:
    """Take a folder in, and look at the memory of the process and its children until the end."""
    watched = Watched()
    with passing() as work:
        command = [PHOTOTHEQUE, "ingest", str(source), "--home", str(work / "home"), "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as process:
            counter = _Counter(process)
            while process.poll() is None:
                watched.samples.append((counter.done, memory_mb(process.pid)))
                time.sleep(_PAUSE_SECONDS)
        counter.join()
    assert process.returncode == 0
    assert counter.done == len(list(source.rglob("*.jpg"))) + 1  # and the line of totals
    return watched


class _Counter(threading.Thread):
    """Counts the lines that a process prints, one for each file that is safe."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        super().__init__(daemon=True)
        self.done = 0
        self._lines = process.stdout
        self.start()

    def run(self) -> None:
        """Count until the process closes its output."""
        for _ in self._lines or ():
            self.done += 1
