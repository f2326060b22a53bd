"""What is killed: a command in a home prepared for it, and what a person does after the crash."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.database.connection import connect
from tests.making import jpeg
from tests.reliability import verdicts, workload
from tests.reliability.launcher import Ended, Running, phototheque, run
from tests.reliability.verdicts import Snapshot
from tests.reliability.workload import Workload

Words = Callable[[Path], list[list[object]]]
_WATCH_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command to interrupt.

    `prepared` is a home that each life starts from a copy of, or None for a home that is not there yet. `before`
    gives the command that is killed, `after` what is run when nobody interrupts any more: the same, then what
    makes the library whole. `kept` are hashes that must always be somewhere; a file of the store counts when a row
    names it, or else when `rowless`. `reads_first` commands write rows of their own only when they have read
    files. `expected` is the undisturbed end.
    """

    name: str
    share: int
    prepared: Path | None
    before: Words
    after: Words
    sources: tuple[Workload, ...]
    told: Workload | None = None
    kept: frozenset[str] = frozenset()
    rowless: bool = False
    reads_first: bool = True
    expected: Snapshot | None = None
    seconds: float = 0.0
    writing_seconds: float = 0.0

    def lost(self, home: Path) -> set[str]:
        """Hashes that must be somewhere, and are not."""
        return set(self.kept - verdicts.safe_hashes(home, rowless=self.rowless)) if self.kept else set()

    def new_home(self, folder: Path) -> Path:
        """A home to begin a life with."""
        home = folder / "home"
        if self.prepared is not None:
            shutil.copytree(self.prepared, home)
        return home

    def measured(self, folder: Path, tries: int) -> "Scenario":
        """The scenario with its undisturbed end, and how long its command takes undisturbed (medians of some)."""
        times = []
        for number in range(tries):
            home = self.new_home(folder / f"{self.name}-{number}")
            times.append(self._undisturbed(home))
            if number == 0:
                finish(self, home)
                expected = verdicts.snapshot(home)
        whole, writing = (sorted(column)[len(column) // 2] for column in zip(*times, strict=True))
        return replace(self, expected=expected, seconds=whole, writing_seconds=writing)

    def _undisturbed(self, home: Path) -> tuple[float, float]:
        """Seconds that the command takes, and how many of them after it began to write."""
        (words,) = self.before(home)
        writing, running = Writing(self, home), Running.start(words)
        watching = "--watch" in words
        until(lambda: running.over or writing.begun(), _WATCH_SECONDS)
        began = time.monotonic()
        until(lambda: running.over or (watching and not _tickets(home)), _WATCH_SECONDS)
        ended = time.monotonic()
        running.kill(group=True)
        running.wait()
        return ended - running.started, ended - began


class Writing:
    """Tells when a command that is about to start writes what it is there to write."""

    def __init__(self, scenario: Scenario, home: Path) -> None:
        self._home, self._reads_first = home, scenario.reads_first
        self._stored = self._names("originals")
        self._rows = None if scenario.reads_first else self._last_rows()

    def begun(self) -> bool:
        """True once an original came to the store, or a row to the catalogue; to be asked again and again."""
        if self._names("originals") != self._stored:
            return True
        if self._reads_first and not any(name[0] != "." for name in self._names("tmp")):
            return False
        rows = self._last_rows()
        self._rows = rows if self._rows is None else self._rows
        return rows != self._rows

    def _names(self, folder: str) -> list[str]:
        path = self._home / folder
        return sorted(os.listdir(path)) if path.is_dir() else []  # noqa: PTH208 asked some hundred times a second

    def _last_rows(self) -> int:
        log = self._home / "catalogue.db-wal"
        return log.stat().st_mtime_ns if log.exists() else 0


def finish(scenario: Scenario, home: Path) -> list[Ended]:
    """Everything that is run after the last crash."""
    return [run(words) for words in scenario.after(home)]


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is true; false when it does not become so in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def _tickets(home: Path) -> list[str]:
    return [path.name for path in (home / "inbox").iterdir() if "." not in path.name]


def everything(folder: Path) -> list[Scenario]:
    """Every scenario, with how many of ten kills each gets."""
    folder.mkdir(parents=True)
    first = workload.small(folder / "first-card")
    return [
        _ingest(workload.large(folder / "folder")),
        _watch(folder, workload.handed_over(folder / "phone")),
        _repair(folder, first),
        _undo(folder, first, workload.later(folder / "second-card")),
    ]


def _ingest(source: Workload) -> Scenario:
    def words(home: Path) -> list[list[object]]:
        return [phototheque("ingest", source.folder, "--home", home, "--json", "--by", "a")]

    return Scenario("ingest", 7, None, words, words, (source,), told=source)


def _watch(folder: Path, source: Workload) -> Scenario:
    home = folder / "prepared-watch"
    run(phototheque("ingest", "--inbox", "--home", home))
    hand_over(home, source, folder / "spool")
    return Scenario(
        "watch",
        1,
        home,
        lambda home: [phototheque("ingest", "--watch", "--home", home, "--json", "--by", "a")],
        lambda home: [phototheque("ingest", "--inbox", "--home", home, "--json", "--by", "a")],
        (source,),
        kept=frozenset(source.hashes),
    )


def hand_over(home: Path, source: Workload, spool: Path) -> Ended:
    """A door hands every file of a folder over, in a process of its own."""
    shutil.copytree(source.folder, spool)
    return run(handing_over(home, spool))


def handing_over(home: Path, spool: Path) -> list[object]:
    """The command of such a process: it says each ticket when the file is safe."""
    return [sys.executable, "-c", _HAND_OVER, home, spool]


_HAND_OVER = """
import sys, time
from pathlib import Path
from catalogue.home.inbox import hand_over
from catalogue.home.paths import Home
for file in sorted(Path(sys.argv[2]).iterdir()):
    print(hand_over(Home(Path(sys.argv[1])), file, name=file.name), flush=True)
    time.sleep(0.003)  # so that tickets of different milliseconds sort as they came
"""


def _repair(folder: Path, source: Workload) -> Scenario:
    home = folder / "prepared-repair"
    ingest = phototheque("ingest", source.folder, "--home", home, "--by", "a")
    run(ingest)
    orphan = damage(home)
    return Scenario(
        "check --repair",
        1,
        home,
        lambda home: [phototheque("check", "--repair", "--home", home)],
        lambda home: [
            phototheque("check", "--repair", "--home", home),
            phototheque("ingest", "--inbox", "--home", home, "--by", "a"),
            phototheque("ingest", source.folder, "--home", home, "--by", "a"),
        ],
        (source,),
        kept=frozenset({orphan}),
        rowless=True,
        reads_first=False,
    )


def damage(home: Path) -> str:
    """One of everything that a repair mends; returned is the hash of an original that no row names."""
    originals = sorted((home / "originals").rglob("*.jpg"))
    spoilt = bytearray(originals[0].read_bytes())
    spoilt[len(spoilt) // 2] ^= 0xFF
    originals[0].write_bytes(spoilt)
    originals[1].unlink()
    pictures = sorted((home / "renditions").rglob("*.jpg"))
    pictures[0].unlink()
    pictures[-1].with_name("0" * 32 + ".jpg").write_bytes(b"of no photo")
    db = connect(home / "catalogue.db")
    db.execute("UPDATE photo_search SET text = 'other' WHERE rowid = 1")
    db.execute("UPDATE photos SET caption = 'other' WHERE number = 2")
    db.close()
    return _orphan(home, jpeg(400, (320, 240), caption="sans ligne"))


def _orphan(home: Path, content: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415

    name = sha256(content).hexdigest()
    path = home / "originals" / name[:2] / name[2:4] / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _undo(folder: Path, first: Workload, second: Workload) -> Scenario:
    home = folder / "prepared-undo"
    ended = [
        run(phototheque("ingest", source.folder, "--home", home, "--json", "--by", "a"))
        for source in (first, second)
    ]
    undo = ended[-1].documents[-1]["run"]

    def after(home: Path) -> Sequence[list[object]]:
        ingest = phototheque("ingest", second.folder, "--home", home, "--json", "--by", "a")
        return [phototheque("runs", "undo", undo, "--home", home), ingest]

    return Scenario(
        "runs undo",
        1,
        home,
        lambda home: [phototheque("runs", "undo", undo, "--home", home)],
        lambda home: list(after(home)),
        (first, second),
        told=second,
        reads_first=False,
    )
