"""What can be wrong with a sheet, and how it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.words.languages import Language
from catalogue.words.wording import sayable

#: So many letters a text may have, and so many rows a sheet.
MOST_LETTERS = 5_000
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: its code, the row of the sheet (from 1) and the letters of its column, where it has them."""

    code: str
    row: int | None = None
    column: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


_SENTENCES = {
    "unreadable": sayable("It cannot be read as a sheet: give XLSX, ODS or CSV."),
    "protected": sayable("It is protected by a password: take that away first."),
    "encoding": sayable("Its letters are in no encoding that is known: save it as CSV in UTF-8."),
    "too-large": sayable("It is too large to be read."),
    "broke-the-reader": sayable(
        "Reading it took too much time or memory, as a damaged or malicious file does."
    ),
    "too-many-rows": sayable("It has more than %(most)s rows: cut it into several sheets."),
    "no-heading": sayable("No heading is known. The first ones are: %(headings)s."),
    "no-identity": sayable(
        "No column says which photo a row is about: an identifier, a number, a path or a file name."
    ),
    "no-field": sayable("No column holds anything to write: a caption, a credit, themes…"),
    "no-such-column": sayable("There is no column “%(name)s”."),
    "too-long": sayable("The text has %(letters)s letters; at most %(most)s are kept."),
    "control": sayable("The text holds a control character, which nobody can see (%(which)s)."),
    "unknown-diffusion": sayable("“%(text)s” is no diffusion: write internal, open or to check."),
    "unknown-rating": sayable("“%(text)s” is no number of stars: write 0 to 5."),
    "contradiction": sayable("It says otherwise than row %(other)s of the same photo."),
    "unknown-photo": sayable("No photo is known by: %(who)s."),
    "ambiguous-photo": sayable("Several photos may be meant by: %(who)s."),
}


def fault_words(fault: Fault, language: Language) -> str:
    """Say one mistake, without where it is."""
    values = {name: _said(value, language) for name, value in fault.values.items()}
    return language.text(_SENTENCES[fault.code], **values)


def where(fault: Fault, language: Language) -> str:
    """Say where a mistake is: `row 12, column D`; empty for one of the whole file."""
    if fault.row is None:
        return ""
    row = language.number(fault.row)
    if fault.column:
        return language.text("row %(row)s, column %(column)s", row=row, column=fault.column)
    return language.text("row %(row)s", row=row)


def fault_line(fault: Fault, language: Language) -> str:
    """Say one mistake and where it is, in one line."""
    place = where(fault, language)
    return f"{place}: {fault_words(fault, language)}" if place else fault_words(fault, language)


def _said(value: object, language: Language) -> str:
    return language.number(value) if isinstance(value, int) else str(value)
