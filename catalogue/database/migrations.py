"""Bringing a database up to the program's schema: forward only, after a backup."""

from collections.abc import Sequence
from pathlib import Path

from catalogue.database.connection import Connection
from catalogue.database.schema import MIGRATIONS, Migration
from catalogue.errors import NewerSchema


def version_of(db: Connection) -> int:
    """How many migrations a database has seen; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Connection, path: Path) -> None:
    """The catalogue at `path` has the program's schema; a copy of the older one stands beside it.

    A catalogue of a newer program is left alone: NewerSchema.
    """
    bring_up(db, path, "catalogue", MIGRATIONS)


def bring_up(db: Connection, path: Path, name: str, migrations: Sequence[Migration]) -> None:
    """The database at `path` has seen all of its migrations; a copy of the older one stands beside it."""
    version = version_of(db)
    if version > len(migrations):
        raise NewerSchema(str(path.parent))
    if version == len(migrations):
        return
    if version > 0:
        _back_up(db, path, version)
    _apply(db, name, migrations)


def _apply(db: Connection, name: str, migrations: Sequence[Migration]) -> None:
    # Imported here because it takes a third of a second, and a database is rarely out of date.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations(name)
    for migration in migrations:
        steps(name=migration.name)(_step(migration.script))
    db.execute("BEGIN IMMEDIATE")
    try:
        # Two commands may open a new home at once: the second one finds the work done.
        steps.apply(Database(db))
        db.execute(f"PRAGMA user_version = {len(migrations)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _step(script: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def run(db) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        for statement in statements(script):
            db.execute(statement)

    return run


def statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit the open transaction."""
    return [part.strip() for part in script.split(";\n") if part.strip()]


def _back_up(db: Connection, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.stem}.before-{version + 1}.db")
    if not copy.exists():
        staged = copy.with_suffix(".part")
        staged.unlink(missing_ok=True)
        staged.touch(mode=path.stat().st_mode & 0o777)
        db.execute("VACUUM INTO ?", [str(staged)])
        staged.rename(copy)
