"""A process that takes a folder in, met in the middle of its work however busy the machine is."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

_BLINK_S = 0.02
_PATIENCE_S = 60.0


def held_at_work(pid: int, is_at_work: Callable[[], object]) -> None:
    """The process has begun its work, and is held before it can end: it runs for a blink at a time until then.

    With it those that work for it: they would have everything ready. Who calls lets it go on with `go_on`, or
    kills it.
    """
    end = time.monotonic() + _PATIENCE_S
    os.killpg(pid, signal.SIGSTOP)
    while not is_at_work():
        assert time.monotonic() < end, "the process does not begin"
        os.killpg(pid, signal.SIGCONT)
        time.sleep(_BLINK_S)
        os.killpg(pid, signal.SIGSTOP)


def go_on(pid: int) -> None:
    """The process works again."""
    os.killpg(pid, signal.SIGCONT)


def worker_on(folder: Path) -> int:
    """The process that takes this folder in, once there is one."""
    end = time.monotonic() + _PATIENCE_S
    while not (found := working_on(folder)):
        assert time.monotonic() < end, f"nobody takes {folder} in"
        time.sleep(_BLINK_S)
    return found[0]


def working_on(folder: Path) -> list[int]:
    """The processes that take this folder in for somebody at a page."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"--announce" in words and os.fsencode(folder) in words:
                found.append(int(entry.name))
    return found
