"""Roles, devices and what is refused about accounts, in words."""

import re

from catalogue.errors import LastAdmin, NameRefused, NameTaken, PersonDisabled, PhotothequeError
from catalogue.values.roles import Role
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_ROLES = {
    Role.FIELD: sayable("Field work"),
    Role.ANALYST: sayable("Analyst"),
    Role.AUTHOR: sayable("Study author"),
    Role.ADMIN: sayable("Administration"),
}
_MAY = {
    Role.FIELD: sayable("sends photos, looks at photos and places"),
    Role.ANALYST: sayable("places, sorts and asks in SQL; takes pictures and tables away"),
    Role.AUTHOR: sayable("takes pictures away, writes captions and credits"),
    Role.ADMIN: sayable("everything, and who may do what"),
}
_REFUSALS: dict[type[PhotothequeError], str] = {
    LastAdmin: sayable("Nobody would be left to administer: give somebody else that role first."),
    NameTaken: sayable("Somebody has this name already: add an initial, or make them a new link below."),
    NameRefused: sayable("Write a name of 1 to 80 letters."),
    PersonDisabled: sayable("This account is closed. Open it again first."),
}
_OTHER = sayable("That could not be done. Nothing was changed.")
# The first that a browser names counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = ("Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari")
_CALLED = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"}
_PHONES = ("iPhone", "iPad", "Android")
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")


def role_words(role: Role, language: Language) -> str:
    """What a role is called."""
    return language.text(_ROLES[role])


def role_rights(role: Role, language: Language) -> str:
    """What somebody of a role does here."""
    return language.text(_MAY[role])


def refusal(error: PhotothequeError, language: Language) -> str:
    """Why nothing was changed about an account."""
    return language.text(_REFUSALS.get(type(error), _OTHER))


def is_phone(agent: str) -> bool:
    """True for a browser in a pocket, as far as it says so.

    >>> is_phone("Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/149.0 Mobile Safari/537.36")
    True
    """
    return any(system in agent for system in _PHONES)


def phone_name(name: str, language: Language) -> str:
    """What somebody's phone is called, unless they say otherwise.

    >>> from catalogue.words.languages import FRENCH
    >>> phone_name("Jo", FRENCH), phone_name("Émile", FRENCH)
    ('Téléphone de Jo', 'Téléphone d’Émile')
    """
    return re.sub(r"\bde (?=[AEIOUYÀÂÉÈÊËÎÏÔŒ])", "d’", language.text("%(name)s’s phone", name=name))


def device_words(agent: str) -> str:
    """What a browser calls itself, as its owner would.

    >>> device_words("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox · Linux'
    >>> device_words("curl/8.1")
    'curl/8.1'
    """
    browser = next((name for name in _BROWSERS if re.search(rf"\b{name}/", agent)), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return " · ".join(filter(None, (_CALLED.get(browser, browser), system))) or agent[:60]
