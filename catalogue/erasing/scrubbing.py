"""What was deleted from a database is overwritten: free pages, the log before it, and copies from before migrations."""

import time
from contextlib import closing
from pathlib import Path

from catalogue.database.connection import Connection, connect
from catalogue.errors import ErasureUnfinished
from catalogue.home.paths import Home

_TRIES = 5
_PAUSE_SECONDS = 0.2


def scrub(db: Connection, home: Home) -> None:
    """No byte of a deleted row is in the database or its log. ErasureUnfinished where somebody reads without a pause.

    The database is written anew, page by page: also what connections that do not overwrite have left in it is gone.
    """
    db.execute("PRAGMA secure_delete = ON")
    db.execute("VACUUM")
    for _ in range(_TRIES):
        # Waits for readers as long as for any lock; it cannot be done while one holds what was before.
        if not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return
        time.sleep(_PAUSE_SECONDS)
    raise ErasureUnfinished(str(home.root))


def copies_before_migrations(home: Home) -> list[Path]:
    """Copies of the catalogue that stand beside it from before its schema was brought forward."""
    for part in home.root.glob(f"{home.catalogue.stem}.before-*.part"):
        part.unlink(missing_ok=True)
    return sorted(home.root.glob(f"{home.catalogue.stem}.before-*.db"))


def overwritten(path: Path) -> "closing[Connection]":
    """A copy of the catalogue, opened so that what is deleted in it is overwritten."""
    db = connect(path)
    db.execute("PRAGMA secure_delete = ON")
    return closing(db)
