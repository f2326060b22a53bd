"""What may be done with a photo, said to a person before it leaves. Pure: a row of `photos` in, words out."""

from collections.abc import Mapping
from typing import Any

from catalogue.values.licences import known_licence
from catalogue.values.rights import Diffusion, Rights
from catalogue.words.languages import Language
from catalogue.words.wording import Badge, sayable

Row = Mapping[str, Any]

# ● ready, ○ something is missing, ◐ somebody must look, ✕ not for others.
_RIGHTS = {
    Rights.READY: Badge("●", sayable("Ready to be published.")),
    Rights.CREDIT_MISSING: Badge("○", sayable("Its credit is missing: who took it?")),
    Rights.TO_CHECK: Badge("◐", sayable("Its diffusion must be checked before it is published.")),
    Rights.RESTRICTED: Badge("✕", sayable("For internal use only: do not publish it.")),
}
_NO_LICENCE = Badge("◐", sayable("It has its credit; under which licence, nobody has said."))
#: Where a photo may be shown, by what is stored.
DIFFUSIONS: Mapping[str, str] = {
    Diffusion.INTERNAL: sayable("internal use"),
    Diffusion.OPEN: sayable("open"),
    Diffusion.TO_CHECK: sayable("to be checked"),
}


def rights(photo: Row, language: Language) -> Badge | None:
    """Say what stands between a photo and its publication; None for a code that is not known here."""
    found = _RIGHTS.get(photo["rights"])
    if found and photo["rights"] == Rights.READY and not photo["licence"]:
        found = _NO_LICENCE
    return Badge(found.sign, language.text(found.words)) if found else None


def diffusion(photo: Row, language: Language) -> str | None:
    """Say where a photo may be shown, where a person has decided it."""
    code = photo["diffusion"]
    return language.text(DIFFUSIONS[code]) if code in DIFFUSIONS else code


def licence(photo: Row) -> str | None:
    """Name the licence as people do, `CC BY-SA 4.0`; one that is not known here stays as it was written.

    >>> licence({"licence": "CC-BY-SA-4.0"}), licence({"licence": "Tous droits réservés"})
    ('CC BY-SA 4.0', 'Tous droits réservés')
    """
    known = known_licence(photo["licence"])
    text: str | None = known.name if known else photo["licence"]
    return text
