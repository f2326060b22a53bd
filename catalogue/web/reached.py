"""How the server is reached: under which names, through which proxies, with which certificate. One value says it."""

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.errors import (
    CertificateRefused,
    HostUnencrypted,
    PublicNameMissing,
    PublicNameRefused,
    TrustRefused,
)
from catalogue.web.asgi import App, Headers, Message, Receive, Scope, Send, header
from catalogue.web.probe import probing

LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: Addresses that mean every one of this machine, and are nobody's name.
_EVERYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104 they are only compared with
#: Browsers that came by HTTPS once come by nothing else for a year (RFC 6797).
_STRICT = (b"strict-transport-security", b"max-age=31536000")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of a certificate, with its chain, and of its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may reach the server, and how. As it is made, only this machine, under its own names.

    `names` are host names in lower case; `proxies` are addresses and networks whose `X-Forwarded-For` and
    `X-Forwarded-Proto` are believed.
    """

    names: tuple[str, ...] = LOOPBACK
    proxies: tuple[str, ...] = ()
    tls: Tls | None = None

    @property
    def beyond(self) -> bool:
        """True when others than this machine can reach the server: then it must know who they are."""
        return bool(self.proxies) or set(self.names) != set(LOOPBACK)

    def knows(self, host: bytes) -> bool:
        """True for a Host header that asks for one of the names, with any port.

        A page elsewhere can give its own name this server's address; the browser then still sends that name.

        >>> Reach().knows(b"LOCALHOST:8001"), Reach().knows(b"[::1]"), Reach().knows(b"localhost.example.org")
        (True, True, False)
        """
        return _named(host.decode("latin-1").lower()) in self.names


def _named(host: str) -> str:
    """The name in a Host header, without its port; what is malformed is no name of ours."""
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
    else:
        name, colon, rest = host.partition(":")
        rest = colon + rest
    return name if not rest or (rest[0] == ":" and rest[1:].isdecimal()) else "?"


def reach(
    host: str,
    *,
    public_names: Sequence[str] = (),
    behind_proxy: bool = False,
    trusted: Sequence[str] = (),
    tls: Tls | None = None,
) -> Reach:
    """How a server that listens on `host` may be reached; what would not be safe, or reach nobody, is refused.

    HostUnencrypted, PublicNameMissing, PublicNameRefused, TrustRefused, CertificateRefused.
    """
    if tls is not None:
        _check_certificate(tls)
    if host not in LOOPBACK and tls is None and not behind_proxy:
        raise HostUnencrypted(host)
    names = tuple(_public(name) for name in public_names)
    if not names and (behind_proxy or host in _EVERYWHERE):
        raise PublicNameMissing
    own = () if host in _EVERYWHERE else (host.lower(),)
    return Reach(tuple(dict.fromkeys((*LOOPBACK, *own, *names))), _proxies(trusted, behind=behind_proxy), tls)


def _public(name: str) -> str:
    """A name as browsers send it: `Photos.Example.org` is `photos.example.org`; an address with more is none."""
    found = name.strip().lower()
    if not found or set(found) & set("/:*@ ") or found.startswith("."):
        raise PublicNameRefused(name)
    return found.encode("idna").decode() if not found.isascii() else found


def _proxies(trusted: Sequence[str], *, behind: bool) -> tuple[str, ...]:
    """Whose word about the browser's address counts: by default only a proxy on this machine."""
    if trusted and not behind:
        raise TrustRefused(trusted[0], "it goes with --behind-proxy alone")
    for address in trusted:
        try:
            ipaddress.ip_network(address)
        except ValueError as error:
            raise TrustRefused(address, "it is no address and no network") from error
    return (tuple(trusted) or ("127.0.0.1", "::1")) if behind else ()


def _check_certificate(tls: Tls) -> None:
    """Both files can be read, and belong together; asked before anything else is opened."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key)
    except OSError as error:  # ssl.SSLError is one
        raise CertificateRefused(str(tls.certificate), str(tls.key), str(error)) from error


def served_securely(app: App) -> App:
    """Make an application that answers probes itself, and tells browsers that came by HTTPS to stay with it."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("scheme") == "https" and not _is_local(scope):
            send = _strictly(send)
        await app(scope, receive, send)

    return probing(serve)


def _is_local(scope: Scope) -> bool:
    """True when this machine is asked by its own names: other servers on it may have no HTTPS."""
    return _named(header(scope["headers"], b"host").decode("latin-1").lower()) in LOOPBACK


def _strictly(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Headers = [*message.get("headers", []), _STRICT]
            message = {**message, "headers": headers}
        await send(message)

    return sent
