"""After a crash: what dead runs left behind is cleared. Nothing that was told is lost, for it is in the store."""

import shutil
import time

from catalogue.database.connection import Connection, writing
from catalogue.home.inbox import clear_erased, clear_notes
from catalogue.home.paths import Home
from catalogue.home.workspaces import abandoned, living
from catalogue.originals.durable import clear_parts


def recover(home: Home, db: Connection, now: str) -> list[str]:
    """Folders of dead runs are gone and their rows say `interrupted`; returned are their names.

    Files staged there had not been told of, and their sources are where they were; a run that lives is left
    alone. Bounded by the number of folders in `tmp/`.
    """
    dead = []
    for run_id, lock in abandoned(home):
        shutil.rmtree(home.tmp / run_id, ignore_errors=True)
        lock.release()
        dead.append(run_id)
    clear_notes(home, time.time())
    clear_erased(home, time.time())
    for folder in (home.inbox, home.quarantine):
        clear_parts(folder)
    _mark_interrupted(home, db, now)
    return dead


def _mark_interrupted(home: Home, db: Connection, now: str) -> None:
    running = [row[0] for row in db.execute("SELECT id FROM runs WHERE state = 'running'")]
    dead = sorted(set(running) - set(living(home))) if running else []
    if dead:
        with writing(db):
            db.executemany(
                "UPDATE runs SET state = 'interrupted', finished_at = ? WHERE id = ? AND state = 'running'",
                [(now, run_id) for run_id in dead],
            )
