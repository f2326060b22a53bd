"""A phone that sends by tus and does not give up, with every answer and how long small ones took."""

import hashlib
import http.client
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

_TUS = {"Tus-Resumable": "1.0.0", "Accept-Language": "fr"}
_BODY = {"Content-Type": "application/offset+octet-stream"}
CHUNK = 512 * 1024
_ATTEMPTS = 500
_PAUSE_SECONDS = 0.3
_ANSWER_SECONDS = 120


@dataclass(slots=True)
class Sent:
    """What became of what one phone sent: receipts by hash, answers by status, milliseconds of small requests."""

    receipts: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    creates: list[float] = field(default_factory=list)
    heads: list[float] = field(default_factory=list)
    lost_connections: int = 0


class Phone:
    """One phone with its token, and one connection at a time."""

    def __init__(self, port: int, token: str, chunk: int) -> None:
        self._port, self._chunk = port, chunk
        self._headers = _TUS | {"Authorization": f"Bearer {token}"}
        self._connection: http.client.HTTPConnection | None = None
        self.sent = Sent()

    def send(self, content: bytes, name: str) -> None:
        """A file has its receipt, or the phone has tried five hundred times."""
        digest, path = hashlib.sha256(content).hexdigest(), None
        offset: int | None = 0
        for _ in range(_ATTEMPTS):
            try:
                if path is None:
                    path, offset = self._create(len(content), name), 0
                elif offset is None:
                    offset = self._offset(path, digest)
                else:
                    offset = self._patch(path, offset, content, digest)
                if offset == len(content):
                    self.sent.receipts.append(digest)
                    return
            except (OSError, http.client.HTTPException):
                self.sent.lost_connections += 1
                self.hang_up()
                time.sleep(_PAUSE_SECONDS)
                offset = None

    def _create(self, size: int, name: str) -> str | None:
        started = time.perf_counter()
        told = self.ask("POST", "/uploads/", {"Upload-Length": str(size), "Upload-Metadata": _named(name)})
        self.sent.creates.append((time.perf_counter() - started) * 1000)
        if told.status != http.client.CREATED:
            time.sleep(_PAUSE_SECONDS)
        return told.getheader("Location")

    def _offset(self, path: str, digest: str) -> int | None:
        started = time.perf_counter()
        told = self.ask("HEAD", path)
        self.sent.heads.append((time.perf_counter() - started) * 1000)
        return _received(told, digest)

    def _patch(self, path: str, offset: int, content: bytes, digest: str) -> int | None:
        part = content[offset : offset + self._chunk]
        return _received(self.ask("PATCH", path, {"Upload-Offset": str(offset), **_BODY}, part), digest)

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> http.client.HTTPResponse:
        """One request, read to its end; another connection if the last one was closed."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_ANSWER_SECONDS)
        self._connection.request(method, path, body, self._headers | (headers or {}))
        told = self._connection.getresponse()
        told.text = told.read()  # type: ignore[attr-defined]
        self.sent.statuses[told.status] += 1
        if told.will_close:
            self.hang_up()
        return told

    def hang_up(self) -> None:
        """The connection is closed."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None


def _named(name: str) -> str:
    from base64 import b64encode  # noqa: PLC0415 for this line alone

    return f"filename {b64encode(name.encode()).decode()},door {b64encode(b'gallery').decode()}"


def _received(told: http.client.HTTPResponse, digest: str) -> int | None:
    """Where to go on; None where HEAD has to be asked. The end counts only with the right hash."""
    offset = told.getheader("Upload-Offset")
    sha256 = told.getheader("Upload-Sha256")
    if told.status not in {200, 204} or offset is None:
        time.sleep(_PAUSE_SECONDS)
        return None
    if sha256 is not None and sha256 != digest:
        raise SystemExit("the server has other bytes than were sent")
    return int(offset)
