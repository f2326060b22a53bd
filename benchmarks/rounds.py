"""Measuring several things side by side on a noisy machine: in turns, several times, told as ratios."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.cache import say
from benchmarks.machine import others_share
from benchmarks.programs import Cost

#: Runs one contender once, and gives what it took.
Contender = Callable[[], Cost]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What each contender took, once for each round; and what share of the machine others had before each."""

    costs: Mapping[str, Sequence[Cost]]
    others: Sequence[float]

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
    def quietness(self) -> str:
        """Say how much of the machine others used meanwhile."""
        middle, most = statistics.median(self.others), max(self.others)
        return f"Other processes used {middle:.0%} of the machine before the rounds (median; at most {most:.0%})."


def in_turns(contenders: Mapping[str, Contender], rounds: int, *, quiet_seconds: float = 1.0) -> Rounds:
    """Run every contender once a round; who begins changes from round to round."""
    names = list(contenders)
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    others = []
    for number in range(rounds):
        others.append(others_share(quiet_seconds))
        for name in names[number % len(names) :] + names[: number % len(names)]:
            costs[name].append(contenders[name]())
        if quiet_seconds >= 1:
            told = ", ".join(f"{name} {taken[-1].seconds:.2f} s" for name, taken in costs.items())
            say(f"round {number + 1} of {rounds}: {told}")
    return Rounds(costs, others)


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
