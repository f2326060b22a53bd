"""Photos as an XLSX for people."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from catalogues import change
from taken_photos import FORMULA, LONG, TWIN

from catalogue.database.connection import connect
from catalogue.exports.asked import Asked
from catalogue.exports.selecting import photos_in_order
from catalogue.exports.spreadsheets import write_spreadsheet
from catalogue.words.languages import ENGLISH, FRENCH

pytest_plugins = ["taking"]

AT = datetime(2026, 11, 25, 14, 8, tzinfo=UTC)


def _written(home, ids, folder: Path, language=FRENCH, site="http://127.0.0.1:8001"):
    path = folder / "photos.xlsx"
    asked = Asked(["Parc : Olhain"], AT, language, f"{site}/explore/catalogue/photos?park=Olhain", site)
    with closing(connect(home.catalogue, readonly=True)) as db:
        write_spreadsheet(path, photos_in_order(db, ids), asked)
    return openpyxl.load_workbook(path)


def _cells(book, number: int) -> dict:
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[head.index("Numéro")].value == number)
    return dict(zip(head, row, strict=True))


@pytest.fixture
def book(taken_home, ids, tmp_path):
    return _written(taken_home, ids, tmp_path)


def test_every_photo_has_a_row_in_the_order_that_was_asked(taken_home, ids, tmp_path, taken_rows):
    sheet = _written(taken_home, ids[::-1], tmp_path).worksheets[0]

    numbers = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert numbers == [row["number"] for row in reversed(taken_rows)]


def test_dates_and_numbers_are_real(book, taken_rows):
    known = next(row for row in taken_rows if row["taken_at"] and "T" in row["taken_at"] and row["latitude"])

    cells = _cells(book, known["number"])
    assert cells["Date"].value == datetime.fromisoformat(known["taken_at"])
    assert cells["Date"].is_date
    assert cells["Année"].value == known["taken_year"]
    assert cells["Latitude"].value == pytest.approx(known["latitude"])


def test_a_day_without_hour_is_a_date_and_a_year_alone_is_none(book, taken_rows):
    year_alone = next(row for row in taken_rows if not row["taken_at"])

    assert _cells(book, TWIN)["Date"].number_format == "dd/mm/yyyy"
    assert _cells(book, year_alone["number"])["Date"].value is None
    assert _cells(book, year_alone["number"])["Année"].value == year_alone["taken_year"]


def test_what_begins_like_a_formula_is_text(book):
    cells = _cells(book, FORMULA)

    shown = [cells[name] for name in ("Légende", "Crédit", "Photographe", "Copyright")]
    assert [cell.value for cell in shown] == ["=HYPERLINK(1)", "+33 1", "@agent", "-1"]
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "d"}


def test_what_xml_cannot_hold_is_gone_and_all_else_stays(book):
    cells = _cells(book, LONG)

    assert cells["Légende"].value == "Nœux \u202eabc " + "é" * 5000
    assert cells["Texte alternatif"].value == "e" * 32_766 + "…"


def test_the_head_is_frozen_and_filters(book):
    sheet = book.worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["A2"].hyperlink.target.startswith("http://127.0.0.1:8001/photos/")


def test_headings_are_in_the_language_of_the_reader(taken_home, ids, tmp_path):
    sheet = _written(taken_home, ids, tmp_path, ENGLISH).worksheets[0]

    assert {"Caption", "Credit", "Photographer", "SIREN of the EPCI"} <= {cell.value for cell in sheet[1]}


def test_without_a_known_site_there_are_no_links(taken_home, ids, tmp_path):
    with closing(connect(taken_home.catalogue, readonly=True)) as db:
        write_spreadsheet(tmp_path / "p.xlsx", photos_in_order(db, ids), Asked([], AT, FRENCH))

    head = [cell.value for cell in openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0][1]]
    assert "Voir la photo" not in head
    assert "Légende" in head


def test_a_proposed_caption_stands_in_a_column_of_its_own(book, taken_rows):
    bare = next(row for row in taken_rows if not row["caption"] and row["park"])

    cells = _cells(book, bare["number"])
    assert cells["Légende"].value is None
    assert cells["Légende proposée"].value.startswith(bare["park"])


def test_a_date_before_excel_counts_is_text(taken_home, ids, tmp_path):
    change(taken_home, "UPDATE photos SET taken_at = '1896-05-12' WHERE number = 1")

    assert _cells(_written(taken_home, ids, tmp_path), 1)["Date"].value == "1896-05-12"


def test_the_second_sheet_says_what_was_asked(book):
    told = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}

    assert told["Photos demandées"] == "Parc : Olhain"
    assert told["Adresse"].endswith("?park=Olhain")
    assert told["Photos"] == "60"


def test_no_photo_gives_a_sheet_with_its_head(taken_home, tmp_path):
    sheet = _written(taken_home, [], tmp_path).worksheets[0]

    assert sheet.max_row == 1
    assert sheet["C1"].value == "Numéro"
