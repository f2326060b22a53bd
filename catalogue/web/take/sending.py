"""A ZIP on its way to one client: whole or from where it was cut off (RFC 9110, section 14)."""

import asyncio
from collections.abc import Callable
from typing import Any

from flask import Response, request
from werkzeug.http import parse_range_header

from catalogue.web.take.spool import Archive

_PARTIAL, _NOT_THERE = 206, 416


def sent(archive: Archive, name: str, *, joined: bool) -> Response:
    """Answer a GET or HEAD with a ZIP, or with the part of it that is asked for.

    A part of a ZIP that was begun only now (not `joined`) is never given: the client holds the beginning of another
    one. Its length is unknown until it is whole: who asks for a part waits until then.
    """
    gone = client_gone()
    part = _part_asked(archive) if joined and request.method == "GET" else None
    if part is None:
        response = Response(_body(archive, 0, None, gone), mimetype="application/zip")
        if archive.whole:
            response.content_length = archive.length
    else:
        response = _partial(archive, part, gone)
    response.set_etag(archive.tag)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _body(archive: Archive, start: int, stop: int | None, gone: Callable[[], bool]) -> Any:
    return archive.read(start, stop, gone) if request.method == "GET" else ()


def _part_asked(archive: Archive) -> tuple[int, int | None] | None:
    """The one range of bytes that is asked for of this very ZIP; None when all of it is to be sent."""
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    condition = request.if_range
    if condition is not None and (condition.etag or condition.date) and condition.etag != archive.tag:
        return None
    start, stop = asked.ranges[0]
    return start, stop


def _partial(archive: Archive, part: tuple[int, int | None], gone: Callable[[], bool]) -> Response:
    archive.wait(None, gone)
    total = archive.length
    start = max(0, total + part[0]) if part[0] < 0 else part[0]
    stop = min(total, part[1] if part[1] is not None else total)
    if start >= total or start >= stop:
        refused = Response(status=_NOT_THERE)
        refused.headers["Content-Range"] = f"bytes */{total}"
        return refused
    response = Response(_body(archive, start, stop, gone), _PARTIAL, mimetype="application/zip")
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{total}"
    response.content_length = stop - start
    return response


def client_gone() -> Callable[[], bool]:
    """Ask whether the client of this request has left.

    The bridge between ASGI and WSGI never says: what is sent to nobody is thrown away, and a thread would go on
    reading for hours. But it holds the request's `receive`, which gives its next message when the client leaves.
    """
    body = request.environ["wsgi.input"]
    if not (hasattr(body, "receive") and hasattr(body, "loop")):
        return lambda: False
    body.read()
    message = asyncio.run_coroutine_threadsafe(body.receive(), body.loop)
    return message.done
