"""What the pages of captions say, in the language of who reads. Pure."""

from collections.abc import Mapping
from typing import Any

from catalogue.captions.faults import Fault, fault_words, where
from catalogue.captions.fields import Field, heading_of
from catalogue.words.languages import Language
from catalogue.words.wording import sayable

_OTHERS = {
    Field.NAME: sayable("File name"),
    Field.PATH: sayable("Path of the file"),
    Field.FOLDER: sayable("Folder"),
    Field.DATE: sayable("Date of the photo"),
    Field.ID: sayable("Identifier of the photo"),
    Field.NUMBER: sayable("Number of the photo"),
}
_REFUSED = {
    "changed-since": sayable(
        "Somebody decided about one of these photos since you looked. Look at the sheet again."
    ),
    "home-busy": sayable("The library is being repaired. Nothing was changed: try again when that is over."),
    "not-enough-room": sayable("The disk is full. Nothing was changed."),
    "decision-refused": sayable("The photos say all this already: nothing was changed."),
}


def field_words(field: str, language: Language) -> str:
    """Name a field as our own sheets head it, or as a person would ask for it."""
    known = Field(field)
    return language.text(_OTHERS[known]) if known in _OTHERS else heading_of(known, language)


def faults(told: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Say each mistake of a sheet, with where it is."""
    found = [Fault(one["code"], one["row"], one["column"], one["values"]) for one in told.get("faults", ())]
    return [(where(fault, language), fault_words(fault, language)) for fault in found]


def refused(code: str, language: Language) -> str:
    """Say why a sheet was not written."""
    return language.text(_REFUSED.get(code, _OTHERWISE))


_OTHERWISE = sayable("This sheet could not be written. Nothing was changed.")
