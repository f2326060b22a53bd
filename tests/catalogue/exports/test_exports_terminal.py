"""Pictures taken away from a terminal."""

import zipfile
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from making import files_under, phototheque
from relating import related
from taken_photos import ASIDE, COUNT, INTERNAL

pytest_plugins = ["taking"]


def _export(home, destination: Path, *words: object):
    return phototheque("export", "photos", destination, "--home", home.root, *words)


def _wanted(rows) -> set[int]:
    """What belongs to CALL and to a cité and was taken since 2015, by other means than the program's."""
    return {
        row["number"]
        for row in rows
        if ("epci", "CALL") in related(row) and row["cite"] and row["taken_year"] >= 2015
    } - {INTERNAL, ASIDE}


def test_everything_on_the_cites_of_an_epci_since_a_year_opens_elsewhere(taken_home, tmp_path, taken_rows):
    ran = _export(taken_home, tmp_path / "call.zip", "--epci", "CALL", "--kind", "cite", "--since", 2015)
    elsewhere = tmp_path / "ailleurs" / "été"
    zipfile.ZipFile(tmp_path / "call.zip").extractall(elsewhere)

    wanted = _wanted(taken_rows)
    assert (ran.status, len(wanted) > 3) == (0, True)
    assert f"{len(wanted)} photos taken to" in ran.output
    meta, _, _, values = pyogrio.raw.read(str(elsewhere / "photos.gpkg"))
    fields = dict(zip(meta["fields"], values, strict=True))
    assert set(fields["number"]) == wanted
    assert all((elsewhere / path).read_bytes().startswith(b"\xff\xd8") for path in fields["picture"])
    sheet = openpyxl.load_workbook(elsewhere / "photos.xlsx").worksheets[0]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {row["Numéro"] for row in rows} == wanted
    assert all((elsewhere / row["Fichier"]).is_file() for row in rows)
    assert len(files_under(elsewhere)) == len(wanted) + 3


def test_a_folder_gets_the_same_files_as_a_zip(taken_home, tmp_path):
    for name in ("tree", "parcel.zip"):
        assert _export(taken_home, tmp_path / name, "--epci", "CALL").status == 0

    in_zip = set(zipfile.ZipFile(tmp_path / "parcel.zip").namelist())
    assert set(files_under(tmp_path / "tree")) == in_zip


def test_the_gallery_s_address_is_understood_as_it_is_copied(taken_home, tmp_path, taken_rows):
    address = "http://127.0.0.1:8001/explore/catalogue/photos?taken_year=2018&_sort=creator#top"

    _export(taken_home, tmp_path / "tree", "--query", address)

    page = (tmp_path / "tree" / "LISEZMOI.txt").read_text(encoding="utf-8-sig")
    assert address.partition("#")[0] in page
    pictures = [name for name in files_under(tmp_path / "tree") if name.endswith(".jpg")]
    gone = {INTERNAL, ASIDE}
    assert len(pictures) == sum(r["taken_year"] == 2018 and r["number"] not in gone for r in taken_rows)


def test_internal_photos_go_only_when_they_are_asked_for(taken_home, tmp_path):
    without = _export(taken_home, tmp_path / "without")
    with_them = _export(taken_home, tmp_path / "with", "--internal")

    assert "Left out: 1 for internal use" in without.output
    assert f"{COUNT - 2} photos taken" in without.output
    assert f"{COUNT - 1} photos taken" in with_them.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--epci", "CALLL"), "No place of kind epci is called “CALLL”"),
        (("--place", "nulle part"), "is called “nulle part”"),
        (("--since", 2190), "No photo that can be taken fits"),
        (("--size", "print", "--width-cm", "large"), "no width"),
    ],
    ids=["epci", "place", "none", "width"],
)
def test_what_cannot_be_meant_writes_nothing(taken_home, tmp_path, words, said):
    ran = _export(taken_home, tmp_path / "tree", *words)

    assert ran.status != 0
    assert said in ran.error
    assert not (tmp_path / "tree").exists()


def test_nothing_is_written_over(taken_home, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("à garder", encoding="utf-8")
    (tmp_path / "mine.zip").write_bytes(b"to keep")

    refused = [_export(taken_home, tmp_path / name) for name in ("mine", "mine.zip", "home/pictures")]

    assert [ran.status for ran in refused] == [2, 2, 2]
    assert files_under(tmp_path / "mine") == {"note.txt": "à garder".encode()}
    assert (tmp_path / "mine.zip").read_bytes() == b"to keep"
    assert not (taken_home.root / "pictures").exists()


def test_a_place_is_found_by_name_or_code(taken_home, tmp_path):
    by_name = _export(taken_home, tmp_path / "name", "--place", "olhain", "--until", 2020)

    assert by_name.status == 0
    assert "Parc : olhain" in (tmp_path / "name" / "LISEZMOI.txt").read_text(encoding="utf-8-sig")


def test_links_lead_to_the_site_that_is_told(taken_home, tmp_path):
    _export(taken_home, tmp_path / "tree", "--query", "_among=10", "--site", "https://photos.example/")

    sheet = openpyxl.load_workbook(tmp_path / "tree" / "photos.xlsx").worksheets[0]
    assert sheet["A1"].value == "Voir la photo"
    assert sheet["A2"].hyperlink.target.startswith("https://photos.example/photos/")


def test_pictures_alone_come_with_their_credits_and_nothing_that_tells_where(taken_home, tmp_path):
    ran = _export(taken_home, tmp_path / "alone.zip", "--alone")
    names = zipfile.ZipFile(tmp_path / "alone.zip").namelist()
    page = zipfile.ZipFile(tmp_path / "alone.zip").read("LISEZMOI.txt").decode("utf-8-sig")

    assert ran.status == 0
    assert {name.rpartition(".")[2] for name in names} == {"jpg", "txt"}
    assert len(names) > 3
    assert "xlsx" not in page
    assert "gpkg" not in page
