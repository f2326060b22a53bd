"""When copies were made, as the names of their folders say it, and which of them are kept."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_FORM = "%Y%m%dT%H%M%SZ"
_STAMP = re.compile(r"\d{8}T\d{6}Z")


class Retention(NamedTuple):
    """How many days, weeks and months keep the newest copy that was made in them."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def stamp_of(moment: datetime) -> str:
    """The name of the copy that is made at a moment.

    >>> stamp_of(datetime(2026, 11, 22, 2, 30, 7, tzinfo=UTC))
    '20261122T023007Z'
    """
    return moment.astimezone(UTC).strftime(_FORM)


def moment_of(stamp: str) -> datetime:
    """The moment that a stamp names; ValueError for what is none."""
    return datetime.strptime(stamp, _FORM).replace(tzinfo=UTC)


def is_stamp(name: str) -> bool:
    """True for a name that `stamp_of` could have given.

    >>> is_stamp("20261122T023007Z"), is_stamp("20261322T023007Z"), is_stamp("manifest.json")
    (True, False, False)
    """
    if _STAMP.fullmatch(name) is None:
        return False
    try:
        moment_of(name)
    except ValueError:
        return False
    return True


def free_stamp(moment: datetime, taken: Collection[str]) -> str:
    """The stamp of a moment, or of the first second after it that no copy bears yet."""
    while stamp_of(moment) in taken:
        moment += timedelta(seconds=1)
    return stamp_of(moment)


def retained(stamps: Iterable[str], rule: Retention = Retention()) -> frozenset[str]:  # noqa: B008 a constant
    """The copies that are kept: of the last days, weeks and months that have any, the newest of each.

    Days and weeks (from Monday) are those of UTC. The newest copy of all is always among them.
    """
    newest_first = sorted(stamps, reverse=True)
    periods: tuple[tuple[Callable[[datetime], object], int], ...] = (
        (lambda moment: moment.date(), rule.daily),
        (lambda moment: moment.isocalendar()[:2], rule.weekly),
        (lambda moment: (moment.year, moment.month), rule.monthly),
    )
    kept = set(newest_first[:1])
    for period, number in periods:
        first_of: dict[object, str] = {}
        for stamp in newest_first:
            first_of.setdefault(period(moment_of(stamp)), stamp)
        kept.update(list(first_of.values())[:number])
    return frozenset(kept)
