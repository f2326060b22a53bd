"""A slow line: a port before a server that passes few bytes a second, late, and breaks some of its connections."""

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

_PART = 2_048
#: What waits between two ends of a line; more would be sent in vain when it breaks.
_WAITING = 16_384


@dataclass(slots=True)
class Line:
    """Between `with` it listens. `passed` counts the bytes that phones have put on the line."""

    target: tuple[str, int]
    bits_per_second: int
    delay_seconds: float
    breaking: float
    seed: int = 1
    passed: int = 0
    broken: int = 0
    connections: int = 0
    port: int = 0
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _listener: socket.socket | None = None

    def __enter__(self) -> Self:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WAITING)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody comes in any more."""
        if self._listener is not None:
            self._listener.close()

    def _accept(self) -> None:
        chance = random.Random(self.seed)  # noqa: S311 nothing here is secret
        with suppress(OSError):
            while self._listener is not None:
                client, _ = self._listener.accept()
                self.connections += 1
                breaks_after = chance.randrange(200, 200_000) if chance.random() < self.breaking else None
                threading.Thread(target=self._pass, args=(client, breaks_after), daemon=True).start()

    def _pass(self, client: socket.socket, breaks_after: int | None) -> None:
        with client, socket.create_connection(self.target) as server, suppress(OSError):
            back = threading.Thread(target=self._back, args=(server, client), daemon=True)
            back.start()
            passed = 0
            time.sleep(self.delay_seconds / 2)
            while part := client.recv(_PART):
                self._wait_for(len(part))
                passed += len(part)
                if breaks_after is not None and passed > breaks_after:
                    self.broken += 1
                    return
                server.sendall(part)
            server.shutdown(socket.SHUT_WR)
            back.join()

    def _wait_for(self, size: int) -> None:
        """All connections share the line: each part has its turn."""
        with self._lock:
            self.passed += size
            self._free_at = max(self._free_at, time.monotonic()) + size * 8 / self.bits_per_second
            due = self._free_at
        time.sleep(max(0.0, due - time.monotonic()))

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while part := server.recv(65_536):
                time.sleep(self.delay_seconds / 2)
                client.sendall(part)
            client.shutdown(socket.SHUT_WR)
