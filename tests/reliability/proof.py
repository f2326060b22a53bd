"""Does the harness catch what it should? The product is made wrong in memory, and each fault of it must be found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.reliability import faults, powercut
from tests.reliability.faults import Bench, Fault
from tests.reliability.launcher import has_strace
from tests.reliability.powercut import Replay, Trace

Traced = Callable[[Path, str], Trace]
_ORDER = "the order of writes"


@dataclass(frozen=True, slots=True)
class Order:
    """A wrong order of writes, and the words by which the replay of a trace must name it."""

    change: str
    traced: Traced
    words: str


@dataclass(frozen=True, slots=True)
class Blow:
    """A wrong handling of faults: the fault that brings it to light, and the words by which it must be named."""

    change: str
    kind: str
    call: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether one wrong product was found out, and by which sentence."""

    change: str
    by: str
    caught: bool | None
    sentence: str


ORDERS = (
    Order("rows-first", powercut.traced_ingest, "committed before its original"),
    Order("no-file-flush", powercut.traced_ingest, "committed before its original"),
    Order("no-folder-flush", powercut.traced_ingest, "committed before its original"),
    Order("ready-first", powercut.traced_ingest, "called ready before they are durable"),
    Order("database-asleep", powercut.traced_ingest, "before its row is durable"),
    Order("inbox-first", powercut.traced_inbox, "is taken away before"),
    Order("moved-early", powercut.traced_repair, "is taken away before"),
)
BLOWS = (
    Blow("rows-first", "kill before", "link", "originals/", "absent"),
    Blow("lost-links", "ENOSPC", "link", "originals/", "absent"),
    Blow("one-write", "short", "write", "tmp/RUN/000000", "other bytes"),
    Blow("source-touched", "kill after", "mkdir", "originals", "source was changed"),
    Blow("no-recovery", "kill after", "mkdir", "originals", "left over"),
)


#: So many orders and blows, the first ones, are tried by the test suite too.
TESTED = (4, 2)


def proofs(folder: Path, *, besides_tests: bool = False) -> Iterator[Proof]:
    """A proof for each wrong product; without `strace` the orders are not watched, and `caught` is None.

    `besides_tests` leaves out those that the test suite tries.
    """
    orders, blows = TESTED if besides_tests else (0, 0)
    watched = Orders(folder) if has_strace() else None
    for order in ORDERS[orders:]:
        yield watched.proof(order) if watched else Proof(order.change, _ORDER, None, "strace is not there")
    yield from struck(Bench.at(folder), BLOWS[blows:])


def struck(bench: Bench, blows: Sequence[Blow]) -> Iterator[Proof]:
    """A proof for each wrong handling of faults."""
    calls = faults.own_faults(bench)
    for number, blow in enumerate(blows):
        yield _blow(blow, bench, calls, bench.folder / f"blow-{number}")


class Orders:
    """Traces the product made wrong, and once for comparison the product as it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._right: dict[Traced, list[str]] = {}

    def proof(self, order: Order) -> Proof:
        """Caught when the wrong product is named, and the right one is not."""
        right = self._right.get(order.traced)
        if right is None:
            right = self._right[order.traced] = self._found(order.traced, "")
        if innocent := [text for text in right if order.words in text]:
            return Proof(
                order.change, _ORDER, caught=False, sentence=f"the right product is named too: {innocent[0]}"
            )
        return _proof(order.change, _ORDER, self._found(order.traced, order.change), order.words)

    def _found(self, traced: Traced, change: str) -> list[str]:
        folder = self._folder / f"{traced.__name__}-{change or 'right'}"
        folder.mkdir()
        return Replay(traced(folder, f"few-at-once,{change}".strip(","))).play().violations


def _blow(blow: Blow, bench: Bench, calls: list[Fault], folder: Path) -> Proof:
    """The first fault of that kind that comes, as an undisturbed run meets them."""
    fault = next(
        f for f in calls if (f.kind, f.call) == (blow.kind, blow.call) and f.path.startswith(blow.path)
    )
    right, trial = (
        faults.attempt(replace(bench, wrong=w), fault, folder / (w or "right")) for w in ("", blow.change)
    )
    bench.source.mend()
    if innocent := [text for text in right.violations if blow.words in text]:
        return Proof(
            blow.change, str(fault), caught=False, sentence=f"the right product is named too: {innocent[0]}"
        )
    return _proof(blow.change, f"{blow.kind} at {blow.call}", trial.violations, blow.words)


def _proof(change: str, by: str, found: list[str], words: str) -> Proof:
    named = next((text for text in found if words in text), "")
    return Proof(change, by, bool(named), named or f"found instead: {found[:2]}")
