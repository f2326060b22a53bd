"""`phototheque serve` in a process of its own."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

EVERYWHERE = "0.0.0.0"  # noqa: S104 it is what must be refused
NAME = "photos.example.org"


@contextmanager
def served(home: Path, *words: str):
    """A server of this home in a process of its own, and its address."""
    command = [
        sys.executable,
        "-m",
        "catalogue.cli.main",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
        *words,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    try:
        yield process, re.search(r"https?://\S+", process.stdout.readline())[0]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
