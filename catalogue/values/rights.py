"""What may be done with a photo, as far as is known: it follows from its credit and from what people decided."""

from collections.abc import Mapping
from enum import StrEnum


class Diffusion(StrEnum):
    """Where a photo may be shown, as a person decided. The values are stored."""

    INTERNAL = "internal"
    OPEN = "open"
    TO_CHECK = "to-check"


class Rights(StrEnum):
    """What stands between a photo and its publication. The values are stored, the most telling first."""

    RESTRICTED = "restricted"
    TO_CHECK = "to-check"
    CREDIT_MISSING = "credit-missing"
    READY = "ready"


def rights_of(photo: Mapping[str, object]) -> Rights:
    """Rights of a photo by its columns `diffusion`, `credit` and `creator`; a creator can be credited by name.

    >>> str(rights_of({"diffusion": None, "credit": None, "creator": "L. Dupont"}))
    'ready'
    """
    if photo["diffusion"] == Diffusion.INTERNAL:
        return Rights.RESTRICTED
    if photo["diffusion"] == Diffusion.TO_CHECK:
        return Rights.TO_CHECK
    return Rights.READY if photo["credit"] or photo["creator"] else Rights.CREDIT_MISSING
