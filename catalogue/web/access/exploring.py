"""Before Datasette: what a role may not see is not asked for there."""

from catalogue.people.person import Person
from catalogue.web.access.refusing import CHALLENGE, login_address, wants_page
from catalogue.web.access.rules import NOBODY, rule_of_data
from catalogue.web.asgi import PERSON, App, Receive, Scope, Send, answer
from catalogue.web.dispatcher import POINTS, POINTS_BELOW, PREFIX, below, guarded

#: Pages of the site that say so to a person.
NOT_YOURS, NOT_HERE = "/not-yours", "/not-here"
_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_NOT_YOURS = "Cette page n’est pas ouverte à votre rôle. Demandez à l’administration.\n".encode()
_NOTHING = "Il n’y a rien à cette adresse.\n".encode()
_WHO = "Dites d’abord qui vous êtes : connectez-vous, ou joignez un jeton.\n".encode()


def explored_by(app: App, served: frozenset[str]) -> App:
    """The whole application, with Datasette for those who may; `served` are tables that anybody at all may read."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        path = _below(scope)
        if path is None:
            await app(scope, receive, send)
            return
        person: Person | None = scope.get(PERSON)
        query = scope["query_string"].decode("latin-1")
        rule = rule_of_data(path, query, served)
        if rule.admits(person.role if person else None):
            await app(scope, receive, send)
        elif person is not None and wants_page(scope):
            page = NOT_HERE if rule == NOBODY else NOT_YOURS
            await app({**scope, "path": page, "raw_path": page.encode(), "query_string": b""}, receive, send)
        elif person is not None and rule == NOBODY:
            await answer(guarded(send), 404, [_TEXT], _NOTHING)
        elif person is not None:
            await answer(guarded(send), 403, [_TEXT], _NOT_YOURS)
        elif wants_page(scope):
            target = login_address(scope["path"], query).encode("ascii")
            await answer(guarded(send), 303, [(b"location", target)])
        else:
            await answer(guarded(send), 401, [_TEXT, (b"www-authenticate", CHALLENGE.encode())], _WHO)

    return ask


def _below(scope: Scope) -> str | None:
    """The address as Datasette gets to see it; None for what the site answers."""
    if scope["type"] != "http":
        return None
    if scope["path"] == POINTS:
        return str(below({**scope, "path": POINTS_BELOW, "raw_path": POINTS_BELOW.encode()})["path"])
    return str(below(scope)["path"]) if scope["path"].startswith(f"{PREFIX}/") else None
