"""Trying the files of a run again: the command of the terminal, in a child process, on the folders they came from."""

import json
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.photos.known import meet_failed_again
from catalogue.photos.runs import RunRow, sources_of

_A_DAY_S = 24 * 3600
_LAST_LINE = 20_000


@dataclass(slots=True)
class Again:
    """A second try: under way until `status` is known; then `totals` counts files by outcome, `run` has the details."""

    status: int | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    run: str | None = None


class Tries:
    """The second tries of one server, by the run whose files are tried."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._known: dict[str, Again] = {}

    def of(self, run_id: str) -> Again | None:
        """The last try of a run's files since the server started."""
        return self._known.get(run_id)

    def start(self, run: RunRow, by: str) -> bool:
        """The files are being tried; false when they are already, or when a source cannot be reached."""
        with self._lock:
            known = self._known.get(run.id)
            if (known and known.status is None) or gone(run) or not can_be_tried(run):
                return False
            self._known[run.id] = started = Again()
        threading.Thread(target=self._try, args=(run, by, started), daemon=True).start()
        return True

    def _try(self, run: RunRow, by: str, started: Again) -> None:
        try:
            with Library.open(self._home.root) as library:
                meet_failed_again(library.db, run.id)
            told = _ingest(self._home.root, sources_of(run), by)
            started.totals, started.run = told.get("totals", {}), told.get("run")
            started.status = told["status"]
        finally:
            # Whatever went wrong, it is no longer under way.
            started.status = -1 if started.status is None else started.status


def can_be_tried(run: RunRow) -> bool:
    """True for runs over folders: what was handed over lies in the quarantine, and tracks are not kept."""
    return run.door == "folder" and run.state != "running"


def gone(run: RunRow) -> list[str]:
    """Sources of a run that cannot be reached from this machine any more."""
    return [source for source in sources_of(run) if not Path(source).exists()]


def command(run: RunRow, home: Path) -> str:
    """What to type to try again, with its paths quoted."""
    return shlex.join(["phototheque", "ingest", *sources_of(run), "--home", str(home)])


def _ingest(home: Path, sources: Sequence[str], by: str) -> dict[str, Any]:
    options = ["ingest", "--json", f"--home={home}", f"--by={by}", "--", *sources]
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(  # noqa: S603 arguments are a list, and no shell reads them
            [sys.executable, "-m", "catalogue.cli.main", *options],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_A_DAY_S,
            check=False,
        )
        told.seek(max(0, told.seek(0, 2) - _LAST_LINE))
        return _last(told.read()) | {"status": done.returncode}


def _last(text: bytes) -> dict[str, Any]:
    """The last line of what the command told, as an object."""
    try:
        found = json.loads(text.decode("utf-8", "replace").strip().rpartition("\n")[2])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
