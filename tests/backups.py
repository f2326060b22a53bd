"""Backups that tests make, and libraries that they make of them."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from making import Ran, phototheque

from catalogue.backup.destination import Destination
from catalogue.backup.making import BackedUp, back_up
from catalogue.backup.manifest import Manifest, from_bytes, to_bytes
from catalogue.database.connection import connect
from catalogue.library import Library


def backup(dest: Path, home: Path, *words: object) -> Ran:
    """Back the library up, with JSON lines."""
    return phototheque("backup", dest, "--home", home, "--json", *words)


def backup_on(dest: Path, home: Path, moment: datetime) -> BackedUp:
    """Back the library up as if it were another moment."""
    with Library.open(home) as library:
        return back_up(library, dest, now=moment)


def restore(dest: Path, home: Path, *words: object) -> Ran:
    """Make a library of a backup, with JSON lines."""
    return phototheque("restore", dest, "--home", home, "--json", *words)


def lines(ran: Ran) -> list[dict[str, Any]]:
    """The JSON lines of a command."""
    return [json.loads(line) for line in ran.output.splitlines()]


def copies(dest: Path) -> list[str]:
    """Stamps of the copies that have a manifest, oldest first."""
    return sorted(path.parent.name for path in dest.glob("copies/*/manifest.json"))


def restored(dest: Path, home: Path, *words: object) -> Path:
    """A home that was made of a backup, with its pictures for screens."""
    ran = restore(dest, home, *words)
    assert ran.status in {0, 1}, ran.error
    phototheque("check", "--repair", "--home", home)
    return home


def manifest_of(dest: Path, stamp: str) -> Manifest:
    """What a copy consists of."""
    return from_bytes(Destination(dest).manifest(stamp).read_bytes())


def tell_otherwise(dest: Path, stamp: str, **fields: Any) -> None:
    """The manifest of a copy says something else, as a program could have written it."""
    Destination(dest).manifest(stamp).write_bytes(to_bytes(replace(manifest_of(dest, stamp), **fields)))


def forget_photo(home: Path, name: str) -> str:
    """A photo is erased for good, as if it had never come; returned is the name of its original."""
    db = connect(home / "catalogue.db")
    db.execute("PRAGMA foreign_keys = OFF")
    photo, sha256, extension = db.execute(
        "SELECT photo_id, sha256, extension FROM files WHERE name = ?", [name]
    ).fetchone()
    for table in ("files", "claims", "reviews", "ingest_log", "photo_themes"):
        db.execute(f"DELETE FROM {table} WHERE photo_id = ?", [photo])
    db.execute("DELETE FROM photo_search WHERE rowid = (SELECT number FROM photos WHERE id = ?)", [photo])
    db.execute("DELETE FROM photos WHERE id = ?", [photo])
    db.close()
    next((home / "originals").rglob(f"{sha256}.*")).unlink()
    return f"{sha256}.{extension}"
