"""The folder door: what a walk met becomes arrivals to read, and verdicts that need no reading."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue import __version__
from catalogue.library import Library
from catalogue.photos.erased import CODE, Gate, met_before
from catalogue.photos.known import Known, files_met, settled_files
from catalogue.values.arrivals import Arrival, Refusal
from catalogue.values.outcomes import Outcome, Verdict
from ingest.discover.walk import NeverEntered, Origin, Settled, walk


@dataclass(slots=True)
class Survey:
    """What lies under the sources: what is to be read, what is refused already, and what is as it was."""

    arrivals: list[Arrival] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    settled: Counter[str] = field(default_factory=Counter)
    never_entered: int = 0
    origins: list[Origin] = field(default_factory=list)

    @property
    def size_bytes(self) -> int:
        """Size of all that is to be read."""
        return sum(arrival.size_bytes for arrival in self.arrivals)

    def check_there(self) -> None:
        """Every source is still there; otherwise SourceGone."""
        for origin in self.origins:
            origin.check_there()


def survey(
    library: Library, sources: Sequence[Path], *, by: str | None, each: bool, readmit: bool = False
) -> Survey:
    """Everything under the sources. With `each`, settled files have a verdict each; without, they are counted.

    Files of erased pictures are settled too, though the log does not say their names; with `readmit` they are read.
    """
    found = Survey()
    erased = _Erased(library) if not readmit else None
    found.origins = outermost([Origin.of(path, library.home.root) for path in sources])
    for origin in found.origins:
        settled = settled_files(library.db, origin.shown, __version__)
        known = files_met(library.db, origin.shown) if each else {}
        for met in walk(origin, library.home.root, settled):
            if isinstance(met, Settled):
                found.settled.update(settled[absolute][3] for absolute in met.absolutes)
                found.verdicts += _unchanged(met, known) if each else ()
            elif erased is not None and isinstance(met, Arrival | Refusal) and erased.has_met(met):
                _count_erased(found, met, each=each)
            else:
                _sort(found, met, by)
    return found


class _Erased:
    """Knows again the files of erased pictures, by what stands in the log for their paths."""

    def __init__(self, library: Library) -> None:
        self._met = met_before(library.db, library.home)
        self._gate = Gate(library.home)

    def has_met(self, met: Arrival | Refusal) -> bool:
        """True for a file that was refused before, and looks as it did."""
        if not self._met:
            return False
        arrival = met if isinstance(met, Arrival) else met.arrival
        before = self._met.get(self._gate.nameless(arrival.source, arrival.path))
        return before == (arrival.size_bytes, arrival.mtime_ns)


def _count_erased(found: Survey, met: Arrival | Refusal, *, each: bool) -> None:
    if not each:
        found.settled[Outcome.SKIPPED.value] += 1
        return
    path = met.path if isinstance(met, Arrival) else met.arrival.path
    found.verdicts.append(_as_before(path, Known(Outcome.SKIPPED.value, CODE, None)))


def outermost(origins: Iterable[Origin]) -> list[Origin]:
    """The origins without those that lie in another one: their files would be met twice."""
    kept: list[Origin] = []
    for origin in sorted(set(origins), key=lambda o: o.root):
        if not any(origin.root == k.root or origin.root.startswith(f"{k.root}/") for k in kept):
            kept.append(origin)
    return kept


def _sort(found: Survey, met: Arrival | Refusal | NeverEntered, by: str | None) -> None:
    if isinstance(met, Arrival):
        found.arrivals.append(replace(met, by=by) if by else met)
    elif isinstance(met, NeverEntered):
        found.never_entered += 1
    elif met.code == "clutter":
        found.verdicts.append(Verdict(met.arrival.path, Outcome.SKIPPED, met.code, met.message))
    else:
        found.refusals.append(met)


def _unchanged(met: Settled, known: dict[str, Known]) -> list[Verdict]:
    return [
        _as_before(path, known[absolute]) for path, absolute in zip(met.paths, met.absolutes, strict=True)
    ]


def _as_before(path: str, before: Known) -> Verdict:
    taken = before.photo_id is not None
    message = "As it was when it was taken in." if taken else f"As before: {before.outcome} ({before.code})."
    return Verdict(path, Outcome.UNCHANGED, "unchanged" if taken else before.code, message, before.photo_id)
