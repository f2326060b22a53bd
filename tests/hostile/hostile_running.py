"""The program run as a person runs it, and one file examined alone with its time and memory on the scales."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from making import Ran

from catalogue.library import Library
from catalogue.pictures.bounded import Bounds, _bounded, _prepare
from catalogue.pictures.limits import Limits
from catalogue.values.arrivals import Arrival, Refusal
from ingest.examine import examine
from ingest.examiners import Task, clear

PROGRAM = Path(sys.executable).with_name("phototheque")
BOUNDS = Bounds()
FILE_MEGABYTES = 2048


def run_program(*words: object, before: Callable[[], None] | None = None, seconds: int = 120) -> Ran:
    """A command in a process of its own: its error output is that of its children too."""
    ended = subprocess.run(
        [PROGRAM, *map(str, words)],
        capture_output=True,
        check=False,
        timeout=seconds,
        preexec_fn=before,
    )
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def ingest_by_program(
    source: Path, home: Path, *words: object, before: Callable[[], None] | None = None
) -> Ran:
    """Ingest a folder, with JSON lines."""
    return run_program("ingest", source, "--home", home, "--json", *words, before=before)


@dataclass(frozen=True)
class Weighed:
    """What examining one file took of the child that did it."""

    outcome: str
    code: str
    cpu_seconds: float
    memory_megabytes: float


class Scales:
    """A bounded child that examines one file after another, as a worker of a run does, and says what each took.

    The outcome is that of a refusal, `taken`, `killed` by the bound on time, `died` of anything else, or `raised`.
    """

    def __init__(self, staging: Path, bounds: Bounds = BOUNDS) -> None:
        self._staging, self._bounds = staging, bounds
        with Library.open(staging / "library"):
            pass
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["ingest.examine", "hostile_running"])
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._child = self._context.Process(
            target=_examine_on_scales, args=(self._bounds, os.getpid(), theirs)
        )
        self._child.start()
        theirs.close()

    def weigh(self, path: Path) -> Weighed:
        """Examine one file."""
        facts = path.lstat()
        arrival = Arrival(str(path.parent), path.name, str(path), facts.st_size, facts.st_mtime_ns, path.name)
        task = Task(
            arrival, str(self._staging / "weighed"), str(self._staging / "library"), Limits(), FILE_MEGABYTES
        )
        self._pipe.send(task)
        try:
            return Weighed(*self._pipe.recv())
        except EOFError:
            self._child.join()
            outcome = "killed" if self._child.exitcode == -signal.SIGXCPU else "died"
            weighed = Weighed(outcome, f"exit {self._child.exitcode}", float("inf"), 0.0)
            self.close()
            self._start()
            return weighed
        finally:
            clear(task)

    def close(self) -> None:
        """The child ends."""
        self._pipe.close()
        self._child.join()
        self._child.close()


def _examine_on_scales(bounds: Bounds, parent: int, pipe: Connection) -> None:
    _prepare(bounds, parent, 0)
    before_kb = _status_kb("VmRSS")
    with suppress(EOFError):
        while True:
            task = pipe.recv()
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the high-water mark starts anew
            began = _cpu_seconds()
            told = _told(task, bounds)
            pipe.send((*told, _cpu_seconds() - began, (_status_kb("VmHWM") - before_kb) / 1000))


def _told(task: Task, bounds: Bounds) -> tuple[str, str]:
    try:
        found = _bounded(examine, task, bounds)
    except MemoryError:
        return "died", "memory"
    except BaseException:  # noqa: BLE001 whatever it is, the test must see it
        return "raised", traceback.format_exc()
    return (
        (str(found.outcome), found.code) if isinstance(found, Refusal) else ("taken", found.hold_code or "")
    )


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _status_kb(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)


def without_the_rights_of_root() -> None:
    """In a child, before it becomes a program: what its owner may not read, it may not read either.

    Root reads everything by two capabilities (capabilities(7)); without them in the bounding set, the next program
    has them no more, though it keeps its user.
    """
    import ctypes  # noqa: PLC0415 only in the child

    drop, dac_override, dac_read_search = 24, 1, 2
    for capability in (dac_override, dac_read_search):
        if ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0) != 0:
            raise PermissionError("capabilities cannot be dropped here")
