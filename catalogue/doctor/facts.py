"""What was seen when the server was asked at its address."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from catalogue.errors import AddressRefused

_PORTS = {"http": 80, "https": 443}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Address(NamedTuple):
    """Where a server is asked, as it stands in the address bar of a browser."""

    scheme: str
    host: str
    port: int

    @property
    def secure(self) -> bool:
        """True where browsers open camera, position and storage: with HTTPS, and on the machine itself."""
        return self.scheme == "https" or self.host in _LOOPBACK

    @property
    def usual(self) -> bool:
        """True when the port need not be said."""
        return self.port == _PORTS[self.scheme]

    @property
    def named(self) -> str:
        """What a browser sends as Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.usual else f"{host}:{self.port}"


def address(url: str) -> Address:
    """The address in a URL; without a scheme it is HTTPS. AddressRefused.

    >>> address("photos.example.org")
    Address(scheme='https', host='photos.example.org', port=443)
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port
    except ValueError as error:
        raise AddressRefused(url) from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise AddressRefused(url)
    return Address(parts.scheme, parts.hostname, port or _PORTS[parts.scheme])


class Certificate(NamedTuple):
    """Until when a certificate is good, and why browsers would refuse it; either may be unknown."""

    ends: datetime | None
    trouble: str


class Probe(NamedTuple):
    """What the server saw of one request: how it came, from where, and how long its body took to come."""

    scheme: str
    host: str
    client: str
    body_seconds: float


class Slow(NamedTuple):
    """A request whose body was sent slowly, and whose answer is given slowly: what both ends saw of it."""

    probe: Probe
    sent_seconds: float
    answer_seconds: float
    from_loopback: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A server, as it was seen at its address. Without `health` nothing else could be asked: `trouble` says why.

    `redirect` is where http:// leads, empty when nothing answers there, None when it was not asked. `refused_bytes`
    is the smallest size of a body that something before the server refuses.
    """

    now: datetime
    address: Address
    trouble: str = ""
    health: int | None = None
    version: str = ""
    certificate: Certificate | None = None
    http2: bool = False
    redirect: str | None = None
    slow: Slow | None = None
    refused_bytes: int | None = None
    compressed: bool = False
    strict: bool = False
    date: datetime | None = None
