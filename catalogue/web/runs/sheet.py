"""The files that a run did not take, as an XLSX for people."""

from collections.abc import Iterable
from io import BytesIO

from xlsxwriter import Workbook

from catalogue.exports.spreadsheets import cell_text
from catalogue.web.reading import Row
from catalogue.words.languages import Language
from catalogue.words.reasons import advice, reason
from catalogue.words.wording import sayable

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FATES = {
    "failed": sayable("could not be read"),
    "held": sayable("kept, and waits for you"),
    "skipped": sayable("not taken"),
}
_WIDTHS = (60, 40, 14, 60, 60, 14, 34)


def files_sheet(files: Iterable[Row], language: Language) -> bytes:
    """One row a file: path, source, fate, reason, what to do, size in bytes, and the photo that it is kept as."""
    content = BytesIO()
    with Workbook(content, _OPTIONS) as book:
        sheet = book.add_worksheet(language.text("Files")[:31])
        bold = book.add_format({"bold": True, "font_color": "#EEF0EF", "bg_color": "#2B343B"})
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(_headings(language)):
            sheet.write_string(0, place, heading, bold)
        for at, file in enumerate(files, start=1):
            for place, value in enumerate(_cells(file, language)):
                if isinstance(value, int):
                    sheet.write_number(at, place, value)
                elif value:
                    sheet.write_string(at, place, cell_text(value))
    return content.getvalue()


def _headings(language: Language) -> list[str]:
    text = language.text
    return [
        text("Path of the file"),
        text("Source"),
        text("Outcome"),
        text("Reason"),
        text("What to do"),
        text("Size (bytes)"),
        text("Identifier of the photo"),
    ]


def _cells(file: Row, language: Language) -> list[str | int | None]:
    fate = _FATES[file["outcome"]]
    return [
        file["path"],
        file["source"],
        language.text(fate),
        reason(file["code"], file["message"], language),
        advice(file["code"], language),
        file["size_bytes"],
        file["photo_id"],
    ]
