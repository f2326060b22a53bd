"""The examiners: child processes that look into files, one at a time. This side of them loads no decoder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.pictures.bounded import Bounds, Died, bounded_map, start_server
from catalogue.pictures.limits import Limits
from catalogue.values.arrivals import Arrival, Candidate, Refusal
from catalogue.values.outcomes import Outcome

_DECODERS = ("ingest.examine",)
#: People who browse meanwhile come first: examiners use what is left of the processors, which is all when nobody does.
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One file to examine: where to stage it, and what is allowed."""

    arrival: Arrival
    staged: str
    home: str
    limits: Limits
    file_megabytes: int

    @property
    def size_bytes(self) -> int:
        """Size of the file, as the walk saw it."""
        return self.arrival.size_bytes


def call_examiners() -> None:
    """The examiners' decoders are being loaded, on another processor, while the caller opens the library."""
    start_server(_DECODERS)


def examine_all(tasks: Iterable[Task], bounds: Bounds) -> Iterator[Candidate | Refusal]:
    """The findings on all tasks, in their order. A file that kills its examiner is refused, and named."""
    for task, found in bounded_map(_examine, tasks, bounds, preload=_DECODERS, niceness=_NICENESS):
        yield _died(task, found) if isinstance(found, Died) else found


def _examine(task: Task) -> Candidate | Refusal:
    """In the child, where the fork server has loaded the decoders already."""
    from ingest.examine import examine_safely  # noqa: PLC0415

    return examine_safely(task)


def _died(task: Task, death: Died) -> Refusal:
    clear(task)
    arrival = task.arrival
    if death.too_long:
        why = "It took too long to examine, as a damaged or malicious file does. Look for a better copy."
        return Refusal(arrival, Outcome.FAILED, "took-too-long", why)
    why = "Examining it broke the examiner, as a damaged or malicious file does. Look for a better copy."
    return Refusal(arrival, Outcome.FAILED, "examiner-died", why)


def clear(task: Task) -> None:
    """Nothing staged is left of a file that came to nothing."""
    staged = Path(task.staged)
    for path in (staged, *staged.parent.glob(f"{staged.name}.*")):
        path.unlink(missing_ok=True)
