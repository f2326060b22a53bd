"""What is done in a home that was restored, before it gets its name.

Each callable is given the home, its catalogue at today's schema. When one fails nothing is restored.
"""

from collections.abc import Callable
from contextlib import closing

from catalogue.database.connection import connect, writing
from catalogue.erasing.carrying_out import replay
from catalogue.home.paths import Home
from catalogue.home.tombstones import read_lines


def wait_for_renditions(home: Home) -> None:
    """Photos wait for their pictures for screens, which no backup holds: `check --repair` makes them again."""
    with closing(connect(home.catalogue)) as db, writing(db):
        db.execute("UPDATE photos SET renditions = 'pending' WHERE renditions = 'ready'")


def erase_again(home: Home) -> None:
    """What was erased for good since this copy was made, or before, is erased in the restored home, too."""
    if read_lines(home.tombstones):
        replay(home)


#: In this order.
AFTER_RESTORE: list[Callable[[Home], object]] = [wait_for_renditions, erase_again]


def after_restore(home: Home) -> None:
    """Everything in the list was done."""
    for act in AFTER_RESTORE:
        act(home)
