"""Moments as `people.db` holds them: texts in UTC that sort as they follow each other."""

from datetime import UTC, datetime, timedelta

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def text(moment: datetime) -> str:
    """An aware moment as it is stored, to the second.

    >>> text(datetime(2026, 11, 22, 14, 8, 15, tzinfo=UTC))
    '2026-11-22T14:08:15Z'
    """
    return moment.astimezone(UTC).strftime(_FORMAT)


def moment(stored: str) -> datetime:
    """The moment that was stored."""
    return datetime.strptime(stored, _FORMAT).replace(tzinfo=UTC)


def after(start: datetime, **span: float) -> str:
    """The moment so long after another, as it is stored; `after(now, days=-30)` lies before.

    >>> after(datetime(2026, 11, 22, tzinfo=UTC), hours=72)
    '2026-11-25T00:00:00Z'
    """
    return text(start + timedelta(**span))
