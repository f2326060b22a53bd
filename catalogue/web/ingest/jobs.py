"""Runs started from the browser: each a child process of the server, followed by a thread of its own.

No thread that answers requests waits for one. What a job was asked and has come to is a small file of the home, so
that after the server has ended its page can say so; the child ends with the server (see `catalogue.web.worker`).
"""

import hashlib
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from catalogue.home.paths import Home
from catalogue.photos.runs import sources_of
from catalogue.web.ingest.keeping import Job, State, Wish, clear_old, keep, latest, load
from catalogue.web.ingest.others import overlaps, run_over
from catalogue.web.ingest.tally import Tally

_TOKEN = re.compile(r"[0-9a-f]{32}")
_KEPT_EVERY_S = 2.0
#: Who was asked to stop has this long to put down what it holds.
_GRACE_S = 20.0
#: So many of the last ones are told with names of files; those before without.
_MOST_REMEMBERED = 100
_WELL = (0, 1)


class Busy(NamedTuple):
    """Somebody works on that folder already: who, where, and the job, or the run of a terminal."""

    who: str
    where: str
    job: str = ""
    run: str = ""


@dataclass(slots=True)
class _Live:
    """A job that works, its child, and what it has told."""

    job: Job
    child: subprocess.Popen[bytes]
    tally: Tally


class Jobs:
    """The jobs of one server."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.RLock()
        self._live: dict[str, _Live] = {}
        #: Ended since the server started: with the names of files, which are written down nowhere.
        self._ended: dict[str, Job] = {}

    def start(self, wish: Wish, token: str = "") -> Job | Busy:
        """The job works from now on. Asked for twice, it is the same one; whoever comes between others is told."""
        with self._lock:
            known = self._asked_before(wish, token)
            if known is not None:
                return known
            busy = self._busy(wish)
            if busy is not None:
                return busy
            clear_old(self._home)
            job = Job(token or secrets.token_hex(16), wish, State.WORKING, time.time())
            keep(self._home, job)
            live = _Live(job, _child(self._home, wish), Tally())
            self._live[job.token] = live
        threading.Thread(target=self._follow, args=(live,), name="follows-a-run", daemon=True).start()
        return job

    def _asked_before(self, wish: Wish, token: str) -> Job | None:
        same = next((live.job for live in self._live.values() if live.job.wish == wish), None)
        return same or (self.find(token) if token else None)

    def _busy(self, wish: Wish) -> Busy | None:
        for live in self._live.values():
            other = live.job.wish
            if overlaps(wish.location, other.location):
                return Busy(other.by, other.shown, job=live.job.token)
        run = run_over(self._home, wish.location)
        return Busy(run.made_by or "", ", ".join(sources_of(run)), run=run.id) if run else None

    def find(self, token: str) -> Job | None:
        """The job as it is now; None when there is none of that name, or none any more."""
        if not _TOKEN.fullmatch(token):
            return None
        with self._lock:
            live = self._live.get(token)
            if live:
                return replace(live.job, tally=live.tally.copy())
            job = self._ended.get(token) or load(self._home, token)
        # A child goes with its server: one that nobody follows has ended.
        working = job is not None and job.state in (State.WORKING, State.STOPPING)
        return replace(job, state=State.INTERRUPTED) if job and working else job

    def working(self) -> list[Job]:
        """The jobs that work now."""
        with self._lock:
            return [replace(live.job, tally=live.tally.copy()) for live in self._live.values()]

    def latest(self, most: int) -> list[Job]:
        """The last jobs that have ended, newest first."""
        found = map(self.find, latest(self._home, most + len(self._live)))
        return [job for job in found if job is not None and job.over][:most]

    def stop(self, token: str) -> bool:
        """The job is asked to end, as Ctrl-C asks, and soon made to; false when it does not work."""
        with self._lock:
            live = self._live.get(token)
            if live is None:
                return False
            live.job = replace(live.job, state=State.STOPPING)
            live.child.send_signal(signal.SIGINT)
        killing = threading.Timer(_GRACE_S, _kill, [live.child])
        killing.daemon = True
        killing.start()
        return True

    def _follow(self, live: _Live) -> None:
        heard = False
        try:
            self._listen(live)
            heard = True
        finally:
            # Whatever went wrong here, the job is not said to work for ever.
            if not heard:
                _kill(live.child)
            self._end(live, live.child.wait())

    def _listen(self, live: _Live) -> None:
        written = time.monotonic()
        for line in live.child.stdout or ():
            with self._lock:
                live.tally.add(line)
            if time.monotonic() - written > _KEPT_EVERY_S:
                written = time.monotonic()
                with self._lock:
                    self._write(replace(live.job, tally=live.tally.copy()))

    def _end(self, live: _Live, status: int) -> None:
        for pipe in (live.child.stdout, live.child.stdin):
            if pipe:
                pipe.close()
        with self._lock:
            ended = _ended(live, status)
            self._write(ended)
            self._ended[ended.token] = ended
            while len(self._ended) > _MOST_REMEMBERED:
                del self._ended[next(iter(self._ended))]
            del self._live[ended.token]

    def _write(self, job: Job) -> None:
        # A full disk ends the run itself, which says so; its page then lives as long as the server.
        with suppress(OSError):
            keep(self._home, job)


def after(token: str, what: str) -> str:
    """The name of the job that follows a job: the same for whoever asks twice."""
    return hashlib.sha256(f"{token}/{what}".encode()).hexdigest()[:32]


def _ended(live: _Live, status: int) -> Job:
    if status in _WELL:
        state = State.FINISHED
    elif live.job.state is State.STOPPING:
        state = State.STOPPED
    else:
        state = State.FAILED
    return replace(live.job, state=state, ended_at=time.time(), tally=live.tally.copy())


def _child(home: Home, wish: Wish) -> "subprocess.Popen[bytes]":
    """`phototheque ingest`, which ends when the pipe from this process closes."""
    command = [sys.executable, "-m", "catalogue.web.worker", "catalogue.cli.main", *_words(home, wish)]
    return subprocess.Popen(  # noqa: S603 arguments are a list, and no shell reads them
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )


def _words(home: Home, wish: Wish) -> list[str]:
    # With an equals sign, no value can be taken for another option.
    options = [f"--{name}={value}" for name, value in ({"by": wish.by} | wish.rights).items()]
    rehearsal = ["--dry-run"] if wish.dry else []
    return [
        "ingest",
        "--json",
        "--announce",
        f"--home={home.root}",
        *options,
        *rehearsal,
        "--",
        wish.location,
    ]


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Its own children with it: they read the files."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
