"""One port: Datasette under `/explore/`, Flask elsewhere. What both must never do is stopped here."""

import re
from collections.abc import Callable

from catalogue.web.asgi import App, Headers, Message, Receive, Scope, Send, answer, header
from catalogue.web.reached import Reach

PREFIX = "/explore"
UPLOADS = "/uploads"
#: Maps ask here for the photos of a selection, which Datasette alone knows how to make.
POINTS = "/map/photos.geojson"
POINTS_BELOW = f"{PREFIX}/-/catalogue/photos.geojson"

# No page needs another site, a script written into a page, or a frame. Style may stand in a page: Datasette's
# tables and the colours that wait for pictures do.
# The phone's page shows pictures and the camera before they are sent, which only have addresses within the page
# (`blob:`), and what it keeps is looked after by its service worker.
_POLICY = (
    b"default-src 'none'; img-src 'self' blob:; media-src 'self' blob:; script-src 'self'; worker-src 'self';"
    b" style-src 'self' 'unsafe-inline'; connect-src 'self'; font-src 'self'; manifest-src 'self';"
    b" form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE: Headers = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
_ELSEWHERE = b"This server has another name: see phototheque serve --public-name.\n"
_SET_HERE = {name for name, _ in _SAFE}


def dispatcher(
    explore: App,
    site: App,
    reach: Reach = Reach(),  # noqa: B008 it is frozen
    uploads: App | None = None,
) -> App:
    """Make one ASGI application of Datasette, mounted with `base_url` `/explore/`, uploads, and the site.

    Whoever asks for a name that the server does not have is turned away.
    """

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] != "http":
            return
        elif not reach.knows(header(scope["headers"], b"host")):
            # A page elsewhere can give its own name this machine's address, and so reach what only
            # this machine may read; the browser then still sends that name.
            await answer(send, 421, [(b"content-type", b"text/plain")], _ELSEWHERE)
        elif scope["path"] == PREFIX:
            await answer(send, 308, [(b"location", f"{PREFIX}/".encode())])
        elif uploads is not None and (scope["path"] == UPLOADS or scope["path"].startswith(f"{UPLOADS}/")):
            # Bodies are received there as they come; the site would hold a thread for each.
            await uploads(scope, receive, guarded(send))
        elif scope["path"] == POINTS:
            asked = {**scope, "path": POINTS_BELOW, "raw_path": POINTS_BELOW.encode()}
            await explore(below(asked), receive, _explored(send))
        elif scope["path"].startswith(f"{PREFIX}/"):
            await explore(below(scope), receive, _explored(send))
        else:
            await site(scope, receive, guarded(send))

    return dispatch


def below(scope: Scope) -> Scope:
    r"""The same request, as the mounted application sees it.

    Datasette builds links from `base_url` and the path: with the prefix left in, they would hold it twice. It
    also sends who asks for `//host/` or `/\host/` on to that host: such a path is brought back to one slash.
    """
    path = "/" + scope["path"][len(PREFIX) :].lstrip("/\\")
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": path, "raw_path": b"/" + _LEADING.sub(b"", raw[len(PREFIX) :])}


_LEADING = re.compile(rb"^(?:[/\\]|%2f|%5c)+", re.IGNORECASE)


def _explored(send: Send) -> Send:
    """Send on, with redirections that lead back under the prefix."""
    return guarded(_with_headers(send, lambda headers: [_under_prefix(pair) for pair in headers]))


def _under_prefix(pair: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = pair
    if name.lower() != b"location" or value.startswith((f"{PREFIX}/".encode(), b"http://", b"https://")):
        return pair
    return name, f"{PREFIX}/".encode() + _LEADING.sub(b"", value)


def guarded(send: Send) -> Send:
    """Send on, with the headers that keep a page to itself."""
    return _with_headers(send, lambda headers: [p for p in headers if p[0].lower() not in _SET_HERE] + _SAFE)


def _with_headers(send: Send, change: Callable[[Headers], Headers]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": change(list(message.get("headers", [])))}
        await send(message)

    return sent


async def _live(receive: Receive, send: Send) -> None:
    for moment in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{moment}.complete"})
