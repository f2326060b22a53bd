"""Licences that are known by name: SPDX identifiers, and the addresses that their texts lie at."""

import re
from dataclasses import dataclass

_SPDX = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-([1-4]\.[05])(?:-([A-Z]{2}))?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/([1-4]\.[05])(?:/([a-z]{2}))?\b",
    re.IGNORECASE,
)
_DOMAIN = "https://creativecommons.org/"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by the name that people say, with the address of its text.

    `reserved` is false for what is in the public domain, or was given to it.
    """

    name: str
    address: str
    reserved: bool = True


# Identifiers of the SPDX list, and what stands for public domain works in addresses.
_OTHERS = {
    "cc0-1.0": Licence("CC0 1.0", f"{_DOMAIN}publicdomain/zero/1.0/", reserved=False),
    "cc-pdm-1.0": Licence("Public Domain Mark 1.0", f"{_DOMAIN}publicdomain/mark/1.0/", reserved=False),
    "etalab-2.0": Licence(
        "Licence Ouverte 2.0",
        "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
    ),
}
_BY_ADDRESS = {
    "creativecommons.org/publicdomain/zero/1.0": _OTHERS["cc0-1.0"],
    "creativecommons.org/publicdomain/mark/1.0": _OTHERS["cc-pdm-1.0"],
}
# What addresses of one text differ by.
_AROUND = re.compile(r"^https?://(www\.)?|/((deed|legalcode)[a-z.]*)?$")


def known_licence(text: str | None) -> Licence | None:
    """The licence that a text names, by SPDX identifier or address; None when it is none that is known here.

    >>> known_licence("CC-BY-SA-4.0")
    Licence(name='CC BY-SA 4.0', address='https://creativecommons.org/licenses/by-sa/4.0/', reserved=True)
    >>> known_licence("Tous droits réservés") is None
    True
    """
    plain = (text or "").strip()
    found = _SPDX.fullmatch(plain) or _ADDRESS.match(plain)
    if found is None:
        bare = _AROUND.sub("", plain.casefold())
        return _OTHERS.get(plain.casefold()) or _BY_ADDRESS.get(bare)
    kind, version, country = found.groups()
    where = f"/{country.lower()}" if country else ""
    name = f"CC {kind.upper()} {version}" + (f" {country.upper()}" if country else "")
    return Licence(name, f"{_DOMAIN}licenses/{kind.lower()}/{version}{where}/")
