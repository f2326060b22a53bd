"""What is answered: headers of tus, a sentence in the reader's language, or the state of uploads as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from catalogue.database.connection import DatabaseError, spoken_failure
from catalogue.errors import (
    HomeUnwritable,
    NotEnoughRoom,
    PhotothequeError,
    TooManyUploads,
    TusVersionRefused,
    UploadBusy,
    UploadNotThere,
)
from catalogue.uploads.states import Standing
from catalogue.uploads.upload import Upload
from catalogue.web.asgi import Headers, Scope, header
from catalogue.web.uploads import protocol
from catalogue.words.languages import COOKIE, Language, choose
from catalogue.words.upload_words import refusal_words, state_words

_NO_ROOM, _UNABLE = 507, 503
_SOON_S = 2
#: Failures of the disk and of the databases: what has come is kept, and the sender goes on later.
FAILURES = (PhotothequeError, DatabaseError, OSError)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. With `closing` the connection ends after it, for its body was not read."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    closing: bool = False

    def all_headers(self) -> Headers:
        """Its headers, as they are sent."""
        said = {**self.headers, **({"connection": "close"} if self.closing else {})}
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in said.items()]


def language_of(scope: Scope) -> Language:
    """The language of whoever asks: by the cookie, else by what their browser prefers."""
    accepted = header(scope["headers"], b"accept-language").decode("latin-1")
    try:
        jar = SimpleCookie(header(scope["headers"], b"cookie").decode("latin-1"))
    except CookieError:
        jar = SimpleCookie()
    return choose(jar[COOKIE].value if COOKIE in jar else None, accepted)


def sentence(status: int, words: str, headers: Mapping[str, str] | None = None) -> Answer:
    """One sentence, as plain text."""
    said = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store", **(headers or {})}
    return Answer(status, said, f"{words}\n".encode())


def refused(error: Exception, home: str, language: Language) -> Answer:
    """Why something was not done: one of FAILURES, spoken to a person."""
    spoken = spoken_failure(error, home)
    if not isinstance(spoken, PhotothequeError):
        spoken = HomeUnwritable(home, str(error))
    return sentence(_status(spoken), refusal_words(spoken, language), dict(_facts(spoken)))


def _status(error: PhotothequeError) -> int:
    if isinstance(error, NotEnoughRoom):
        return _NO_ROOM
    return _UNABLE if error.http_status == 500 else error.http_status  # noqa: PLR2004


def _facts(error: PhotothequeError) -> Iterable[tuple[str, str]]:
    if isinstance(error, TusVersionRefused):
        yield "tus-version", protocol.VERSION
    if isinstance(error, UploadNotThere):
        yield "upload-offset", str(error.offset)
    if isinstance(error, (TooManyUploads, UploadBusy)) or _status(error) == _UNABLE:
        yield "retry-after", str(_SOON_S)


def facts_of(upload: Upload, offset: int) -> dict[str, str]:
    """The headers that say how an upload stands."""
    said = {"upload-offset": str(offset), "cache-control": "no-store"}
    if upload.received_at is None:
        said["upload-expires"] = protocol.expires(upload.expires_at)
    if upload.sha256 is not None:
        said["upload-sha256"] = upload.sha256
    return said


def all_facts_of(upload: Upload, offset: int) -> dict[str, str]:
    """The same, with what was said when it began."""
    said = facts_of(upload, offset)
    if upload.size_bytes is None:
        said["upload-defer-length"] = "1"
    else:
        said["upload-length"] = str(upload.size_bytes)
    if upload.told.metadata:
        said["upload-metadata"] = upload.told.metadata
    return said


def as_json(told: object) -> Answer:
    """What is told, as JSON."""
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Answer(200, {"content-type": "application/json", "cache-control": "no-store"}, body)


def told_of(standing: Standing, language: Language) -> dict[str, Any]:
    """One upload as programs and pages read it."""
    upload = standing.upload
    return {
        "id": upload.id,
        "name": upload.told.name,
        "size": upload.size_bytes,
        "offset": standing.offset,
        "state": standing.state.value,
        "sha256": upload.sha256,
        "sha256_told": upload.told.sha256,
        "code": standing.code,
        "message": state_words(standing.state.value, standing.code, language),
        "photo": standing.photo_id,
        "outing": upload.told.outing,
        "created_at": upload.created_at,
        "received_at": upload.received_at,
    }
