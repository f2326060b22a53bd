"""The way out: every original byte for byte in folders that anyone can read, and all that is known beside it.

A tree is written into a folder that is empty, or that holds an earlier tree: then only what changed is written.
`.phototheque-tree.json` says what we wrote there; nothing else in the folder is touched.
"""

import csv
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from catalogue.database.connection import Connection
from catalogue.errors import ExportRefused
from catalogue.exports.naming import tree_path
from catalogue.library import Library
from catalogue.pictures.xmp import sidecar
from catalogue.places.finding import places_called
from catalogue.values.exported import CLAIM_FIELDS, PLACE_FIELDS

MANIFEST = ".phototheque-tree.json"
TABLE = "phototheque.csv"
Written = dict[str, str]

_FIELDS = ", ".join(f"claims.{field}" for field in CLAIM_FIELDS)
_CLAIMS_OF_FILE = f"""
    SELECT {_FIELDS} FROM claims JOIN files ON files.id = file_id
    WHERE claims.photo_id = ? AND sha256 = ? AND claims.withdrawn IS NULL ORDER BY claims.id
"""  # noqa: S608 the fields are constants
_CLAIMS_OF_PHOTO = f"""
    SELECT {_FIELDS} FROM claims WHERE photo_id = ? AND file_id IS NULL AND withdrawn IS NULL ORDER BY id
"""  # noqa: S608
_PLACES_OF_PHOTO = f"""
    WITH aliased AS (
        SELECT *, (SELECT group_concat(alias, char(10) ORDER BY alias) FROM place_aliases WHERE place_id = places.id)
            AS aliases FROM places)
    , decided AS (SELECT place_id, decision, made_by FROM place_decisions WHERE photo_id = :photo)
    , related AS (
        SELECT place_id, relation, rule, distance_m, chainage_m, main, decided_by, section,
            (SELECT decision FROM decided WHERE decided.place_id = photo_places.place_id AND decided_by IS NOT NULL)
                AS decision
        FROM photo_places WHERE photo_id = :photo
        UNION ALL
        SELECT place_id, decision, '', NULL, NULL, 0, made_by, NULL, decision FROM decided WHERE decision = 'is_not')
    SELECT {", ".join(PLACE_FIELDS)} FROM related JOIN aliased ON aliased.id = place_id ORDER BY kind, name, relation
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class TreeReport:
    """What an export did: files written, as they were, taken away, and originals that are missing."""

    written: int
    unchanged: int
    removed: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One original on its way out."""

    path: str
    sha256: str
    source: Path
    sidecar: bytes
    row: dict[str, Any]


def export_tree(
    library: Library, destination: Path, step: Callable[[], object] = lambda: None, *, epci: str | None = None
) -> TreeReport:
    """The tree at `destination` holds every original of the library, its sidecar, and one table of all.

    With `epci`, a name, short name or code, it holds the photos that belong to that intercommunality; NoSuchPlace.
    """
    photos = _photos(library.db, epci)
    before = _admit(library, destination)
    now: Written = {}
    written, missing, rows = 0, [], []
    for leaf in leaves(library, photos):
        step()
        if not leaf.source.exists():
            missing.append(leaf.sha256)
            continue
        rows.append(leaf.row)
        written += _write(destination, before, now, leaf.path, leaf.sha256, partial(_copy, leaf.source))
        written += _write_bytes(destination, before, now, f"{leaf.path}.xmp", leaf.sidecar)
    written += _write_bytes(destination, before, now, TABLE, _table(rows))
    removed = [path for path in before if path not in now]
    for path in removed:
        (destination / path).unlink(missing_ok=True)
    _write_manifest(destination, now)
    return TreeReport(written, len(now) - written, len(removed), tuple(missing))


def originals(db: Connection, epci: str | None = None) -> int:
    """How many originals a tree will hold, of the whole library or of one intercommunality; NoSuchPlace."""
    marks, values = _chosen(db, epci)
    query = f"SELECT count(DISTINCT sha256) FROM files WHERE {marks.format('photo_id')}"  # noqa: S608
    return int(db.execute(query, values).fetchone()[0])


def _photos(db: Connection, epci: str | None) -> list[dict[str, Any]]:
    """The photos to take out, with the codes of their places, in order of number."""
    marks, values = _chosen(db, epci)
    return _dicts(db, f"SELECT * FROM photos_with_codes WHERE {marks.format('id')} ORDER BY number", values)  # noqa: S608


def _chosen(db: Connection, epci: str | None) -> tuple[str, list[object]]:
    """A condition on the id of a photo, `{}`, and its values."""
    if epci is None:
        return "{} IS NOT NULL", []
    ids: list[object] = [place.id for place in places_called(db, "epci", epci)]
    marks = ", ".join("?" * len(ids))
    return f"{{}} IN (SELECT photo_id FROM photo_places WHERE place_id IN ({marks}))", ids  # noqa: S608 our own marks


def leaves(library: Library, photos: Iterable[Mapping[str, Any]]) -> Iterator[Leaf]:
    """Every original of some photos, in their order; one that arrived often is there once."""
    for photo in photos:
        files = _dicts(
            library.db,
            "SELECT min(id) AS id, sha256, extension FROM files WHERE photo_id = ? GROUP BY sha256 ORDER BY min(id)",
            [photo["id"]],
        )
        for position, file in enumerate(files, start=1):
            path = tree_path(photo, position, file["extension"])
            yield Leaf(
                path,
                file["sha256"],
                library.home.original(file["sha256"], file["extension"]),
                _sidecar(library.db, photo, file, first=position == 1),
                {"path": path, "sha256": file["sha256"], **photo},
            )


def _sidecar(db: Connection, photo: Mapping[str, Any], file: Mapping[str, Any], *, first: bool) -> bytes:
    """All that is known of one file; what is known of the photo as a whole goes with its first one."""
    claims = _dicts(db, _CLAIMS_OF_FILE, [photo["id"], file["sha256"]])
    if first:
        claims += _dicts(db, _CLAIMS_OF_PHOTO, [photo["id"]])
    themes = [
        row["theme"] for row in _dicts(db, "SELECT theme FROM photo_themes WHERE photo_id = ?", [photo["id"]])
    ]
    places = _dicts(db, _PLACES_OF_PHOTO, {"photo": photo["id"]})
    state = f"{photo['state']}/{photo['state_reason'] or ''}"
    return sidecar(photo, themes, claims, places, state)


def _dicts(
    db: Connection, sql: str, values: list[object] | tuple[object, ...] | dict[str, object] = ()
) -> list[dict[str, Any]]:
    found = db.execute(sql, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _admit(library: Library, destination: Path) -> Written:
    """What an earlier export wrote there; a folder that holds anything else is refused."""
    resolved, home = destination.resolve(), library.home.root.resolve()
    if resolved == home or home in resolved.parents:
        raise ExportRefused(str(destination), "it lies inside the library")
    manifest = destination / MANIFEST
    if manifest.exists():
        return dict(json.loads(manifest.read_text(encoding="utf-8")))
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise ExportRefused(str(destination), "it holds other things")
    destination.mkdir(parents=True, exist_ok=True)
    _write_manifest(destination, {})
    return {}


def _write(
    destination: Path, before: Written, now: Written, path: str, digest: str, make: Callable[[Path], object]
) -> bool:
    """The file stands; true when it had to be written. It appears under its name only when it is whole."""
    now[path] = digest
    target = destination / path
    if before.get(path) == digest and target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name}.part")
    make(staged)
    staged.replace(target)
    return True


def _write_bytes(destination: Path, before: Written, now: Written, path: str, content: bytes) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return _write(destination, before, now, path, digest, lambda to: to.write_bytes(content))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb") as copied:
        os.fsync(copied.fileno())


def _write_manifest(destination: Path, written: Written) -> None:
    staged = destination / f"{MANIFEST}.part"
    staged.write_text(json.dumps(written, ensure_ascii=False, indent=0), encoding="utf-8")
    staged.replace(destination / MANIFEST)


_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d\d:\d\d$)")


def _plain(value: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text; an offset such as +02:00 is none."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _table(rows: list[dict[str, Any]]) -> bytes:
    """One CSV of all, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    if rows:
        table = csv.DictWriter(text, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")
