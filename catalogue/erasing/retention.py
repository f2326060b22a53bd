"""How long copies that were made before an erasure still hold what was erased."""

from calendar import monthrange
from datetime import date, timedelta

#: Backups are kept so: the newest 7 by day, 4 by week, 12 by month.
DAILY, WEEKLY, MONTHLY = 7, 4, 12
#: The last copy of a month may be made a month after the photo was erased from a library that is seldom copied.
MARGIN = timedelta(days=31)


def held_until(erased_at: date) -> date:
    """The day by which no backup holds any more what was erased on a day: twelve months, and a month of margin.

    >>> held_until(date(2026, 11, 26))
    datetime.date(2027, 12, 27)
    >>> held_until(date(2027, 2, 28))
    datetime.date(2028, 3, 30)
    """
    month = erased_at.month - 1 + MONTHLY
    year, month = erased_at.year + month // 12, month % 12 + 1
    return date(year, month, min(erased_at.day, monthrange(year, month)[1])) + MARGIN
