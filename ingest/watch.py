"""The inbox door: what waits there is taken in, at once or as long as somebody watches."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator

from catalogue.home.inbox import waiting
from catalogue.library import Library
from catalogue.outings.placing import place_by_outings
from catalogue.photos.rerendering import render_pending
from catalogue.photos.runs import Run
from catalogue.values.arrivals import Arrival
from catalogue.values.outcomes import Verdict
from ingest.session import Order, new_run, take_in

_PAUSE_SECONDS = 0.5


def take_in_inbox(library: Library, run: Run, order: Order) -> Iterator[Verdict]:
    """A verdict for each file that waits; nothing at all when none does."""
    arrivals = waiting(library.home)
    first = next(arrivals, None)
    if first is not None:
        everything: Iterable[Arrival] = itertools.chain([first], arrivals)
        yield from take_in(library, run, order, everything)


def watch(
    library: Library,
    order: Order,
    *,
    on_verdict: Callable[[Verdict], object],
    going: Callable[[], bool] = lambda: True,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Whatever comes into the inbox is taken in, in a run for each time that something was there."""
    while going():
        render_pending(library)
        found = False
        for verdict in take_in_inbox(library, new_run("inbox", "inbox", order.by), order):
            found = True
            on_verdict(verdict)
        place_by_outings(library)
        if not found:
            pause(_PAUSE_SECONDS)
