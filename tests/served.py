"""Libraries served by commands of their own, for tests that look at them from outside."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving_libraries() -> Iterator[Callable[[Path], str]]:
    """Serve libraries until all is over: each is told by its folder, and answered with its address, without a slash."""
    running: list[subprocess.Popen[str]] = []

    def served(root: Path) -> str:
        command = [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(root), "--port", "0"]
        # Nothing comes by the inbox here: a worker for each of them would only take its share of the machine.
        command += ["--without-accounts", "--no-watch"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        running.append(process)
        return re.search(r"http://\S+?(?=/ |/$)", process.stdout.readline().strip())[0]

    try:
        yield served
    finally:
        for process in running:
            process.kill()
            process.wait()
            process.stdout.close()
