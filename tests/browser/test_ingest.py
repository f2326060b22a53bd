"""A folder is tried, followed and taken in, in Chromium; with the keyboard, and without script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from making import jpeg, rows, write
from pacing import go_on, held_at_work, worker_on
from playwright.sync_api import Browser, Page, expect

from catalogue.library import Library

pytestmark = pytest.mark.browser


@pytest.fixture
def site(home: Path, source: Path, serve: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """A server that may take in a folder whose photos take a while."""
    for seed in range(300):
        write(source, f"EV5/2018-05/IMG_{seed:04}.jpg", jpeg(seed, (640, 480)))
    write(source, "EV5/releve.pdf", b"%PDF-1.4 nothing")
    Library.open(home).close()
    monkeypatch.setenv("PHOTOTHEQUE_SOURCE_ROOTS", str(source))
    return serve(home)


def test_a_folder_is_tried_followed_and_taken_in(site: str, home: Path, visit: Callable[..., Page]):
    page = visit(f"{site}/")
    page.get_by_role("link", name="Faire entrer des photos").first.click()
    page.get_by_role("link", name=re.compile("EV5")).click()
    expect(page.get_by_text("1 fichier ici · 1 dossier")).to_be_visible()
    assert "path=EV5" in page.url
    page.get_by_label("Crédit").fill("Mission Bassin Minier")

    page.get_by_role("button", name="Essayer d’abord").press("Enter")

    line = page.locator(".under-way .line")
    expect(line).to_have_text(re.compile(r"\d+ fichiers sur 301"))
    assert page.locator("progress").get_attribute("max") == "301"
    expect(page.get_by_role("heading", name="300 photos à faire entrer")).to_be_visible()
    assert rows(home, "SELECT * FROM photos") == []

    page.get_by_role("button", name="Faire entrer ces 300 photos").click()
    expect(page.get_by_role("heading", name="300 photos sont entrées")).to_be_visible()
    page.get_by_role("link", name="Voir ses photos").click()
    expect(page.get_by_role("link", name="Prendre 300 photos")).to_be_visible()
    assert rows(home, "SELECT DISTINCT made_by FROM runs") == [{"made_by": "L. Dupont"}]


def test_a_run_is_stopped_and_gone_on_with(site: str, home: Path, source: Path, visit: Callable[..., Page]):
    page = visit(f"{site}/ingest?path=EV5")
    page.get_by_role("button", name="Essayer d’abord").click()
    page.get_by_role("button", name="Faire entrer ces 300 photos").click()
    pid = worker_on(source / "EV5")
    held_at_work(pid, page.locator(".under-way .tally .stored").is_visible)

    page.get_by_role("button", name="Arrêter").click()
    go_on(pid)
    expect(page.get_by_role("heading", name="Arrêté")).to_be_visible()
    assert 0 < len(rows(home, "SELECT id FROM photos")) < 300

    page.get_by_role("button", name="Recommencer").click()
    expect(page.get_by_role("heading", name="photos sont entrées")).to_be_visible()
    assert len(rows(home, "SELECT id FROM photos")) == 300


def test_without_script_the_page_still_comes_to_its_end(site: str, source: Path, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site}/ingest?path=EV5")
    page.get_by_label("Votre nom").fill("L. Dupont")
    page.get_by_role("button", name="Essayer d’abord").click()

    expect(page.get_by_role("heading", name="300 photos à faire entrer")).to_be_visible()
    context.close()
