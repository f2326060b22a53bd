"""Child processes with bounded time and memory. A hostile file can kill its child, and nothing else."""

import ctypes
import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, Protocol, TypeVar

from catalogue.errors import ExaminersGone

_PR_SET_PDEATHSIG = 1
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 64 * 1024 * 1024
# Honest large files need more time: a slow machine decodes this many coded bytes in a second.
_BYTES_PER_SECOND = 4_000_000
# What waits for a slow disk is not the file's fault: the clock on the wall is generous.
_WAITING_SECONDS = 60
_SLOWEST_SOURCE = 200_000
_AHEAD = 24


class Weighed(Protocol):
    """A task that says how many bytes it is about."""

    @property
    def size_bytes(self) -> int:
        """Size of the file that the task reads."""
        ...


TaskT = TypeVar("TaskT", bound=Weighed)
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may take of its child: processor seconds, and bytes of memory."""

    seconds: int = 5
    memory_bytes: int = 512_000_000


@dataclass(frozen=True, slots=True)
class Died:
    """A task that took its child with it; `too_long` when it was its time that ran out."""

    too_long: bool


def bounded_map(
    function: Callable[[TaskT], ResultT],
    tasks: Iterable[TaskT],
    bounds: Bounds,
    *,
    workers: int | None = None,
    preload: tuple[str, ...] = (),
    niceness: int = 0,
) -> Iterator[tuple[TaskT, ResultT | Died]]:
    """Each task with its result, in their order; as many run at once as there are processors.

    Where others need the processors too, the children give way by so much (nice(2)). An exception that a task raises
    is raised here. Tasks are drawn only a little ahead of the results.
    """
    from pebble import ProcessPool  # noqa: PLC0415 a run that finds nothing new needs no children

    count = workers or len(os.sched_getaffinity(0))
    start_server(preload)
    pool = ProcessPool(
        max_workers=count,
        initializer=_prepare,
        initargs=(bounds, os.getpid(), niceness),
        context=multiprocessing.get_context("forkserver"),
    )
    pending: deque[tuple[TaskT, Any]] = deque()
    done = False
    try:
        for task in tasks:
            wait = bounds.seconds + _WAITING_SECONDS + task.size_bytes / _SLOWEST_SOURCE
            future = pool.schedule(_bounded, args=(function, task, bounds), timeout=wait)
            pending.append((task, future))
            if len(pending) >= _AHEAD * count:
                yield _result(pending.popleft())
        while pending:
            yield _result(pending.popleft())
        done = True
    finally:
        # A worker that is still starting must not be pulled down when all has gone well.
        pool.close() if done else pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def start_server(preload: tuple[str, ...] = ()) -> None:
    """The fork server runs, silent, and leaves Ctrl-C to us from its first moment: while it loads, too.

    It loads the modules of `preload` on its own, while the caller goes on; one that runs already is left as it is.
    What decoders grumble about a file is told by its verdict, in words for a person.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload(["catalogue.pictures.bounded", *preload])
    with _signals_ignored(), _errors_silent():
        forkserver.ensure_running()


@contextmanager
def _signals_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _errors_silent() -> Iterator[None]:
    """Processes started meanwhile inherit a standard error that leads nowhere."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _result(scheduled: tuple[TaskT, Any]) -> tuple[TaskT, ResultT | Died]:
    from pebble import ProcessExpired  # noqa: PLC0415

    task, future = scheduled
    try:
        return task, future.result()
    except ProcessExpired as death:
        return task, Died(too_long=death.exitcode in (-signal.SIGXCPU, signal.SIGXCPU))
    except TimeoutError:
        return task, Died(too_long=True)
    except MemoryError:
        return task, Died(too_long=False)
    except BrokenExecutor as error:
        raise ExaminersGone from error


def _prepare(bounds: Bounds, parent: int, niceness: int) -> None:
    """The child dies with its parent, leaves Ctrl-C to it, dumps no core, gives way, and has its memory bounded."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _keep_memory(libc)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(niceness)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_data_bytes() + bounds.memory_bytes, resource.RLIM_INFINITY))
    with suppress(OSError):
        os.kill(parent, 0)
        return
    os._exit(1)


def _keep_memory(libc: ctypes.CDLL) -> None:
    """Arrays of one photo are made of the memory of the one before.

    glibc would give each large array back to the kernel and fault it in again: an eighth of all the time. Up to
    the threshold that it allows, and not beyond, so that one huge picture does not stay.
    """
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES // 2)
        libc.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def _data_bytes() -> int:
    """Private memory that the process has now, in bytes, as RLIMIT_DATA counts it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _bounded(function: Callable[[Any], ResultT], task: Weighed, bounds: Bounds) -> ResultT:
    """The function's result, unless it takes more processor time than its bounds: then the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + 1 + bounds.seconds + task.size_bytes // _BYTES_PER_SECOND
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    return function(task)
