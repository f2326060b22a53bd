"""`/healthz/probe`: what the server sees of a request, for `phototheque doctor` at the other end of a proxy.

It tells whoever asks only what they sent and where from; bodies are thrown away. It stands beside Flask because a
WSGI application is given a request only when its thread begins to read, and cannot see when the bytes came.
"""

import asyncio
import json
import time

from catalogue.web.asgi import App, Receive, Scope, Send, header

ADDRESS = "/healthz/probe"
#: Nobody is listened to for longer, nor for more bytes.
_SECONDS, _BYTES = 10.0, 8_000_000
#: Between the first and the last word of the answer; a proxy that keeps answers back sends both at once.
PAUSE_SECONDS = 0.7


def probing(app: App) -> App:
    """Make an application that answers probes, and leaves all else to `app`."""

    async def probe(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == ADDRESS:
            await _answer(scope, receive, send)
        else:
            await app(scope, receive, send)

    return probe


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    """First what was seen, as one line of JSON, and after a pause the last line."""
    seen = {
        "scheme": scope.get("scheme", ""),
        "host": header(scope["headers"], b"host").decode("latin-1"),
        "client": (scope.get("client") or ("",))[0],
        "body_seconds": await _listened(receive),
    }
    headers = [(b"content-type", b"application/octet-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(seen).encode() + b"\n", "more_body": True})
    await asyncio.sleep(PAUSE_SECONDS)
    await send({"type": "http.response.body", "body": b"end\n"})


async def _listened(receive: Receive) -> float:
    """Seconds between the first and the last bytes of the body, as they reached the server."""
    first = last = None
    taken, until = 0, time.monotonic() + _SECONDS
    while taken < _BYTES:
        try:
            message = await asyncio.wait_for(receive(), until - time.monotonic())
        except TimeoutError:
            break
        if message.get("body"):
            last = time.monotonic()
            first = first or last
            taken += len(message["body"])
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return round(last - first, 3) if first and last else 0.0
