"""A library, opened: its home, its database, its settings."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue import settings
from catalogue.database.connection import Connection, connect
from catalogue.database.migrations import migrate
from catalogue.home.guard import admit
from catalogue.home.locks import Lock, own_home, share_home
from catalogue.home.paths import Home
from catalogue.pictures.bounded import Bounds
from catalogue.pictures.limits import Limits


class Library:
    """One library, open for reading and writing. Making one makes the home if it is absent.

    A library opened `alone` keeps everyone else out until it is closed.
    """

    def __init__(self, home: Home, db: Connection, lock: Lock) -> None:
        self.home = home
        self.db = db
        self._lock = lock

    @classmethod
    def open(cls, root: Path, *, alone: bool = False) -> Self:
        """The library in this folder, with the newest schema."""
        admit(root)
        home = Home(root)
        lock = own_home(home.lock) if alone else share_home(home.lock)
        try:
            db = connect(home.catalogue)
            migrate(db, home.catalogue)
        except BaseException:
            lock.release()
            raise
        return cls(home, db, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The database is closed and the home's lock is free."""
        self.db.close()
        self._lock.release()

    def stored_settings(self) -> dict[str, str]:
        """What somebody chose, by name."""
        return dict(self.db.execute("SELECT name, value FROM settings").fetchall())

    def limit(self, name: str) -> int:
        """A limit of this library."""
        return settings.number(name, self.stored_settings())

    def limits(self) -> Limits:
        """What a picture may have to be shown."""
        return Limits(**{field.name: self.limit(field.name) for field in fields(Limits)})

    def bounds(self) -> Bounds:
        """What one file may take of the process that examines it."""
        return Bounds(self.limit("seconds_per_file"), self.limit("memory_megabytes") * 1_000_000)


def now_text() -> str:
    """This moment in UTC, as it is stored: `2026-11-22T13:08:15Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
