"""Text is sent compressed to whoever takes it so; pictures go as they are."""

import zlib

from catalogue.web.asgi import App, Headers, Message, Receive, Scope, Send, header

_TEXT = (b"text/", b"application/json", b"application/javascript", b"application/geo+json", b"image/svg+xml")
#: Below this, compressing saves no packet.
_SMALLEST = 500
_LEVEL = 5
_GZIP = 31


def compressed(app: App) -> App:
    """Make an application whose text answers are gzipped where the browser asks for it (RFC 9110, 8.4)."""

    async def compress(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] != "HEAD" and _takes_gzip(scope["headers"]):
            send = _Gzipped(send)
        await app(scope, receive, send)

    return compress


def _takes_gzip(headers: Headers) -> bool:
    codings = [part.strip().replace(b" ", b"") for part in header(headers, b"accept-encoding").split(b",")]
    return any(coding.split(b";")[0] == b"gzip" and not coding.endswith(b";q=0") for coding in codings)


class _Gzipped:
    """Passes an answer on, compressing its body when its beginning shows that this pays."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._gzip: zlib._Compress | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            if not body and more:
                return
            await self._begin(self._start, worth=more or len(body) >= _SMALLEST)
        if self._gzip is None:
            await self._send(message)
            return
        packed = self._gzip.compress(body) + (b"" if more else self._gzip.flush())
        if packed or not more:
            await self._send({"type": "http.response.body", "body": packed, "more_body": more})

    async def _begin(self, start: Message, *, worth: bool) -> None:
        headers: Headers = list(start.get("headers", []))
        if worth and start["status"] == 200 and _is_plain_text(headers):  # noqa: PLR2004
            self._gzip = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
            start = {**start, "headers": _as_gzip(headers)}
        self._start = None
        await self._send(start)


def _is_plain_text(headers: Headers) -> bool:
    return header(headers, b"content-type").startswith(_TEXT) and not header(headers, b"content-encoding")


def _as_gzip(headers: Headers) -> Headers:
    """Headers of the compressed answer: another length, and no longer the same bytes as the entity tag names."""
    kept = [
        (name, value) for name, value in headers if name.lower() not in (b"content-length", b"vary", b"etag")
    ]
    vary = header(headers, b"vary")
    etag = header(headers, b"etag")
    if etag:
        kept.append((b"etag", etag if etag.startswith(b"W/") else b"W/" + etag))
    return [
        *kept,
        (b"content-encoding", b"gzip"),
        (b"vary", vary + b", Accept-Encoding" if vary else b"Accept-Encoding"),
    ]
