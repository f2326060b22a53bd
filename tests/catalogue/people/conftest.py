"""An office with a clock of its own, whose passwords are hashed at the least cost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from catalogue.home.paths import Home
from catalogue.people import passwords
from catalogue.people.office import Office


class Clock:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        """So much time has passed."""
        self.now += timedelta(**span)


class CountingHasher(PasswordHasher):
    """Hashes at the least cost, and remembers how often it was asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.hashed: list[bytes] = []
        self.verified: list[str] = []

    def hash(self, password, *, salt=None):
        self.hashed.append(password)
        return super().hash(password, salt=salt)

    def verify(self, hash, password):  # noqa: A002 the library's own name
        self.verified.append(hash)
        return super().verify(hash, password)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingHasher]:
    """The hasher of the test; the next one finds none of it."""
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "_HASHER", counting)
    passwords._decoy.cache_clear()
    yield counting
    passwords._decoy.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    return Office(Home(tmp_path), clock=clock)
