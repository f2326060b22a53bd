"""What an address of the photo table selects, for the pages that work with whole results.

Datasette answers, so that a filter means one thing: the same query that a person sees in the gallery's address.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Self
from urllib.parse import urlencode

from httpx import ASGITransport, AsyncClient, Response

from catalogue.database.connection import Connection
from catalogue.errors import ResultRefused
from catalogue.home.paths import Home
from catalogue.people.person import Person
from catalogue.web.asgi import PERSON, App, Receive, Scope, Send
from catalogue.words.languages import Language

_OK = 200


@dataclass(frozen=True, slots=True)
class Result:
    """The photos of a result by their numbers, in its order, and its filters in words."""

    numbers: Sequence[int]
    said: Sequence[str]

    def ids(self, db: Connection) -> list[str]:
        """The ids of these photos, in the same order; one that is gone since is left out."""
        query = (
            "SELECT photos.id FROM json_each(?) JOIN photos ON photos.number = value ORDER BY json_each.key"
        )
        return [row[0] for row in db.execute(query, [str(list(self.numbers))])]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after a photo in a result, how many precede it, and how many there are."""

    previous: str | None
    next: str | None
    before: int
    photos: int


class Explorer:
    """The Datasette of this process, made when it is first asked. With accounts it is asked for a person."""

    def __init__(self, home: Home, *, accounts: bool) -> None:
        self._home, self._accounts = home, accounts
        self._lock = Lock()
        self._app: App | None = None

    def get(self, path: str, language: Language, person: Person | None) -> Response:
        """Its answer to an address, as that person would have it."""
        return asyncio.run(self._asked(path, language, person))

    async def _asked(self, path: str, language: Language, person: Person | None) -> Response:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await self._made()({**scope, PERSON: person}, receive, send)

        async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost") as client:
            return await client.get(path, headers={"accept-language": language.code})

    def _made(self) -> App:
        with self._lock:
            if self._app is None:
                # Only the server knows Datasette, and it knows the site: it is asked for when it is needed.
                from catalogue.web.server import explorer  # noqa: PLC0415

                self._app = explorer(self._home, accounts=self._accounts).app()
        return self._app


@dataclass(frozen=True, slots=True)
class Results:
    """Asks Datasette in this process. Any thread may ask; ResultRefused when it gives no answer."""

    explorer: Explorer
    person: Person | None = None

    def asked_by(self, person: Person | None) -> Self:
        """The same, as that person may see it."""
        return replace(self, person=person)

    def photos(self, query: str, language: Language) -> Result:
        """All photos that a query of the gallery selects, such as `park=Olhain&_q=terril`."""
        found = self._ask("numbers", query, language)
        return Result(found["numbers"], found["said"])

    def around(self, query: str, photo_id: str, language: Language) -> Around | None:
        """What is around a photo in a result; None when the photo is none of it."""
        found = self._ask("around", f"{query}&{urlencode({'_at': photo_id})}", language)
        if found["before"] is None:
            return None
        return Around(found["previous"], found["next"], found["before"], found["photos"])

    def _ask(self, what: str, query: str, language: Language) -> dict[str, Any]:
        response = self.explorer.get(f"/-/catalogue/photos.{what}?{query}", language, self.person)
        if response.headers.get("content-type", "").startswith("application/json"):
            answer: dict[str, Any] = response.json()
            if response.status_code == _OK:
                return answer
            raise ResultRefused(query, str(answer.get("error", response.status_code)))
        raise ResultRefused(query, str(response.status_code))
