"""Stretches become one line to walk along: each goes on where another ends. Pure, in metres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

Point = tuple[float, float]

#: Ends that lie closer than this are one place, in metres.
TOUCHING_M = 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """The two ends of a stretch, in metres, as it is drawn."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch in its chain, by its number in the file; `turned` when it is walked from its end."""

    number: int
    turned: bool = False


def chains(stretches: Sequence[Stretch]) -> list[list[Link]]:
    """All stretches, each once, in chains that go on without a gap; the first of the file leads.

    Where the way forks, the next stretch of the file is followed. Chains stand in the order of their first stretch.
    """
    ends = _Ends(stretches)
    return [_chain(ends, stretches, n) for n in range(len(stretches)) if ends.is_free(n)]


def _chain(ends: "_Ends", stretches: Sequence[Stretch], first: int) -> list[Link]:
    ends.take(first)
    turned = _begins_turned(stretches, first)
    forward = _followed(ends, stretches, Link(first, turned), at_end=True)
    backward = _followed(ends, stretches, Link(first, turned), at_end=False)
    return [*reversed(backward), Link(first, turned), *forward]


def _begins_turned(stretches: Sequence[Stretch], first: int) -> bool:
    """A first stretch that is drawn against its successor is turned to lead to it."""
    if first + 1 >= len(stretches):
        return False
    here, following = stretches[first], stretches[first + 1]
    near = (following.start, following.end)
    return not any(_touch(here.end, p) for p in near) and any(_touch(here.start, p) for p in near)


def _followed(ends: "_Ends", stretches: Sequence[Stretch], link: Link, *, at_end: bool) -> list[Link]:
    """What goes on from a stretch, at its end as it is walked, or before its start."""
    found: list[Link] = []
    while True:
        stretch = stretches[link.number]
        here = stretch.end if at_end is not link.turned else stretch.start
        number = ends.next_at(here, link.number)
        if number is None:
            return found
        ends.take(number)
        begins_here = _touch(stretches[number].start, here)
        link = Link(number, turned=begins_here is not at_end)
        found.append(link)


class _Ends:
    """Which stretches end where, and which of them are still free."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._free = set(range(len(stretches)))
        self._at: dict[tuple[int, int], set[int]] = {}
        for number, stretch in enumerate(stretches):
            for point in (stretch.start, stretch.end):
                self._at.setdefault(_cell(point), set()).add(number)

    def is_free(self, number: int) -> bool:
        return number in self._free

    def take(self, number: int) -> None:
        self._free.discard(number)
        for point in (self._stretches[number].start, self._stretches[number].end):
            self._at[_cell(point)].discard(number)

    def next_at(self, point: Point, after: int) -> int | None:
        """The free stretch that touches the point: the next of the file, else the first."""
        there = [n for n in self._around(point) if self._touches(n, point)]
        return min(there, key=lambda n: (n < after, n), default=None)

    def _around(self, point: Point) -> Iterable[int]:
        column, row = _cell(point)
        return {
            n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in self._at.get((column + dx, row + dy), ())
        }

    def _touches(self, number: int, point: Point) -> bool:
        stretch = self._stretches[number]
        return _touch(stretch.start, point) or _touch(stretch.end, point)


def _cell(point: Point) -> tuple[int, int]:
    return floor(point[0] / TOUCHING_M), floor(point[1] / TOUCHING_M)


def _touch(one: Point, other: Point) -> bool:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 <= TOUCHING_M**2
