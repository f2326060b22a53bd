"""A number of photos that is known already, so that Datasette need not count what its page shows.

At a million photos its count takes longer than all the rest of a page.
"""

from contextvars import ContextVar

#: Set while one request is answered, by whoever counted its photos; taken by the first count that Datasette makes.
KNOWN: ContextVar[int | None] = ContextVar("known count of photos", default=None)
_COUNTING = "select count(*) from photos "


def known_count(query: str) -> int | None:
    """Give the number that a query of the photo table's page would count, once; None when it is not known."""
    if not f"{query} ".startswith(_COUNTING):
        return None
    number = KNOWN.get()
    KNOWN.set(None)
    return number
