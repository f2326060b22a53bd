"""What is done in a home that was restored, before it gets its name.

Each callable is given the home, its catalogue at today's schema. When one fails nothing is restored.
"""

from collections.abc import Callable
from contextlib import closing

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home


def wait_for_renditions(home: Home) -> None:
    """Photos wait for their pictures for screens, which no backup holds: `check --repair` makes them again."""
    with closing(connect(home.catalogue)) as db, writing(db):
        db.execute("UPDATE photos SET renditions = 'pending' WHERE renditions = 'ready'")


#: In this order.
AFTER_RESTORE: list[Callable[[Home], None]] = [wait_for_renditions]


def after_restore(home: Home) -> None:
    """Everything in the list was done."""
    for act in AFTER_RESTORE:
        act(home)
