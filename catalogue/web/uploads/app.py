"""The application at `/uploads/`: tus 1.0 for whoever sends, and how their uploads stand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import parse_qs

from catalogue.errors import (
    ChecksumDiffers,
    NoSuchUpload,
    PhotothequeError,
    TusVersionRefused,
    UploadBusy,
    UploadCut,
    UploadNotThere,
    UploadOverlong,
    UploadTooSlow,
)
from catalogue.people.person import Person
from catalogue.uploads import files
from catalogue.uploads.files import Appending
from catalogue.uploads.metadata import told_of
from catalogue.uploads.reception import Reception
from catalogue.uploads.upload import Sender, Upload
from catalogue.web.access.refusing import CHALLENGE
from catalogue.web.access.rules import rule_of_upload
from catalogue.web.asgi import PERSON, App, Headers, Message, Receive, Scope, Send, answer, header
from catalogue.web.dispatcher import UPLOADS
from catalogue.web.uploads import answers, protocol
from catalogue.web.uploads.answers import Answer
from catalogue.web.uploads.protocol import Checksum
from catalogue.web.uploads.receiving import Allowance, Body, End, Incoming, Turns
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

ALL, ONE = f"{UPLOADS}/", f"{UPLOADS}/<upload_id>"
_THREADS = 8
_WHO = sayable("Say first who you are: log in, or send a token.")
_NOT_YOURS = sayable("This is not open to your role.")
_NO_SUCH_METHOD = sayable("This cannot be asked here.")
_ENDINGS: dict[End, type[PhotothequeError]] = {
    End.CUT: UploadCut,
    End.STOPPED: UploadBusy,
    End.SLOW: UploadTooSlow,
}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what is meant, by whom, and how its body is received."""

    method: str
    upload_id: str
    query: str
    headers: Headers
    sender: Sender
    language: Language
    receive: Incoming


class Uploads:
    """The routes. One object serves all requests of a process, for it knows who is sending at this moment."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._turns, self._allowance = Turns(), Allowance()
        # Not the threads that everybody shares: a slow disk must not keep people from logging in.
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="uploads")
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
        language, incoming = answers.language_of(scope), Incoming(receive)
        method, route, upload_id = _routed(scope)
        person: Person | None = scope.get(PERSON)
        found = self.routes.get((method, route))
        if found is None:
            told = self._without_route(route, language)
        elif not self._admits(method, route, scope):
            told = _turned_away(person, language)
        else:
            asked = Asked(
                method,
                upload_id,
                scope["query_string"].decode("latin-1"),
                scope["headers"],
                _sender(person),
                language,
                incoming,
            )
            told = await self._answered(found, asked)
        await _sent(told, scope, incoming, send)

    def let_go(self) -> None:
        """Whoever is sending is asked to come again later."""
        self._turns.let_all_go()

    def _admits(self, method: str, route: str, scope: Scope) -> bool:
        """True for whoever may; without accounts, where no scope names anybody, for everybody."""
        person = scope.get(PERSON)
        return PERSON not in scope or rule_of_upload(method, route).admits(person.role if person else None)

    def _without_route(self, route: str, language: Language) -> Answer:
        allowed = ", ".join(method for method, known in self.routes if known == route)
        return answers.sentence(405, language.text(_NO_SUCH_METHOD), {"allow": allowed})

    async def _answered(self, act: Callable[[Asked], Awaitable[Answer]], asked: Asked) -> Answer:
        try:
            if asked.method not in {"OPTIONS", "GET"} and not protocol.speaks_ours(asked.headers):
                raise TusVersionRefused
            return await act(asked)
        except answers.FAILURES as error:
            return answers.refused(error, str(self._reception.home.root), asked.language)

    async def _run(self, act: Callable[..., _T], *arguments: Any) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *arguments)

    # What is spoken, and how uploads stand.

    async def _say_what_is_spoken(self, asked: Asked) -> Answer:  # noqa: ARG002 it is the same for everybody
        return Answer(
            204,
            {
                "tus-version": protocol.VERSION,
                "tus-extension": protocol.EXTENSIONS,
                "tus-checksum-algorithm": ",".join(protocol.ALGORITHMS),
                "tus-max-size": str(await self._run(self._reception.largest)),
            },
        )

    async def _list(self, asked: Asked) -> Answer:
        query = parse_qs(asked.query)
        ids = [one for part in query["ids"] for one in part.split(",")] if "ids" in query else None
        found = await self._run(self._reception.listed, asked.sender, ids, query.get("since", [None])[0])
        return answers.as_json({"uploads": [answers.told_of(one, asked.language) for one in found]})

    async def _tell(self, asked: Asked) -> Answer:
        found = await self._run(self._reception.listed, asked.sender, [asked.upload_id])
        if not found:
            raise NoSuchUpload
        told = answers.as_json(answers.told_of(found[0], asked.language))
        sha256 = found[0].upload.sha256
        return replace(told, headers={**told.headers, **({"upload-sha256": sha256} if sha256 else {})})

    async def _say_offset(self, asked: Asked) -> Answer:
        async with self._alone(asked, lambda: None) as upload:
            offset = await self._run(self._reception.offset, upload)
        return Answer(200, answers.all_facts_of(upload, offset))

    @asynccontextmanager
    async def _alone(self, asked: Asked, stop: Callable[[], None]) -> AsyncIterator[Upload]:
        """The upload that is asked for, which nobody else is at meanwhile."""
        await self._run(self._reception.own, asked.upload_id, asked.sender)
        async with self._turns.turn(asked.upload_id, stop):
            yield await self._run(self._reception.find, asked.upload_id, asked.sender)

    # Begun, gone on with, ended.

    async def _begin(self, asked: Asked) -> Answer:
        size = protocol.declared_length(asked.headers, needed=True)
        sent = protocol.metadata_of(asked.headers)
        told = told_of(sent, asked.sender.name, protocol.metadata_text(asked.headers))
        checksum = protocol.checksum_of(asked.headers)
        upload = await self._run(self._reception.begin, asked.sender, told, size)
        said = {"location": f"{ALL}{upload.id}"}
        if not protocol.has_body(asked.headers):
            return Answer(201, {**answers.facts_of(upload, 0), **said})
        try:
            received, offset = await self._receive(asked, upload, checksum)
        except (ChecksumDiffers, UploadOverlong):
            # Nobody was told its id: it would only stand in the way until it expires.
            await self._run(self._reception.end, upload)
            raise
        return Answer(201, {**answers.facts_of(received, offset), **said})

    async def _receive(self, asked: Asked, upload: Upload, checksum: Checksum | None) -> tuple[Upload, int]:
        body = Body(asked.receive)
        async with self._turns.turn(upload.id, body.stop):
            return await self._append(asked, upload, body, checksum)

    async def _go_on(self, asked: Asked) -> Answer:
        protocol.check_body(asked.headers)
        at, checksum = protocol.offset_of(asked.headers), protocol.checksum_of(asked.headers)
        size = protocol.declared_length(asked.headers, needed=False)
        body = Body(asked.receive)
        async with self._alone(asked, body.stop) as found:
            upload = await self._sized(found, size, asked.sender)
            offset = await self._run(self._reception.offset, upload)
            if at != offset:
                raise UploadNotThere(offset)
            if upload.received_at is None:
                upload, offset = await self._append(asked, upload, body, checksum)
        return Answer(204, answers.facts_of(upload, offset))

    async def _sized(self, upload: Upload, size: int | None, sender: Sender) -> Upload:
        protocol.check_same_length(upload.size_bytes, size)
        if upload.size_bytes is None and size is not None:
            return await self._run(self._reception.declare, upload, size, sender)
        return upload

    async def _append(
        self, asked: Asked, upload: Upload, body: Body, checksum: Checksum | None
    ) -> tuple[Upload, int]:
        """The body is in the upload's file, on the disk; if it was the last one, the file is handed over."""
        most = await self._run(self._reception.most_bytes, upload)
        await self._run(self._reception.check_room)
        async with self._allowance.one_more(asked.sender.person_id):
            writing = await self._run(_opened, self._reception, upload, checksum is not None)
            try:
                _check_announced(asked.headers, writing.offset, most)
                async with body:
                    await self._write(body, writing, most, checksum)
            finally:
                await self._run(writing.close)
        if upload.size_bytes == writing.offset:
            return await self._run(self._reception.finish, upload), writing.offset
        return upload, writing.offset

    async def _write(self, body: Body, writing: Appending, most: int, checksum: Checksum | None) -> None:
        counted = checksum.begin() if checksum else None
        while content := await body.take():
            if writing.offset + len(content) > most:
                await self._run(writing.take_back)
                raise UploadOverlong
            await self._run(writing.write, content)
            if counted is not None:
                counted.update(content)
        if checksum is not None and counted is not None and not _is_right(body, checksum, counted):
            raise _ENDINGS.get(body.ended or End.WHOLE, ChecksumDiffers)
        await self._run(writing.settle)
        if body.ended in _ENDINGS:
            raise _ENDINGS[body.ended]

    async def _end(self, asked: Asked) -> Answer:
        async with self._alone(asked, lambda: None) as upload:
            await self._run(self._reception.end, upload)
        return Answer(204)


def _is_right(body: Body, checksum: Checksum, counted: Any) -> bool:
    return body.ended is End.WHOLE and checksum.fits(counted)


def _opened(reception: Reception, upload: Upload, aside: bool) -> Appending:
    return files.open_to_append(reception.home, upload.id, aside=aside)


def _check_announced(headers: Headers, offset: int, most: int) -> None:
    """What a body says of its length fits into the upload; UploadOverlong."""
    announced = protocol.body_length(headers)
    if announced is not None and offset + announced > most:
        raise UploadOverlong


def _routed(scope: Scope) -> tuple[str, str, str]:
    """Method, route and id of the upload that are asked for."""
    method = protocol.method_of(scope["method"], scope["headers"])
    upload_id = scope["path"].removeprefix(UPLOADS).strip("/")
    return method, ONE if upload_id else ALL, upload_id


def _sender(person: Person | None) -> Sender:
    if person is None:
        return Sender(None, None, None)
    return Sender(person.id, person.name, f"{person.by} {person.credential_id}")


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
