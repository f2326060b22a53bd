"""Waiting for a machine that others use too."""

import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.cache import say
from benchmarks.machine import QUIET, wait_for_quiet

MeasuredT = TypeVar("MeasuredT")


class Patience:
    """So many minutes may be spent waiting for quiet, and on measurements that were disturbed; by default none."""

    def __init__(self, minutes: float = 0.0) -> None:
        self._seconds = minutes * 60

    def quietly(self, measure: Callable[[], MeasuredT], others: Callable[[MeasuredT], float]) -> MeasuredT:
        """Measure, and again while others took too much of the machine; when patience ends, what there is must do."""
        while True:
            began = time.monotonic()
            wait_for_quiet(began + self._seconds)
            self._seconds -= time.monotonic() - began
            began = time.monotonic()
            measured = measure()
            if others(measured) < QUIET or self._seconds <= 0:
                return measured
            self._seconds -= time.monotonic() - began
            say(
                f"others took {others(measured):.0%} of the machine: again ({self._seconds / 60:.0f} min of patience)"
            )
