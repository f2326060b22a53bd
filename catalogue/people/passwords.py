"""Passwords: which ones may be chosen, how they are kept (argon2id), how one is checked."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalogue.errors import PasswordRefused
from catalogue.people.commonplaces import is_commonplace, letters

SHORTEST = 12
LONGEST = 1000
# A shorter name stands in many words: Jo could choose hardly any password.
_TELLING_NAME = 4
_HASHER = PasswordHasher()
# Each check takes 64 MB and every core: a crowd at the door waits for its turn, and the machine stays usable.
_TURNS = BoundedSemaphore(2)


def acceptable(password: str, name: str) -> None:
    """The password may be chosen by the person of this name; otherwise PasswordRefused."""
    typed = unicodedata.normalize("NFKC", password)
    if len(typed) < SHORTEST:
        raise PasswordRefused("short")
    if len(typed) > LONGEST:
        raise PasswordRefused("long")
    if len(letters(name)) >= _TELLING_NAME and letters(name) in letters(typed):
        raise PasswordRefused("name")
    if is_commonplace(typed):
        raise PasswordRefused("common")


def kept(password: str) -> str:
    """What is kept of a password: its argon2id hash, salt and costs included."""
    with _TURNS:
        return _HASHER.hash(_typed(password))


def fits(password: str, password_hash: str | None) -> bool:
    """True when the password is the one that was kept. Without one it is false, and takes as long to say."""
    with _TURNS:
        # The first ones after a start all make it, as no one waits for another: they need a turn for that, too.
        decoy = _decoy()
        try:
            _HASHER.verify(password_hash or decoy, _typed(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """True when the library would keep the password at another cost today."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _decoy() -> str:
    """A hash that nothing fits, made as every other is; made before it is known whether it will be needed."""
    return _HASHER.hash(b"nobody has this password")


def _typed(password: str) -> bytes:
    """A password as it is hashed: the same letter typed on another keyboard is the same (NIST SP 800-63B).

    What is too long to be anybody's is cut, so that checking it costs no more.
    """
    normal = unicodedata.normalize("NFKC", password[: LONGEST + 1])
    return normal.encode("utf-8", "surrogatepass")
