"""One request at a time to one server, each on a connection of its own, with the moments of what came back."""

import http.client
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from catalogue.doctor.facts import Address, Certificate

TIMEOUT_SECONDS = 15.0
#: A proxy that refuses a size does so at once.
_REFUSAL_SECONDS = 1.5


class Answer(NamedTuple):
    """An answer, when its parts came, and whether it came from this machine itself."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    from_loopback: bool


class Server(NamedTuple):
    """A server at its address; `trust` says which certificates are believed, and may be none at all."""

    address: Address
    trust: ssl.SSLContext

    def ask(
        self,
        method: str,
        path: str,
        pieces: Sequence[bytes] = (),
        pause: float = 0.0,
        accept: str = "identity",
    ) -> Answer:
        """Send a request, its body in pieces with a pause between them, and read the answer to its end. OSError."""
        with self._asked(method, path, sum(map(len, pieces)), accept) as connection:
            for number, piece in enumerate(pieces):
                time.sleep(pause if number else 0)
                connection.send(piece)
            return _read(connection)

    def refuses(self, path: str, size: int) -> bool:
        """True when a body of this size is refused as too large (413), or cut off, before it is sent."""
        try:
            with self._asked("POST", path, size, "identity") as connection:
                connection.send(bytes(1024))
                connection.sock.settimeout(_REFUSAL_SECONDS)
                return connection.getresponse().status == http.client.REQUEST_ENTITY_TOO_LARGE
        except TimeoutError:
            return False
        except (OSError, http.client.HTTPException):
            return True

    @contextmanager
    def _asked(
        self, method: str, path: str, length: int, accept: str
    ) -> Iterator[http.client.HTTPConnection]:
        with closing(self._connection()) as connection:
            connection.putrequest(method, path, skip_accept_encoding=True)
            connection.putheader("Accept-Encoding", accept)
            connection.putheader("Content-Length", str(length))
            connection.endheaders()
            yield connection

    def _connection(self) -> http.client.HTTPConnection:
        if self.address.scheme == "http":
            return http.client.HTTPConnection(self.address.host, self.address.port, timeout=TIMEOUT_SECONDS)
        return http.client.HTTPSConnection(
            self.address.host, self.address.port, timeout=TIMEOUT_SECONDS, context=self.trust
        )


def _read(connection: http.client.HTTPConnection) -> Answer:
    """The answer, and the seconds between its first bytes and its end."""
    local = connection.sock.getsockname()[0] in ("127.0.0.1", "::1")
    response = connection.getresponse()
    body = response.read1(1 << 16)
    begun = time.monotonic()
    body += response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body, time.monotonic() - begun, local)


def certificate_of(where: Address, ca_file: str | None) -> Certificate:
    """The certificate of a server, as a browser with this authority (else those of the machine) sees it. OSError."""
    context = ssl.create_default_context(cafile=ca_file)
    connection = http.client.HTTPSConnection(where.host, where.port, timeout=TIMEOUT_SECONDS, context=context)
    with closing(connection):
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            return Certificate(None, error.verify_message)
        told = connection.sock.getpeercert() or {}
    return Certificate(datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC), "")


def speaks_http2(server: Server) -> bool:
    """True when the server offers HTTP/2 to a browser (ALPN, RFC 7301). OSError."""
    server.trust.set_alpn_protocols(["h2", "http/1.1"])
    try:
        with closing(server._connection()) as connection:  # noqa: SLF001 this module's own
            connection.connect()
            found: str | None = connection.sock.selected_alpn_protocol()  # type: ignore[union-attr]
            return found == "h2"
    finally:
        server.trust.set_alpn_protocols(["http/1.1"])


def trust_of(ca_file: str | None, *, any_certificate: bool) -> ssl.SSLContext:
    """Which certificates are believed: those of the machine, of an authority, or any, to look behind a bad one."""
    context = ssl.create_default_context(cafile=ca_file)
    if any_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
