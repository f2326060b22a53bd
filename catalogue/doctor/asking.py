"""Asking a server what a browser would, one thing after the other. Nothing is changed there, no password sent."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TypeVar

from catalogue.doctor.connecting import Answer, Server, certificate_of, speaks_http2, trust_of
from catalogue.doctor.facts import Address, Certificate, Probe, Seen, Slow

HEALTH, PROBE, SHEET = "/healthz", "/healthz/probe", "/static/phototheque.css"
#: A body is sent in so many pieces, with this pause between them.
_PIECES, _PAUSE_SECONDS = 4, 0.3
#: A photo of a good camera, and the largest file that is examined by default is 2 GB: a film scan is half of that.
SIZES = (16_000_000, 256_000_000)

ValueT = TypeVar("ValueT")
_UNHEARD = (OSError, HTTPException, ValueError, KeyError, TypeError)


def see(where: Address, ca_file: str | None = None) -> Seen:
    """What can be seen of the server at this address. Takes about five seconds."""
    seen = Seen(datetime.now(UTC), where)
    certificate = None
    try:
        if where.scheme == "https":
            certificate = certificate_of(where, ca_file)
        distrusted = certificate is not None and bool(certificate.trouble)
        server = Server(where, trust_of(ca_file, any_certificate=distrusted))
        health = server.ask("GET", HEALTH)
    except (OSError, HTTPException) as error:
        return replace(seen, certificate=certificate, trouble=str(error) or type(error).__name__)
    return _looked_through(_greeted(seen, certificate, health), server)


def _greeted(seen: Seen, certificate: Certificate | None, health: Answer) -> Seen:
    """What the first answer says, the clock of the server included."""
    return replace(
        seen,
        certificate=certificate,
        health=health.status,
        version=_tried(lambda: str(json.loads(health.body)["version"]), ""),
        strict="strict-transport-security" in health.headers,
        date=_tried(lambda: parsedate_to_datetime(health.headers["date"]).astimezone(UTC), None),
    )


def _looked_through(seen: Seen, server: Server) -> Seen:
    """What else there is to see, when it is a phototheque that answers."""
    if not seen.version:
        return seen
    where = seen.address
    return replace(
        seen,
        http2=where.scheme == "https" and _tried(lambda: speaks_http2(server), False),
        redirect=redirect_of(where.host, 80) if where.scheme == "https" and where.usual else None,
        slow=_tried(lambda: _slowly(server), None),
        refused_bytes=_refused(server),
        compressed=_tried(lambda: _compresses(server), False),
    )


def _slowly(server: Server) -> Slow:
    """A body that takes a second to send, and an answer that takes almost one to come."""
    answer = server.ask("POST", PROBE, [bytes(2000)] * _PIECES, pause=_PAUSE_SECONDS)
    told = json.loads(answer.body.splitlines()[0])
    probe = Probe(str(told["scheme"]), str(told["host"]), str(told["client"]), float(told["body_seconds"]))
    return Slow(probe, (_PIECES - 1) * _PAUSE_SECONDS, answer.seconds, answer.from_loopback)


def _refused(server: Server) -> int | None:
    return next((size for size in SIZES if server.refuses(PROBE, size)), None)


def _compresses(server: Server) -> bool:
    answer = server.ask("GET", SHEET, accept="gzip, br, zstd")
    return answer.headers.get("content-encoding", "identity") != "identity"


def redirect_of(host: str, port: int) -> str:
    """Where http:// leads; nothing when nobody answers there, or nobody leads elsewhere."""
    with suppress(OSError, HTTPException):
        answer = Server(Address("http", host, port), trust_of(None, any_certificate=True)).ask("GET", "/")
        return answer.headers.get("location", "") if 300 <= answer.status < 400 else f"http {answer.status}"  # noqa: PLR2004
    return ""


def _tried(ask: Callable[[], ValueT], otherwise: ValueT) -> ValueT:
    try:
        return ask()
    except _UNHEARD:
        return otherwise
