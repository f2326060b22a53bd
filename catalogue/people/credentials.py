"""Secrets that are shown once: of each only its hash is kept, and found again by it.

A secret has 256 random bits, so that a plain SHA-256 gives nothing to guess; and whoever measures how long the
index takes to find a hash learns nothing of the secret.
"""

import secrets
from hashlib import sha256

_BYTES = 32


def new_secret(prefix: str = "") -> str:
    """A secret that nobody can guess, fit for an address and a cookie."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
