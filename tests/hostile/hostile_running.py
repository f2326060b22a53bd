"""The program run as a person runs it, and one file examined alone with its time and memory on the scales."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from making import Ran

from catalogue.pictures.bounded import Bounds, _bounded, _prepare
from catalogue.pictures.renditions import Limits
from catalogue.values.arrivals import Arrival, Refusal
from ingest.examine import Task, examine

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
        preexec_fn=before,  # noqa: PLW1509 nothing else runs in this process
    )
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def ingest_by_program(source: Path, home: Path, *words: object, before: Callable[[], None] | None = None) -> Ran:
    """Ingest a folder, with JSON lines."""
    return run_program("ingest", source, "--home", home, "--json", *words, before=before)


@dataclass(frozen=True)
class Weighed:
    """What examining one file took of the child that did it."""

    outcome: str
    code: str
    cpu_seconds: float
    memory_megabytes: float


def weigh(path: Path, staging: Path, bounds: Bounds = BOUNDS) -> Weighed:
    """Examine one file in a bounded child of its own, as a run does.

    The outcome is that of a refusal, `taken`, `killed` by the bound on time, `died` of anything else, or `raised`.
    """
    facts = path.lstat()
    arrival = Arrival(str(path.parent), path.name, str(path), facts.st_size, facts.st_mtime_ns, path.name)
    task = Task(arrival, str(staging / "weighed"), str(staging / "no home"), Limits(), FILE_MEGABYTES)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.examine", "hostile_running"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_examine_on_scales, args=(task, bounds, os.getpid(), theirs))
    child.start()
    theirs.close()
    try:
        return Weighed(*ours.recv())
    except EOFError:
        child.join()
        outcome = "killed" if child.exitcode == -signal.SIGXCPU else "died"
        return Weighed(outcome, f"exit {child.exitcode}", float("inf"), 0.0)
    finally:
        child.join()
        child.close()
        ours.close()
        for left in staging.iterdir():
            left.unlink()


def _examine_on_scales(task: Task, bounds: Bounds, parent: int, answer: Connection) -> None:
    _prepare(bounds, parent)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the high-water mark starts anew
    before_kb, began = _status_kb("VmRSS"), _cpu_seconds()
    try:
        found = _bounded(examine, task, bounds)
    except MemoryError:
        told = ("died", "memory")
    except BaseException:  # noqa: BLE001 whatever it is, the test must see it
        told = ("raised", traceback.format_exc())
    else:
        refused = isinstance(found, Refusal)
        told = (str(found.outcome), found.code) if refused else ("taken", found.hold_code or "")
    answer.send((*told, _cpu_seconds() - began, (_status_kb("VmHWM") - before_kb) / 1000))


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
