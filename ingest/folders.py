"""The folder door: what a walk met becomes arrivals to read, and verdicts that need no reading."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue import __version__
from catalogue.library import Library
from catalogue.photos.known import Known, files_met, is_settled
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
    clutter: int = 0
    origins: list[Origin] = field(default_factory=list)

    @property
    def size_bytes(self) -> int:
        """Size of all that is to be read."""
        return sum(arrival.size_bytes for arrival in self.arrivals)

    def check_there(self) -> None:
        """Every source is still there; otherwise SourceGone."""
        for origin in self.origins:
            origin.check_there()


def survey(library: Library, sources: Sequence[Path], *, by: str | None, each: bool) -> Survey:
    """Everything under the sources. With `each`, settled files have a verdict each; without, they are counted."""
    found = Survey()
    found.origins = outermost([Origin.of(path, library.home.root) for path in sources])
    for origin in found.origins:
        known = files_met(library.db, origin.shown)
        for met in walk(origin, library.home.root, _asker(known)):
            _sort(found, met, known, by=by, each=each)
    return found


def outermost(origins: Iterable[Origin]) -> list[Origin]:
    """The origins without those that lie in another one: their files would be met twice."""
    kept: list[Origin] = []
    for origin in sorted(set(origins), key=lambda o: o.root):
        if not any(origin.root == k.root or origin.root.startswith(f"{k.root}/") for k in kept):
            kept.append(origin)
    return kept


def _asker(known: dict[str, Known]) -> Callable[[str, int, int], bool]:
    def settled(absolute: str, size_bytes: int, mtime_ns: int) -> bool:
        met = known.get(absolute)
        return met is not None and is_settled(met, size_bytes, mtime_ns, __version__)

    return settled


def _sort(
    found: Survey,
    met: Arrival | Refusal | Settled | NeverEntered,
    known: dict[str, Known],
    *,
    by: str | None,
    each: bool,
) -> None:
    if isinstance(met, Settled):
        before = known[met.absolute]
        found.settled[before.outcome] += 1
        if each:
            found.verdicts.append(_unchanged(met.path, before))
    elif isinstance(met, Arrival):
        found.arrivals.append(_by(met, by))
    elif isinstance(met, NeverEntered):
        found.never_entered += 1
    elif met.code == "clutter":
        found.clutter += 1
        found.verdicts.append(Verdict(met.arrival.path, Outcome.SKIPPED, met.code, met.message))
    else:
        found.refusals.append(met)


def _by(arrival: Arrival, by: str | None) -> Arrival:
    return replace(arrival, by=by) if by else arrival


def _unchanged(path: str, before: Known) -> Verdict:
    taken = before.photo_id is not None
    message = "As it was when it was taken in." if taken else f"As before: {before.outcome} ({before.code})."
    return Verdict(path, Outcome.UNCHANGED, "unchanged" if taken else before.code, message, before.photo_id)
