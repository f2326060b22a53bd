"""A file as a table of text: encodings, separators, sheets, headings; what cannot be read says why."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from catalogue.captions import reading
from catalogue.captions.faults import MOST_ROWS, Fault
from catalogue.captions.fields import Field
from catalogue.captions.reading import read_table
from catalogue.captions.tables import Table, table_of
from catalogue.errors import CaptionsRefused
from catalogue.pictures.bounded import Bounds

TEXT = "Fichier;Légende\nIMG_1.jpg;Cité « œuvre » n° 9–9 bis\n"


def table(content: bytes, **chosen: Field | None) -> Table:
    found = table_of(content, chosen)
    assert isinstance(found, Table), found
    return found


def fault(content: bytes, **chosen: Field | None) -> Fault:
    found = table_of(content, chosen)
    assert isinstance(found, Fault), found
    return found


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "", start: int = 1) -> bytes:
    """An XLSX with these sheets, whose rows begin at a row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=start):
            for column, value in enumerate(cells, start=1):
                sheet.cell(row, column, value)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator_that_excel_writes(encoding, separator):
    found = table(TEXT.replace(";", separator).replace("\n", "\r\n").encode(encoding))

    assert list(found.columns) == [Field.NAME, Field.CAPTION]
    assert found.rows == [(2, ("IMG_1.jpg", "Cité « œuvre » n° 9–9 bis"))]


def test_separators_and_lines_within_quotes_part_nothing():
    found = table('Légende;Fichier\n"Olhain; le chevalement,\nvu du nord";a.jpg\n\n;\nb;c.jpg'.encode())

    assert found.rows == [(2, ("Olhain; le chevalement,\nvu du nord", "a.jpg")), (5, ("b", "c.jpg"))]


def test_rows_are_counted_as_the_sheet_shows_them():
    content = workbook(("Photos", [["fichier", "légende"], ["a.jpg", "x"], [], ["b.jpg", "y"]]), start=4)

    found = table(content)

    assert [number for number, _ in found.rows] == [5, 7]


def test_the_first_visible_sheet_with_a_known_heading_is_read():
    rows = [["Fichier", "Légende"], ["a.jpg", "x"]]
    content = workbook(("caché", rows), ("Notes", [["à faire"]]), ("Photos 2018", rows), hidden="caché")

    assert table(content).sheet == "Photos 2018"


def test_numbers_dates_and_formulas_are_text_as_the_file_holds_them():
    moment = datetime(2018, 5, 12, 14, 32)  # noqa: DTZ001 a cell has no zone
    book = openpyxl.Workbook()
    for cells in (
        ["Numéro", "Date", "Légende", "Crédit"],
        [42, moment, "=1+1", 4.5],
        [43, date(2018, 5, 12), "a\nb", True],
    ):
        book.active.append(cells)
    book.active.merge_cells("C4:D5")
    book.active["A4"], book.active["C4"] = 44, "deux cases"
    content = io.BytesIO()
    book.save(content)

    found = table(content.getvalue())

    assert found.rows == [
        (2, ("42", "2018-05-12T14:32:00", "", "4.5")),
        (3, ("43", "2018-05-12", "a\nb", "True")),
        (4, ("44", "", "deux cases", "")),
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("LEGENDE", Field.CAPTION),
        ("Description", Field.CAPTION),
        ("auteur", Field.CREATOR),
        ("Photographe", Field.CREATOR),
        ("Crédit photo", Field.CREDIT),
        ("Mots-clés", Field.THEMES),
        ("Keywords", Field.THEMES),
        ("Conditions d'utilisation", Field.USAGE_TERMS),
        ("Texte alternatif", Field.ALT_TEXT),
        ("Étoiles", Field.RATING),
        ("Diffusion", Field.DIFFUSION),
    ],
)
def test_headings_are_known_whatever_their_case_and_accents(heading, field):
    assert list(table(f"Chemin;{heading}\na/b.jpg;x\n".encode()).columns) == [Field.PATH, field]


def test_of_two_columns_that_say_the_same_the_more_telling_counts():
    found = table(b"Title,Caption,Filename\nshort,long,a.jpg\n")

    assert found.rows == [(2, ("long", "a.jpg"))]


def test_what_is_chosen_goes_before_what_a_heading_announces():
    content = "Fichier;Remarque;Légende\na.jpg;x;y\n".encode()

    assert table(content, Remarque=Field.CAPTION, Légende=None).rows == [(2, ("a.jpg", "x"))]
    assert fault(content, Observation=Field.CAPTION).code == "no-such-column"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-heading"),
        (b"Bonjour;tout\nle;monde\n", "no-heading"),
        ("Légende;Crédit\nx;y\n".encode(), "no-identity"),
        ("Date;Légende\n2018-05-12;y\n".encode(), "no-identity"),
        (b"Fichier;Numero\na.jpg;1\n", "no-field"),
        (b"Fichier;Credit\n\x00;y\n", "unreadable"),
        (b"Fichier;Credit\na.jpg;\x81\n", "encoding"),
        (b"PK\x03\x04 this is no archive", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nor this", "unreadable"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "unreadable"),
    ],
)
def test_what_is_no_sheet_of_captions_says_why(content, code):
    assert fault(content).code == code


def test_more_rows_than_a_library_has_photos_are_refused():
    content = b"Fichier;Credit\n" + b"a.jpg;x\n" * (MOST_ROWS + 1)

    assert fault(content).code == "too-many-rows"


def test_a_bomb_ends_the_child_that_reads_it_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_BOUNDS", Bounds(seconds=5, memory_bytes=100_000_000))
    with zipfile.ZipFile(io.BytesIO(workbook(("Photos", [["Fichier"]])))) as honest:
        parts = {name: honest.read(name) for name in honest.namelist()}
    row = b'<row><c t="inlineStr"><is><t>' + b"a" * 5000 + b"</t></is></c></row>"
    bomb = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            for _ in range(60):
                sheet.write(row * 1000)
            sheet.write(b"</sheetData></worksheet>")

    assert bomb.stat().st_size < 2_000_000
    with pytest.raises(CaptionsRefused) as refused:
        read_table(bomb)

    assert refused.value.faults[0].code == "broke-the-reader"


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(CaptionsRefused, match="cannot be read"):
        read_table(tmp_path / "absent.xlsx")
