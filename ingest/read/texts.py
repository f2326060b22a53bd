"""Text as it may be stored: decoded from what cameras and old programs wrote, free of control characters."""

import re
import unicodedata

CAPTION_LIMIT = 20_000
TEXT_LIMIT = 500

# Everything in C0 and C1 but tab and newline, and lone surrogates, which SQLite and JSON refuse.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BLANKS = " \t\n\x00\xa0"


def decode(raw: bytes) -> str:
    r"""Bytes of unknown encoding as text: UTF-8 where it is valid, else the code page of Western Windows.

    Windows-1252 is Latin-1 with `œ`, `’` and `€` where Latin-1 has control characters; its five holes are
    read as Latin-1. Never raises.

    >>> decode("Nœux".encode()), decode("étang".encode("latin-1")), decode(b"N\x9cux")
    ('Nœux', 'étang', 'Nœux')
    """
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def clean(text: str, limit: int = TEXT_LIMIT) -> str | None:
    r"""Text fit for storing, in NFC, without outer blanks, of at most `limit` characters; None when none is left.

    >>> clean("  Parc d'Olhain\x00 ")
    "Parc d'Olhain"
    >>> clean(" \n\x00") is None
    True
    """
    lines = text[: 4 * limit].replace("\r\n", "\n").replace("\r", "\n")
    whole = unicodedata.normalize("NFC", _UNSTORABLE.sub("", lines)).strip(_BLANKS)
    return whole[:limit].rstrip(_BLANKS) or None
