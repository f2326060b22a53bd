"""One request below `/uploads/`: what is meant, by whom."""

from dataclasses import dataclass

from catalogue.people.person import Person
from catalogue.uploads.upload import Sender
from catalogue.web.asgi import PERSON, Headers, Receive, Scope
from catalogue.web.dispatcher import UPLOADS
from catalogue.web.uploads import answers, protocol
from catalogue.web.uploads.receiving import Incoming
from catalogue.words.languages import Language

ALL, ONE = f"{UPLOADS}/", f"{UPLOADS}/<upload_id>"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what is meant, by whom, and how its body is received."""

    method: str
    route: str
    upload_id: str
    query: str
    headers: Headers
    sender: Sender
    language: Language
    receive: Incoming


def asked_of(scope: Scope, receive: Receive) -> Asked:
    """What a request asks for."""
    upload_id = scope["path"].removeprefix(UPLOADS).strip("/")
    return Asked(
        protocol.method_of(scope["method"], scope["headers"]),
        ONE if upload_id else ALL,
        upload_id,
        scope["query_string"].decode("latin-1"),
        scope["headers"],
        _sender(scope.get(PERSON)),
        answers.language_of(scope),
        Incoming(receive),
    )


def _sender(person: Person | None) -> Sender:
    if person is None:
        return Sender(None, None, None)
    return Sender(person.id, person.name, f"{person.by} {person.credential_id}")
