"""What must be true of a library after whatever befell it. Every promise that is broken is a sentence."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from catalogue.database.connection import Connection, DatabaseError, connect
from tests.reliability.launcher import Ended, phototheque, run

_TAKEN_IN = {"stored", "healed", "duplicate", "held", "unchanged"}
_MOST = 6

# What must be the same however often a run was interrupted: all but times, and the names of runs. What lies in
# the bytes of a file is told by one of the arrivals that brought them, whichever was read.
_CONTENT = {
    "photos": "SELECT * FROM photos ORDER BY id",
    "files": """
        SELECT sha256, photo_id, name, path, source, size_bytes, extension, made_by, withdrawn FROM files
        ORDER BY path, sha256""",
    "claims": """
        SELECT c.photo_id, CASE WHEN c.source IN ('name', 'folder', 'sidecar') THEN f.path END, f.sha256,
            c.subject, c.source, c.detail, c.value, c.absence, c.latitude, c.longitude, c.accuracy_m,
            c.precision, c.reference, c.made_by
        FROM claims c LEFT JOIN files f ON f.id = c.file_id WHERE c.withdrawn IS NULL""",
    "themes": "SELECT * FROM photo_themes",
    "companions": "SELECT * FROM companions",
    "places": "SELECT photo_id, place_id, relation, rule, main FROM photo_places",
    "reviews": "SELECT photo_id, reason, detail FROM reviews",
    "search": "SELECT rowid, text FROM photo_search",
    "log": """
        SELECT source, path, size_bytes, mtime_ns, photo_id, CASE WHEN photo_id IS NULL THEN outcome || code END
        FROM ingest_log WHERE id IN (SELECT max(id) FROM ingest_log WHERE undone = 0 GROUP BY source, path)""",
}
_LEFT_OUT = {"added_at"}

Snapshot = dict[str, set[Any]]


def snapshot(home: Path) -> Snapshot:
    """Everything of a library that does not depend on when it was made."""
    with reading(home) as db:
        found: Snapshot = {name: set(_rows(db, sql)) for name, sql in _CONTENT.items()}
    found["renditions"] = {(path, _sha256(home / path)) for path in _names(home / "renditions", home)}
    found["originals"] = set(_names(home / "originals", home))
    found["quarantine"] = {name for name in _names(home / "quarantine", home) if not name.endswith(".json")}
    return found


def _rows(db: Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = db.execute(sql)
    kept = [i for i, column in enumerate(cursor.description) if column[0] not in _LEFT_OUT]
    return (tuple(row[i] for i in kept) for row in cursor)


@contextmanager
def reading(home: Path) -> Iterator[Connection]:
    """The catalogue as another program would find it now, read from a copy: nothing in the home is touched."""
    folder = Path(tempfile.mkdtemp(prefix="copy-"))
    try:
        for name in ("catalogue.db", "catalogue.db-wal", "catalogue.db-journal"):
            if (home / name).exists():
                shutil.copyfile(home / name, folder / name)
        db = connect(folder / "catalogue.db")
        try:
            yield db
        finally:
            db.close()
    finally:
        shutil.rmtree(folder)


def has_tables(db: Connection) -> bool:
    """True once the schema is there."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'ingest_log'").fetchone() is not None


def broken_promises(home: Path, ended: Ended) -> list[str]:
    """Verdicts that were told before the end and are not kept: their rows or their originals are not there."""
    told = [line for line in ended.told if line["outcome"] != "unchanged"]
    if not told:
        return []
    if not (home / "catalogue.db").exists():
        return [f"{len(told)} verdicts were told, and there is no catalogue"]
    with reading(home) as db:
        if not has_tables(db):
            return [f"{len(told)} verdicts were told, and the catalogue is empty"]
        return [text for line in told for text in unkept(db, home, line)]


def unkept(db: Connection, home: Path, line: dict[str, Any]) -> Iterator[str]:
    """What is missing of one verdict."""
    logged = db.execute(
        "SELECT 1 FROM ingest_log WHERE path = ? AND outcome = ? AND photo_id IS ?",
        [line["path"], line["outcome"], line["photo_id"]],
    ).fetchone()
    if logged is None and line["code"] not in {"clutter", "unchanged"}:
        yield f"told and lost: no row says that {line['path']} was {line['outcome']}"
    if line["outcome"] in _TAKEN_IN and line["photo_id"]:
        files = db.execute(
            "SELECT sha256, extension FROM files WHERE path = ? AND photo_id = ?",
            [line["path"], line["photo_id"]],
        ).fetchall()
        if not files:
            yield f"told and lost: no file row for {line['path']}"
        for sha256, extension in files:
            yield from _not_stored(home, sha256, extension)


def _not_stored(home: Path, sha256: str, extension: str) -> Iterator[str]:
    path = home / "originals" / sha256[:2] / sha256[2:4] / f"{sha256}.{extension}"
    if not path.exists():
        yield f"told and lost: original {sha256[:12]} is not in the store"
    elif _sha256(path) != sha256:
        yield f"told and damaged: original {sha256[:12]} has other bytes"


def bad_manners(ended: Ended, usual: int) -> list[str]:
    """What is wrong with the way a command ended after a fault: its status, and what it said."""
    said = ended.error.strip().splitlines()
    found = []
    if "Traceback" in ended.error:
        found.append(f"traceback on stderr: {said[-1]}")
    if ended.status == 2 and not (said and said[0].startswith("phototheque: ") and len(said) == 2):
        found.append(f"status 2 without one sentence and its hint: {ended.error.strip()[:300]!r}")
    if ended.status not in {usual, 1, 2}:
        found.append(f"status {ended.status}")
    if ended.status != 2 and said and not found:
        found.append(f"words on stderr with status {ended.status}: {said[0][:200]}")
    return found


def violations(home: Path, expected: Snapshot) -> list[str]:
    """Promises that a finished library breaks; none when it is as if nothing had happened."""
    try:
        # What is left is looked at first: an audit clears what it finds when it begins.
        if _unfinished(home):
            _next_day(home)
        return [*_leftovers(home), *_differences(snapshot(home), expected), *_audit(home)]
    except DatabaseError as error:
        return [f"the catalogue cannot be read: {error}"]


def _audit(home: Path) -> Iterator[str]:
    checked = run(phototheque("check", "--home", home, "--json"))
    if checked.status != 0:
        faults = [line["message"] for line in checked.documents if "message" in line]
        yield f"check ends with {checked.status}: {'; '.join(faults[:_MOST])} {checked.error[-300:]}".strip()


def _differences(found: Snapshot, expected: Snapshot) -> Iterator[str]:
    for name in expected:
        if lacking := expected[name] - found[name]:
            yield f"{name}: {len(lacking)} missing, as {_example(lacking)}"
        if surplus := found[name] - expected[name]:
            yield f"{name}: {len(surplus)} too many, as {_example(surplus)}"


def _example(rows: Iterable[Any]) -> str:
    return str(min(rows, key=str))[:300]


def _unfinished(home: Path) -> list[Path]:
    """What another process may be about to finish: a folder being made, a note whose file is still to come."""
    made = [p for p in (home / "tmp").glob(".*") if p.is_dir()]
    return made + [n for n in (home / "inbox").glob("*.json") if not n.with_suffix("").exists()]


def _next_day(home: Path) -> None:
    """Time passes, and somebody uses the library: by then it is clear that nobody will finish it."""
    yesterday = time.time() - 2 * 24 * 3600
    for path in _unfinished(home):
        os.utime(path, (yesterday, yesterday))
    run(phototheque("runs", "--home", home))


def _leftovers(home: Path) -> Iterator[str]:
    if left := _names(home / "tmp", home, folders=True):
        yield f"left over: {left[:_MOST]}"
    if parts := [name for name in _names(home, home) if ".part" in name or "-journal" in name]:
        yield f"half-written: {parts[:_MOST]}"
    if waiting := _names(home / "inbox", home):
        yield f"left in the inbox: {waiting[:_MOST]}"
    with reading(home) as db:
        if running := db.execute("SELECT id FROM runs WHERE state = 'running'").fetchall():
            yield f"runs left running: {running}"
        rows = {
            f"originals/{s[:2]}/{s[2:4]}/{s}.{e}"
            for s, e in db.execute("SELECT sha256, extension FROM files")
        }
    stored = set(_names(home / "originals", home))
    if nameless := stored - rows:
        yield f"originals that no row names: {sorted(nameless)[:_MOST]}"
    if absent := rows - stored:
        yield f"rows whose original is absent: {sorted(absent)[:_MOST]}"


def unaccounted(ended: Ended, paths: set[str]) -> list[str]:
    """Files of the source that a run did not tell of exactly once."""
    told = [line["path"] for line in ended.told]
    found = [
        f"{path} is told of {told.count(path)} times" for path in sorted(set(told)) if told.count(path) != 1
    ]
    if silent := paths - set(told):
        found.append(f"not told of: {sorted(silent)[:_MOST]}")
    if invented := set(told) - paths:
        found.append(f"told of, but not there: {sorted(invented)[:_MOST]}")
    return found


def _names(folder: Path, home: Path, *, folders: bool = False) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(p.relative_to(home).as_posix() for p in folder.rglob("*") if folders or not p.is_dir())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def safe_hashes(home: Path, *, rowless: bool = False) -> set[str]:
    """Hashes of every file that waits in the inbox, lies in the quarantine, or is an original.

    An original counts when a row names it; with `rowless`, also without.
    """
    waiting = {
        _sha256(p) for p in _files(home / "inbox") if not p.name.startswith(".") and p.suffix != ".json"
    }
    set_apart = {_sha256(p) for p in _files(home / "quarantine") if p.suffix != ".json"}
    with reading(home) as db:
        rows = {s for (s,) in db.execute("SELECT sha256 FROM files")} if has_tables(db) else set()
    stored = {p.stem for p in _files(home / "originals") if _sha256(p) == p.stem}
    return waiting | set_apart | (stored if rowless else rows & stored)


def _files(folder: Path) -> list[Path]:
    return [Path(root) / name for root, _, names in os.walk(folder) for name in names]
