"""Moments, as they are written down."""

from datetime import UTC, datetime


def in_utc(moment: datetime) -> str:
    """A moment in UTC, to the second.

    >>> in_utc(datetime(2026, 11, 22, 13, 8, 15, tzinfo=UTC))
    '2026-11-22T13:08:15Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
