"""Who is told how far the work has come."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Bar(Protocol):
    """Counts what is done of a number that was told."""

    def update(self, n_steps: int, /) -> None:
        """So many more are done."""


class Watch(Protocol):
    """Opens a bar for so many things, under a name."""

    def __call__(self, label: str, length: int, /) -> AbstractContextManager[Bar]:
        """The bar, shown until the work under it ends."""


class _Unseen:
    def update(self, n_steps: int, /) -> None:
        """Nobody looks."""


@contextmanager
def unwatched(label: str, length: int, /) -> Iterator[Bar]:  # noqa: ARG001 the shape of a Watch
    """Bars that nobody sees."""
    yield _Unseen()
