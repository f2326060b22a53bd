"""The languages that people read: French first, then English. One catalogue serves Flask and Datasette."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.dates import format_date, format_datetime, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).parent / "locale"
COOKIE = "language"


class Language:
    """What is said on screen in one language. Sentences in the code are English, and looked up here."""

    def __init__(self, code: str, name: str, moment: str, translations: NullTranslations) -> None:
        self.code = code
        self.name = name
        self._moment = moment
        self._translations = translations

    def text(self, sentence: str, **values: object) -> str:
        """Translate a sentence, with `%(name)s` filled in. The result is plain text: templates escape it."""
        found = str(self._translations.gettext(sentence))
        return found % values if values else found

    def counted(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate the sentence that fits a count; `%(n)s` is the count as this language writes it."""
        found = str(self._translations.ngettext(one, many, n))
        return found % {"n": self.number(n), **values}

    def number(self, n: float) -> str:
        """Write a number: 7920 is `7 920` in French and `7,920` in English."""
        return _decimal(n, self.code)

    def degrees(self, angle: float) -> str:
        """Write an angle with five decimals, about a metre on the ground: `50,43012`."""
        return format_decimal(angle, "0.00000", locale=self.code)

    def day(self, moment: datetime) -> str:
        """Write a date: `12 mai 2018`."""
        return format_date(moment, "d MMMM yyyy", locale=self.code)

    def month(self, moment: datetime) -> str:
        """Write a month: `mai 2018`."""
        return format_date(moment, "MMMM yyyy", locale=self.code)

    def month_name(self, number: int) -> str:
        """Name a month, 1 to 12: `mai`."""
        return str(get_month_names("wide", "stand-alone", self.code)[number])

    def moment(self, moment: datetime) -> str:
        """Write a date and time: `12 mai 2018, 14 h 32`."""
        return format_datetime(moment, self._moment, locale=self.code)


@lru_cache(maxsize=10_000)
def _decimal(n: float, code: str) -> str:
    # A page of facets writes hundreds of counts, and the same ones on every page.
    return format_decimal(n, locale=code)


def _read(code: str) -> NullTranslations:
    """Translations of a language, from the text that translators edit: nothing is compiled beforehand."""
    compiled = BytesIO()
    with (LOCALE / f"{code}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(fp=compiled)


FRENCH = Language("fr", "Français", "d MMMM yyyy, H\N{NO-BREAK SPACE}'h'\N{NO-BREAK SPACE}mm", _read("fr"))
ENGLISH = Language("en", "English", "d MMMM yyyy, HH:mm", NullTranslations())
LANGUAGES: Sequence[Language] = (FRENCH, ENGLISH)


def choose(cookie: str | None, accept: str | None) -> Language:
    """Choose a language: what the person chose, else the first that the browser asks for, else French.

    >>> choose(None, "de;q=0.9, en-GB;q=0.8").code
    'en'
    >>> choose("fr", "en").code
    'fr'
    """
    known = {language.code: language for language in LANGUAGES}
    if cookie in known:
        return known[cookie]
    wanted = [code.replace("-", "_") for code in _accepted(accept or "")]
    return known[negotiate_locale(wanted, list(known)) or "fr"]


def _accepted(header: str) -> list[str]:
    """Language codes of an Accept-Language header, best first (RFC 9110, section 12.5.4)."""
    weighed = []
    for part in header.split(","):
        code, _, quality = part.strip().partition(";q=")
        try:
            weighed.append((float(quality or 1), code))
        except ValueError:
            continue
    return [code for weight, code in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0 and code]
