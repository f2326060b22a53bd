"""Databases and small files of a new copy: copied on the library's own disk, looked through, then carried over."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from catalogue.backup.contents import DATABASES, STANDING
from catalogue.backup.manifest import Carried
from catalogue.backup.storing import Store
from catalogue.database.connection import DatabaseError, spoken_failure
from catalogue.database.copying import copy_database, damage_of, schema_of
from catalogue.errors import DatabaseNotWhole
from catalogue.home.paths import Home
from catalogue.home.workspaces import BACKUP, Workspace, new_run_id


@contextmanager
def copied_databases(home: Home) -> Iterator[Path]:
    """A folder with a whole copy of every database, each as it is at one moment; gone afterwards. DatabaseNotWhole."""
    try:
        workspace = Workspace.open(home, f"{BACKUP}{new_run_id(datetime.now(UTC))}")
    except OSError as error:
        raise spoken_failure(error, str(home.root)) from error
    try:
        for name in DATABASES:
            if (home.root / name).exists():
                _copy(home, name, workspace.folder / name)
        yield workspace.folder
    finally:
        workspace.close()


def _copy(home: Home, name: str, target: Path) -> None:
    try:
        copy_database(home.root / name, target)
        why = damage_of(target)
    except DatabaseError as error:
        spoken = spoken_failure(error, str(home.root))
        if spoken is not error and "malformed" not in str(error):
            raise spoken from error
        why = str(error)
    if why:
        raise DatabaseNotWhole(name, str(home.root), why)


def carry_over(home: Home, copied: Path, store: Store, stamp: str) -> tuple[Carried, ...]:
    """The folder of the copy holds the databases and small files, durably; returned is what they are."""
    for folder in store.folder(f"copies/{stamp}"):
        store.flush(folder)
    carried = []
    for name in DATABASES:
        if (copied / name).exists():
            mode = (home.root / name).stat().st_mode & 0o777
            carried.append(_carried(store, copied / name, stamp, mode, schema_of(copied / name)))
    for name in STANDING:
        if (home.root / name).exists():
            # The file may grow meanwhile: what is carried is what it held at one moment.
            shutil.copyfile(home.root / name, copied / name)
            mode = (home.root / name).stat().st_mode & 0o777
            carried.append(_carried(store, copied / name, stamp, mode, None))
    return tuple(carried)


def _carried(store: Store, source: Path, stamp: str, mode: int, schema: int | None) -> Carried:
    sha256, size = store.carry(source, store.destination.copy(stamp) / source.name, mode)
    return Carried(source.name, sha256, size, mode, schema)
