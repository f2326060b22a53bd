"""A fault at each write of a small ingest, one after the other, then a plain re-run that must heal everything.

Our own calls go wrong inside the program (`interception`): no room, no room from then on, an I/O error, half of
the bytes, and a kill before and after. SQLite's calls are made to fail by `strace`; bounding the size of files
makes its writes short, as a full disk would.
"""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from tests.reliability import verdicts, workload
from tests.reliability.interception import Plan
from tests.reliability.kills import Step
from tests.reliability.launcher import Ended, phototheque, run
from tests.reliability.verdicts import Snapshot
from tests.reliability.workload import Workload

OWN_KINDS = ("ENOSPC", "ENOSPC from then on", "EIO", "short", "kill before", "kill after")
_SQLITE_KINDS = ("error=ENOSPC", "error=ENOSPC from then on", "error=EIO", "signal=KILL")
_SQLITE_FILES = ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm", "catalogue.db-journal")
_SQLITE_CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,openat"
_CALL = re.compile(r"^\d+ +([a-z0-9]+)\(.*?(catalogue\.db(?:-[a-z]+)?)[\">]")
_STRACE = ("-f", "-qq", "--seccomp-bpf")
_LARGEST_STEP = 4801
# What the program says goes into a file here, and is bounded too: below this a sentence would not fit.
_SMALLEST = 999


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to go wrong: its kind, the call, and which one of them."""

    by: str  # program | strace | file size
    kind: str
    call: str
    path: str
    nth: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.path} #{self.nth} (by {self.by})"


@dataclass(slots=True)
class Trial:
    """What came of one fault."""

    fault: Fault
    fired: bool = False
    status: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where faults are tried: the source, the undisturbed end, and how the product is made wrong, if it is."""

    folder: Path
    source: Workload
    expected: Snapshot
    usual: Ended
    wrong: str = ""

    @classmethod
    def at(cls, folder: Path) -> "Bench":
        """A bench in a new folder."""
        source = workload.small(folder / "source")
        home = folder / "undisturbed"
        usual = run(ingest(source, home), plan=Plan(home=str(home), change="few-at-once"))
        return cls(folder, source, verdicts.snapshot(home), usual)

    def plan(self, home: Path, **wanted: Any) -> Plan:
        """What happens inside the program while it is disturbed."""
        return Plan(home=str(home), change=f"few-at-once,{self.wrong}".strip(","), **wanted)

    def plain(self, home: Path) -> Plan | None:
        """What happens inside the program when it is run again: nothing, unless it is made wrong."""
        return Plan(home=str(home), change=self.wrong) if self.wrong else None


def ingest(source: Workload, home: Path) -> list[object]:
    """The command that is disturbed, and run again."""
    return phototheque("ingest", source.folder, "--home", home, "--json", "--by", "a")


def own_faults(bench: Bench) -> list[Fault]:
    """Every kind of fault at each of the program's own writing calls under the home."""
    log = bench.folder / "own-calls"
    run(ingest(bench.source, bench.folder / "own"), plan=bench.plan(bench.folder / "own", log=str(log)))
    calls = dict.fromkeys(tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines())
    return [
        Fault("program", kind, *call)
        for call, kind in product(calls, OWN_KINDS)
        if kind != "short" or call[0] == "write"
    ]


def sqlite_faults(bench: Bench) -> list[Fault]:
    """Every kind of fault at each of SQLite's writing calls, counted by call and file."""
    home, log = bench.folder / "sqlite", bench.folder / "sqlite-calls"
    tracer = ["strace", *_STRACE, "-y", "-o", str(log), "-e", f"trace={_SQLITE_CALLS}"]
    watched = [word for name in _SQLITE_FILES for word in ("-P", str(home / name))]
    run(ingest(bench.source, home), plan=bench.plan(home), tracer=[*tracer, *watched])
    lines = log.read_text("utf-8", "replace").splitlines()
    # The children of the program read the catalogue too: only the first process writes.
    first = lines[0].split()[0] if lines else ""
    seen = Counter(
        found.groups() for line in lines if line.startswith(first) and (found := _CALL.match(line))
    )
    return [
        Fault("strace", kind, call, name, nth)
        for (call, name), number in sorted(seen.items())
        for nth in range(1, number + 1)
        for kind in _SQLITE_KINDS
    ]


def short_writes(bench: Bench) -> list[Fault]:
    """Bounds on the size of files, so that one write after the other is short and the next one fails."""
    sizes = [p.stat().st_size for p in (bench.folder / "undisturbed").rglob("*") if p.is_file()]
    bounds = range(_SMALLEST, max(sizes) * 2, _LARGEST_STEP)
    return [Fault("file size", "short, then EFBIG", "write", "any file", most) for most in bounds]


def thinned(faults: Sequence[Fault]) -> list[Fault]:
    """No room, an I/O error and a short write at each write; of the other kinds every fourth.

    There are three other kinds at each call: of every third it would always be the same.
    """
    always = {"ENOSPC", "EIO", "short", "error=ENOSPC", "error=EIO", "short, then EFBIG"}
    others = [f for f in faults if f.kind not in always][::4]
    return [f for f in faults if f.kind in always] + others


def sampled(faults: Sequence[Fault], number: int | None, seed: int) -> list[Fault]:
    """All of them, or so many by chance, one in each of as many equal parts."""
    if number is None or number >= len(faults):
        return list(faults)
    chance, part = random.Random(seed), len(faults) / number  # noqa: S311
    return [faults[int((i + chance.random()) * part)] for i in range(number)]


def tried(bench: Bench, faults: Sequence[Fault], jobs: int, step: Step) -> Iterator[Trial]:
    """What comes of each fault."""
    with ThreadPoolExecutor(jobs) as threads:
        work = [(bench, fault, bench.folder / f"trial-{number}") for number, fault in enumerate(faults)]
        for number, trial in enumerate(threads.map(lambda job: attempt(*job), work), 1):
            step(f"{number} of {len(faults)} faults")
            yield trial


def attempt(bench: Bench, fault: Fault, folder: Path) -> Trial:
    """What comes of one fault, in a new home under a new folder; it is kept when something was wrong."""
    folder.mkdir(parents=True)
    home, trial = folder / "home", Trial(fault)
    ended = _disturbed(bench, fault, folder, trial)
    trial.status = ended.status
    trial.codes.update(line["code"] for line in ended.told if line["outcome"] == "failed")
    if trial.fired:
        trial.violations += _after(bench, ended, home, killed="kill" in fault.kind.lower())
        trial.violations += healed(bench, home)
    if not trial.violations:
        shutil.rmtree(folder)
    return trial


def _disturbed(bench: Bench, fault: Fault, folder: Path, trial: Trial) -> Ended:
    home, fired, log = folder / "home", folder / "fired", folder / "log"
    words = ingest(bench.source, home)
    if fault.by == "program":
        wanted = {
            "kind": fault.kind,
            "call": fault.call,
            "path": fault.path,
            "nth": fault.nth,
            "fired": str(fired),
        }
        ended = run(words, plan=bench.plan(home, **wanted))
        trial.fired = fired.exists()
    elif fault.by == "strace":
        ended = run(words, plan=bench.plan(home), tracer=_tracer(home, log, fault))
        trial.fired = "INJECTED" in log.read_text("utf-8", "replace") or ended.status < 0
    else:
        ended = run(words, plan=bench.plan(home, largest=fault.nth))
        trial.fired = ended.status != bench.usual.status or ended.told != bench.usual.told
    return ended


def _tracer(home: Path, log: Path, fault: Fault) -> list[str]:
    """`strace` that makes one call on one file of the home fail, or kills there."""
    what, _, on = fault.kind.partition(" ")
    when = f"{fault.nth}{'+' if on else ''}"
    # With its filter strace is fast, and sends no signals.
    options = [word for word in _STRACE if "KILL" not in fault.kind or word != "--seccomp-bpf"]
    words = ["strace", *options, "-o", str(log), "-P", str(home / fault.path)]
    return [*words, "-e", f"trace={fault.call}", "-e", f"inject={fault.call}:{what}:when={when}"]


def _after(bench: Bench, ended: Ended, home: Path, *, killed: bool) -> list[str]:
    """What must be true at once: good manners, no broken promise, and no claim to be complete that is not true."""
    found = verdicts.broken_promises(home, ended)
    if not killed:
        found += verdicts.bad_manners(ended, bench.usual.status)
        if ended.status != 2:
            found += verdicts.unaccounted(ended, bench.source.paths)
    return found


def healed(bench: Bench, home: Path) -> list[str]:
    """What a plain re-run leaves wrong, and what one more run would still change."""
    again, once_more = (run(ingest(bench.source, home), plan=bench.plain(home)) for _ in range(2))
    found = [f"{path} of the source was changed" for path in bench.source.damage()]
    if again.status not in {0, bench.usual.status} or again.error:
        found.append(f"the re-run ends with {again.status}: {again.error.strip()[-300:]}")
    found += verdicts.unaccounted(again, bench.source.paths)
    if once_more.documents and once_more.documents[-1].get("run") is not None:
        found.append("one more run still finds something to do")
    return found + verdicts.violations(home, bench.expected)
