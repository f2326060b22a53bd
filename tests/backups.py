"""Backups that tests make, and libraries that they make of them."""

import json
from pathlib import Path
from typing import Any

from making import Ran, phototheque


def backup(dest: Path, home: Path, *words: object) -> Ran:
    """Back the library up, with JSON lines."""
    return phototheque("backup", dest, "--home", home, "--json", *words)


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
