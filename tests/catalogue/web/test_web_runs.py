"""The pages of runs: what came in, what did not and why, what to do, as a sheet, and trying again."""

import io
import re
import time
from pathlib import Path

import openpyxl
import pytest
from catalogues import RUN, add, change
from making import ingest, jpeg

from catalogue.library import Library
from catalogue.photos.runs import list_runs
from catalogue.web.app import create_app
from catalogue.words.languages import FRENCH
from catalogue.words.reasons import _REASONS, advice

pytest_plugins = ["serving"]

HERE = {"Sec-Fetch-Site": "same-origin"}
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> & "étang" \''
SAID = {"run_id": RUN, "source": "/nas/photos", "at": "2026-11-20T14:08:00Z", "program_version": "0"}


def test_a_run_tells_each_file_that_is_no_photo_and_why(site, library, known):
    said = {"run_id": RUN, "source": "/nas", "at": "2026-11-20T14:08:00Z", "program_version": "0"}
    for n in range(3):
        add(
            library,
            "ingest_log",
            **said,
            path=f"MVI_{n}.MOV",
            outcome="skipped",
            code="video",
            message="A video.",
        )
    add(library, "ingest_log", **said, path=HOSTILE, outcome="failed", code="novel", message="Something new.")
    add(
        library,
        "ingest_log",
        **said,
        path="ok.jpg",
        outcome="stored",
        code="new",
        message="",
        photo_id=known["id"],
    )

    page = site.get(f"/runs/{RUN}").text

    assert "MVI_2.MOV" in page
    assert "Vidéos" in page
    assert "Something new." in page
    assert page.index("Something new.") < page.index("Vidéos")
    assert "ok.jpg" not in page
    assert "<script>alert" not in page


def test_a_run_with_very_many_files_shows_some_and_leads_to_all(site, library):
    change(
        library,
        """
        WITH RECURSIVE files(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM files WHERE n < 203)
        INSERT INTO ingest_log (run_id, source, path, outcome, code, message, at, program_version)
        SELECT ?, '/nas', n || '.MOV', 'skipped', 'video', 'A video.', '2026-11-20T14:08:00Z', '0' FROM files
        """,
        [RUN],
    )

    page = site.get(f"/runs/{RUN}").text

    assert page.count(".MOV") == 200
    assert "3 autres" in page
    assert f"/explore/catalogue/ingest_log?run_id={RUN}&amp;outcome=skipped&amp;code=video" in page


def test_a_run_is_found_by_a_part_of_its_name(site):
    assert site.get("/runs/k3f9").status_code == 200
    assert site.get("/runs/nothing").status_code == 404


def test_a_run_shows_the_photos_that_it_brought_and_leads_to_them(site, library, known):
    page = site.get(f"/runs/{RUN}").text

    assert f'href="/photos/{known["id"]}"' in page
    assert f'href="/explore/catalogue/photos?_run={RUN}"' in page


def test_a_file_that_is_held_has_its_picture_and_what_to_do(site, library, known):
    add(
        library,
        "ingest_log",
        **SAID,
        path="A trier/moitié.jpg",
        outcome="held",
        code="partial",
        message="",
        photo_id=known["id"],
    )

    page = site.get(f"/runs/{RUN}").text

    assert f'<img src="/images/400/{known["id"]}' in page
    assert "A trier/moitié.jpg" in page
    assert "Que faire\N{NO-BREAK SPACE}: Regardez si elle peut servir telle quelle" in page


def test_every_code_of_a_file_that_is_not_taken_says_what_to_do():
    taken = {
        "brought-back",
        "conflict",
        "healed",
        "new",
        "placed-by-neighbours",
        "placed-by-track",
        "put-back",
    }
    taken |= {
        "run-undone",
        "same-file",
        "same-picture",
        "set-aside",
        "shown",
        "same-image",
        "version",
        "burst",
    }
    taken |= {"unwanted", "blurred", "duplicate", "private", "off-topic", "unchanged", "already-there"}

    assert not [code for code in _REASONS if code not in taken and not advice(code, FRENCH)]
    assert advice("novel", FRENCH) == ""


def test_the_files_that_were_not_taken_are_a_sheet_in_which_nothing_is_a_formula(site, library):
    for path in ("=1+1.MOV", HOSTILE, "Été/film.MOV"):
        add(
            library,
            "ingest_log",
            **SAID,
            path=path,
            outcome="skipped",
            code="video",
            message="",
            size_bytes=42,
        )

    answer = site.get(f"/runs/{RUN}/files.xlsx")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active]

    assert answer.headers["Content-Disposition"].endswith(f"{RUN}.xlsx")
    assert rows[0][:5] == ["Chemin du fichier", "Source", "Sort", "Raison", "Que faire"]
    assert {row[0] for row in rows[1:]} == {"=1+1.MOV", HOSTILE, "Été/film.MOV"}
    assert rows[1][2:6] == [
        "non pris",
        "Vidéos\N{NO-BREAK SPACE}: la photothèque ne garde que des photos.",
        "Rien à faire\N{NO-BREAK SPACE}: le fichier reste où il est.",
        42,
    ]


@pytest.fixture
def failed(home: Path, source: Path) -> str:
    """A library whose only run could not read one file; returned is the run."""
    (source / "bon.jpg").write_bytes(jpeg(1))
    (source / "abîmé.jpg").write_bytes(b"not a picture at all")
    ingest(source, home)
    with Library.open(home) as library:
        return list_runs(library.db)[0].id


def test_files_that_failed_are_tried_again_with_the_folder_that_they_came_from(home, source, failed):
    app = create_app(Library.open(home).home)
    client = app.test_client()
    before = client.get(f"/runs/{failed}").text
    (source / "abîmé.jpg").write_bytes(jpeg(2))

    asked = client.post(f"/runs/{failed}/again", headers=HERE)
    patience = time.monotonic() + 60
    while app.config["TRIES"].of(failed).status is None and time.monotonic() < patience:
        time.sleep(0.1)
    after = client.get(f"/runs/{failed}").text
    found = re.search(r"Le dossier a été relu\.\s*<a href=\"/runs/([^\"]+)\"", after)

    assert "Rejouer" in before
    assert asked.status_code == 303
    assert app.config["TRIES"].of(failed).status == 0
    assert app.config["TRIES"].of(failed).totals["stored"] == 1
    assert found
    assert "1 nouvelle photo" in client.get(f"/runs/{found[1]}").text


def test_a_folder_that_is_gone_is_said_with_the_command_to_use_later(home, source, failed):
    source.rename(source.with_name("l'autre"))
    client = create_app(Library.open(home).home).test_client()

    page = client.get(f"/runs/{failed}").text
    asked = client.post(f"/runs/{failed}/again", headers=HERE)

    assert "Ces dossiers ne sont plus accessibles" in page
    assert '<button class="button primary">Rejouer' not in page
    assert f"phototheque ingest {source}" in page
    assert "said" in asked.headers["Set-Cookie"]
    assert "%21" in asked.headers["Set-Cookie"]


def test_nothing_is_tried_again_for_another_site(site):
    assert site.post(f"/runs/{RUN}/again").status_code == 403


def test_what_was_handed_over_and_tracks_are_not_tried_again(site, library):
    add(library, "ingest_log", **SAID, path="x.MOV", outcome="skipped", code="video", message="")
    change(library, "UPDATE runs SET door = 'inbox'")

    assert "Rejouer ces fichiers" not in site.get(f"/runs/{RUN}").text
