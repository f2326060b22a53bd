"""One login: who asks Datasette is who logged in on the site, or whose token a program sends."""

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Request

from catalogue.people.person import Person
from catalogue.web.asgi import PERSON


@hookimpl  # type: ignore[untyped-decorator]
def actor_from_request(request: Request) -> dict[str, Any] | None:
    """Say who asks, for the permissions of tables and of SQL."""
    person: Person | None = request.scope.get(PERSON)
    return {"id": person.name, "role": person.role.value} if person else None
