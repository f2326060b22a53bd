"""What a cell says about a photo, as it is stored; or what is wrong with it. Pure."""

import re
from datetime import datetime
from typing import NamedTuple

from catalogue.captions.faults import MOST_LETTERS, Fault
from catalogue.captions.fields import Field
from catalogue.database.folding import fold
from catalogue.exports.columns import DIFFUSIONS, RIGHTS
from catalogue.exports.spreadsheets import cell_text

_SHOWN = 60
# Lines and tabs are seen; the rest of the control characters (Unicode Cc) and lone surrogates are not.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_THEMES_PARTED = re.compile(r"[;\n|]")
_STARS = re.compile(r"([0-5])(?:\s*/\s*5|\s*[*★☆]|\s*(?:étoiles?|stars?))?")
_DIFFUSION = {fold(word): str(code) for code, words in DIFFUSIONS.items() for word in (code, *words)}
_RIGHTS = {fold(word) for code, words in RIGHTS.items() for word in (code, *words)}
_DATES = (
    re.compile(
        r"(?P<y>\d{4})[-:/.](?P<m>\d{1,2})[-:/.](?P<d>\d{1,2})(?:[T\s]+(?P<time>\d{1,2}[:h]\d{2}.*))?"
    ),
    re.compile(
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})(?:[,\s]+(?:à\s+)?(?P<time>\d{1,2}\s?[:h]\s?\d{2}.*))?"
    ),
)


class When(NamedTuple):
    """A day (`2018-05-12`), and the minute of it (`2018-05-12T14:32`) where it is told."""

    day: str
    minute: str | None


def as_shown(text: object) -> str:
    """A stored text as it comes back from a sheet: without what no cell holds, and without outer space."""
    return cell_text(str(text)).replace("\r\n", "\n").replace("\r", "\n").strip()


def understood(field: Field, text: str) -> str | Fault:
    """The text of a cell as it is stored; a Fault, without its place, where it cannot be."""
    if field is Field.DIFFUSION:
        code = _DIFFUSION.get(fold(text))
        return code or Fault("unknown-diffusion", values={"text": text[:_SHOWN]})
    if field is Field.RATING:
        return _stars(text)
    return _fault_of(text) or text


def follows(field: Field, text: str) -> bool:
    """True for what our own sheets say of rights: it follows from other columns, and is not written.

    >>> follows(Field.COPYRIGHT, "Crédit manquant"), follows(Field.COPYRIGHT, "© MBM 2018")
    (True, False)
    """
    return field is Field.COPYRIGHT and fold(text) in _RIGHTS


def themes_of(text: str) -> list[str]:
    """The themes that a cell names, each once, in its order.

    >>> themes_of("terril ; eau;; Terril")
    ['terril', 'eau']
    """
    found: dict[str, str] = {}
    for part in _THEMES_PARTED.split(text):
        theme = " ".join(part.split())
        if theme:
            found.setdefault(fold(theme), theme)
    return list(found.values())


def when(text: str) -> When | None:
    """The day that a cell tells, with or without its minute; the day stands before the month. None for no day.

    >>> when("2018-05-12T14:32:08"), when("12/05/2018"), when("12/05/2018 à 9 h 05").minute, when("mai 2018")
    (When(day='2018-05-12', minute='2018-05-12T14:32'), When(day='2018-05-12', minute=None), '2018-05-12T09:05', None)
    """
    found = next(filter(None, (pattern.fullmatch(text.strip()) for pattern in _DATES)), None)
    if found is None:
        return None
    hour, minute = ([int(part) for part in re.findall(r"\d+", found["time"] or "")] + [0, 0])[:2]
    try:
        moment = datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour, minute)  # noqa: DTZ001 a wall clock
    except ValueError:
        return None
    day = moment.date().isoformat()
    return When(day, moment.isoformat(timespec="minutes") if (hour, minute) != (0, 0) else None)


def _stars(text: str) -> str | Fault:
    plain = text.strip().casefold()
    if plain and not plain.strip("★☆* "):
        return str(plain.count("★") or plain.count("*"))
    found = _STARS.fullmatch(plain)
    return found[1] if found else Fault("unknown-rating", values={"text": text[:_SHOWN]})


def _fault_of(text: str) -> Fault | None:
    if len(text) > MOST_LETTERS:
        return Fault("too-long", values={"letters": len(text), "most": MOST_LETTERS})
    bad = _CONTROL.search(text)
    return Fault("control", values={"which": f"U+{ord(bad[0]):04X}"}) if bad else None
