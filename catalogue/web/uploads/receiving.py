"""Bodies as they come: read at once, written in threads, ended by their sender, by a newer request, or by patience.

A body in our hands holds no thread of the site: two hundred that stand still are two hundred open connections.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import Enum
from types import TracebackType
from typing import Self

from catalogue.errors import TooManyUploads, UploadBusy
from catalogue.web.asgi import Message, Receive

#: So many bytes at least must come within so many seconds: no phone line is slower and alive.
FLOOR_BYTES = 8_192
PATIENCE_S = 30.0
#: Bodies at once, of one person and of all.
MOST_OF_PERSON = 8
MOST = 256
#: How long a newer request waits for an older one to let go.
_LETTING_GO_S = 3.0
#: What comes while the disk is slow; then the sender has to wait.
_BUFFERED = 1 << 20
# Of a body that is refused, so much is read before the answer: a sender that still sends would not see it.
_PASSED_OVER, _PASSED_OVER_S = 1 << 18, 1.0


class End(Enum):
    """How a body ended."""

    WHOLE = "whole"
    CUT = "cut"
    STOPPED = "stopped"
    SLOW = "slow"


class Incoming:
    """What a server receives of one request. `over` once nothing more can come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.over = False

    async def __call__(self) -> Message:
        """The next part of the body, or that its sender is gone."""
        message = await self._receive()
        self.over = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message

    async def passed_over(self) -> bool:
        """A body that nobody wants is read a little; True when that was all of it, so that the connection can go on."""
        seen = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_PASSED_OVER_S):
                while not self.over and seen <= _PASSED_OVER:
                    seen += len((await self()).get("body", b""))
        return self.over


class Body:
    """A body that is being received; between `async with` it is read as fast as it comes."""

    def __init__(self, receive: Receive, *, patience_s: float = PATIENCE_S) -> None:
        self._receive = receive
        self._patience_s = patience_s
        self._parts: list[bytes] = []
        self._size = 0
        self._since_floor = 0
        self._due: float | None = None
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self.ended: End | None = None

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader

    def end(self, how: End) -> None:
        """Nothing more is received."""
        self.ended = self.ended or how
        self._news.set()
        self._room.set()

    def stop(self) -> None:
        """A newer request has come: this one is to let go."""
        self.end(End.STOPPED)

    async def _read(self) -> None:
        while self.ended is None:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.end(End.CUT)
                return
            self._keep(message.get("body", b""))
            if not message.get("more_body", False):
                self.end(End.WHOLE)
            elif self._size > _BUFFERED:
                self._room.clear()
                await self._room.wait()

    def _keep(self, content: bytes) -> None:
        if content:
            self._parts.append(content)
            self._size += len(content)
            self._news.set()

    async def take(self) -> bytes:
        """All that has come since the last time, waited for; nothing once the body has ended, as `ended` says."""
        while not self._parts and self.ended is None:
            self._news.clear()
            try:
                async with asyncio.timeout_at(self._deadline()):
                    await self._news.wait()
            except TimeoutError:
                self.end(End.SLOW)
        return self._taken()

    def _deadline(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._due is None or self._since_floor >= FLOOR_BYTES:
            self._due, self._since_floor = now + self._patience_s, 0
        return self._due

    def _taken(self) -> bytes:
        content = b"".join(self._parts)
        self._parts, self._size = [], 0
        self._since_floor += len(content)
        self._room.set()
        return content


class Turns:
    """One writer of an upload at a time: a newer one asks the older to stop, for its connection may be long dead."""

    def __init__(self) -> None:
        self._holding: dict[str, tuple[Callable[[], None], asyncio.Event]] = {}

    def is_taken(self, upload_id: str) -> bool:
        """True while somebody here is at this upload."""
        return upload_id in self._holding

    @asynccontextmanager
    async def turn(self, upload_id: str, stop: Callable[[], None]) -> AsyncIterator[None]:
        """Nobody else here is at this upload; UploadBusy when somebody does not let go. `stop` is for the next one."""
        await self._let_go(upload_id)
        over = asyncio.Event()
        self._holding[upload_id] = (stop, over)
        try:
            yield
        finally:
            del self._holding[upload_id]
            over.set()

    def let_all_go(self) -> None:
        """Everybody is asked to stop."""
        for stop, _ in list(self._holding.values()):
            stop()

    async def _let_go(self, upload_id: str) -> None:
        try:
            async with asyncio.timeout(_LETTING_GO_S):
                while (held := self._holding.get(upload_id)) is not None:
                    stop, over = held
                    stop()
                    await over.wait()
        except TimeoutError:
            raise UploadBusy from None


class Allowance:
    """How many bodies are received at once."""

    def __init__(self) -> None:
        self._counts: dict[int | None, int] = {}

    @asynccontextmanager
    async def one_more(self, person_id: int | None) -> AsyncIterator[None]:
        """One more body of this person is received; TooManyUploads."""
        count = self._counts.get(person_id, 0)
        if count >= MOST_OF_PERSON or sum(self._counts.values()) >= MOST:
            raise TooManyUploads
        self._counts[person_id] = count + 1
        try:
            yield
        finally:
            self._counts[person_id] -= 1
            if not self._counts[person_id]:
                del self._counts[person_id]
