"""Photos as an XLSX for people: real dates and numbers, headings in their language, a link for each photo.

What a person wrote stays text, whatever it begins with: no cell is ever a formula.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue.exports.asked import Asked
from catalogue.exports.columns import COLUMNS, Column, Kind, Row, Value
from catalogue.words.languages import Language

# What XML 1.0 cannot hold, not even escaped (section 2.2).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Excel's own limits: letters in a cell, links on a sheet, and the first year it counts days from.
_MOST_LETTERS = 32_767
_MOST_LINKS = 65_530
_FIRST_YEAR = 1900
_HEADING_PX = 24
_ABOUT_WIDTHS = (22, 100)

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DAYS = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_DEGREES = frozenset({"latitude", "longitude"})


def write_spreadsheet(path: Path, photos: Iterable[Row], asked: Asked) -> int:
    """The XLSX stands at `path`, a photo a row, with a second sheet that says what was asked; returned is how many.

    Memory is bounded whatever their number: rows go to files beside `path` first.
    """
    with Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"title": asked.in_words()[:250], "created": asked.at.replace(tzinfo=None)})
        sheet = book.add_worksheet(asked.language.text("Photos"))
        about = book.add_worksheet(asked.language.text("About this table"))
        count = _Photos(book, sheet, asked).write(photos)
        _write_about(about, book.add_format({"bold": True, "valign": "top"}), asked, count)
    return count


class _Photos:
    """The sheet of photos while it is written."""

    def __init__(self, book: Workbook, sheet: Worksheet, asked: Asked) -> None:
        self._sheet = sheet
        self._asked = asked
        self._columns = columns_of(asked)
        self._formats = formats(book, asked.language)
        self._head = book.add_format(
            {"bold": True, "font_color": "#EEF0EF", "bg_color": "#2B343B", "valign": "vcenter"}
        )

    def write(self, photos: Iterable[Row]) -> int:
        """Every photo has its row."""
        self._begin()
        row = 0
        for row, photo in enumerate(photos, start=1):
            for place, column in enumerate(self._columns):
                self._write(row, place, column, photo)
        self._sheet.autofilter(0, 0, max(row, 1), len(self._columns) - 1)
        return row

    def _begin(self) -> None:
        # Widths come before rows: they stand before them in the file, which is written once.
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_row_pixels(0, _HEADING_PX)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.heading(self._asked.language), self._head)

    def _write(self, row: int, place: int, column: Column, photo: Row) -> None:
        value = column.value(photo, self._asked.language)
        if value is None:
            return
        if column.kind is Kind.LINK:
            self._link(row, place, self._asked.page_of(str(value)) or "", str(photo["number"]))
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            kind = "moment" if isinstance(value, datetime) else "day"
            self._sheet.write_datetime(row, place, value, self._formats[kind])
        elif isinstance(value, int | float):
            self._sheet.write_number(row, place, value, self._formats.get(column.name))
        else:
            self._sheet.write_string(row, place, cell_text(value))

    def _link(self, row: int, place: int, address: str, number: str) -> None:
        """A link as long as Excel takes more of them, then its address as text."""
        if row <= _MOST_LINKS:
            self._sheet.write_url(row, place, address, self._formats["link"], f"n° {number}")
        else:
            self._sheet.write_string(row, place, address)


def columns_of(asked: Asked) -> list[Column]:
    """The columns of a sheet: without links when nobody knows where the pages of photos are."""
    return [column for column in COLUMNS if asked.site or column.kind is not Kind.LINK]


def formats(book: Workbook, language: Language) -> Mapping[str, Format]:
    """How dates, links and coordinates are shown."""
    day = _DAYS.get(language.code, _DAYS["en"])
    shown = {"moment": f"{day} hh:mm", "day": day} | dict.fromkeys(_DEGREES, "0.000000")
    made: dict[str, Format] = {name: book.add_format({"num_format": form}) for name, form in shown.items()}
    return made | {"link": book.add_format({"font_color": "#8A4B00", "underline": 1})}


def cell_text(value: Value) -> str:
    r"""A text as a cell can hold it: without what XML forbids, and cut to Excel's limit.

    >>> cell_text("a\x00b\x0b"), len(cell_text("é" * 40_000))
    ('ab', 32767)
    """
    text = _ILLEGAL.sub("", str(value))
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"


def _write_about(sheet: Worksheet, bold: Any, asked: Asked, photos: int) -> None:
    for place, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(place, place, width)
    text = asked.language.text
    facts = (
        (text("Photos asked for"), asked.in_words()),
        (text("Address"), asked.address),
        (text("Made on"), asked.language.moment(asked.at)),
        (text("Photos"), asked.language.number(photos)),
        (
            text("Coming back"),
            text("Change captions, credits or themes here, and bring this file back to the library."),
        ),
    )
    for row, (name, value) in enumerate((name, value) for name, value in facts if value):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, cell_text(value))
