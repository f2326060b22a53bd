"""Which photos are meant, and what would go with them: told before anything is erased. Reads only."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from catalogue.database.connection import Connection
from catalogue.erasing.files import size_of_pictures
from catalogue.erasing.rows import File, files_of
from catalogue.errors import NothingToErase
from catalogue.home.paths import Home
from catalogue.values.arrivals import printable

_PREFIX = re.compile(r"[0-9a-f]{8,32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """A photo that looks like one that goes, and stays: a person decides about it by itself."""

    photo_id: str
    number: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with one photo: its files, its pictures for screens, how much is known of it; and what stays."""

    photo_id: str
    number: int
    caption: str | None
    taken_at: str | None
    files: Sequence[File]
    pictures: int
    pictures_bytes: int
    claims: int
    changes: int
    alike: Sequence[Alike]

    @property
    def originals(self) -> dict[str, int]:
        """Bytes of each original, by sha256: several arrivals may have brought the same one."""
        return {file.sha256: file.size_bytes for file in self.files}


@dataclass(frozen=True, slots=True)
class Meant:
    """What some names mean: photos by id, and files of the quarantine, which are of no photo, by sha256."""

    photo_ids: Sequence[str]
    sha256s: Sequence[str] = ()


def meant(db: Connection, home: Home, names: Sequence[str]) -> Meant:
    """What each name means: a photo's id or the beginning of one, or the sha256 or the path of a file.

    NothingToErase for a name that fits nothing, or several photos.
    """
    photos: list[str] = []
    alone: list[str] = []
    for name in names:
        found = _photos_named(db, name)
        sha256 = _sha256_named(name)
        if not found and sha256 and (home.quarantine / sha256).exists():
            alone.append(sha256)
        elif len(found) == 1:
            photos += found
        else:
            raise NothingToErase(printable(name), len(found))
    return Meant(tuple(dict.fromkeys(photos)), tuple(dict.fromkeys(alone)))


def going(db: Connection, home: Home, photo_id: str) -> Going:
    """What would go with a photo. NothingToErase when there is no such photo."""
    row = db.execute("SELECT number, caption, taken_at FROM photos WHERE id = ?", [photo_id]).fetchone()
    if row is None:
        raise NothingToErase(photo_id, 0)
    number, caption, taken_at = row
    pictures, pictures_bytes = size_of_pictures(home, photo_id)
    claims, changes = db.execute(_KNOWN, {"id": photo_id}).fetchone()
    return Going(
        photo_id,
        number,
        caption,
        taken_at,
        files_of(db, [photo_id]),
        pictures,
        pictures_bytes,
        claims,
        changes,
        [Alike(*found) for found in db.execute(_ALIKE, {"id": photo_id})],
    )


_KNOWN = """
    SELECT (SELECT count(*) FROM claims WHERE photo_id = :id), (SELECT count(*) FROM changes WHERE photo_id = :id)
"""
_ALIKE = """
    SELECT id, number, state = 'set_aside' FROM photos WHERE id <> :id AND (
        version_of = :id
        OR id = (SELECT version_of FROM photos WHERE id = :id)
        OR id IN (SELECT first_id FROM near_duplicates WHERE second_id = :id AND decision IS NOT 'different')
        OR id IN (SELECT second_id FROM near_duplicates WHERE first_id = :id AND decision IS NOT 'different'))
    ORDER BY number
"""


def _photos_named(db: Connection, name: str) -> list[str]:
    if _SHA256.fullmatch(name):
        return _ids(db, "SELECT DISTINCT photo_id FROM files WHERE sha256 = ?", name)
    if _PREFIX.fullmatch(name):
        found = _ids(db, "SELECT id FROM photos WHERE substr(id, 1, length(?1)) = ?1", name)
        if found:
            return found
    shown = printable(os.path.realpath(name))
    found = _ids(
        db, "SELECT DISTINCT photo_id FROM files WHERE path = ? OR source || '/' || path = ?", name, shown
    )
    sha256 = _sha256_named(name) if not found else None
    return _ids(db, "SELECT DISTINCT photo_id FROM files WHERE sha256 = ?", sha256) if sha256 else found


def _ids(db: Connection, query: str, *values: str) -> list[str]:
    return [row[0] for row in db.execute(query, values)]


def _sha256_named(name: str) -> str | None:
    """The sha256 that a name is, or that the file has which it leads to."""
    if _SHA256.fullmatch(name):
        return name
    path = Path(name)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
