"""The few words of ASGI that our own middleware speaks."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
#: Where a scope says who asks: a `Person`, or None for somebody who is not logged in. Without accounts it is absent.
PERSON = "phototheque.person"


def header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """Value of a header, empty where there is none. Names are in lower case."""
    return next((value for key, value in headers if key.lower() == name), b"")


def same_origin(fetched: str | None, origin: str, host: str) -> bool:
    """True when a page of this site sends a request, as its browser swears by headers that no page can forge.

    `fetched` is `Sec-Fetch-Site`, which not every browser sends. A request that neither header speaks for is not ours.

    >>> same_origin("same-origin", "", "h"), same_origin(None, "https://h", "h"), same_origin(None, "", "h")
    (True, True, False)
    """
    return fetched == "same-origin" if fetched else urlsplit(origin).netloc == host


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer at once."""
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
