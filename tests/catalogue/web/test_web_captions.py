"""A sheet of captions in the browser: handed over, looked at, written, taken back; nothing for strangers."""

import io
import os
import time

import pytest
from catalogues import Row

from catalogue.database.connection import connect

pytest_plugins = ["serving"]

HERE = {"Sec-Fetch-Site": "same-origin"}
HOSTILE = '<script>alert("1")</script>'


def bring(site, content: str | bytes, name: str = "légendes.csv") -> str:
    """The address of the sheet that waits."""
    data = content.encode() if isinstance(content, str) else content
    form = {"file": (io.BytesIO(data), name)}
    answer = site.post("/captions", data=form, content_type="multipart/form-data", headers=HERE)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def said(library, photo: Row) -> str | None:
    db = connect(library.catalogue, readonly=True)
    found = db.execute("SELECT caption FROM photos WHERE id = ?", [photo["id"]]).fetchone()[0]
    db.close()
    return found


@pytest.fixture
def sheet(known: Row) -> str:
    """Two rows: one of a photo, one of none."""
    return f"Numéro;Légende\n{known['number']};Nouvelle {HOSTILE}\n999999;x\n"


def test_a_sheet_is_looked_at_then_written_then_taken_back(site, library, known, sheet):
    address = bring(site, sheet)
    seen, before = site.get(address).text, said(library, known)
    written = site.post(address, data={"answer": "yes", "by": "L. Dupont"}, headers=HERE)
    after, page = said(library, known), site.get("/captions").text
    action = page.split('name="action" value="')[1].split('"')[0]
    undo = site.post("/review/undo", data={"action": action, "next": "/captions"}, headers=HERE)

    assert "1 photo change" in seen
    assert "1 ligne inconnue, laissée de côté" in seen
    assert "Rien n’est encore écrit." in seen
    assert HOSTILE not in seen
    assert before == "Chevalement de la fosse 2"
    assert (written.status_code, written.headers["Location"]) == (303, "/captions")
    assert after == f"Nouvelle {HOSTILE}"
    assert "Légendes et droits écrits pour 1 photo" in page
    assert undo.headers["Location"] == "/captions"
    assert said(library, known) == before
    assert not list((library.root / "captions-waiting").iterdir())


def test_what_is_left_changes_nothing_and_its_file_is_gone(site, library, known, sheet):
    address = bring(site, sheet)

    site.post(address, data={"answer": "no"}, headers=HERE)

    assert site.get(address).status_code == 404
    assert said(library, known) == "Chevalement de la fosse 2"


def test_every_mistake_is_told_in_french_and_nothing_can_be_written(site, library, known):
    address = bring(site, f"Numéro;Légende;Note\n{known['number']};x;9\n")
    page = site.get(address).text
    site.post(address, data={"answer": "yes", "by": "L. Dupont"}, headers=HERE)

    assert "1 erreur\N{NO-BREAK SPACE}: rien ne peut encore être écrit" in page
    assert "ligne 2, colonne C" in page
    assert "n’est pas un nombre d’étoiles" in page
    assert 'value="yes"' not in page
    assert said(library, known) == "Chevalement de la fosse 2"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02", "ne se lit pas comme un tableau"),
        (b"PK\x03\x04 nothing", "ne se lit pas comme un tableau"),
        (b"Bonjour;le monde\na;b\n", "Aucun titre de colonne n’est connu"),
    ],
)
def test_what_is_no_sheet_says_so(site, known, content, words):
    assert words in site.get(bring(site, content, "../../x.xlsx")).text


def test_columns_can_be_read_otherwise(site, known):
    address = bring(site, f"Numéro;Remarque;Légende\n{known['number']};De la remarque;De la légende\n")
    columns = {"column-A": "number", "column-B": "caption", "column-C": ""}

    again = site.post(address, data={"answer": "map", **columns}, headers=HERE)
    page = site.get(again.headers["Location"]).text

    assert "<bdi>De la remarque</bdi>" in page
    assert "<bdi>De la légende</bdi>" not in page


def test_what_somebody_else_decided_since_is_told(site, library, known, sheet):
    mine, other = bring(site, sheet), bring(site, sheet.replace("Nouvelle", "Autre"))
    site.post(other, data={"answer": "yes", "by": "M. Martin"}, headers=HERE)

    site.post(mine, data={"answer": "yes", "by": "L. Dupont"}, headers=HERE)
    page = site.get(mine).text

    assert "depuis votre lecture" in page
    assert said(library, known) == f"Autre {HOSTILE}"
    assert f"Autre {HOSTILE}".replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in page


def test_who_writes_says_their_name(site, library, known, sheet):
    address = bring(site, sheet)

    site.post(address, data={"answer": "yes"}, headers=HERE)

    assert "Dites d’abord" in site.get(address).text
    assert said(library, known) == "Chevalement de la fosse 2"


def test_nothing_is_done_for_a_page_of_another_site(site, library, known, sheet):
    address = bring(site, sheet)

    assert site.post(address, data={"answer": "yes", "by": "x"}).status_code == 403
    assert site.post("/captions", data={"file": (io.BytesIO(b"x"), "a.csv")}).status_code == 403
    assert site.post("/captions", data={}, headers=HERE).status_code == 400
    assert site.get("/captions/waiting/..").status_code == 404


def test_a_sheet_that_nobody_answered_for_a_day_is_gone(site, library, known, sheet):
    address = bring(site, sheet)
    [folder] = (library.root / "captions-waiting").iterdir()
    os.utime(folder, (time.time() - 90_000,) * 2)

    bring(site, sheet)

    assert site.get(address).status_code == 404


def test_the_pages_speak_english_too(site, known, sheet):
    site.set_cookie("language", "en")

    assert "Captions from a spreadsheet" in site.get("/captions").text
    assert "1 photo changes" in site.get(bring(site, sheet)).text
