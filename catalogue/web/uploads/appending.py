"""From a body to the file of its upload: one writer at a time, written in threads, handed over when it is whole."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from catalogue.errors import (
    ChecksumDiffers,
    PhotothequeError,
    UploadBusy,
    UploadCut,
    UploadNotThere,
    UploadOverlong,
    UploadTooSlow,
)
from catalogue.uploads.files import Appending
from catalogue.uploads.reception import Reception
from catalogue.uploads.upload import Upload
from catalogue.web.asgi import Headers
from catalogue.web.uploads import protocol
from catalogue.web.uploads.asked import Asked
from catalogue.web.uploads.protocol import Checksum
from catalogue.web.uploads.receiving import Allowance, Body, End, Turns

_ASKING, _WRITING = 8, 16
#: How a body can end before all of it has come.
_ENDINGS: dict[End, type[PhotothequeError]] = {
    End.CUT: UploadCut,
    End.STOPPED: UploadBusy,
    End.SLOW: UploadTooSlow,
}
_T = TypeVar("_T")


class Receiver:
    """Who is sending at this moment, and the threads that wait for the disk."""

    def __init__(self, reception: Reception) -> None:
        self.reception = reception
        self.turns, self._allowance = Turns(), Allowance()
        # Not the threads that everybody shares: a slow disk must not keep people from logging in. And small questions
        # do not wait behind twenty phones whose bytes are on their way to the disk.
        self._asking = ThreadPoolExecutor(_ASKING, thread_name_prefix="uploads-asking")
        self._writing = ThreadPoolExecutor(_WRITING, thread_name_prefix="uploads-writing")

    async def ask(self, act: Callable[..., _T], *arguments: Any) -> _T:
        """What a small question to the reception gives; a thread waits for the disk."""
        return await asyncio.get_running_loop().run_in_executor(self._asking, act, *arguments)

    async def put(self, act: Callable[..., _T], *arguments: Any) -> _T:
        """What an act gives that moves the bytes of a file."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, act, *arguments)

    @asynccontextmanager
    async def alone(self, asked: Asked, stop: Callable[[], None]) -> AsyncIterator[tuple[Upload, int]]:
        """The upload that is asked for, and how much of it has come; nobody else is at it meanwhile."""
        if self.turns.is_taken(asked.upload_id):
            # Only its sender may make a writer stop.
            await self.ask(self.reception.own, asked.upload_id, asked.sender)
        async with self.turns.turn(asked.upload_id, stop):
            yield await self.ask(self.reception.found, asked.upload_id, asked.sender)

    async def append(
        self, asked: Asked, upload: Upload, at: int, body: Body, checksum: Checksum | None
    ) -> tuple[Upload, int]:
        """The body is in the upload's file, on the disk; if it was the last one, the file is handed over."""
        async with self._allowance.one_more(asked.sender.person_id):
            writing = await self.put(self.reception.opened, upload, checksum is not None)
            try:
                if writing.offset != at:  # Another process has written since.
                    raise UploadNotThere(writing.offset)
                check_announced(asked.headers, at, writing.most)
                async with body:
                    await self._write(body, writing, checksum)
            finally:
                await self.put(writing.close)
        if upload.size_bytes == writing.offset:
            return await self.put(self.reception.finish, upload), writing.offset
        return upload, writing.offset

    async def _write(self, body: Body, writing: Appending, checksum: Checksum | None) -> None:
        counted = checksum.begin() if checksum else None
        while content := await body.take():
            if writing.offset + len(content) > writing.most:
                await self.put(writing.take_back)
                raise UploadOverlong
            await self.put(_write, writing, content, counted)
        if checksum is not None and counted is not None and not _is_right(body, checksum, counted):
            raise _ENDINGS.get(body.ended or End.WHOLE, ChecksumDiffers)
        await self.put(writing.settle)
        if body.ended in _ENDINGS:
            raise _ENDINGS[body.ended]


def _write(writing: Appending, content: bytes, counted: Any) -> None:
    writing.write(content)
    if counted is not None:
        counted.update(content)


def _is_right(body: Body, checksum: Checksum, counted: Any) -> bool:
    return body.ended is End.WHOLE and checksum.fits(counted)


def check_announced(headers: Headers, offset: int, most: int) -> None:
    """What a body says of its length fits into the upload; UploadOverlong."""
    announced = protocol.body_length(headers)
    if announced is not None and offset + announced > most:
        raise UploadOverlong
