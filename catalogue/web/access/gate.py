"""Before both applications: who asks is found out, and what another site's page sends is refused.

A browser says who it is by a cookie, a program by `Authorization: Bearer`. With the latter no cookie counts: what a
program says of itself is not what a page can make a browser send, so it needs no further proof.
"""

import asyncio
from http.cookies import CookieError, SimpleCookie

from catalogue.people.office import Office
from catalogue.people.person import Person
from catalogue.web.asgi import PERSON, App, Receive, Scope, Send, answer, header, same_origin
from catalogue.web.dispatcher import guarded

SESSION_COOKIE = "session"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = b"bearer "
_TEXT = (b"content-type", b"text/plain; charset=utf-8")
#: Asked for by the dozen, and the same for everybody.
_NOBODYS = "/static/"


def identified(app: App, office: Office) -> App:
    """The same application, whose every scope says who asks."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_NOBODYS):
            await app({**scope, PERSON: None}, receive, send)
            return
        token = bearer_of(scope)
        if token is None and scope["method"] not in _READING and not _from_here(scope):
            await answer(
                guarded(send), 403, [_TEXT], "Cette demande ne vient pas d’une page de ce site.\n".encode()
            )
            return
        person = await _who(office, scope, token)
        if token is not None and person is None:
            challenge = (b"www-authenticate", b'Bearer realm="phototheque", error="invalid_token"')
            await answer(
                send, 401, [_TEXT, challenge], "Ce jeton n’est pas connu, ou ne vaut plus.\n".encode()
            )
            return
        await app({**scope, PERSON: person}, receive, send)

    return ask


async def _who(office: Office, scope: Scope, token: str | None) -> Person | None:
    session = None if token is not None else session_of(scope)
    if token is None and session is None:
        return None
    # A thread waits for the disk, not the loop that everybody shares.
    return await asyncio.to_thread(office.who_is, session=session, bearer=token)


def bearer_of(scope: Scope) -> str | None:
    """The token that a program sends, None when it sends none."""
    sent = header(scope["headers"], b"authorization")
    return sent[len(_BEARER) :].strip().decode("latin-1") if sent.lower().startswith(_BEARER) else None


def session_of(scope: Scope) -> str | None:
    """The session that a browser's cookie names, None when it names none."""
    try:
        jar = SimpleCookie(header(scope["headers"], b"cookie").decode("latin-1"))
    except CookieError:
        return None
    return jar[SESSION_COOKIE].value if SESSION_COOKIE in jar else None


def _from_here(scope: Scope) -> bool:
    fetched, origin, host = (
        header(scope["headers"], name).decode("latin-1") for name in (b"sec-fetch-site", b"origin", b"host")
    )
    return same_origin(fetched, origin, host)
