"""Captions from a spreadsheet, and the page of a run, driven in Chromium."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from desks import CAMERA, Shot, at, make_desk, photo_id, step
from playwright.sync_api import Page, expect

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.photos.runs import list_runs

pytestmark = pytest.mark.browser

WALK = [Shot(f"IMG_{n:04}.jpg", at(60 * n), step(n), camera=CAMERA) for n in range(5)]


@pytest.fixture
def library(home: Path) -> Home:
    """Five photos without a caption."""
    return make_desk(home, WALK, pictures=True)


def caption(library: Home, name: str) -> str | None:
    db = connect(library.catalogue, readonly=True)
    found = db.execute("SELECT caption FROM photos WHERE id = ?", [photo_id(name)]).fetchone()[0]
    db.close()
    return found


def test_a_sheet_goes_out_and_comes_back_in(
    library: Home, serve: Callable[[Path], str], visit: Callable[..., Page], tmp_path: Path
):
    site = serve(library.root)
    page = visit(f"{site}/captions")
    with page.expect_download() as download:
        page.get_by_role("link", name="Le tableau de toutes les photos").click()
    sheet = tmp_path / "photos.xlsx"
    download.value.save_as(sheet)

    bring(page, sheet)
    expect(page.get_by_text("Rien ne change")).to_be_visible()
    expect(page.get_by_role("button", name="Écrire pour")).to_have_count(0)

    write_captions(sheet, "Été au terril, œuvre")
    page.goto(f"{site}/captions")
    bring(page, sheet)
    expect(page.get_by_text("3 photos changent")).to_be_visible()
    expect(page.get_by_text("5 reconnues")).to_be_visible()
    assert caption(library, "IMG_0001.jpg") is None

    page.get_by_role("button", name="Écrire pour 3 photos").click()
    expect(page.get_by_role("status").get_by_text("Légendes et droits écrits pour 3 photos")).to_be_visible()
    assert caption(library, "IMG_0001.jpg") == "Été au terril, œuvre"

    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status").get_by_text("Annulé")).to_be_visible()
    assert caption(library, "IMG_0001.jpg") is None


def test_mistakes_are_told_on_a_phone_without_script(
    library: Home, serve: Callable[[Path], str], visit: Callable[..., Page], tmp_path: Path
):
    sheet = tmp_path / "légendes.csv"
    sheet.write_bytes("Fichier;Légende;Note\nIMG_0001.jpg;Été;9\nIMG_0002.jpg;Mare;\n".encode("cp1252"))
    page = visit(
        f"{serve(library.root)}/captions", size=(390, 844), java_script_enabled=False, color_scheme="dark"
    )

    bring(page, sheet)

    expect(page.get_by_text("ligne 2, colonne C")).to_be_visible()
    expect(page.get_by_role("button", name="Écrire pour")).to_have_count(0)
    page.get_by_text("Comment les colonnes sont lues").click()
    page.get_by_label("Note").select_option("")
    page.get_by_role("button", name="Relire ainsi").click()
    expect(page.get_by_role("button", name="Écrire pour 2 photos")).to_be_visible()


def test_the_page_of_a_run_leads_to_its_photos_from_every_page(
    library: Home, serve: Callable[[Path], str], visit: Callable[..., Page]
):
    with Library.open(library.root) as opened:
        run = list_runs(opened.db)[0].id
    page = visit(f"{serve(library.root)}/captions", size=(390, 844))

    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("link", name="Versements").click()
    page.locator(f'a[href="/runs/{run}"]').click()

    expect(page.get_by_role("heading", name="Ses photos")).to_be_visible()
    expect(page.locator(".strip .thumb")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Voir ses photos").click()
    expect(page.get_by_role("heading", name="5 photos")).to_be_visible()


def bring(page: Page, sheet: Path) -> None:
    """Hand a sheet over."""
    page.get_by_label("Tableau").set_input_files(sheet)
    page.get_by_role("button", name="Regarder").click()
    page.wait_for_url("**/captions/waiting/**")


def write_captions(sheet: Path, text: str) -> None:
    """Three rows of a sheet have this caption, as Excel would write it."""
    book = openpyxl.load_workbook(sheet)
    photos = book.worksheets[0]
    headings = [cell.value for cell in photos[1]]
    for row in (2, 4, 5):
        photos.cell(row, headings.index("Légende") + 1).value = text
    book.save(sheet)
