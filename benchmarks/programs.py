"""Starting programs to measure them: always from bytecode, never with a question left open."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.cache import ROOT

BIN = Path(sys.executable).parent
PHOTOTHEQUE = str(BIN / "phototheque")


def environment(**more: str) -> dict[str, str]:
    """Give every program the same environment: compiled Python, kept aside so that no start has to compile."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PHOTOTHEQUE"))}
    return {**inherited, "PYTHONPYCACHEPREFIX": str(ROOT / "bytecode"), **more}


def seconds_of(command: Sequence[str], *, output: Path | None = None) -> float:
    """Run a program to its end and give its seconds from start to end. One that fails ends the benchmark."""
    with (output or Path(os.devnull)).open("w") as out:
        started = time.perf_counter()
        subprocess.run(command, stdout=out, stderr=subprocess.PIPE, env=environment(), check=True)
        return time.perf_counter() - started


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
