"""How a picture that leaves is spoken of: up to which width it is good, and why it cannot be had. Pure."""

from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_WHY_NOT = {
    "original-missing": sayable("Its original is missing from the store."),
    "original-unreadable": sayable("Its original cannot be decoded."),
    "too-large": sayable("It takes more memory to decode than is allowed here."),
}


def why_not(code: str, language: Language) -> str:
    """Say why there is no copy of a picture; a code that is new here is said as it is."""
    return language.text(_WHY_NOT[code]) if code in _WHY_NOT else code


def good_up_to(width_cm: float, language: Language) -> str:
    """Say up to which printed width a picture has pixels enough: `bonne pour 17 cm`."""
    return language.text("good for %(width)s", width=centimetres(width_cm, language))


def centimetres(width_cm: float, language: Language) -> str:
    r"""Say a width on paper, rounded down: `17 cm`; below 10 to a millimetre.

    >>> from catalogue.words.languages import ENGLISH
    >>> centimetres(33.87, ENGLISH), centimetres(5.96, ENGLISH)
    ('33\xa0cm', '5.9\xa0cm')
    """
    whole = width_cm >= 10  # noqa: PLR2004
    plain = int(width_cm) if whole else int(width_cm * 10) / 10
    return f"{language.number(plain)}\N{NO-BREAK SPACE}cm"
