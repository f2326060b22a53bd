"""Measuring several things side by side on a noisy machine: in turns, several times, told as ratios."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.cache import say
from benchmarks.patience import Patience
from benchmarks.programs import Cost

#: Runs one contender once, and gives what it took.
Contender = Callable[[], Cost]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What each contender took, once for each round."""

    costs: Mapping[str, Sequence[Cost]]

    def seconds(self, name: str) -> list[float]:
        """Give a contender's seconds on the clock."""
        return [cost.seconds for cost in self.costs[name]]

    def ratios(self, name: str, other: str) -> list[float]:
        """Divide the seconds of `name` by those of `other`, round by round.

        What a noisy minute does to one it does to both.
        """
        return [a / b for a, b in zip(self.seconds(name), self.seconds(other), strict=True)]

    def cpu_seconds(self, name: str) -> float:
        """Give the processor time of a contender in its median round: it hardly depends on who else is busy."""
        return statistics.median(cost.cpu_seconds for cost in self.costs[name])

    @property
    def company(self) -> str:
        """Say how much of the machine others took meanwhile."""
        return company(cost.others for costs in self.costs.values() for cost in costs)


def company(shares: Iterable[float]) -> str:
    """Say how much of the machine others took during several measurements.

    >>> company([0.01, 0.02, 0.3])
    'Others took 2% of the machine meanwhile (median; at most 30%).'
    """
    shares = list(shares)
    return f"Others took {statistics.median(shares):.0%} of the machine meanwhile (median; at most {max(shares):.0%})."


def in_turns(
    contenders: Mapping[str, Contender], rounds: int, patience: Patience, *, together: int = 1
) -> Rounds:
    """Run every contender once a round; who begins changes from round to round.

    When others disturbed anybody, the rounds are run again, so many together, as long as there is patience.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for number in range(0, rounds, together):
        numbers = range(number, min(number + together, rounds))
        taken = patience.quietly(partial(_some_rounds, contenders, numbers), _worst)
        for name, some in taken.items():
            costs[name] += some
        middle = {name: statistics.median(cost.seconds for cost in some) for name, some in taken.items()}
        say(f"round {numbers[-1] + 1} of {rounds}: " + ", ".join(f"{n} {s:.2f} s" for n, s in middle.items()))
    return Rounds(costs)


def _some_rounds(contenders: Mapping[str, Contender], numbers: Iterable[int]) -> dict[str, list[Cost]]:
    names = list(contenders)
    taken: dict[str, list[Cost]] = {name: [] for name in names}
    for number in numbers:
        for name in names[number % len(names) :] + names[: number % len(names)]:
            taken[name].append(contenders[name]())
    return taken


def _worst(taken: Mapping[str, Sequence[Cost]]) -> float:
    """The share that others took while the one ran that they disturbed most; of short runs the mean counts."""
    return max(statistics.fmean(cost.others for cost in costs) for costs in taken.values())


def spread(values: Sequence[float], form: str = ".2f") -> str:
    """Give the median, and from where to where the values go.

    >>> spread([1.0, 3.0, 1.5])
    '1.50 (1.00-3.00)'
    """
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def percentile_95(values: Iterable[float]) -> float:
    """Give the value that 95 of 100 do not pass, by the nearest rank.

    >>> percentile_95(range(1, 101))
    95
    """
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table in Markdown; columns but the first are aligned to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def judged(value: float, target: float, *, at_least: bool) -> str:
    """Say a target, and whether a value reaches it.

    >>> judged(0.62, 0.5, at_least=True)
    '≥ 0.5: reached'
    """
    reached = value >= target if at_least else value <= target
    return f"{'≥' if at_least else '≤'} {target:g}: {'reached' if reached else '**missed**'}"
