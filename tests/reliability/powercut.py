"""A power cut at every write: what was told is on the disk, and the library heals from what is left.

One ingest is traced, and its log is played to a model of a disk. On the way the write order is watched; at chosen
moments the disk as a power cut would leave it is made real, and the program is run on it.
"""

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.database.connection import Connection, DatabaseError, connect
from tests.reliability import scenarios, verdicts, workload
from tests.reliability.disk import Disk, File, Folder, Node, materialise
from tests.reliability.interception import Plan
from tests.reliability.kills import Step
from tests.reliability.launcher import Ended, phototheque, run
from tests.reliability.tracing import Call, Open, read_log, tracer
from tests.reliability.verdicts import Snapshot
from tests.reliability.workload import Workload

_DATABASE = ("catalogue.db", "catalogue.db-wal", "catalogue.db-journal")
_FRAME_HEADER_BYTES = 24
_SIZES = 2
_CHANCES = 2


@dataclass(frozen=True, slots=True)
class Trace:
    """A command that was traced: its log, what the disk held before, and its undisturbed end."""

    name: str
    folder: Path
    source: Workload
    words: Callable[[Path], list[object]]
    log: Path
    before: Path
    expected: Snapshot
    kept: frozenset[str] = frozenset()

    @property
    def home(self) -> Path:
        """The home that the command worked in."""
        return self.folder / "disk" / "home"


@dataclass(slots=True)
class Watched:
    """What the replay of one trace found."""

    calls: int = 0
    commits: int = 0
    told: int = 0
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """A disk as one power cut leaves it, made real, and what had been told before."""

    trace: Trace
    home: Path
    after: str
    told: tuple[str, ...]


def traced_ingest(folder: Path, change: str = "few-at-once") -> Trace:
    """An ingest of a small folder into a new home."""
    source = workload.small(folder / "source")

    def words(home: Path) -> list[object]:
        return phototheque("ingest", source.folder, "--home", home, "--json", "--by", "a")

    return _traced(Trace("ingest", folder, source, words, folder / "log", folder / "before", {}), change)


def traced_inbox(folder: Path, change: str = "few-at-once") -> Trace:
    """A door that hands files over, then an ingest of the inbox, in a home that is there already."""
    source = workload.handed_over(folder / "source")
    home, spool = folder / "disk" / "home", folder / "disk" / "spool"
    home.parent.mkdir()
    run(phototheque("ingest", "--inbox", "--home", home))
    scenarios.hand_over(home, source, spool)

    def words(home: Path) -> list[object]:
        return phototheque("ingest", "--inbox", "--home", home, "--json", "--by", "a")

    kept = frozenset(source.hashes)
    return _traced(Trace("inbox", folder, source, words, folder / "log", folder / "before", {}, kept), change)


def traced_repair(folder: Path, change: str = "few-at-once") -> Trace:
    """A repair of a home where one of everything is wrong."""
    source = workload.small(folder / "source")
    home = folder / "disk" / "home"
    run(phototheque("ingest", source.folder, "--home", home, "--by", "a"))
    scenarios.damage(home)

    def words(home: Path) -> list[object]:
        return phototheque("check", "--repair", "--home", home)

    return _traced(
        Trace("check --repair", folder, source, words, folder / "log", folder / "before", {}), change
    )


def _traced(trace: Trace, change: str) -> Trace:
    disk = trace.home.parent
    disk.mkdir(exist_ok=True)
    shutil.copytree(disk, trace.before)
    run(trace.words(trace.home), plan=Plan(home=str(trace.home), change=change), tracer=tracer(trace.log))
    expected = verdicts.snapshot(trace.home)
    return Trace(
        trace.name, trace.folder, trace.source, trace.words, trace.log, trace.before, expected, trace.kept
    )


def traced_hand_over(folder: Path) -> list[str]:
    """What is wrong with the order in which a door hands files over: each is durable before its ticket is told."""
    source, home = workload.handed_over(folder / "source"), folder / "disk" / "home"
    spool, log = folder / "disk" / "spool", folder / "log"
    home.parent.mkdir()
    run(phototheque("ingest", "--inbox", "--home", home))
    shutil.copytree(source.folder, spool)
    shutil.copytree(home.parent, folder / "before")
    run(scenarios.handing_over(home, spool), tracer=tracer(log))
    disk, found = _disk(folder / "before", home.parent), list[str]()
    for call in _in_time(log):
        if isinstance(call, _Begun):
            disk.begin(call.call)
            continue
        disk.end(call)
        if _says(call) and (ticket := call.data(1).decode().strip()):
            names = [f"home/inbox/{ticket}", f"home/inbox/{ticket}.json"]
            found += [
                f"told and not durable: {n}" for n in names if not _is_durable(disk.find(n, durable=True))
            ]
    return found


def _disk(before: Path, real: Path) -> Disk:
    """The disk as it was before; the paths in the log are those of the real one."""
    disk = Disk(before)
    disk.root = os.path.realpath(real)
    return disk


class Replay:
    """Plays a trace to a disk, and watches the order of the writes."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.disk = _disk(trace.before, trace.home.parent)
        self.watched = Watched()
        self.told: list[str] = []
        self._commits = False
        with self._rows(durable=True) as db:
            # What was broken before is not this command's doing: a repair begins with it.
            self._before = set(self._not_durable(db)) if verdicts.has_tables(db) else set()

    def play(self, each: Callable[[Call], object] = str) -> Watched:
        """The whole trace; `each` is called after every call that changed the disk or told something."""
        for call in _in_time(self.trace.log):
            if isinstance(call, _Begun):
                self.disk.begin(call.call)
                continue
            concerns = self.disk.concerns(call)
            if concerns:
                self._watch_leaving(call)
            self.disk.end(call)
            if concerns or _says(call):
                self.watched.calls += 1
                self._watch(call)
                each(call)
        return self.watched

    def _watch(self, call: Call) -> None:
        if _says(call):
            self._watch_told(call.data(1).decode("utf-8", "replace"))
        elif call.name == "pwrite64" and call.open().path.endswith("catalogue.db-wal"):
            self._watch_commit(call)

    def _watch_commit(self, call: Call) -> None:
        """A frame header says with which page a transaction ends; when that page is written, rows may be durable."""
        data = call.data(1)
        if len(data) == _FRAME_HEADER_BYTES:
            self._commits = data[4:8] != b"\0\0\0\0"
        elif self._commits:
            self._commits = False
            self.watched.commits += 1
            with self._rows(durable=False) as db:
                self._complain(self._not_durable(db), call)

    def _not_durable(self, db: Connection) -> Iterator[str]:
        """Files that committed rows name, and that a power cut would take away."""
        for sha256, extension in db.execute("SELECT DISTINCT sha256, extension FROM files"):
            path = f"home/originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"
            node = self.disk.find(path, durable=True)
            if not isinstance(node, File) or hashlib.sha256(node.durable()).hexdigest() != sha256:
                yield f"a row is committed before its original {sha256[:12]} is durable"
        for (photo_id,) in db.execute("SELECT id FROM photos WHERE renditions = 'ready'"):
            if self._durable_renditions(photo_id) < _SIZES:
                yield f"renditions of {photo_id[:12]} are called ready before they are durable"

    def _durable_renditions(self, photo_id: str) -> int:
        sizes = self.disk.find("home/renditions", durable=True)
        names = sizes.durable() if isinstance(sizes, Folder) else {}
        path = f"{photo_id[:2]}/{photo_id[2:4]}/{photo_id}.jpg"
        nodes = [self.disk.find(f"home/renditions/{size}/{path}", durable=True) for size in names]
        return sum(map(_is_durable, nodes))

    def _watch_told(self, text: str) -> None:
        """A verdict is told: it must be on the disk."""
        told = [line for line in text.splitlines() if line.startswith("{")]
        self.told += told
        for line in map(json.loads, told):
            if "path" in line and line["outcome"] != "unchanged" and line["code"] != "clutter":
                self.watched.told += 1
                with self._rows(durable=True) as db:
                    self._complain(_not_kept(db, line), None)

    def _watch_leaving(self, call: Call) -> None:
        """A file is taken out of the inbox or the store: what it holds must be durable elsewhere."""
        path = os.path.relpath(call.path(0), self.disk.root) if call.name in {"unlink", "rename"} else ""
        node = self.disk.find(path) if path.startswith(("home/inbox/", "home/originals/")) else None
        if isinstance(node, File) and not path.endswith((".json", ".part")):
            sha256 = hashlib.sha256(node.now()).hexdigest()
            if not (self._is_taken_in(sha256) or sha256 in self._set_apart(path)):
                self._complain([f"{path[5:40]} is taken away before it is durable elsewhere"], call)

    def _is_taken_in(self, sha256: str) -> bool:
        """True when a durable row names these bytes, and they are durable in the store."""
        with self._rows(durable=True) as db:
            found = verdicts.has_tables(db) and db.execute(
                "SELECT extension FROM files WHERE sha256 = ?", [sha256]
            )
            row = found.fetchone() if found else None
        path = f"home/originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.{row[0]}" if row else ""
        return bool(path) and _is_durable(self.disk.find(path, durable=True))

    def _set_apart(self, leaving: str) -> set[str]:
        """Hashes of what is durable in the inbox and the quarantine, but for the file that is leaving."""
        found = set()
        for place in ("home/inbox", "home/quarantine"):
            folder = self.disk.find(place, durable=True)
            for name, node in folder.durable().items() if isinstance(folder, Folder) else ():
                if isinstance(node, File) and f"{place}/{name}" != leaving and _is_durable(node):
                    found.add(hashlib.sha256(node.durable()).hexdigest())
        return found

    @contextmanager
    def _rows(self, *, durable: bool) -> Iterator[Connection]:
        """The catalogue as the program sees it now, or as a power cut now would leave it."""
        folder = Path(tempfile.mkdtemp(prefix="rows-"))
        for name in _DATABASE:
            node = self.disk.find(f"home/{name}", durable=durable)
            if isinstance(node, File):
                (folder / name).write_bytes(node.durable() if durable else node.now())
        db = connect(folder / "catalogue.db")
        try:
            yield db
        finally:
            db.close()
            shutil.rmtree(folder)

    def _complain(self, texts: Sequence[str] | Iterator[str], call: Call | None) -> None:
        for text in (text for text in texts if text not in self._before):
            where = f" ({call.name}, line {call.ended + 1} of the trace)" if call else ""
            self.watched.violations.append(f"{text}{where}")


@dataclass(frozen=True, slots=True)
class _Begun:
    call: Call


def _in_time(log: Path) -> Iterator[Call | _Begun]:
    """Calls as they began and as they ended. Only of a flush does the beginning matter."""
    calls = list(read_log(log))
    moments = [(c.begun, 0, _Begun(c)) for c in calls] + [(c.ended, 1, c) for c in calls]
    return (what for _, _, what in sorted(moments, key=lambda m: m[:2]))


def _says(call: Call) -> bool:
    """True for words on standard output."""
    return call.name == "write" and isinstance(call.words[0], Open) and call.words[0].number == "1"


def _is_durable(node: Node | None) -> bool:
    """True for a file all of whose bytes are on the disk; its name is looked for by the caller."""
    return isinstance(node, File) and bool(node.changes) and node.flushed == len(node.changes)


def _not_kept(db: Connection, line: dict[str, Any]) -> Iterator[str]:
    told = [line["path"], line["outcome"], line["photo_id"]]
    sql = "SELECT 1 FROM ingest_log WHERE path = ? AND outcome = ? AND photo_id IS ?"
    if not (verdicts.has_tables(db) and db.execute(sql, told).fetchone()):
        yield f"{line['path']} is told to be {line['outcome']} before its row is durable"


def cuts(trace: Trace, number: int | None, seed: int) -> list[Cut]:
    """Disks as power cuts leave them: at every moment (or at so many), the least, and as chance has it."""
    replay, made, seen = Replay(trace), list[Cut](), set[str]()
    wanted = _chosen(Replay(trace).play().calls, number, seed)

    def cut(call: Call) -> None:
        place = replay.watched.calls
        for chance in _chances(f"{seed} {place}") if place in wanted else ():
            folder = trace.folder / "cuts" / f"{trace.name}-{len(made)}"
            materialise(replay.disk.top, folder, chance)
            held = sorted((path, holds) for path, (holds, *_) in workload.fingerprint(folder).items())
            state = f"{held} {len(replay.told)}"
            if state in seen:
                shutil.rmtree(folder)
                continue
            seen.add(state)
            when = f"after {call.name} (line {call.ended + 1} of the trace)"
            made.append(Cut(trace, folder / "home", when, tuple(replay.told)))

    replay.play(cut)
    return made


def _chances(seed: str) -> list[random.Random | None]:
    """First nothing beyond what is certain, then what chance adds."""
    return [None, *(random.Random(f"{seed} {number}") for number in range(_CHANCES))]  # noqa: S311


def _chosen(calls: int, number: int | None, seed: int) -> set[int]:
    """Numbers of calls: all, or one by chance in each of so many equal parts."""
    if number is None or number >= calls:
        return set(range(1, calls + 1))
    chance = random.Random(seed)  # noqa: S311
    return {int((i + chance.random()) * calls / number) + 1 for i in range(number)}


def healed(made: Sequence[Cut], jobs: int, step: Step) -> Iterator[list[str]]:
    """What the program does not make whole of each disk, or has lost."""
    with ThreadPoolExecutor(jobs) as threads:
        for done, found in enumerate(threads.map(_healed, made), 1):
            step(f"{done} of {len(made)} power cuts")
            yield found


def _healed(cut: Cut) -> list[str]:
    trace, home = cut.trace, cut.home
    before = Ended(0, "".join(f"{line}\n" for line in cut.told), "", 0.0)
    try:
        found = verdicts.broken_promises(home, before)
    except DatabaseError as error:
        found = [f"the catalogue cannot be read: {error}"]
    ended = run(trace.words(home))
    if ended.status not in {0, 1} or ended.error:
        found.append(f"status {ended.status}: {ended.error.strip()[-300:]}")
    found += verdicts.violations(home, trace.expected)
    if trace.kept and (lost := trace.kept - verdicts.safe_hashes(home)):
        found.append(f"lost: {len(lost)} files that had been handed over")
    if not trace.kept:
        found += verdicts.unaccounted(ended, trace.source.paths)
    if not found:
        shutil.rmtree(home.parent, ignore_errors=True)
    return [f"{cut.after}: {text}" for text in found]
