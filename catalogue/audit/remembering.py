"""When a library was last examined, and how that ended, in `last-check.json` beside the catalogue.

It stands in the home and in no row, as `last-backup.json` does: it is true of this home, its disk included, and a
restored copy was not examined yet.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from catalogue.home.notes import read_note, write_note
from catalogue.home.paths import Home
from catalogue.values.moments import in_utc

_FILE = "last-check.json"


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When an examination ended, how many faults were left, and whether originals were not read through (`quick`)."""

    at: datetime
    faults: int
    quick: bool


def last_checks(home: Home) -> tuple[LastCheck, ...]:
    """The last examination of each kind, newest first; none when there never was one, or the note is spoilt."""
    told = read_note(home.root / _FILE)
    found = [_read(told.get(kind), quick=kind == "quick") for kind in ("quick", "full")]
    return tuple(sorted((check for check in found if check), key=lambda check: check.at, reverse=True))


def remember(home: Home, check: LastCheck) -> None:
    """The home knows, durably, that it was examined."""
    kind = "quick" if check.quick else "full"
    told = read_note(home.root / _FILE) | {kind: {"at": in_utc(check.at), "faults": check.faults}}
    write_note(home.root / _FILE, told)


def _read(told: Any, *, quick: bool) -> LastCheck | None:
    with suppress(TypeError, KeyError, ValueError):
        return LastCheck(datetime.fromisoformat(told["at"]).astimezone(UTC), int(told["faults"]), quick)
    return None
