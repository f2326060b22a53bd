"""What was seen while many people browsed, laid out."""

import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from benchmarks.browsing import GALLERY, KINDS, Visit
from benchmarks.rounds import judged, percentile_95, table

_MOST_P95_MS, _MOST_MB, _MOST_GROWTH = 1_500, 400, 1.1
_EVERY_GALLERY = "every gallery page"
_MINUTE_SECONDS = 60
_HEAD = (
    *("page", "asked", "p50, ms", "p95, ms", "longest, ms", "statuses", "alone: asked"),
    *("p50, ms", "p95, ms", "p95 ÷ alone", "target for p95"),
)


@dataclass(slots=True)
class Work:
    """What went on beside the browsing: statuses of programs, seconds they took, until when photos were taken in."""

    backups: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    took_seconds: float = 0.0
    totals: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was seen: visits without and with other work, memory of the server second by second, complaints.

    `others` are the shares of the machine that other programs took, without and with other work.
    """

    alone: Sequence[Visit]
    crowded: Sequence[Visit]
    memory_mb: Sequence[float]
    work: Work
    complaints: Sequence[str]
    others: Sequence[float]


def laid_out(measured: Measured) -> str:
    """The table of pages, and what else there is to say."""
    return "\n\n".join([table(_HEAD, _lines(measured)), "\n".join(_sentences(measured))])


def _lines(measured: Measured) -> Iterator[tuple[str, ...]]:
    yield _line(_EVERY_GALLERY, lambda visit: visit.kind in GALLERY, measured, judges=True)
    for kind in KINDS:
        yield _line(kind, lambda visit, kind=kind: visit.kind == kind, measured)  # type: ignore[misc]


def _line(
    name: str, counts: Callable[[Visit], bool], measured: Measured, *, judges: bool = False
) -> tuple[str, ...]:
    """What one kind of page took, with other work and without."""
    crowded, alone = (list(filter(counts, visits)) for visits in (measured.crowded, measured.alone))
    if not crowded or not alone:
        return name, f"{len(crowded)}", *("",) * 5, f"{len(alone)}", *("",) * 3
    took, took_alone = ([visit.milliseconds for visit in visits] for visits in (crowded, alone))
    p95, p95_alone = percentile_95(took), percentile_95(took_alone)
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(Counter(v.status for v in crowded).items()))
    return (
        *(
            name,
            f"{len(crowded):,}",
            f"{statistics.median(took):.0f}",
            f"{p95:.0f}",
            f"{max(took):.0f}",
            statuses,
        ),
        *(
            f"{len(alone):,}",
            f"{statistics.median(took_alone):.0f}",
            f"{p95_alone:.0f}",
            f"{p95 / p95_alone:.1f}",
        ),
        judged(p95, _MOST_P95_MS, at_least=False) if judges else "",
    )


def _sentences(measured: Measured) -> Iterator[str]:
    yield f"- {_failures(measured)}"
    yield f"- {_memory(measured.memory_mb)}"
    yield f"- {_worked(measured.work)}"
    alone, crowded = measured.others
    yield f"- Others took {alone:.0%} of the machine while people browsed alone, and {crowded:.0%} afterwards."


def _failures(measured: Measured) -> str:
    """Say how many pages failed, and what programs complained of."""
    visits = [*measured.alone, *measured.crowded]
    failed = [v for v in visits if v.status == 0 or v.status >= HTTPStatus.INTERNAL_SERVER_ERROR]
    locked = [line for line in measured.complaints if "locked" in line]
    verdict = "reached" if not failed and not locked else "**missed**"
    told = (
        f"Of {len(visits):,} requests {len(failed)} failed (5xx or no answer), and {len(locked)} lines on the standard"
        f" error of server, ingest and backup speak of a lock (target none: {verdict}); other lines there:"
        f" {len(measured.complaints) - len(locked)}"
    )
    return " ".join([f"{told}.", *(f"`{line}`" for line in measured.complaints[:5])])


def _memory(samples: Sequence[float]) -> str:
    """Say what the server's own process needs, and whether it grows."""
    window = max(1, min(_MINUTE_SECONDS, len(samples) // 3))
    first, last = statistics.median(samples[:window]), statistics.median(samples[-window:])
    return (
        f"Memory of the server's own process (resident): {first:.0f} MB in the first {window} s, {last:.0f} MB in the"
        f" last (medians), at most {max(samples):.0f} MB: {judged(max(samples), _MOST_MB, at_least=False)};"
        f" last ÷ first {last / first:.2f}, {judged(last / first, _MOST_GROWTH, at_least=False)}. By the minute:"
        f" {', '.join(f'{statistics.median(part):.0f}' for part in _minutes(samples))}."
    )


def _minutes(samples: Sequence[float]) -> Iterator[Sequence[float]]:
    return (samples[start : start + _MINUTE_SECONDS] for start in range(0, len(samples), _MINUTE_SECONDS))


def _worked(work: Work) -> str:
    """Say what was done meanwhile."""
    statuses = ", ".join(f"{name}: {n} times" for name, n in sorted(work.statuses.items()))
    return (
        f"Meanwhile ingest took {work.took_seconds:.0f} s ({json.dumps(work.totals)}); {len(work.backups)} backups took"
        f" {work.backups[0]:.0f} s the first and {statistics.median(work.backups[1:] or work.backups):.1f} s the others"
        f" (median). Exit statuses: {statuses}."
    )
