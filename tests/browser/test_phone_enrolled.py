"""A phone is enrolled by a code in a browser of its own; revoked, it keeps its queue; enrolled again, it goes on."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from making import jpeg
from playwright.sync_api import Browser, Page, expect

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role

pytestmark = pytest.mark.browser

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/149.0 Mobile Safari/537.36"
KEPT = """async () => {
  const opened = indexedDB.open("phototheque");
  const db = await new Promise((done) => (opened.onsuccess = () => done(opened.result)));
  const asked = db.transaction("photos").objectStore("photos").getAll();
  const photos = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  db.close();
  return photos.filter((photo) => photo.state !== "received").length;
}"""


@pytest.fixture
def jo(home: Path) -> Iterator[tuple[Office, str, int, str]]:
    """A library with accounts: its office, its address, Jo, and the session of Jo's computer."""
    Library.open(home).close()
    office = Office(Home(home))
    office.add("Anne", Role.ADMIN, PASSWORD, None)
    person = office.add("Jo", Role.FIELD, PASSWORD, None)
    session = office.log_in("Jo", PASSWORD, address="", device="Firefox").secret
    process = subprocess.Popen(
        [sys.executable, "-m", "catalogue.cli.main", "serve", "--home", str(home), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield office, re.search(r"http://\S+?(?=/ |/$)", process.stdout.readline())[0], person.id, session
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A browser in a pocket."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        user_agent=ANDROID,
        locale="fr-FR",
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def code(chromium: Browser, url: str, session: str) -> str:
    """Address of a new code, as the screen of Jo's computer shows it."""
    computer = chromium.new_context(locale="fr-FR")
    computer.add_cookies([{"name": "session", "value": session, "url": url}])
    page = computer.new_page()
    page.goto(f"{url}/account")
    page.get_by_role("button", name="Ajouter un téléphone").click()
    expect(page.get_by_role("img", name="Le lien en code QR")).to_be_visible()
    address = page.locator(".once .secret").inner_text()
    computer.close()
    return address


def received(home: Home) -> int:
    """How many files the server has received."""
    with closing(connect(home.people, readonly=True)) as db:
        return db.execute("SELECT count(*) FROM uploads WHERE received_at IS NOT NULL").fetchone()[0]


def test_a_revoked_phone_keeps_its_queue_and_goes_on_when_it_is_enrolled_again(
    chromium: Browser, jo, phone: Page, tmp_path: Path
):
    office, url, person, session = jo
    phone.goto(code(chromium, url, session))
    phone.get_by_role("button", name="Commencer").click()
    expect(phone.get_by_role("heading", name="Installer sur ce téléphone")).to_be_visible()
    phone.evaluate("navigator.serviceWorker.ready")
    phone.get_by_role("link", name="Continuer").click()
    (own,) = [one for one in office.sessions_of(person) if one.phone]
    assert own.phone == "Téléphone de Jo"

    office.revoke_session(person, own.id)
    phone.reload()
    expect(phone.locator('[data-part="session"]')).to_contain_text("visez un nouveau code")
    photos = [tmp_path / f"IMG_{n}.jpg" for n in range(3)]
    for n, photo in enumerate(photos):
        photo.write_bytes(jpeg(n + 1, (320, 240), make="Fairphone", model="FP5"))
    phone.goto(f"{url}/terrain/#send")
    phone.locator('#send [data-part="gallery-files"]').set_input_files(photos)
    expect(phone.locator('#send [data-part="list"] > li')).to_have_count(3)
    assert phone.evaluate(KEPT) == 3
    assert received(Home(office._home.root)) == 0

    phone.goto(code(chromium, url, session))
    phone.get_by_role("button", name="Commencer").click()
    phone.goto(f"{url}/terrain/#send")

    expect(phone.locator('[data-part="session"]')).to_be_hidden()
    for _ in range(120):
        if phone.evaluate(KEPT) == 0:
            break
        phone.wait_for_timeout(500)
    assert phone.evaluate(KEPT) == 0
    assert received(Home(office._home.root)) == 3
