"""Names of people: as they are shown, and as they are compared."""

import unicodedata

from catalogue.database.folding import fold
from catalogue.errors import NameRefused

LONGEST = 80
# Control, format (text direction and invisible joiners among them), surrogates, private use and unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def tidy(name: str) -> str:
    r"""A name without what cannot be seen, with single spaces; it may be empty.

    >>> tidy("  Léa\u202e   Dupont\x07 ")
    'Léa Dupont'
    """
    spaced = " ".join(name.split())
    seen = "".join(c for c in unicodedata.normalize("NFC", spaced) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())


def person_name(name: str) -> str:
    """A name as it is kept, of 1 to 80 characters; NameRefused for what is none."""
    kept = tidy(name)
    if not folded(kept) or len(kept) > LONGEST:
        raise NameRefused
    return kept


def folded(name: str) -> str:
    """A name as it is compared: `Léa Dupont` and `lea dupont` are one person. Nobody types more than 200 characters.

    >>> folded("Léa  DUPONT")
    'lea dupont'
    """
    return fold(tidy(name[:200])).strip()
