"""Backups and restores that are killed or fail: earlier copies restore whole, and the next one heals everything.

A home that was backed up once, and took in more photos since, is backed up again and disturbed; or its backup is
restored, and that is disturbed. What is watched is the folder that the command writes into.
"""

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import TypeVar

from catalogue.backup.contents import WAITING_ROOMS
from catalogue.backup.destination import Destination, copies_of
from catalogue.backup.making import back_up
from catalogue.backup.restoring import restore
from catalogue.backup.stamps import stamp_of
from catalogue.backup.verifying import verify
from catalogue.errors import BackupBusy, PhotothequeError
from catalogue.library import Library
from tests.making import jpeg, write
from tests.reliability import verdicts, workload
from tests.reliability.faults import OWN_KINDS, Fault, Trial
from tests.reliability.interception import Plan
from tests.reliability.kills import Step
from tests.reliability.launcher import Ended, Running, phototheque, run
from tests.reliability.scenarios import until
from tests.reliability.verdicts import Snapshot

_FIRST = datetime(2026, 1, 1, 2, 30, tzinfo=UTC)
_LATER = datetime(2038, 1, 1, 2, 30, tzinfo=UTC)
_BEYOND = 1.05
_PATIENCE_SECONDS = 5
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Bench:
    """A home, its backup of before, and what a home made of each copy holds when nothing went wrong."""

    folder: Path
    home: Path
    backup: Path
    old: Snapshot
    new: Snapshot

    @classmethod
    def at(cls, folder: Path) -> "Bench":
        """A bench in a new folder."""
        home, backup = folder / "home", folder / "backup"
        run(phototheque("ingest", workload.small(folder / "source").folder, "--home", home))
        with Library.open(home) as library:
            back_up(library, backup, now=_FIRST)
        for number in range(5):
            write(folder / "card", f"{number}.jpg", jpeg(400 + number, (320, 240), model="Bornes 4"))
        run(phototheque("ingest", folder / "card", "--home", home))
        for room in WAITING_ROOMS:
            write(home / room, f"{'01' * 13}", room.encode())
        whole = folder / "whole"
        shutil.copytree(backup, whole)
        with Library.open(home) as library:
            back_up(library, whole, now=_LATER, begin=True)
        restore(whole, folder / "old", stamp=stamp_of(_FIRST))
        restore(whole, folder / "new")
        return cls(folder, home, backup, held(folder / "old"), held(folder / "new"))


def held(home: Path) -> Snapshot:
    """What a restored home holds: everything but pictures for screens."""
    found = verdicts.snapshot(home)
    del found["renditions"]
    found["waiting"] = {
        (path.relative_to(home).as_posix(), path.read_bytes())
        for room in WAITING_ROOMS
        for path in (home / room).glob("*")
    }
    return found


@dataclass(frozen=True, slots=True)
class Act:
    """A command to disturb: the folder that it writes into, its words, what must be true at once, what heals it."""

    name: str
    watched: Callable[[Path], Path]
    words: Callable[[Path], list[object]]
    prepare: Callable[[Bench, Path], None]
    judged: Callable[[Bench, Path, Ended], Iterator[str]]


def _copy_home_and_backup(bench: Bench, folder: Path) -> None:
    shutil.copytree(bench.home, folder / "home")
    shutil.copytree(bench.backup, folder / "backup")


def _copy_backup(bench: Bench, folder: Path) -> None:
    shutil.copytree(bench.folder / "whole", folder / "backup")
    (folder / "place").mkdir()


def _after_backup(bench: Bench, folder: Path, ended: Ended) -> Iterator[str]:
    """The previous copy restores whole; the next backup stands whole too, and leaves nothing that nobody names."""
    del ended
    backup = folder / "backup"
    yield from _restores(bench.old, backup, folder / "old", stamp_of(_FIRST))
    try:
        with Library.open(folder / "home") as library:
            again = _in_turn(lambda: back_up(library, backup, now=_LATER))
            once_more = _in_turn(lambda: back_up(library, backup, now=_LATER.replace(hour=3)))
    except PhotothequeError as error:
        yield f"the next backup ends with: {error}"
        return
    if again.ailing or once_more.files_written:
        yield f"ailing {again.ailing}, written again {once_more.files_written}"
    yield from _leftovers(backup)
    yield from (f"{damage.path} is {damage.why}" for damage in _in_turn(lambda: verify(backup)).damage)
    yield from _restores(bench.new, backup, folder / "new", None)


def _in_turn(act: Callable[[], ResultT]) -> ResultT:
    """What an act gives. A program that another thread starts holds our locks until it has become that program."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return act()
        except BackupBusy:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _restores(expected: Snapshot, backup: Path, home: Path, stamp: str | None) -> Iterator[str]:
    try:
        restore(backup, home, stamp=stamp)
    except PhotothequeError as error:
        yield f"copy {stamp or 'newest'} does not restore: {error} {getattr(error, 'damage', '')}"
        return
    found = held(home)
    yield from (
        f"{name} of copy {stamp or 'newest'} differs" for name in expected if found[name] != expected[name]
    )


def _leftovers(backup: Path) -> Iterator[str]:
    destination = Destination(backup)
    copies = copies_of(destination)
    named = {path for manifest in copies.whole for path in manifest.blob_paths()}
    stored = {
        path.relative_to(backup).as_posix()
        for room in ("originals", "waiting")
        for path in (backup / room).rglob("*")
        if path.is_file()
    }
    if stored != named:
        yield f"stored and not named {sorted(stored - named)[:3]}, named and not stored {sorted(named - stored)[:3]}"
    if left := [path.name for path in destination.tmp.iterdir()]:
        yield f"left in tmp: {left[:3]}"
    if unfinished := {path.name for path in destination.copies.iterdir()} - set(copies.stamps):
        yield f"copies without a manifest: {sorted(unfinished)}"


def _after_restore(bench: Bench, folder: Path, ended: Ended) -> Iterator[str]:
    """There is no home, or a whole one; the next restore makes one, and leaves nothing beside it."""
    del ended
    home = folder / "place" / "new"
    if not home.exists():
        yield from _restores(bench.new, folder / "backup", home, None)
    elif held(home) != bench.new:
        yield "the home that is there is not whole"
    if left := [path.name for path in home.parent.iterdir() if path != home]:
        yield f"left beside the home: {left[:3]}"
    verified = _in_turn(lambda: verify(folder / "backup"))
    yield from (f"{damage.path} of the backup is {damage.why}" for damage in verified.damage)


BACKUP = Act(
    "backup",
    lambda folder: folder / "backup",
    lambda folder: phototheque("backup", folder / "backup", "--home", folder / "home", "--json"),
    _copy_home_and_backup,
    _after_backup,
)
RESTORE = Act(
    "restore",
    lambda folder: folder / "place",
    lambda folder: phototheque("restore", folder / "backup", "--home", folder / "place" / "new", "--json"),
    _copy_backup,
    _after_restore,
)
ACTS = (BACKUP, RESTORE)


def own_faults(bench: Bench, act: Act) -> list[Fault]:
    """Every kind of fault at each writing call of the program into the folder that an act writes into."""
    folder = bench.folder / f"calls-{act.name}"
    log = folder / "log"
    folder.mkdir()
    act.prepare(bench, folder)
    run(act.words(folder), plan=Plan(home=str(act.watched(folder)), log=str(log)))
    calls = dict.fromkeys(tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines())
    return [
        Fault("program", kind, *call)
        for call, kind in product(calls, OWN_KINDS)
        if kind != "short" or call[0] == "write"
    ]


def tried(bench: Bench, act: Act, faults: Sequence[Fault], jobs: int, step: Step) -> Iterator[Trial]:
    """What comes of each fault."""
    with ThreadPoolExecutor(jobs) as threads:
        numbered = list(enumerate(faults))
        for number, trial in enumerate(threads.map(lambda job: _attempt(bench, act, *job), numbered), 1):
            step(f"{number} of {len(faults)} faults of {act.name}")
            yield trial


def _attempt(bench: Bench, act: Act, number: int, fault: Fault) -> Trial:
    folder, trial = bench.folder / f"{act.name}-{number}", Trial(fault)
    folder.mkdir()
    act.prepare(bench, folder)
    fired = folder / "fired"
    plan = Plan(
        home=str(act.watched(folder)),
        kind=fault.kind,
        call=fault.call,
        path=fault.path,
        nth=fault.nth,
        fired=str(fired),
    )
    ended = run(act.words(folder), plan=plan)
    trial.status, trial.fired = ended.status, fired.exists()
    if trial.fired:
        if "kill" not in fault.kind:
            trial.violations += verdicts.bad_manners(ended, 0)
        trial.violations += act.judged(bench, folder, ended)
    if not trial.violations:
        shutil.rmtree(folder)
    return trial


@dataclass(slots=True)
class Killed:
    """How often an act was killed, how often it had ended before, and what was wrong afterwards."""

    act: str
    hit: int = 0
    late: int = 0
    violations: list[str] = field(default_factory=list)


def random_kills(bench: Bench, act: Act, number: int, seed: int, jobs: int, step: Step) -> Killed:
    """So many kills, spread over the whole of the command."""
    chance, killed = random.Random(f"{seed} {act.name}"), Killed(act.name)  # noqa: S311
    seconds = _undisturbed(bench, act)
    moments = [(i + chance.random()) / number * _BEYOND * seconds for i in range(number)]
    with ThreadPoolExecutor(jobs) as threads:
        for hit, found in threads.map(lambda job: _strike(bench, act, *job), enumerate(moments)):
            killed.hit += hit
            killed.late += not hit
            killed.violations += found
            step(f"{killed.hit + killed.late} of {number} kills of {act.name}")
    return killed


def _undisturbed(bench: Bench, act: Act) -> float:
    folder = bench.folder / f"undisturbed-{act.name}"
    folder.mkdir()
    act.prepare(bench, folder)
    return run(act.words(folder)).seconds


def _strike(bench: Bench, act: Act, number: int, seconds: float) -> tuple[bool, list[str]]:
    folder = bench.folder / f"killed-{act.name}-{number}"
    folder.mkdir()
    act.prepare(bench, folder)
    running = Running.start(act.words(folder))
    until(lambda: running.over, seconds)
    hit = running.kill(group=True)
    ended = running.wait()
    found = [f"killed after {seconds:.3f} s: {text}" for text in act.judged(bench, folder, ended)]
    if not found:
        shutil.rmtree(folder)
    return hit, found
