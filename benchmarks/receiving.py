"""A server with accounts for phones, and photos for them to send."""

import http.client
import random
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.programs import PHOTOTHEQUE, environment
from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role


@dataclass(frozen=True, slots=True)
class Running:
    """A server with accounts: its port, its process, and how tokens for it are made."""

    port: int
    pid: int
    office: Office

    def token(self, name: str, role: Role = Role.FIELD) -> str:
        """A token of somebody new."""
        person = self.office.add(name, role, None, None)
        return self.office.make_token(person.id, "phone", None, 1, None).secret


def picture(seed: int, size: int) -> bytes:
    """A small photo, padded behind its end to a size; every decoder reads it, and none is like another."""
    noise = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(noise).resize((320, 240)).save(out, "JPEG", quality=80)
    start = out.getvalue()
    return start + random.Random(seed).randbytes(max(0, size - len(start)))  # noqa: S311


@contextmanager
def served(home: Path) -> Iterator[Running]:
    """Serve a library with accounts, and take in what comes."""
    office = Office(Home(home))
    command = [PHOTOTHEQUE, "serve", "--home", str(home), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment() | {"PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            told = re.search(r":(\d+)/", process.stdout.readline() if process.stdout else "")
            if told is None:
                raise SystemExit("the server did not start")
            yield Running(int(told[1]), process.pid, office)
        finally:
            process.terminate()


def page(server: Running, token: str, path: str) -> tuple[int, float]:
    """Ask for one page; given are its status, and the milliseconds to its last byte."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, (time.perf_counter() - started) * 1000


def resident_mb(pid: int) -> float:
    """Give the resident memory of one process, without its children."""
    with suppress(OSError, StopIteration, IndexError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) * 1024 / 1e6
    return 0.0
