"""A file as a table of text: XLSX and ODS by their first sheet with a heading that is known, CSV in what Excel writes.

Everything here happens in a child process, for the file may be hostile.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from catalogue.captions.faults import MOST_LETTERS, MOST_ROWS, Fault
from catalogue.captions.fields import Field, columns_of, folded_heading, says_something, says_which

_FIRST_ROWS = 20
_DELIMITERS = (";", ",", "\t")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST_TEXT = 150_000_000
# Longer cells are refused anyway; the rest of one is of no use.
_KEPT = 2 * MOST_LETTERS
_HEADINGS_TOLD = 12

Grid = Iterable[Sequence[Any]]


class Heading(NamedTuple):
    """A heading as it is written, and the letters of its column."""

    text: str
    letters: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet that are not empty: their number in it, from 1, and the cells of `columns` in their order."""

    sheet: str
    headings: Sequence[Heading]
    columns: Mapping[Field, int]
    rows: Sequence[tuple[int, tuple[str, ...]]]

    def letters(self, field: Field) -> str:
        """The letters of the column that holds a field."""
        return self.headings[self.columns[field]].letters


class _Wrong(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def table_of(content: bytes, chosen: Mapping[str, Field | None]) -> Table | Fault:
    """The table of a file, or why there is none."""
    try:
        if content.startswith(_PACKED):
            return _of_workbook(content, chosen)
        return _of_grid("", 0, _csv(content, chosen), chosen)
    except _Wrong as wrong:
        return wrong.fault


def _of_workbook(content: bytes, chosen: Mapping[str, Field | None]) -> Table:
    """The first visible sheet with a heading that is known; where there is none, what the first one lacks."""
    import python_calamine as calamine  # noqa: PLC0415 only the child needs it

    first: _Wrong | None = None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in book.sheets_metadata:
            if about.visible is not calamine.SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(about.name)
            begin = sheet.start[1] if sheet.start else 0
            try:
                return _of_grid(about.name, begin, sheet.iter_rows(), chosen)
            except _Wrong as wrong:
                if wrong.fault.code not in {"no-heading", "no-identity", "no-field"}:
                    raise
                first = first or wrong
    except calamine.PasswordError as error:
        raise _Wrong(Fault("protected")) from error
    except calamine.CalamineError as error:
        raise _Wrong(Fault("unreadable")) from error
    raise first or _Wrong(Fault("no-heading", values={"headings": "—"}))


def _csv(content: bytes, chosen: Mapping[str, Field | None]) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise _Wrong(Fault("unreadable"))
    csv.field_size_limit(_MOST_TEXT)
    delimiter = max(_DELIMITERS, key=lambda d: _promise(_parted(text, d), chosen))
    return _parted(text, delimiter)


def _decoded(content: bytes) -> str:
    """The letters of a CSV: UTF-16 and UTF-8 by their mark, UTF-8 where it fits, else what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Wrong(Fault("encoding"))


def _parted(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise _Wrong(Fault("unreadable")) from error


def _promise(grid: Grid, chosen: Mapping[str, Field | None]) -> tuple[int, int]:
    """How well a file is understood when it is parted so: fields that are known, and columns."""
    rows = [[_text(cell) for cell in row] for row in islice(grid, _FIRST_ROWS)]
    return max(((len(columns_of(row, chosen)), len(row)) for row in rows), default=(0, 0))


def _of_grid(sheet: str, begin: int, grid: Grid, chosen: Mapping[str, Field | None]) -> Table:
    rows = enumerate(grid, start=1)
    first = [(number, [_text(cell) for cell in row]) for number, row in islice(rows, _FIRST_ROWS)]
    number, texts, columns = _headings(first, chosen)
    headings = [Heading(text.strip(), column_letters(begin + n)) for n, text in enumerate(texts)]
    _check_chosen(texts, chosen)
    places = list(columns.values())
    after = (row for at, row in first if at > number)
    kept = _kept(enumerate((*after,), start=number + 1), rows, places)
    return Table(sheet, headings, columns, kept)


def _headings(
    first: Sequence[tuple[int, list[str]]], chosen: Mapping[str, Field | None]
) -> tuple[int, list[str], dict[Field, int]]:
    """The row that announces most, with what it announces."""
    found = [(number, texts, columns_of(texts, chosen)) for number, texts in first]
    if not found or not any(columns for *_, columns in found):
        texts = next((texts for _, texts in first if any(map(str.strip, texts))), [])
        told = ", ".join(text.strip()[:40] for text in texts if text.strip())
        raise _Wrong(Fault("no-heading", values={"headings": told[: _HEADINGS_TOLD * 40] or "—"}))
    best = max(found, key=lambda one: (says_which(one[2]) and says_something(one[2]), len(one[2]), -one[0]))
    if not says_which(best[2]):
        raise _Wrong(Fault("no-identity", best[0]))
    if not says_something(best[2]):
        raise _Wrong(Fault("no-field", best[0]))
    return best


def _check_chosen(texts: Sequence[str], chosen: Mapping[str, Field | None]) -> None:
    there = {folded_heading(text) for text in texts}
    for name in chosen:
        if folded_heading(name) not in there:
            raise _Wrong(Fault("no-such-column", values={"name": name}))


def _kept(
    first: Iterable[tuple[int, Sequence[Any]]],
    rest: Iterable[tuple[int, Sequence[Any]]],
    places: Sequence[int],
) -> list[tuple[int, tuple[str, ...]]]:
    kept, letters = [], 0
    for part in (first, rest):
        for number, row in part:
            cells = tuple(_text(row[place]).strip()[:_KEPT] if place < len(row) else "" for place in places)
            if not any(cells):
                continue
            kept.append((number, cells))
            letters += sum(map(len, cells))
            if len(kept) > MOST_ROWS:
                raise _Wrong(Fault("too-many-rows", values={"most": MOST_ROWS}))
            if letters > _MOST_TEXT:
                raise _Wrong(Fault("too-large"))
    return kept


def _text(cell: object) -> str:
    r"""What a cell says, as text; lines end as they do everywhere else.

    >>> _text(42.0), _text(4.5), _text(datetime(2018, 5, 12, 14, 32)), _text(None), _text("a\r\nb")
    ('42', '4.5', '2018-05-12T14:32:00', '', 'a\nb')
    """
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def column_letters(place: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters, place = chr(ord("A") + rest) + letters, place - 1
    return letters
