"""A sentence in each language."""

from typing import NamedTuple


class Described(NamedTuple):
    """One sentence in each language."""

    fr: str
    en: str

    def __str__(self) -> str:
        """Both sentences."""
        return f"{self.fr} — {self.en}"
