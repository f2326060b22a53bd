"""Looking at a home, without changing it: nothing is made, migrated, cleared or locked."""

import os
import pwd
import shutil
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalogue import settings
from catalogue.audit.remembering import last_checks
from catalogue.backup.remembering import last_backup
from catalogue.database.connection import OLDEST_SAFE, Connection, DatabaseError, connect, sqlite_version
from catalogue.database.migrations import version_of
from catalogue.errors import HomeOnNetwork, TombstoneKeyLost
from catalogue.home.guard import on_local_disk
from catalogue.home.inbox import is_ticket, quarantined, strays, tickets
from catalogue.home.paths import Home
from catalogue.home.pictures import find_rendition
from catalogue.home.tombstones import Tombstones
from catalogue.home.workspaces import living
from catalogue.status.facts import Catalogued, Facts, Room, Waiting
from catalogue.values.moments import in_utc

_YEAR = timedelta(days=365)
#: Pictures for screens are much alike: the newest photos say how large they are.
_SAMPLE = 40


def look(home: Home, now: datetime) -> Facts:
    """The facts of a home at this moment."""
    catalogue, trouble, reserve_bytes = _catalogue(home, now)
    unfinished, key_lost = _erasures(home)
    return Facts(
        now=now,
        sqlite=sqlite_version(),
        room=Room(_free(home.root), reserve_bytes),
        network=_network(home.root),
        owner=_other_owner(home.root),
        unwritable=_unwritable(home),
        catalogue=catalogue,
        trouble=trouble,
        waiting=_waiting(home),
        working=_works(home),
        last_backup=last_backup(home),
        checks=last_checks(home),
        unfinished=unfinished,
        key_lost=key_lost,
    )


def _catalogue(home: Home, now: datetime) -> tuple[Catalogued | None, str, int]:
    """What the catalogue says, or what is wrong with it; and how much room its runs leave."""
    reserve = settings.number("reserve_megabytes", {}) * 1_000_000
    if not home.catalogue.exists():
        return None, "absent", reserve
    if sqlite_version() < OLDEST_SAFE:
        return None, "sqlite", reserve
    try:
        with closing(connect(home.catalogue, readonly=True)) as db:
            chosen = dict(db.execute("SELECT name, value FROM settings").fetchall())
            reserve = settings.number("reserve_megabytes", chosen) * 1_000_000
            return _catalogued(home, db, now), "", reserve
    except DatabaseError as error:
        return None, str(error), reserve


_COUNTS = """
    SELECT (SELECT count(*) FROM photos), (SELECT avg(size_bytes) FROM files),
        (SELECT count(*) FROM photos WHERE added_at >= ?), (SELECT min(arrived_at) FROM files),
        (SELECT max(arrived_at) FROM files), (SELECT count(*) FROM photos WHERE renditions = 'pending')
"""
# What became of a file is what its last row says; what lay in the inbox is counted in the quarantine.
_FAILED = """
    SELECT count(*) FROM ingest_log AS log WHERE outcome = 'failed' AND undone = 0 AND source <> 'inbox'
        AND id = (SELECT max(id) FROM ingest_log WHERE source = log.source AND path = log.path)
"""


def _catalogued(home: Home, db: Connection, now: datetime) -> Catalogued:
    photos, original, a_year, first, newest, pending = db.execute(_COUNTS, [in_utc(now - _YEAR)]).fetchone()
    (failed,) = db.execute(_FAILED).fetchone()
    size = None if original is None else int(original) + _rendition_bytes(home, db)
    return Catalogued(version_of(db), photos, size, a_year, _moment(first), _moment(newest), pending, failed)


def _rendition_bytes(home: Home, db: Connection) -> int:
    """Bytes of both pictures of a photo, on average over the newest ones."""
    large, small = (settings.number(name, {}) for name in ("large_px", "small_px"))
    newest = db.execute(
        "SELECT id FROM photos WHERE renditions = 'ready' ORDER BY number DESC LIMIT ?", [_SAMPLE]
    ).fetchall()
    found = [{find_rendition(home, size, photo_id) for size in (large, small)} for (photo_id,) in newest]
    sizes = [sum(_bytes(path) for path in paths if path) for paths in found]
    return sum(sizes) // len(sizes) if sizes else 0


def _bytes(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _moment(text: str | None) -> datetime | None:
    with suppress(TypeError, ValueError):
        return datetime.fromisoformat(text).astimezone(UTC)  # type: ignore[arg-type] # None is caught
    return None


def _waiting(home: Home) -> Waiting:
    files = tickets(home)
    return Waiting(len(files), _since(files), len(strays(home)), len(_quarantined(home)), _uploads(home))


def _uploads(home: Home) -> int:
    with suppress(OSError):
        return sum(is_ticket(path.name) for path in home.uploads.iterdir())
    return 0


def _quarantined(home: Home) -> list[object]:
    with suppress(OSError, ValueError):  # A reason that is spoilt is still a file that waits for somebody.
        return list(quarantined(home))
    return list(home.quarantine.glob("*.json"))


def _since(files: list[Path]) -> datetime | None:
    """Since when the oldest of these files lies there; the moment it got its name."""
    moments = []
    for file in files:
        with suppress(FileNotFoundError):  # A watcher may have taken it in meanwhile.
            moments.append(file.stat().st_ctime)
    return datetime.fromtimestamp(min(moments), UTC) if moments else None


def _works(home: Home) -> bool:
    with suppress(OSError):
        return bool(living(home))
    return False


def _erasures(home: Home) -> tuple[int, bool]:
    """How many erasures were not seen through, and whether the key of all of them is lost."""
    try:
        return len({stone.erasure for stone in Tombstones.read(home).unfinished}), False
    except (TombstoneKeyLost, OSError):
        return 0, True


def _free(root: Path) -> int:
    with suppress(OSError):
        return shutil.disk_usage(root).free
    return 0


def has_room(home: Home) -> bool:
    """True when a run would still take photos in, with the room that it leaves unless somebody chose otherwise."""
    return _free(home.root) > settings.number("reserve_megabytes", {}) * 1_000_000


def _network(root: Path) -> str:
    """Kind of the network file system that the home lies on; nothing for a disk of this machine."""
    try:
        on_local_disk(root)
    except HomeOnNetwork as error:
        return error.kind
    return ""


def _other_owner(root: Path) -> str:
    """Whose the home is when it is not of whoever asks."""
    try:
        owner = root.stat().st_uid
        return "" if owner == os.geteuid() else pwd.getpwuid(owner).pw_name
    except (OSError, KeyError):
        return ""


def _unwritable(home: Home) -> tuple[str, ...]:
    """Which folders of the home nothing can be written to, by name; `.` is the home itself."""
    inside = (home.originals, home.renditions, home.uploads, home.inbox, home.quarantine, home.tmp)
    folders = [home.root, *(folder for folder in inside if folder.exists())]
    found = [folder.name if folder != home.root else "." for folder in folders if not takes_a_file(folder)]
    if home.catalogue.exists() and not os.access(home.catalogue, os.W_OK):
        found.append(home.catalogue.name)
    return tuple(found)


def takes_a_file(folder: Path) -> bool:
    """True when a file can be made there; it has no name, and is gone at once."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
