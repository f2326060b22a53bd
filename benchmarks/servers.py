"""Servers to ask, each a process of its own, and asking them as a browser does."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import decompress
from pathlib import Path
from socket import socket
from typing import IO

from benchmarks.processes import cpu_seconds, memory_mb
from benchmarks.programs import PHOTOTHEQUE, environment

# The first page of a million photos, from a disk that has to be read first.
_PATIENCE_SECONDS = 300
_PAGE_ROWS = 60
# Datasette has no switch for it; this is how its own tests run without what is installed.
_WITHOUT_PLUGINS = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, the milliseconds from the question to the last byte, and the bytes as they were sent."""

    status: int
    milliseconds: float
    body: bytes
    received: int


@dataclass(frozen=True, slots=True)
class Server:
    """One running server, with one connection kept open to it."""

    pid: int
    connection: http.client.HTTPConnection

    def asked(self, path: str) -> Answer:
        """Ask for one page, and read it to its end; the connection is made anew when the server closed it meanwhile."""
        try:
            return self._asked(path)
        except http.client.RemoteDisconnected:
            self.connection.close()
            return self._asked(path)

    def _asked(self, path: str) -> Answer:
        started = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "fr"})
        answer = self.connection.getresponse()
        body = answer.read()
        milliseconds = (time.perf_counter() - started) * 1000
        received = len(body)
        if answer.headers["Content-Encoding"] == "gzip":
            body = decompress(body)
        return Answer(answer.status, milliseconds, body, received)

    @property
    def cpu_seconds(self) -> float:
        """What the server's processes used of the processors so far."""
        return cpu_seconds(self.pid)

    @property
    def memory_mb(self) -> float:
        """What the server's processes take now."""
        return memory_mb(self.pid)


@contextmanager
def ours(home: Path) -> Iterator[Server]:
    """The server of this program, over a library; whoever asks may see everything."""
    port = _free_port()
    command = [PHOTOTHEQUE, "serve", "--home", str(home), "--port", str(port)]
    command += ["--no-watch", "--without-accounts"]
    with _running(command, port, environment()) as server:
        yield server


@contextmanager
def ours_as_started(home: Path, told: IO[bytes]) -> Iterator[Server]:
    """The same as systemd starts it: with accounts, the inbox watched, in a session of its own.

    What it complains of goes to a file.
    """
    port = _free_port()
    command = [PHOTOTHEQUE, "serve", "--home", str(home), "--port", str(port)]
    with _running(command, port, environment(), told) as server:
        yield server


@contextmanager
def plain_datasette(home: Path) -> Iterator[Server]:
    """Datasette as it comes, without any plugin, over the same database; it guesses no facets, or it would be slow."""
    port = _free_port()
    settings = {"suggest_facets": "off", "default_page_size": str(_PAGE_ROWS)}
    command = [
        sys.executable,
        "-c",
        _WITHOUT_PLUGINS,
        "serve",
        str(home / "catalogue.db"),
        "--port",
        str(port),
    ]
    command += [word for name, value in settings.items() for word in ("--setting", name, value)]
    with _running(command, port, environment()) as server:
        yield server


@contextmanager
def _running(
    command: list[str], port: int, settings: dict[str, str], told: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[Server]:
    # Linux shares processors out among sessions, then within each.
    alone = told != subprocess.DEVNULL
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=told, env=settings, start_new_session=alone
    ) as process:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
            _wait(connection, process)
            yield Server(process.pid, connection)
        finally:
            process.terminate()


def _wait(connection: http.client.HTTPConnection, process: "subprocess.Popen[bytes]") -> None:
    """Come back when the server answers."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"This server did not start: {process.args!r}")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
