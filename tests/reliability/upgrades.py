"""`kill -9` at every write of a migration: the database is of the old version or of the new one, and opens whole.

A child opens a database that an older program made, and is killed by `strace` at one call; then another child opens it
and is let be. Calls are counted by their kind, on the files that a migration writes.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from catalogue.database.connection import connect, connect_alone
from catalogue.database.schema import VERSION
from catalogue.home.paths import Home
from catalogue.people import accounts, store
from catalogue.values.roles import Role
from tests.files.dump_library import dump
from tests.reliability.kills import Step
from tests.reliability.launcher import PROJECT

_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink,chmod,fchmod"
_CALL = re.compile(r"^\d+ +([a-z0-9]+)\(")
_KILLED = -9
_START = "import sys\nfrom pathlib import Path\nhome = Path(sys.argv[1])\n"
_OPEN_LIBRARY = "from catalogue.library import Library\nLibrary.open(home).close()\n"
# Accounts have had one form only: the next one is made up.
_OPEN_PEOPLE = """
from catalogue.database.schema import Migration
from catalogue.home.paths import Home
from catalogue.people import store
more = "ALTER TABLE people ADD COLUMN shoe_size INTEGER;\\nUPDATE people SET shoe_size = 41;\\n"
store.MIGRATIONS = (*store.MIGRATIONS, Migration("next", more))
store.ensure(Home(home))
"""


class Moment(NamedTuple):
    """The call at which the child is killed: its name, and which one of them."""

    call: str
    nth: int

    def __str__(self) -> str:
        return f"{self.call} #{self.nth}"


class State(NamedTuple):
    """What a database is: its version, and everything that its tables hold but the times of migrations."""

    version: int
    rows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A database of an older version in a home, the program that opens it, and what it is before and afterwards.

    `left` are the files that a home holds when all is done.
    """

    name: str
    folder: Path
    program: str
    old: State
    new: State
    left: frozenset[str]

    @property
    def kept(self) -> str:
        """The name of the copy that is kept of the older form."""
        return f"{self.name}.before-{self.old.version + 1}.db"


def everything(folder: Path) -> Iterator[Upgrade]:
    """The catalogue of every earlier version, and accounts."""
    for made in sorted((PROJECT / "tests" / "files").glob("library-*.sql"))[: VERSION - 1]:
        yield of_catalogue(made, folder / made.stem)
    yield of_people(folder / "people")


def of_catalogue(dump: Path, folder: Path) -> Upgrade:
    """A library that an older program made, in a new folder."""
    (folder / "old").mkdir(parents=True)
    with closing(connect(folder / "old" / "catalogue.db")) as db:
        db.executescript(dump.read_text("utf-8"))
    return _measured("catalogue", folder, _START + _OPEN_LIBRARY)


def of_people(folder: Path) -> Upgrade:
    """Accounts of today, and the program of tomorrow."""
    home = Home(folder / "old")
    home.root.mkdir(parents=True)
    store.ensure(home)
    with store.changing(home) as db:
        for number in range(40):
            accounts.add(db, f"Agent {number}", Role.FIELD, None, "test", datetime.now(UTC))
    return _measured("people", folder, _START + _OPEN_PEOPLE)


def _measured(name: str, folder: Path, program: str) -> Upgrade:
    old, new = folder / "old", folder / "new"
    shutil.copytree(old, new)
    subprocess.run(_words(program, new), cwd=PROJECT, check=True)
    left = frozenset(path.name for path in new.iterdir())
    return Upgrade(name, folder, program, state(old, f"{name}.db"), state(new, f"{name}.db"), left)


def moments(upgrade: Upgrade) -> list[Moment]:
    """Every call that writes, in a migration that nothing disturbs."""
    home, log = upgrade.folder / "traced", upgrade.folder / "calls"
    shutil.copytree(upgrade.folder / "old", home)
    subprocess.run(
        [*_tracer(upgrade, home, log, _CALLS), *_words(upgrade.program, home)], cwd=PROJECT, check=True
    )
    lines = log.read_text("utf-8", "replace").splitlines()
    seen = Counter(found[1] for line in lines if (found := _CALL.match(line)))
    return [Moment(call, nth) for call, number in sorted(seen.items()) for nth in range(1, number + 1)]


def killed(
    upgrade: Upgrade, chosen: Sequence[Moment], jobs: int, step: Step
) -> Iterator[tuple[Moment, bool, list[str]]]:
    """Of each moment: whether the kill hit, and what was wrong then."""
    with ThreadPoolExecutor(jobs) as threads:
        tried = threads.map(lambda moment: _attempt(upgrade, moment), chosen)
        for number, (moment, (hit, found)) in enumerate(zip(chosen, tried, strict=True), 1):
            step(f"{number} of {len(chosen)} kills of a migration of {upgrade.name}.db")
            yield moment, hit, found


def _attempt(upgrade: Upgrade, moment: Moment) -> tuple[bool, list[str]]:
    """The child is killed at this moment, then the database is opened again; what is wrong is kept."""
    folder = upgrade.folder / f"{moment.call}-{moment.nth}"
    home = folder / "home"
    shutil.copytree(upgrade.folder / "old", home)
    words = [
        *_tracer(upgrade, home, folder / "log", moment.call),
        *("-e", f"inject={moment.call}:signal=KILL:when={moment.nth}"),
        *_words(upgrade.program, home),
    ]
    status = subprocess.run(words, cwd=PROJECT, check=False, capture_output=True).returncode
    found = [*_between(upgrade, home), *_opened_again(upgrade, home)]
    if not found:
        shutil.rmtree(folder)
    return status == _KILLED, found


def _between(upgrade: Upgrade, home: Path) -> Iterator[str]:
    """What is wrong at once: the database is neither the old nor the new one, or is new without a copy of the old."""
    now = state(home, f"{upgrade.name}.db")
    if now not in (upgrade.old, upgrade.new):
        yield f"the database is neither old nor new, but of version {now.version}"
    kept = home / upgrade.kept
    if now.version != upgrade.old.version and not kept.exists():
        yield "it was changed before a copy was kept"
    if kept.exists() and state(home, upgrade.kept) != upgrade.old:
        yield "the copy that was kept is not what there was"


def _opened_again(upgrade: Upgrade, home: Path) -> Iterator[str]:
    ended = subprocess.run(
        _words(upgrade.program, home), cwd=PROJECT, check=False, capture_output=True, text=True
    )
    if ended.returncode:
        yield f"it does not open again: {ended.stderr.strip()[-300:]}"
        return
    if state(home, f"{upgrade.name}.db") != upgrade.new:
        yield "it opens again, and is not what a migration makes"
    if not (home / upgrade.kept).exists() or state(home, upgrade.kept) != upgrade.old:
        yield "no whole copy of the older form is kept"
    if left := {path.name for path in home.iterdir()} ^ upgrade.left:
        yield f"left or lacking: {sorted(left)}"


def state(home: Path, name: str) -> State:
    """What a database is as another program would find it now, read from a copy: nothing in the home is touched."""
    with tempfile.TemporaryDirectory(prefix="copy-") as folder:
        for path in home.glob(f"{name}*"):
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, Path(folder) / path.name)
        with closing(connect_alone(Path(folder) / name)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = frozenset(line for line in dump(db) if "_sqlite_migrations" not in line)
            return State(db.execute("PRAGMA user_version").fetchone()[0], rows)


def _tracer(upgrade: Upgrade, home: Path, log: Path, calls: str) -> list[str]:
    names = [f"{upgrade.name}.db{end}" for end in ("", "-wal", "-shm", "-journal")]
    names += [
        upgrade.kept,
        str(Path(upgrade.kept).with_suffix(".part")),
        f"{Path(upgrade.kept).stem}.part-journal",
    ]
    watched = [word for name in names for word in ("-P", str(home / name))]
    return ["strace", "-f", "-qq", "-o", str(log), "-P", str(home), *watched, "-e", f"trace={calls}"]


def _words(program: str, home: Path) -> list[str]:
    return [sys.executable, "-c", program, str(home)]
