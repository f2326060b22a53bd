"""The application at `/uploads/`: tus 1.0 for whoever sends, and how their uploads stand."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs

from catalogue.errors import (
    NoSuchUpload,
    TusVersionRefused,
    UploadBusy,
    UploadCut,
    UploadNotThere,
    UploadTooSlow,
)
from catalogue.people.person import Person
from catalogue.uploads.metadata import told_of
from catalogue.uploads.reception import Reception
from catalogue.uploads.upload import Sender, Upload
from catalogue.web.access.refusing import CHALLENGE
from catalogue.web.access.rules import rule_of_upload
from catalogue.web.asgi import PERSON, App, Message, Receive, Scope, Send, answer, header
from catalogue.web.dispatcher import UPLOADS
from catalogue.web.uploads import answers, protocol
from catalogue.web.uploads.answers import Answer
from catalogue.web.uploads.appending import Receiver, check_announced
from catalogue.web.uploads.asked import ALL, ONE, Asked, asked_of
from catalogue.web.uploads.protocol import Checksum
from catalogue.web.uploads.receiving import Body, Incoming
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_WHO = sayable("Say first who you are: log in, or send a token.")
_NOT_YOURS = sayable("This is not open to your role.")
_NO_SUCH_METHOD = sayable("This cannot be asked here.")


class Uploads:
    """The routes. One object serves all requests of a process, for it knows who is sending at this moment."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._receiver = Receiver(reception)
        self.routes: dict[tuple[str, str], Callable[[Asked], Awaitable[Answer]]] = {
            ("OPTIONS", ALL): self._say_what_is_spoken,
            ("OPTIONS", ONE): self._say_what_is_spoken,
            ("GET", ALL): self._list,
            ("POST", ALL): self._begin,
            ("GET", ONE): self._tell,
            ("HEAD", ONE): self._say_offset,
            ("PATCH", ONE): self._go_on,
            ("DELETE", ONE): self._end,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request is answered."""
        asked = asked_of(scope, receive)
        found = self.routes.get((asked.method, asked.route))
        if found is None:
            told = self._without_route(asked)
        elif not _admits(asked, scope):
            told = _turned_away(scope.get(PERSON), asked.language)
        else:
            told = await self._answered(found, asked)
        await _sent(told, scope, asked.receive, send)

    def let_go(self) -> None:
        """Whoever is sending is asked to come again later."""
        self._receiver.turns.let_all_go()

    def _without_route(self, asked: Asked) -> Answer:
        allowed = ", ".join(method for method, route in self.routes if route == asked.route)
        return answers.sentence(405, asked.language.text(_NO_SUCH_METHOD), {"allow": allowed})

    async def _answered(self, act: Callable[[Asked], Awaitable[Answer]], asked: Asked) -> Answer:
        try:
            if asked.method not in {"OPTIONS", "GET"} and not protocol.speaks_ours(asked.headers):
                raise TusVersionRefused
            return await act(asked)
        except answers.FAILURES as error:
            return answers.refused(error, str(self._reception.home.root), asked.language)

    # What is spoken, and how uploads stand.

    async def _say_what_is_spoken(self, asked: Asked) -> Answer:  # noqa: ARG002 it is the same for everybody
        return Answer(
            204,
            {
                "tus-version": protocol.VERSION,
                "tus-extension": protocol.EXTENSIONS,
                "tus-checksum-algorithm": ",".join(protocol.ALGORITHMS),
                "tus-max-size": str(await self._receiver.ask(self._reception.largest)),
            },
        )

    async def _list(self, asked: Asked) -> Answer:
        query = parse_qs(asked.query)
        ids = [one for part in query["ids"] for one in part.split(",")] if "ids" in query else None
        found = await self._receiver.ask(
            self._reception.listed, asked.sender, ids, query.get("since", [None])[0]
        )
        return answers.as_json({"uploads": [answers.told_of(one, asked.language) for one in found]})

    async def _tell(self, asked: Asked) -> Answer:
        found = await self._receiver.ask(self._reception.listed, asked.sender, [asked.upload_id])
        if not found:
            raise NoSuchUpload
        told = answers.as_json(answers.told_of(found[0], asked.language))
        sha256 = found[0].upload.sha256
        return replace(told, headers={**told.headers, **({"upload-sha256": sha256} if sha256 else {})})

    async def _say_offset(self, asked: Asked) -> Answer:
        async with self._receiver.alone(asked, lambda: None) as (upload, offset):
            return Answer(200, answers.all_facts_of(upload, offset))

    # Begun, gone on with, ended.

    async def _begin(self, asked: Asked) -> Answer:
        size = protocol.declared_length(asked.headers, needed=True)
        sent = protocol.metadata_of(asked.headers)
        told = told_of(sent, asked.sender.name, protocol.metadata_text(asked.headers))
        checksum = protocol.checksum_of(asked.headers)
        upload = await self._receiver.ask(self._reception.begin, asked.sender, told, size)
        said = {"location": f"{ALL}{upload.id}"}
        if not protocol.has_body(asked.headers):
            return Answer(201, {**answers.facts_of(upload, 0), **said})
        try:
            received, offset = await self._receive(asked, upload, checksum)
        except (UploadCut, UploadBusy, UploadTooSlow):
            raise
        except answers.FAILURES:
            # Nobody was told its id: it would only stand in the way until it expires.
            with suppress(*answers.FAILURES):
                await self._receiver.ask(self._reception.end, upload)
            raise
        return Answer(201, {**answers.facts_of(received, offset), **said})

    async def _receive(self, asked: Asked, upload: Upload, checksum: Checksum | None) -> tuple[Upload, int]:
        body = Body(asked.receive)
        async with self._receiver.turns.turn(upload.id, body.stop):
            return await self._receiver.append(asked, upload, 0, body, checksum)

    async def _go_on(self, asked: Asked) -> Answer:
        protocol.check_body(asked.headers)
        at, checksum = protocol.offset_of(asked.headers), protocol.checksum_of(asked.headers)
        size = protocol.declared_length(asked.headers, needed=False)
        body = Body(asked.receive)
        async with self._receiver.alone(asked, body.stop) as (found, offset):
            upload = await self._sized(found, size, asked.sender)
            if at != offset:
                raise UploadNotThere(offset)
            if upload.received_at is not None:
                check_announced(asked.headers, offset, offset)
                return Answer(204, answers.facts_of(upload, offset))
            return Answer(
                204, answers.facts_of(*await self._receiver.append(asked, upload, at, body, checksum))
            )

    async def _sized(self, upload: Upload, size: int | None, sender: Sender) -> Upload:
        protocol.check_same_length(upload.size_bytes, size)
        if upload.size_bytes is None and size is not None:
            return await self._receiver.ask(self._reception.declare, upload, size, sender)
        return upload

    async def _end(self, asked: Asked) -> Answer:
        async with self._receiver.alone(asked, lambda: None) as (upload, _):
            await self._receiver.ask(self._reception.end, upload)
        return Answer(204)


def _admits(asked: Asked, scope: Scope) -> bool:
    """True for whoever may; without accounts, where no scope names anybody, for everybody."""
    person = scope.get(PERSON)
    role = person.role if person else None
    return PERSON not in scope or rule_of_upload(asked.method, asked.route).admits(role)


def _turned_away(person: Person | None, language: Language) -> Answer:
    if person is None:
        return answers.sentence(401, language.text(_WHO), {"www-authenticate": CHALLENGE})
    return answers.sentence(403, language.text(_NOT_YOURS))


async def _sent(told: Answer, scope: Scope, incoming: Incoming, send: Send) -> None:
    """The answer is sent; if it came before the body was read, the connection ends with it."""
    if told.status >= 400 and scope["method"] not in {"GET", "HEAD"}:  # noqa: PLR2004
        awaited = header(scope["headers"], b"expect").lower() == b"100-continue"
        told = replace(told, closing=awaited or not await incoming.passed_over())
    if told.status == 204:  # noqa: PLR2004
        await send({"type": "http.response.start", "status": 204, "headers": told.all_headers()})
        await send({"type": "http.response.body", "body": b""})
        return
    await answer(send, told.status, told.all_headers(), told.body)


def spoken(app: App) -> App:
    """The whole application, whose answers below `/uploads` all say which protocol is spoken there."""

    async def speak(scope: Scope, receive: Receive, send: Send) -> None:
        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"tus-resumable", protocol.VERSION.encode())]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, said if is_below(scope) else send)

    return speak


def is_below(scope: Scope) -> bool:
    """True for what this application answers."""
    return bool(scope["type"] == "http" and (scope["path"] == UPLOADS or scope["path"].startswith(ALL)))
