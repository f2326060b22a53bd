"""The commands that read files of places, run beside the server: a hostile file can end a child and nothing else."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_TIMEOUT_S = 300
_MOST_BYTES = 4_000_000


class Ran(NamedTuple):
    """How a command ended, and the JSON object that it told; empty when it told none. Status -1: it took too long."""

    status: int
    told: Mapping[str, Any]


def run_command(
    options: Sequence[str], home: Path, about: Sequence[str] = (), timeout_s: float = _TIMEOUT_S
) -> Ran:
    """Run `phototheque` with these options on a home, and wait for its end, but not for ever.

    What it is `about` stands last, where nothing can be taken for an option.
    """
    command = [sys.executable, "-m", "catalogue.cli.main", *options, f"--home={home}", "--", *about]
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(  # noqa: S603 arguments are a list, and no shell reads them
            command, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.DEVNULL, start_new_session=True
        ) as child,
    ):
        try:
            status = child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            # Its own children with it: they read the file.
            os.killpg(child.pid, signal.SIGKILL)
            status = -1
        told.seek(0)
        return Ran(status, _object(told.read(_MOST_BYTES)))


def _object(text: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
