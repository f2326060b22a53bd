"""What was deleted from a database is overwritten: free pages, the log before it, and copies from before migrations."""

from contextlib import closing
from pathlib import Path

from catalogue.database.connection import Connection, connect
from catalogue.errors import ErasureUnfinished
from catalogue.home.paths import Home

#: Whoever writes meanwhile waits too, and a minute at most: what reads longer is told of.
_PATIENCE_MS = 30_000


def scrub(db: Connection, home: Home) -> None:
    """No byte of a deleted row is in the database or its log. ErasureUnfinished where somebody reads without a pause.

    The database is written anew, page by page: also what connections that do not overwrite have left in it is gone.
    """
    db.execute("PRAGMA secure_delete = ON")
    db.execute("VACUUM")
    if not _emptied(db):
        raise ErasureUnfinished(str(home.root))


def _emptied(db: Connection) -> bool:
    """The log before the database is empty; false where somebody reads what was there before."""
    (usual,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.execute(f"PRAGMA busy_timeout = {usual}")


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
