"""Numbers of photos are given once: the number of a photo that was erased is never another one's."""

from catalogue.database.connection import Connection

_KEPT = "last_number"
_LAST = f"""
    max(coalesce((SELECT max(number) FROM photos), 0),
        coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = '{_KEPT}'), 0))
"""  # noqa: S608 a constant
#: SQL for the number that the next photo gets.
NEXT = f"(SELECT 1 + {_LAST})"


def keep_numbers(db: Connection) -> None:
    """Numbers that were given until now are not given again. To be called in a transaction, before photos are erased."""
    db.execute(
        f"INSERT OR REPLACE INTO settings (name, value) SELECT '{_KEPT}', CAST({_LAST} AS TEXT)"  # noqa: S608
    )
