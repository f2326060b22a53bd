"""Many people browse while photos are taken in and the library is backed up: what they wait, and what the server needs.

The people are simulated on the same machine, and take their share of it.
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from benchmarks.browsing import Account, crowd
from benchmarks.cache import passing, say
from benchmarks.load_library import browsed_library, lent_to
from benchmarks.load_table import Measured, Work, laid_out
from benchmarks.machine import Company, cores
from benchmarks.photos import large_photos, medium_photos
from benchmarks.processes import resident_mb
from benchmarks.programs import (
    PHOTOTHEQUE,
    children_cpu_seconds,
    environment,
    keep_descendants,
)
from benchmarks.servers import Server, ours_as_started
from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role

PEOPLE = 20
_MEDIUM = 2_000
_SEED = 7
_ALONE = 1 / 3
#: Lines of complaint that are shown to whoever waits.
_TOLD = 60
_PAUSE_SECONDS = 1.0


def report(photos: int, seconds: float) -> str:
    """Measure, and lay out the tables."""
    sources = [large_photos(photos), medium_photos(_MEDIUM)]
    library = browsed_library()
    with passing() as folder:
        home = lent_to(library, folder / "home")
        accounts = _accounts(Home(home))
        measured = _measured(folder, home, accounts, sources, seconds)
    told = (
        f"{PEOPLE} people with accounts browse a library of 8,000 photos on {cores()} cores, each thinking 1 to 3 s"
        f" between pages and loading the small pictures they see: {seconds * _ALONE:.0f} s alone, then {seconds:.0f} s"
        " while `phototheque ingest` takes photos in and `phototheque backup` runs again and again. The people are"
        " simulated on the same machine."
    )
    return "\n\n".join(["## Load", told, laid_out(measured)])


def _accounts(home: Home) -> list[Account]:
    """Twenty people of every role, each with a password."""
    say(f"making {PEOPLE} accounts")
    office, roles = Office(home), list(Role)
    people = [Account(f"Agent {n:02}", f"quatre mots de passe {n:02}") for n in range(PEOPLE)]
    for number, person in enumerate(people):
        office.add(person.name, roles[number % len(roles)], person.password, None)
    return people


def _measured(
    folder: Path, home: Path, accounts: Sequence[Account], sources: Sequence[Path], seconds: float
) -> Measured:
    with ExitStack() as stack:
        told = stack.enter_context((folder / "server.err").open("wb"))
        server = stack.enter_context(ours_as_started(home, told))
        memory_mb = stack.enter_context(_watched(server))
        port = server.connection.port
        say("they browse, and nothing else is done")
        company = _Company(server)
        alone = crowd(accounts, port, _SEED, lambda: time.sleep(seconds * _ALONE))
        others = [company.share()]
        say("they browse while photos are taken in and backed up")
        company, work = _Company(server), Work()
        crowded = crowd(accounts, port, _SEED + 1, lambda: _work(folder, home, sources, seconds, work))
        others.append(company.share())
    complaints = [
        f"{name}: {line}"
        for name in ("server", "ingest", "backup")
        for line in (folder / f"{name}.err").read_text(errors="replace").splitlines()
    ]
    for line in complaints[:_TOLD]:
        say(line)
    return Measured(alone, crowded, memory_mb, work, complaints, others)


class _Company:
    """Measures which share of the machine others take, from now on: all but the server, its people and the work."""

    def __init__(self, server: Server) -> None:
        keep_descendants()
        self._server, self._company = server, Company()
        self._began = self._ours()

    def share(self) -> float:
        """Which share it was, 0 to 1."""
        return self._company.share(self._ours() - self._began)

    def _ours(self) -> float:
        _wait_for_orphans()
        return time.process_time() + children_cpu_seconds() + self._server.cpu_seconds


def _wait_for_orphans() -> None:
    """Processes that outlived those that started them are waited for, where they have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


@contextmanager
def _watched(server: Server) -> Iterator[list[float]]:
    """The memory of the server's own process, in MB, looked at every second until the end."""
    samples: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(_PAUSE_SECONDS):
            samples.append(resident_mb(server.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield samples
    finally:
        over.set()
        watcher.join()


def _work(folder: Path, home: Path, sources: Sequence[Path], seconds: float, work: Work) -> None:
    """Photos are taken in, and backups made one after the other, until the time is over and the photos are in."""
    end = time.monotonic() + seconds
    with (folder / "ingest.err").open("wb") as told, (folder / "backup.err").open("wb") as told_too:
        taking = threading.Thread(target=_take_in, args=[folder, home, sources, told, work])
        taking.start()
        while taking.is_alive() or time.monotonic() < end:
            work.backups.append(_backed_up(folder, home, told_too, work))
            time.sleep(_PAUSE_SECONDS)
        taking.join()


def _take_in(folder: Path, home: Path, sources: Sequence[Path], told: IO[bytes], work: Work) -> None:
    began = time.monotonic()
    words = [PHOTOTHEQUE, "ingest", *map(str, sources), "--home", str(home), "--json"]
    with (folder / "ingest.out").open("wb") as out:
        ended = subprocess.run(
            words, stdout=out, stderr=told, env=environment(), check=False, start_new_session=True
        )
    work.took_seconds = time.monotonic() - began
    work.statuses[f"ingest {ended.returncode}"] += 1
    work.totals = json.loads((folder / "ingest.out").read_text().splitlines()[-1])


def _backed_up(folder: Path, home: Path, told: IO[bytes], work: Work) -> float:
    began = time.monotonic()
    # As its unit for systemd runs it.
    words = ["nice", "-n", "10", PHOTOTHEQUE, "backup", str(folder / "backup"), "--home", str(home), "--json"]
    ended = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=told, env=environment(), check=False, start_new_session=True
    )
    work.statuses[f"backup {ended.returncode}"] += 1
    return time.monotonic() - began
