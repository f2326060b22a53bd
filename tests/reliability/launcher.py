"""Starts the program as a person would, in a process group of its own, and ends it as nobody would."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

from tests.reliability.interception import PLAN, Plan

PROJECT = Path(__file__).resolve().parents[2]
_PROGRAM = str(Path(sys.executable).with_name("phototheque"))
_PATIENCE_SECONDS = 180
_HOOK = "from tests.reliability.interception import begin\n\nbegin()\n"
TOO_LONG = "the command did not come to an end"


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process left behind: its status (negative for a signal), what it said, and how long it took."""

    status: int
    output: str
    error: str
    seconds: float

    @property
    def told(self) -> list[dict[str, Any]]:
        """Whole JSON lines that speak of files."""
        return [line for line in self.documents if "path" in line]

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Every whole JSON line; one that was cut off was not told."""
        whole, _, _ = self.output.rpartition("\n")
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]


@dataclass(slots=True)
class Running:
    """A process that was started, and where its words go."""

    process: subprocess.Popen[bytes]
    folder: Path
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def start(
        cls,
        words: Sequence[object],
        *,
        plan: Plan | None = None,
        tracer: Sequence[str] = (),
    ) -> Self:
        """The program runs with these words, under a tracer if one is given."""
        folder = Path(tempfile.mkdtemp(prefix="said-"))
        command = [*tracer, *[os.fspath(w) if isinstance(w, Path) else str(w) for w in words]]
        with (folder / "output").open("wb") as output, (folder / "error").open("wb") as error:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=error,
                env=_environment(plan),
                cwd=PROJECT,
                start_new_session=True,
            )
        return cls(process, folder)

    @property
    def over(self) -> bool:
        """True when the process has ended."""
        return self.process.poll() is not None

    def kill(self, *, group: bool) -> bool:
        """SIGKILL is sent, to the process or to all that it started; false when it had ended by itself."""
        if self.over:
            return False
        with suppress(ProcessLookupError):
            if group:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.send_signal(signal.SIGKILL)
        return self.process.wait() == -signal.SIGKILL

    def wait(self, seconds: float = _PATIENCE_SECONDS) -> Ended:
        """How it ended; what does not end is killed, and says so."""
        late = ""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            late = TOO_LONG
            self.kill(group=True)
        return self._ended(late)

    def _ended(self, late: str) -> Ended:
        output = (self.folder / "output").read_text("utf-8", "replace")
        error = (self.folder / "error").read_text("utf-8", "replace")
        shutil.rmtree(self.folder)
        return Ended(self.process.returncode, output, error + late, time.monotonic() - self.started)


def phototheque(*words: object) -> list[object]:
    """The command line of the program."""
    return [_PROGRAM, *words]


def run(words: Sequence[object], **options: Any) -> Ended:
    """The program from beginning to end."""
    return Running.start(words, **options).wait()


def left_behind(group: int) -> list[int]:
    """Processes that still live in a group whose leader is gone."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, IndexError, ValueError):
            state, _, grp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(grp) == group and state != "Z":
                found.append(int(entry.name))
    return found


def has_strace() -> bool:
    """True when `strace` is installed and may trace a child here."""
    if shutil.which("strace") is None:
        return False
    words = ["strace", "-qq", "--seccomp-bpf", "-f", "-e", "trace=write", "-o", os.devnull, "true"]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def _environment(plan: Plan | None) -> dict[str, str]:
    """The environment of the program: nobody's settings, and the plan if there is one."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PHOTOTHEQUE", "RELIABILITY"))
    }
    if plan is None:
        return kept
    return kept | {PLAN: plan.as_text(), "PYTHONPATH": os.pathsep.join([_hook(), str(PROJECT)])}


@cache
def _hook() -> str:
    """A folder whose `sitecustomize` every Python process loads first."""
    folder = Path(tempfile.mkdtemp(prefix="hook-"))
    (folder / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    return str(folder)
