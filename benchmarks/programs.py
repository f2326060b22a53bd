"""Starting programs to measure them: always from bytecode, never with a question left open."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cache import ROOT
from benchmarks.machine import Company

BIN = Path(sys.executable).parent
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
PHOTOTHEQUE = str(BIN / "phototheque")


def environment() -> dict[str, str]:
    """Give every program the same environment: compiled Python, kept aside so that no start has to compile."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PHOTOTHEQUE"))}
    return {**inherited, "PYTHONPYCACHEPREFIX": str(ROOT / "bytecode")}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: seconds on the clock from start to end, and seconds of all processors together.

    `others` is the share of the machine that other programs took meanwhile.
    """

    seconds: float
    cpu_seconds: float
    others: float


def cost_of(command: Sequence[str], *, output: Path | None = None) -> Cost:
    """Run a program to its end, and give what it and all its descendants took. One that fails ends the benchmark.

    A descendant that outlives its parents becomes a child of this process, which waits for it after the clock
    was read: it counts as processor time.
    """
    keep_descendants()
    before, company = children_cpu_seconds(), Company()
    with (output or Path(os.devnull)).open("w") as out:
        started = time.perf_counter()
        subprocess.run(command, stdout=out, stderr=subprocess.PIPE, env=environment(), check=True)
        seconds = time.perf_counter() - started
    with suppress(ChildProcessError):
        while os.wait():
            pass
    cpu_seconds = children_cpu_seconds() - before
    return Cost(seconds, cpu_seconds, company.share(cpu_seconds))


def keep_descendants() -> None:
    """From now on a descendant that outlives its parents becomes a child of this process."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def children_cpu_seconds() -> float:
    """Seconds of all processors that children took which have ended, and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def printed(command: Sequence[str]) -> str:
    """Give what a program prints."""
    return subprocess.run(command, capture_output=True, text=True, env=environment(), check=True).stdout


def found(*names: str) -> bool:
    """Say whether programs are installed here, all of them."""
    return all(shutil.which(name) for name in names)


def settled_disk() -> None:
    """Let what earlier programs wrote reach the disk, so that the next one does not pay for it."""
    os.sync()


def versions(commands: Mapping[str, Sequence[str]]) -> str:
    """Say which versions of other programs are installed, those that are."""
    told = [
        f"{name} {printed(command).strip().splitlines()[0].removeprefix(name).strip(' ,-')}"
        for name, command in commands.items()
        if found(command[0])
    ]
    return ", ".join(told)
