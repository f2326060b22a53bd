"""The server as its sender knows it: one connection, a token, and answers, by the standard library alone."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.errors import DestinationRefused, TokenRefused, TokenUnreadable
from catalogue.values.arrivals import printable

#: What a line or a server can do wrong that may be right the next time.
BROKEN = (OSError, http.client.HTTPException)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE_S = 60.0
_LONGEST_TOKEN = 1000
_OF_TUS = "1.0.0"
_UNAUTHORIZED, _ELSEWHERE = 401, range(301, 309)
#: What an answer to us is when it is none of ours: it comes from another program.
_NOT_OURS = frozenset({200, 204, 403, 404, 405, 501, *_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said. `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def sentence(self) -> str:
        """What it tells a person."""
        text = self.body.decode("utf-8", "replace").strip()
        return "" if text.startswith("<") else text


def token_in(path: Path) -> str:
    """The token that a file holds; TokenUnreadable."""
    try:
        text = path.read_text(encoding="ascii")[:_LONGEST_TOKEN].strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise TokenUnreadable(printable(path), why) from error
    if not text or len(text.split()) != 1:
        raise TokenUnreadable(printable(path), "it is empty, or holds more than a token")
    return text


class Remote:
    """A library elsewhere. The connection is opened when it is needed, and anew after it broke."""

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise DestinationRefused(url, "it is no address of a server")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise DestinationRefused(url, "a token and photos travel by https alone")
        self._host, self._port, self._secure = parts.hostname, parts.port, parts.scheme == "https"
        self._token = token
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """One request and its answer; one of BROKEN, TokenRefused, DestinationRefused."""
        said = {"Tus-Resumable": _OF_TUS, "Accept-Language": "en", **(headers or {})}
        if self._token:
            said["Authorization"] = f"Bearer {self._token}"
        try:
            connection = self._opened()
            connection.request(method, path, body or None, said)
            with connection.getresponse() as response:
                told = {name.lower(): value for name, value in response.getheaders()}
                answer = Answer(response.status, told, response.read())
        except BROKEN:
            self.close()
            raise
        self._check(answer)
        return answer

    def _check(self, answer: Answer) -> None:
        if answer.status == _UNAUTHORIZED:
            raise TokenRefused(self.url)
        if "tus-resumable" not in answer.headers and answer.status in _NOT_OURS:
            to = f"it sends on to {answer.headers.get('location')}" if answer.status in _ELSEWHERE else ""
            raise DestinationRefused(self.url, to or "no phototheque receives photos there")

    def _opened(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = (
                http.client.HTTPSConnection(
                    self._host, self._port, timeout=_PATIENCE_S, context=ssl.create_default_context()
                )
                if self._secure
                else http.client.HTTPConnection(self._host, self._port, timeout=_PATIENCE_S)
            )
        return self._connection

    def close(self) -> None:
        """Nothing is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
