"""What the headers of tus 1.0 say, as values. Pure; what cannot be understood is UploadRefused."""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from email.utils import format_datetime

from catalogue.errors import UploadBodyRefused, UploadRefused
from catalogue.people import moments
from catalogue.web.asgi import Headers, header
from catalogue.words.wording import sayable

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration"
ALGORITHMS = ("sha1", "sha256", "md5")
BODY_TYPE = b"application/offset+octet-stream"
_NUMBER = re.compile(r"\d{1,18}")
_KEY = re.compile(r"[!-+\--~]{1,100}")
_LONGEST_METADATA = 32_768

_BAD_LENGTH = sayable("Upload-Length is no number of bytes")
_NO_LENGTH = sayable("neither Upload-Length nor Upload-Defer-Length is said")
_OTHER_LENGTH = sayable("Upload-Length is another than before")
_BAD_OFFSET = sayable("Upload-Offset is no number of bytes")
_BAD_METADATA = sayable("Upload-Metadata are no words in base64")
_BAD_CHECKSUM = sayable("Upload-Checksum is not sha1, sha256 or md5, and a hash in base64")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one body must hash to."""

    algorithm: str
    digest: bytes

    def begin(self) -> "hashlib._Hash":
        """A hash of nothing yet."""
        return hashlib.new(self.algorithm, usedforsecurity=False)

    def fits(self, counted: "hashlib._Hash") -> bool:
        """True when what was counted is what was sent."""
        return hmac.compare_digest(counted.digest(), self.digest)


def method_of(method: str, headers: Headers) -> str:
    """The method that is meant: some proxies let only GET and POST pass.

    >>> method_of("POST", [(b"x-http-method-override", b"patch")]), method_of("GET", [])
    ('PATCH', 'GET')
    """
    overriding = header(headers, b"x-http-method-override").decode("latin-1").strip().upper()
    return overriding if method == "POST" and overriding else method


def speaks_ours(headers: Headers) -> bool:
    """True for a client of the version that we speak."""
    return header(headers, b"tus-resumable") == VERSION.encode()


def declared_length(headers: Headers, *, needed: bool) -> int | None:
    """The size of the whole file; None where it is said later, or nothing is said and it is not needed."""
    length, deferred = header(headers, b"upload-length"), header(headers, b"upload-defer-length")
    if length:
        return _number(length, _BAD_LENGTH)
    if needed and deferred != b"1":
        raise UploadRefused(_NO_LENGTH)
    return None


def check_same_length(known: int | None, said: int | None) -> None:
    """A size that is known is not said otherwise."""
    if known is not None and said is not None and known != said:
        raise UploadRefused(_OTHER_LENGTH)


def offset_of(headers: Headers) -> int:
    """Where the bytes of a body begin in their file."""
    return _number(header(headers, b"upload-offset"), _BAD_OFFSET)


def _number(sent: bytes, why: str) -> int:
    text = sent.decode("latin-1").strip()
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        raise UploadRefused(why)
    return int(text)


def body_length(headers: Headers) -> int | None:
    """How many bytes a body has, where it says so before."""
    sent = header(headers, b"content-length").decode("latin-1")
    return int(sent) if sent.isascii() and sent.isdecimal() else None


def has_body(headers: Headers) -> bool:
    """True when bytes of a file follow."""
    return header(headers, b"content-type").split(b";")[0].strip() == BODY_TYPE


def check_body(headers: Headers) -> None:
    """Bytes follow that are those of a file; UploadBodyRefused."""
    if not has_body(headers):
        raise UploadBodyRefused


def checksum_of(headers: Headers) -> Checksum | None:
    """What the bytes of a body must hash to; None when nothing is said."""
    sent = header(headers, b"upload-checksum").decode("latin-1")
    if not sent:
        return None
    algorithm, _, encoded = sent.strip().partition(" ")
    digest = _decoded(encoded.strip())
    if algorithm not in ALGORITHMS or digest is None:
        raise UploadRefused(_BAD_CHECKSUM)
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise UploadRefused(_BAD_CHECKSUM)
    return Checksum(algorithm, digest)


def metadata_of(headers: Headers) -> dict[str, str]:
    r"""What is said of a file, by name. Bytes that are no UTF-8 are spelled out: a name must not cost a photo.

    >>> metadata_of([(b"upload-metadata", b"filename w6l0w6kuanBn,door")])
    {'filename': 'été.jpg', 'door': ''}
    """
    sent = metadata_text(headers)
    pairs = [part.strip().partition(" ") for part in sent.split(",")] if sent.strip() else []
    return {key: _said(key, encoded.strip()) for key, _, encoded in pairs}


def metadata_text(headers: Headers) -> str:
    """The metadata as they were sent."""
    sent = header(headers, b"upload-metadata").decode("latin-1")
    if len(sent) > _LONGEST_METADATA:
        raise UploadRefused(_BAD_METADATA)
    return sent


def _said(key: str, encoded: str) -> str:
    decoded = _decoded(encoded)
    if decoded is None or not _KEY.fullmatch(key):
        raise UploadRefused(_BAD_METADATA)
    return decoded.decode("utf-8", "backslashreplace")


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def expires(stored: str) -> str:
    """A moment as headers say it (RFC 9110, 5.6.7).

    >>> expires("2026-12-10T14:08:15Z")
    'Thu, 10 Dec 2026 14:08:15 GMT'
    """
    return format_datetime(moments.moment(stored), usegmt=True)
