"""Phones that send: a real server on a port, tus requests by hand, and connections that break."""

import base64
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import uvicorn

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.web.server import application, listening

TUS = {"tus-resumable": "1.0.0"}
BODY = {"content-type": "application/offset+octet-stream"}
PATIENCE_S = 20


@contextmanager
def listening_server(home: Home, office: Office | None = None) -> Iterator[str]:
    """A server of this library in a thread; given is its address, without a slash."""
    listener = listening("127.0.0.1", 0)
    config = uvicorn.Config(application(home, office), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(PATIENCE_S)
        listener.close()


def until(true: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
    """What is asked for again and again, once it is true."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.01)
    return found


def encoded(**said: str | bytes) -> str:
    """Upload-Metadata of these names and values."""
    pairs = {k: v if isinstance(v, bytes) else v.encode() for k, v in said.items()}
    return ",".join(f"{key} {base64.b64encode(value).decode()}" for key, value in pairs.items())


def checksum(content: bytes, algorithm: str = "sha1") -> str:
    """Upload-Checksum of some bytes."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def sha256(content: bytes) -> str:
    """Hash of some bytes."""
    return hashlib.sha256(content).hexdigest()


class Phone:
    """Somebody who sends by hand, with a token if there are accounts."""

    def __init__(self, url: str, token: str | None = None, language: str = "en") -> None:
        self.url = url
        self.headers = TUS | {"accept-language": language}
        if token:
            self.headers |= {"authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, content: bytes = b"", **headers: str) -> httpx.Response:
        """One request; `_` in the name of a header is `-`."""
        said = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("http") else self.url + path
        return httpx.request(method, address, content=content, headers=said, timeout=PATIENCE_S)

    def create(self, size: int, **metadata: str | bytes) -> str:
        """Address of a new upload."""
        sent = {"upload_metadata": encoded(**metadata)} if metadata else {}
        answer = self.ask("POST", "/uploads/", upload_length=str(size), **sent)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    def patch(self, path: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
        """Some bytes at a place."""
        said = {"upload_offset": str(offset), "content_type": BODY["content-type"], **headers}
        return self.ask("PATCH", path, content, **said)

    def offset(self, path: str) -> int:
        """How much has come, as the server says."""
        answer = self.ask("HEAD", path)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    def send(self, content: bytes, **metadata: str) -> str:
        """A whole file in one go; returned is its address."""
        path = self.create(len(content), **({"filename": "a.jpg"} | metadata))
        answer = self.patch(path, 0, content)
        assert (answer.status_code, answer.headers["upload-sha256"]) == (204, sha256(content)), answer.text
        return path

    def state(self, path: str) -> dict[str, Any]:
        """One upload as it stands."""
        return self.ask("GET", path).json()

    def begun(self, path: str, offset: int, length: int, **headers: str) -> socket.socket:
        """A connection on which a PATCH was announced, and no byte of it sent."""
        return self.opened("PATCH", path, length, upload_offset=str(offset), **headers)

    def opened(self, method: str, path: str, length: int, **headers: str) -> socket.socket:
        """A connection on which a request with a body was announced."""
        said = self.headers | BODY | {"content-length": str(length), "host": urlsplit(self.url).netloc}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
        connection = socket.create_connection((urlsplit(self.url).hostname, urlsplit(self.url).port), 10)
        connection.sendall("\r\n".join(lines).encode())
        return connection


def cut(connection: socket.socket, how: str) -> None:
    """The connection breaks: `fin` closed in order, `rst` reset, `half` closed for writing alone at first."""
    if how == "rst":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if how == "half":
        connection.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
    connection.close()


def answered(connection: socket.socket) -> bytes:
    """All that the server says until it closes."""
    said = b""
    with closing(connection):
        while part := connection.recv(65536):
            said += part
    return said
