"""Databases and small files of a new copy: copied on the library's own disk, looked through, then carried over."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalogue.backup.contents import CARRIED, DATABASES, STANDING
from catalogue.backup.manifest import Carried
from catalogue.backup.storing import Store, hash_of
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


def described(home: Home, copied: Path) -> tuple[Carried, ...]:
    """What a copy is to carry: the databases that were copied, and the small files as they are at this moment."""
    for name in STANDING:
        if (home.root / name).exists():
            # The file may grow meanwhile: what is carried is what it held at one moment.
            shutil.copyfile(home.root / name, copied / name)
    return tuple(_described(home, copied / name) for name in CARRIED if (copied / name).exists())


def _described(home: Home, path: Path) -> Carried:
    mode = (home.root / path.name).stat().st_mode & 0o777
    schema = schema_of(path) if path.name in DATABASES else None
    return Carried(path.name, hash_of(path), path.stat().st_size, mode, schema)


def carry_over(copied: Path, carried: Iterable[Carried], store: Store, stamp: str) -> tuple[Carried, ...]:
    """The folder of the copy holds the databases, packed, and the small files, durably, and as they were described.

    Returned is how they lie there.
    """
    for folder in store.folder(f"copies/{stamp}"):
        store.flush(folder)
    return tuple(_carried(copied / file.name, file, store, stamp) for file in carried)


def _carried(source: Path, file: Carried, store: Store, stamp: str) -> Carried:
    # Its size is known once it is packed; until then any will do to name it.
    lying = replace(file, packed=0) if file.name in DATABASES else file
    target = store.destination.copy(stamp) / lying.stored_name
    sha256, size, stored = store.carry(source, target, file.mode, pack=lying.packed is not None)
    if (sha256, size) != (file.sha256, file.size):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(source))
    return lying if lying.packed is None else replace(lying, packed=stored)
