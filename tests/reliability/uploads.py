"""A server that is killed, or whose disk fails, while a phone sends: nothing that was acknowledged is ever lost.

The server is the real one, with its watcher; the phone is one that goes on. After each death every acknowledged file
must be waiting, taken in or set apart; in the end the library must be as if nothing had happened, and every upload
must say what became of it.
"""

import json
import random
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.reliability import verdicts, workload
from tests.reliability.faults import OWN_KINDS, Fault, Trial
from tests.reliability.interception import Plan
from tests.reliability.kills import Step
from tests.reliability.launcher import phototheque, run
from tests.reliability.phone import Phone, Server
from tests.reliability.verdicts import Snapshot, reading
from tests.reliability.workload import Workload

#: Rooms that a file passes on its way from the phone; those after it are tried by other parts.
_ROOMS = ("uploads", "inbox", "quarantine")
_SQLITE_FILES = ("people.db", "people.db-wal")
_SQLITE_CALLS = "pwrite64,write,fsync,fdatasync,ftruncate"
_SQLITE_KINDS = ("signal=KILL", "error=EIO", "error=ENOSPC")
_CALL = re.compile(r"^\d+ +([a-z0-9]+)\(.*?(people\.db(?:-[a-z]+)?)[\">]")
_STRACE = ("strace", "-f", "-qq")
_BEYOND = 1.1
_MOST_IN_A_LIFE = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What the phone sends, the undisturbed end, and how long an undisturbed phone takes."""

    folder: Path
    source: Workload
    files: tuple[Path, ...]
    expected: Snapshot
    seconds: float
    states: tuple[str, ...]
    change: str = ""

    @classmethod
    def at(cls, folder: Path) -> "Bench":
        """A bench in a new folder."""
        source = workload.handed_over(folder / "phone")
        files = tuple(sorted(source.folder.iterdir()))
        home = folder / "undisturbed"
        server = Server(home)
        server.start()
        phone, began = Phone(server, lambda _: None), time.monotonic()
        phone.send(files)
        seconds = time.monotonic() - began
        states = tuple(phone.states().values())
        server.bury()
        assert phone.wrong == []
        return cls(folder, source, files, _held(home), seconds, states)


def _held(home: Path) -> Snapshot:
    """What the library holds; the moment at which a file arrived is in its log, and is never the same."""
    found = verdicts.snapshot(home)
    del found["log"]
    return found


@dataclass(slots=True)
class _Life:
    """One home from beginning to end."""

    bench: Bench
    home: Path
    violations: list[str]

    def sent(self, server: Server) -> None:
        """The phone has sent everything, whatever befell the server; what was wrong meanwhile is told."""
        server.start()
        phone = Phone(server, self._check)
        phone.send(self.bench.files)
        states = phone.states()
        server.bury()
        self._check(set(phone.acknowledged.values()))
        self.violations += [*phone.wrong, *self._judged(phone, states)]

    def _check(self, acknowledged: set[str]) -> None:
        if lost := acknowledged - verdicts.safe_hashes(self.home):
            self.violations.append(f"lost: {len(lost)} acknowledged files are nowhere")

    def _judged(self, phone: Phone, states: dict[str, str]) -> Iterator[str]:
        ended = run(phototheque("ingest", "--inbox", "--home", self.home, "--json"))
        if ended.status not in {0, 1} or "Traceback" in ended.error:
            yield f"status {ended.status} in the end: {ended.error.strip()[-300:]}"
        if tuple(states.values()) != self.bench.states:
            yield f"states {tuple(states.values())} instead of {self.bench.states}"
        yield from _tickets(self.home, phone)
        yield from verdicts.violations(self.home, self.bench.expected)
        if left := [path.name for path in (self.home / "uploads").glob("*")]:
            yield f"left in uploads: {left[:3]}"


def _tickets(home: Path, phone: Phone) -> Iterator[str]:
    """Every acknowledged upload is spoken of by one row of the log."""
    with reading(home) as db:
        told = Counter(
            ticket for (ticket,) in db.execute("SELECT ticket FROM ingest_log WHERE ticket NOT NULL")
        )
    for path in phone.acknowledged:
        if told[path.rsplit("/", 1)[-1]] != 1:
            yield f"{path} is spoken of {told[path.rsplit('/', 1)[-1]]} times"


def random_kills(bench: Bench, number: int, seed: int, jobs: int, step: Step) -> list[Trial]:
    """At least so many kills at random moments while a phone sends."""
    chance = random.Random(f"{seed} uploads")  # noqa: S311
    lives, left = [], number
    while left > 0:
        kills = min(left, chance.randint(1, _MOST_IN_A_LIFE))
        moments = [chance.random() * bench.seconds * _BEYOND for _ in range(kills)]
        lives.append((moments, chance.random() < 1 / 3, bench.folder / f"life-{len(lives)}"))
        left -= kills
    trials = []
    with ThreadPoolExecutor(jobs) as threads:
        for trial in threads.map(lambda life: _killed(bench, *life), lives):
            trials.append(trial)
            step(f"{len(trials)} of {len(lives)} phones")
    return trials


def _killed(bench: Bench, moments: Sequence[float], group: bool, folder: Path) -> Trial:
    trial = Trial(Fault("signal", "kill -9", "any", "any", len(moments)))
    server, over = Server(folder / "home"), threading.Event()
    folder.mkdir(parents=True)

    def strike() -> None:
        for moment in moments:
            if over.wait(moment):
                return
            if server.running is not None and not server.running.over:
                server.kill(group=group)
                trial.fired = True

    killer = threading.Thread(target=strike)
    killer.start()
    _Life(bench, folder / "home", trial.violations).sent(server)
    over.set()
    killer.join()
    trial.status = -server.deaths
    return _kept_if_wrong(trial, folder)


def own_faults(bench: Bench) -> list[Fault]:
    """Every kind of fault at each of the program's own writing calls between the phone and the inbox."""
    log, home = bench.folder / "own-calls", bench.folder / "own"
    _Life(bench, home, []).sent(Server(home, Plan(home=str(home), log=str(log), change=bench.change)))
    calls = dict.fromkeys(tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines())
    return [
        Fault("program", kind, *call)
        for call, kind in product(calls, OWN_KINDS)
        if call[1].partition("/")[0] in _ROOMS and (kind != "short" or call[0] == "write")
    ]


def sqlite_faults(bench: Bench) -> list[Fault]:
    """A kill and two faults at each of SQLite's writing calls on the file in which uploads have their rows."""
    home, log = bench.folder / "sqlite", bench.folder / "sqlite-calls"
    watched = [word for name in _SQLITE_FILES for word in ("-P", str(home / name))]
    tracer = [*_STRACE, "--seccomp-bpf", "-y", "-o", str(log), "-e", f"trace={_SQLITE_CALLS}", *watched]
    _Life(bench, home, []).sent(Server(home, tracer=tracer))
    found = [_CALL.match(line) for line in log.read_text("utf-8", "replace").splitlines()]
    seen = Counter(one.groups() for one in found if one)
    return [
        Fault("strace", kind, call, name, nth)
        for (call, name), number in sorted(seen.items())
        for nth in range(1, number + 1)
        for kind in _SQLITE_KINDS
    ]


def tried(bench: Bench, faults: Sequence[Fault], jobs: int, step: Step) -> Iterator[Trial]:
    """What comes of each fault."""
    with ThreadPoolExecutor(jobs) as threads:
        work = [(bench, fault, bench.folder / f"{fault.by}-{number}") for number, fault in enumerate(faults)]
        for number, trial in enumerate(threads.map(lambda job: _attempt(*job), work), 1):
            step(f"{number} of {len(faults)} faults of uploads")
            yield trial


def _attempt(bench: Bench, fault: Fault, folder: Path) -> Trial:
    folder.mkdir(parents=True)
    home, trial, log = folder / "home", Trial(fault), folder / "log"
    _Life(bench, home, trial.violations).sent(_disturbed(bench, fault, home, log))
    if fault.by == "strace":
        trial.fired = "INJECTED" in log.read_text("utf-8", "replace") or "KILL" in fault.kind
    else:
        trial.fired = (folder / "fired").exists()
    return _kept_if_wrong(trial, folder)


def _disturbed(bench: Bench, fault: Fault, home: Path, log: Path) -> Server:
    if fault.by == "strace":
        fast = [] if "KILL" in fault.kind else ["--seccomp-bpf"]
        when = f"inject={fault.call}:{fault.kind}:when={fault.nth}"
        watched = ["-P", str(home / fault.path), "-e", f"trace={fault.call}", "-e", when]
        return Server(home, tracer=[*_STRACE, *fast, "-o", str(log), *watched])
    wanted = {"kind": fault.kind, "call": fault.call, "path": fault.path, "nth": fault.nth}
    fired = str(home.parent / "fired")
    return Server(home, Plan(home=str(home), change=bench.change, fired=fired, **wanted))


def _kept_if_wrong(trial: Trial, folder: Path) -> Trial:
    """The home is kept when something was wrong with it."""
    if not trial.violations:
        shutil.rmtree(folder)
    return trial
