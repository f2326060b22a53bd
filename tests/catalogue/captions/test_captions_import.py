"""A sheet is previewed, written as one action, and taken back; with one mistake nothing is written."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from desks import Shot, make_desk, photo_id

from catalogue.captions.applying import apply
from catalogue.captions.previewing import Preview, preview
from catalogue.captions.tables import Table, table_of
from catalogue.cli.main import main
from catalogue.database.connection import Connection, connect, writing
from catalogue.errors import ChangedSince, DecisionRefused
from catalogue.exports.asked import Asked
from catalogue.exports.selecting import photos_in_order
from catalogue.exports.spreadsheets import write_spreadsheet
from catalogue.home.paths import Home
from catalogue.photos.refreshing import refresh
from catalogue.reviewing.undoing import undo
from catalogue.values.claims import Claim, Source, Subject
from catalogue.words.languages import ENGLISH, FRENCH

BY = "L. Dupont"
A, B, C = (f"IMG_{n}.jpg" for n in range(3))
LONG = "Légende d’un fichier, " * 300


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Three photos; the first has a caption, a credit and a theme of its file, the last a very long caption."""
    said = [
        Claim(Subject.CAPTION, Source.XMP, "Chevalement"),
        Claim(Subject.CREDIT, Source.XMP, "© MBM"),
        Claim(Subject.KEYWORD, Source.XMP, "terril"),
    ]
    return make_desk(
        tmp_path / "library",
        [
            Shot(A, "2018-05-12T09:30:00", claims=said),
            Shot(B, "2018-05-12T09:31:00"),
            Shot(C, "2018-05-12T09:32:00", claims=[Claim(Subject.CAPTION, Source.XMP, LONG)]),
        ],
    )


@pytest.fixture
def db(home: Home) -> Iterator[Connection]:
    """The library, open."""
    db = connect(home.catalogue)
    yield db
    db.close()


def looked_at(db: Connection, text: str, *, strict: bool = False) -> Preview:
    table = table_of(text.encode(), {})
    assert isinstance(table, Table), table
    return preview(db, table, strict=strict)


def said(db: Connection, name: str) -> dict[str, object]:
    fields = ("caption", "credit", "licence", "diffusion", "rating", "rights")
    row = db.execute(f"SELECT {', '.join(fields)} FROM photos WHERE id = ?", [photo_id(name)]).fetchone()
    themes = db.execute("SELECT theme FROM photo_themes WHERE photo_id = ? ORDER BY 1", [photo_id(name)])
    return dict(zip(fields, row, strict=True)) | {"themes": [theme for (theme,) in themes]}


def test_a_preview_says_what_changes_and_what_is_doubtful_and_writes_nothing(db):
    before = said(db, A)
    found = looked_at(
        db,
        "Fichier;Légende;Crédit;Thèmes\n"
        f"{A};Chevalement;© MBM;\n{B};Le terril;;eau; boisé\nnope.jpg;x;;\n".replace(
            "eau; boisé", '"eau; boisé"'
        ),
    )

    assert (found.rows, found.matched, found.unchanged) == (3, 2, 1)
    assert [(c.row, c.field, c.before, c.after) for c in found.changes] == [
        (3, "caption", None, "Le terril"),
        (3, "themes", None, "eau"),
        (3, "themes", None, "boisé"),
    ]
    assert found.per_field() == {"caption": 1, "themes": 1}
    assert [doubt.row for doubt in found.unknown] == [4]
    assert not found.faults
    assert said(db, A) == before


def test_what_is_written_is_a_persons_word_that_can_be_taken_back(db):
    before = [said(db, name) for name in (A, B)]
    action = apply(
        db,
        looked_at(
            db,
            "Fichier;Légende;Licence;Diffusion;Étoiles;Thèmes\n"
            f"{A};Nouvelle légende;CC-BY-4.0;interne;4;terril, mare\n{B};« Étang » ;;Libre;★★★;\n",
        ),
        BY,
    )

    assert said(db, A) == {
        "caption": "Nouvelle légende",
        "credit": "© MBM",
        "licence": "CC-BY-4.0",
        "diffusion": "internal",
        "rating": 4,
        "rights": "restricted",
        "themes": ["terril", "terril, mare"],
    }
    assert said(db, B)["caption"] == "« Étang »"
    assert (said(db, B)["diffusion"], said(db, B)["rating"]) == ("open", 3)
    assert (action.what, action.photos) == ("captions", 2)
    assert db.execute("SELECT count(*) FROM changes WHERE action_id = ?", [action.id]).fetchone()[0] >= 7

    undo(db, action.id, BY)

    assert [said(db, name) for name in (A, B)] == before


def test_a_rerun_of_rules_does_not_overwrite_what_was_written(db):
    apply(db, looked_at(db, f"Fichier;Légende\n{A};Nouvelle légende\n"), BY)

    with writing(db):
        refresh(db, photo_id(A), "2026-11-25T00:00:00Z")

    assert said(db, A)["caption"] == "Nouvelle légende"


def test_writing_again_changes_nothing(db):
    text = f"Fichier;Légende;Étoiles;Thèmes\n{A};Nouvelle;5;Mare\n"
    apply(db, looked_at(db, text), BY)

    again = looked_at(db, text)

    assert (again.changes, again.unchanged) == ([], 1)
    with pytest.raises(DecisionRefused):
        apply(db, again, BY)


def test_a_theme_that_somebody_denied_comes_back(db):
    denied = Claim(Subject.KEYWORD, Source.MANUAL, "terril", "not", made_by=BY)
    with writing(db):
        db.execute(
            "INSERT INTO claims (photo_id, subject, source, detail, value, made_at) VALUES (?, ?, ?, ?, ?, '2026')",
            [photo_id(A), denied.subject, denied.source, denied.detail, denied.value],
        )
        refresh(db, photo_id(A), "2026-11-25T00:00:00Z")
    assert said(db, A)["themes"] == []

    apply(db, looked_at(db, f"Fichier;Thèmes\n{A};terril\n"), BY)

    assert said(db, A)["themes"] == ["terril"]


def test_empty_cells_and_zero_stars_of_none_change_nothing(db):
    found = looked_at(db, f"Fichier;Légende;Crédit;Étoiles\n{A};;  ;0\n")

    assert found.changes == []


def test_all_mistakes_are_told_at_once_by_row_and_column_and_nothing_is_written(db):
    found = looked_at(
        db,
        "Fichier;Légende;Diffusion;Étoiles\n"
        f"{A};{'x' * 5001};partout;4\n{B};a\x07b;libre;9\n{B};autre chose;interne;\n",
    )

    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [
        (2, "B", "too-long"),
        (2, "C", "unknown-diffusion"),
        (3, "B", "control"),
        (3, "D", "unknown-rating"),
        (4, "C", "contradiction"),
    ]
    with pytest.raises(DecisionRefused):
        apply(db, found, BY)
    assert said(db, B)["caption"] is None


def test_two_rows_of_one_photo_may_say_the_same_but_not_otherwise(db):
    same = looked_at(db, f"Fichier;Légende\n{B};Étang\n{B};Étang\n")
    otherwise = looked_at(db, f"Fichier;Légende\n{B};Étang\n{B};Mare\n")

    assert (len(same.changes), same.faults) == (1, [])
    assert [(fault.row, fault.code, fault.values) for fault in otherwise.faults] == [
        (3, "contradiction", {"other": 2})
    ]


def test_strict_takes_doubtful_rows_for_mistakes(db):
    found = looked_at(db, f"Fichier;Légende\n{A};x\nnope.jpg;y\n", strict=True)

    assert [(fault.row, fault.code) for fault in found.faults] == [(3, "unknown-photo")]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5000,
        "ligne une\nligne deux",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "عربي \N{RIGHT-TO-LEFT MARK}(fin)",
        "🚲 à Nœux",
    ],
)
def test_whatever_people_write_is_kept_as_it_is(db, text):
    quoted = text.replace('"', '""')
    apply(db, looked_at(db, f'Fichier;Légende\n{B};"{quoted}"\n'), BY)

    assert said(db, B)["caption"] == text


def test_what_somebody_else_decided_since_is_not_overwritten(db):
    mine = looked_at(db, f"Fichier;Légende\n{A};Mienne\n")
    apply(db, looked_at(db, f"Fichier;Légende\n{A};Sienne\n"), "M. Martin")

    with pytest.raises(ChangedSince, match=r"M\. Martin"):
        apply(db, mine, BY)
    assert said(db, A)["caption"] == "Sienne"


def test_what_our_sheets_say_of_rights_is_nothing_to_write(db):
    assert looked_at(db, f"Fichier;Droits\n{A};Crédit manquant\n").changes == []
    assert looked_at(db, f"Fichier;Droits\n{A};© MBM 2018\n").changes[0].field == "copyright"


@pytest.mark.parametrize("language", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_our_own_sheet_comes_back_in_through_the_same_door(home, db, tmp_path, language):
    sheet = tmp_path / "photos.xlsx"
    ids = [photo_id(name) for name in (A, B, C)]
    asked = Asked([], datetime.now(UTC), language, "http://127.0.0.1/", "http://127.0.0.1:8001")
    write_spreadsheet(sheet, photos_in_order(db, ids), asked)
    as_it_is = run(home, sheet, "--dry-run")

    book = openpyxl.load_workbook(sheet)
    headings = [cell.value for cell in book.worksheets[0][1]]
    place = headings.index("Légende" if language is FRENCH else "Caption") + 1
    for row in (2, 3, 4):
        book.worksheets[0].cell(row, place).value = f"Nouvelle légende {row}, œ"
    book.save(sheet)
    changed = run(home, sheet)

    assert (as_it_is["rows"], as_it_is["photos"], as_it_is["unchanged"]) == (3, 0, 3)
    assert (changed["photos"], changed["fields"]) == (3, {"caption": 3})
    assert said(db, C)["caption"] == "Nouvelle légende 4, œ"


def run(home: Home, sheet: Path, *options: str, status: int = 0) -> dict[str, object]:
    """What the command tells as JSON."""
    words = ["captions", "import", str(sheet), "--home", str(home.root), "--by", BY, "--json", *options]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def test_the_command_says_what_it_did_and_how_to_take_it_back(home, db, tmp_path):
    sheet = tmp_path / "légendes.csv"
    sheet.write_bytes(f"Fichier;Légende\n{A};Été\nnope.jpg;x\n".encode("cp1252"))

    done = CliRunner().invoke(main, ["captions", "import", str(sheet), "--home", str(home.root), "--by", BY])
    command = done.output.strip().rpartition("take it back: ")[2].removeprefix("phototheque ").split()
    written = said(db, A)["caption"]
    undone = CliRunner().invoke(main, command)

    assert "2 rows: 1 matched (0 unchanged), 0 ambiguous, 1 unknown." in done.output
    assert "row 2: caption: “Chevalement” → “Été”" in done.output
    assert "row 3: nope.jpg" in done.output
    assert written == "Été"
    assert "Undone: 1 photos" in undone.output
    assert said(db, A)["caption"] == "Chevalement"


def test_the_command_tells_every_mistake_and_writes_nothing(home, db, tmp_path):
    sheet = tmp_path / "a.csv"
    sheet.write_text(f"Fichier;Légende;Note\n{A};x;9\n{B};y;12\n", encoding="utf-8")

    done = CliRunner().invoke(main, ["captions", "import", str(sheet), "--home", str(home.root)])
    told = run(home, sheet, status=2)

    assert done.exit_code == 2
    assert "row 2, column C: “9” is no number of stars" in done.output
    assert "row 3, column C: “12” is no number of stars" in done.output
    assert "Nothing was written." in done.output
    assert told["refused"]["fault_count"] == 2
    assert said(db, A)["caption"] == "Chevalement"


def test_columns_are_mapped_by_hand(home, tmp_path):
    sheet = tmp_path / "a.csv"
    sheet.write_text(f"Cliché;Remarque\n{B};Mare\n", encoding="utf-8")

    told = run(home, sheet, "--map", "Cliché=name", "--map", "Remarque=caption")
    wrong = CliRunner().invoke(main, ["captions", "import", str(sheet), "--map", "Remarque=legend"])

    assert told["fields"] == {"caption": 1}
    assert "write COLUMN=FIELD" in wrong.output
