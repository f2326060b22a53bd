"""One file after the other, until the server has it and says the same hash."""

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from ssl import SSLCertVerificationError
from typing import Any, BinaryIO, TypeVar

from catalogue.errors import SendingRefused, ServerAway
from catalogue.sending.finding import Found, sha256_of
from catalogue.sending.remote import BROKEN, Answer, Remote

_CHUNK = 4 << 20
_ASKED_TOGETHER = 40
_TRIES = 8
_LONGEST_WAIT_S = 30.0
_BODY = "application/offset+octet-stream"
#: The server has it, or knows that it makes no photo: sending again would help nothing.
_HAS = frozenset({"received", "catalogued", "duplicate", "healed", "held", "quarantined"})
_NO_PHOTO = "quarantined"
_OK, _CREATED, _DONE, _NO_ROOM, _ELSEWHERE, _DIFFERS = 200, 201, 204, 507, 409, 460
_GONE = frozenset({404, 410})
#: Nothing is wrong with the file: the same request later does it.
_LATER = frozenset({408, 423, 429, 500, 502, 503, 504})
_T = TypeVar("_T")


class Fate(StrEnum):
    """What became of a file."""

    RECEIVED = "received"
    BEFORE = "before"
    NO_PHOTO = "no-photo"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A file and what became of it; the server has bytes of this hash unless it was refused."""

    found: Found
    sha256: str
    fate: Fate
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """An upload as the server tells of it."""

    id: str
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class _Place:
    """How far an upload has come; its hash once all of it has."""

    address: str
    offset: int
    sha256: str | None


class _Differs(Exception):
    """What came was not what was sent."""


class Sender:
    """Sends to one library. `creator` is said of files that name no photographer.

    `worry` is told why something is tried again; `pause` waits before it is.
    """

    def __init__(
        self,
        remote: Remote,
        *,
        creator: str | None = None,
        worry: Callable[[str], object] = lambda _: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._remote, self._creator, self._worry, self._pause = remote, creator, worry, pause

    def send(self, files: Sequence[Found]) -> Iterator[Receipt]:
        """A receipt for each file, as soon as it is known; ServerAway, TokenRefused, SendingRefused end it."""
        for at in range(0, len(files), _ASKED_TOGETHER):
            yield from self._send_some(files[at : at + _ASKED_TOGETHER])

    def _send_some(self, files: Sequence[Found]) -> Iterator[Receipt]:
        hashed: list[tuple[Found, str]] = []
        for found in files:
            try:
                hashed.append((found, sha256_of(found)))
            except OSError as error:
                yield Receipt(found, "", Fate.REFUSED, error.strerror or "it cannot be read")
        known = self._known([sha256 for _, sha256 in hashed])
        for found, sha256 in hashed:
            yield self._settled(found, sha256, known.get((sha256, found.path)))

    def _known(self, hashes: list[str]) -> dict[tuple[str, str], _Known]:
        """Uploads of ours with these hashes, the newest of each, by hash and path."""
        if not hashes:
            return {}
        answer = self._answer("GET", f"/uploads/?sha256={','.join(hashes)}")
        if answer.status != _OK:
            raise ServerAway(self._remote.url, answer.sentence() or f"status {answer.status}")
        uploads = reversed(json.loads(answer.body)["uploads"])
        return {_key(one): _Known(one["id"], one["state"], one["message"]) for one in uploads}

    def _settled(self, found: Found, sha256: str, known: _Known | None) -> Receipt:
        if known and known.state in _HAS:
            fate = Fate.NO_PHOTO if known.state == _NO_PHOTO else Fate.BEFORE
            return Receipt(found, sha256, fate, known.message)
        if not found.size_bytes:
            return Receipt(found, sha256, Fate.REFUSED, "The file is empty.")
        begun = f"/uploads/{known.id}" if known and known.state == "receiving" else None
        for _ in range(_TRIES):
            try:
                return self._upload(found, sha256, begun)
            except _Differs:
                begun = None
                if not found.is_as_it_was():
                    return Receipt(
                        found, sha256, Fate.REFUSED, "The file was changed while it was being sent."
                    )
            except OSError as error:
                return Receipt(found, sha256, Fate.REFUSED, error.strerror or "it cannot be read")
        return Receipt(found, sha256, Fate.REFUSED, "What arrives is not what was sent.")

    def _upload(self, found: Found, sha256: str, begun: str | None) -> Receipt:
        """The file is at the server, as far as it says so; _Differs when it has other bytes."""
        at = (begun and self._resumed(begun)) or self._begun(found, sha256)
        if isinstance(at, Answer):
            return _refused(found, sha256, at)
        with found.location.open("rb") as file:
            for part in self._parts(file, at):
                if isinstance(part, Answer):
                    return _refused(found, sha256, part)
                at = part
        if at.sha256 != sha256:
            raise _Differs
        return Receipt(found, sha256, Fate.RECEIVED)

    def _parts(self, file: BinaryIO, at: "_Place") -> "Iterator[_Place | Answer]":
        """How far the upload has come after each part, until it has a hash; or why it does not go on."""
        stuck = 0
        while at.sha256 is None:
            file.seek(at.offset)
            answer = self._patch(at.address, at.offset, file.read(_CHUNK))
            if answer.status in {_DIFFERS, *_GONE}:
                raise _Differs
            if answer.status != _DONE:
                yield answer
                return
            before, at = at, _Place(at.address, _offset(answer), _hash_in(answer))
            stuck = 0 if at.offset > before.offset else stuck + 1
            if stuck == _TRIES:
                raise ServerAway(self._remote.url, "the line breaks before anything gets through")
            yield at

    def _resumed(self, address: str) -> "_Place | None":
        """Where an upload goes on; None when the server has it no more."""
        answer = self._answer("HEAD", address)
        return None if answer.status in _GONE else _Place(address, _offset(answer), _hash_in(answer))

    def _begun(self, found: Found, sha256: str) -> "_Place | Answer":
        """Where a new upload begins, or why it does not."""
        answer = self._answer("POST", "/uploads/", self._announced(found, sha256))
        return _Place(answer.headers["location"], 0, None) if answer.status == _CREATED else answer

    def _announced(self, found: Found, sha256: str) -> dict[str, str]:
        modified = datetime.fromtimestamp(found.mtime_ns / 1e9, UTC).isoformat(timespec="seconds")
        told = {
            "filename": found.path.rsplit("/", 1)[-1],
            "relativePath": found.path,
            "sha256": sha256,
            "door": "script",
            "lastModified": modified,
            **({"creator": self._creator} if self._creator else {}),
        }
        pairs = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in told.items())
        return {"Upload-Length": str(found.size_bytes), "Upload-Metadata": pairs}

    def _patch(self, address: str, offset: int, content: bytes) -> Answer:
        """Bytes go to their place; the answer says how many of them are there."""
        headers = {"Upload-Offset": str(offset), "Content-Type": _BODY}
        answer = self._waited(lambda: self._remote.ask("PATCH", address, headers, content))
        # A line that broke had brought some of them: the same bytes, sent again, are not where it goes on.
        return self._where(address) if answer.status == _ELSEWHERE else answer

    def _where(self, address: str) -> Answer:
        """How much the server has, in the words of an answer to a PATCH."""
        answer = self._answer("HEAD", address)
        return Answer(_DONE, answer.headers, b"") if answer.status == _OK else answer

    def _answer(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._waited(lambda: self._remote.ask(method, path, headers))

    def _waited(self, act: Callable[[], Answer]) -> Answer:
        """An answer that means this file; one that means `later` is waited out. SendingRefused, ServerAway."""
        for _ in range(_TRIES):
            answer = self._patiently(act)
            if answer.status == _NO_ROOM:
                raise SendingRefused(answer.sentence() or "The server has no room for more.")
            if answer.status not in _LATER:
                return answer
            self._pause(min(float(answer.headers.get("retry-after", "2")), _LONGEST_WAIT_S))
        raise ServerAway(self._remote.url, answer.sentence() or f"status {answer.status}")

    def _patiently(self, act: Callable[[], _T]) -> _T:
        """Asked again while the line is broken, each time later; ServerAway."""
        wait = min(1.0, _LONGEST_WAIT_S)
        for left in reversed(range(_TRIES)):
            try:
                return act()
            except BROKEN as error:
                why = str(error) or type(error).__name__
                if not left or isinstance(error, SSLCertVerificationError):
                    raise ServerAway(self._remote.url, why) from error
                self._worry(why)
            self._pause(wait)
            wait = min(2 * wait, _LONGEST_WAIT_S)
        raise AssertionError


def _key(told: dict[str, Any]) -> tuple[str, str]:
    return told["sha256"] or told["sha256_told"], told["path"] or told["name"]


def _offset(answer: Answer) -> int:
    return int(answer.headers.get("upload-offset", "0"))


def _hash_in(answer: Answer) -> str | None:
    return answer.headers.get("upload-sha256")


def _refused(found: Found, sha256: str, answer: Answer) -> Receipt:
    return Receipt(found, sha256, Fate.REFUSED, answer.sentence() or f"The server answered {answer.status}.")
