"""A reception whose clock the tests set, and somebody who sends there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.uploads.reception import Reception
from catalogue.uploads.upload import Sender
from catalogue.values.roles import Role


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def pass_by(self, **span: float) -> None:
        """So much time passes."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reception(home: Path, clock: Clock) -> Iterator[Reception]:
    Library.open(home).close()
    return Reception(Home(home), clock=clock)


@pytest.fixture
def lea(reception: Reception) -> Sender:
    account = Office(reception.home).add("Léa Dupont", Role.FIELD, None, None)
    return Sender(account.id, account.name, "session 1")
