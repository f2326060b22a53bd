"""Photos chosen on a phone arrive, each with its receipt, whatever happens to the line, the page, the server, the session."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from making import png
from phones import SIZE, Station, hashes, log_in, named, photo, photos, pick, queue
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from catalogue.database.connection import connect, writing

_SAID = "#send [data-part=gallery-said]"


@pytest.fixture
def station(home) -> Iterator[Station]:
    """A library whose server runs, and Léa, who may log in."""
    made = Station(home)
    made.start()
    made.member()
    yield made
    made.kill()


@pytest.fixture
def phone(chromium: Browser, station: Station) -> Iterator[BrowserContext]:
    """Léa's phone, on which she is logged in; an error of a script fails the test."""
    context = chromium.new_context(viewport=SIZE, locale="fr-FR")
    context.set_default_timeout(60_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    log_in(context.new_page(), station)
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The phone's page."""
    return phone.pages[0]


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    """It comes to pass in time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.3)


def received(page: Page) -> int:
    """How many have their receipt, by the phone's own storage."""
    return sum(bool(each["state"] == "received" and each.get("receipt")) for each in queue(page))


def slowed(page: Page, kilobytes_a_second: int) -> CDPSession:
    """The line of this tab takes no more than that, until the session is detached."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 40,
            "downloadThroughput": -1,
            "uploadThroughput": kilobytes_a_second * 1000,
        },
    )
    return line


def all_arrived(page: Page, station: Station, files: list[dict]) -> None:
    """Every file has a receipt and is a photo of the catalogue, bit for bit, and the phone keeps no second copy."""
    wait_until(lambda: received(page) == len(files))
    kept = queue(page)
    assert {each["receipt"]["sha256"] for each in kept} == hashes(files)
    assert not any(each["kept"] for each in kept)
    station.wait_for_photos(len(files))
    assert station.originals() == hashes(files)
    assert station.rows("SELECT count(*) FROM photos") == [(len(files),)]


def test_thirty_photos_arrive_through_reload_closed_tab_no_network_and_a_killed_server(phone, page, station):
    files = photos(30)
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    pick(page, files)
    expect(page.locator("[data-part=received]")).to_have_text("0 photo sur 30 reçue et vérifiée")
    page.reload()
    assert len(queue(page)) == 30
    slowed(page, 150)
    page.locator("[data-part=paused]").uncheck()
    wait_until(lambda: received(page) >= 3)
    page.close()
    page = phone.new_page()
    page.goto(f"{station.url}/terrain/#send")
    line = slowed(page, 150)
    wait_until(lambda: received(page) >= 7)
    line.detach()
    phone.set_offline(True)
    before = received(page)
    expect(page.locator("[data-part=line]")).to_contain_text("hors ligne")
    page.reload()
    expect(page.locator("[data-part=network]")).to_have_text("Hors ligne")
    assert received(page) < 30
    phone.set_offline(False)
    slowed(page, 150)
    wait_until(lambda: received(page) >= before + 3)
    station.kill()
    expect(page.locator("[data-part=line]")).to_contain_text("reprise dans")
    assert received(page) < 30
    station.start()
    all_arrived(page, station, files)
    expect(page.locator("[data-part=closing]")).to_have_text(
        "30 photos reçues et vérifiées, vous pouvez les effacer du téléphone."
    )
    expect(page.locator("ul.sending li").first).to_contain_text("✓ Au catalogue.")


def test_a_session_that_ends_keeps_the_queue_and_it_goes_on_after_login(page, station):
    files = photos(8)
    slowed(page, 150)
    pick(page, files)
    wait_until(lambda: received(page) >= 2)
    (account,) = (each for each in station.office.list_people() if each.name == "Léa Dupont")
    for session in station.office.sessions_of(account.id):
        station.office.revoke_session(account.id, session.id)
    expect(page.locator("#band [data-part=session]")).to_be_visible()
    expect(page.locator("[data-part=line]")).to_contain_text("votre session est terminée")
    kept = queue(page)
    assert len(kept) == 8
    assert all(each["kept"] for each in kept if each["state"] != "received")
    page.get_by_role("link", name="Se reconnecter").click()
    log_in(page, station)
    page.goto(f"{station.url}/terrain/#send")
    all_arrived(page, station, files)
    expect(page.locator("#band [data-part=session]")).to_be_hidden()


def test_the_same_picture_chosen_twice_leaves_once(page, station):
    first, second = photos(2)
    pick(page, [first, second, first])
    expect(page.locator(_SAID)).to_contain_text("1 photo était déjà dans la file")
    all_arrived(page, station, [first, second])
    page.locator(_SAID).evaluate("said => said.replaceChildren()")
    pick(page, [second])
    expect(page.locator(_SAID)).to_contain_text("1 photo a déjà été envoyée et reçue.")
    assert len(queue(page)) == 2


def test_a_picture_that_the_catalogue_has_already_says_so(page, station):
    (file,) = photos(1)
    pick(page, [file])
    all_arrived(page, station, [file])
    # The phone forgets; the catalogue does not.
    page.evaluate("indexedDB.deleteDatabase('phototheque')")
    page.reload()
    pick(page, [file])
    expect(page.locator("ul.sending li").first).to_contain_text("Déjà au catalogue")
    assert station.rows("SELECT count(*) FROM photos") == [(1,)]


def test_it_says_at_once_how_many_have_a_position(page):
    with_gps = [named(f"a{n}.jpg", photo(n, gps=(50.43, 2.58), taken="2018-05-12T14:00:00")) for n in range(3)]
    erased = [named(f"b{n}.jpg", photo(10 + n, gps=(0.0, 0.0), taken="2018-05-12T14:00:00")) for n in range(2)]
    pick(page, with_gps + erased + photos(1, 30))
    expect(page.locator(f"{_SAID} .picked")).to_contain_text(
        "6 photos choisies : 3 avec position, 2 dont le téléphone a effacé la position, 1 sans position.".replace(
            " :", "\N{NO-BREAK SPACE}:"
        )
    )


def test_screenshots_and_messengers_copies_are_asked_about_once(page, station):
    shot, copy = named("Screenshot_2018.png", png(7), "image/png"), named("IMG-20180512-WA0001.jpg", photo(90))
    (plain,) = photos(1)
    pick(page, [shot, copy, plain])
    wait_until(lambda: received(page) == 1)
    assert sorted(each["state"] for each in queue(page)) == ["asked", "asked", "received"]
    page.reload()
    question = page.locator("#send [data-part=gallery-question]")
    expect(question).to_contain_text("Envoyer 1 capture d’écran")
    expect(question.locator("[name=screenshots]")).not_to_be_checked()
    expect(question.locator("[name=messaging]")).to_be_checked()
    question.get_by_role("button").click()
    all_arrived(page, station, [copy, plain])
    expect(question).to_be_hidden()


def test_what_is_no_photo_is_told_and_left(page):
    pick(
        page,
        [
            named("releve.pdf", b"%PDF-1.4 releve", "application/pdf"),
            named("vide.jpg", b""),
            named("film.mp4", b"\x00\x00\x00\x18ftypisom....", "video/mp4"),
            named("n" * 5000 + ".jpg", photo(1, taken="2018-05-12T14:00:00")),
            named("demain.jpg", photo(2, taken=time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(time.time() + 86400)))),
        ],
    )
    said = page.locator(_SAID)
    for sentence in (
        "Ce fichier n’est pas une photo\N{NO-BREAK SPACE}: releve.pdf",
        "Ce fichier est vide, le téléphone n’en a rien donné\N{NO-BREAK SPACE}: vide.jpg.",
        "1 vidéo reste sur le téléphone.",
        "1 nom trop long a été raccourci.",
        "1 photo est datée dans le futur",
    ):
        expect(said).to_contain_text(sentence)
    assert sorted(len(each["name"]) for each in queue(page)) == [10, 200]


def test_a_full_phone_says_how_many_are_in_and_queues_nothing_else(page, station):
    files = photos(6)
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    used = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    quota = page.context.new_cdp_session(page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": station.url, "quotaSize": used + 450_000})
    pick(page, files)
    said = page.locator(_SAID)
    kept = queue(page)
    assert 0 < len(kept) < 6
    assert all(each["kept"] for each in kept)
    expect(said).to_contain_text("Le stockage du téléphone est plein")
    expect(said).to_contain_text(f"{6 - len(kept)} n’y sont pas")
    expect(page.locator("#band [data-part=room]")).to_contain_text("Plus que")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": station.url})
    page.locator("[data-part=paused]").uncheck()
    all_arrived(page, station, [file for file in files if file["name"] in {each["name"] for each in kept}])


def test_only_one_tab_sends(phone, page, station):
    files = photos(6)
    slowed(page, 150)
    other = phone.new_page()
    other.goto(f"{station.url}/terrain/#send")
    pick(page, files)
    expect(other.locator("[data-part=line]")).to_have_text("un autre onglet de cette page envoie")
    all_arrived(page, station, files)
    with closing(connect(station.home.people, readonly=True)) as db:
        assert db.execute("SELECT count(*) FROM uploads").fetchone() == (6,)


def test_an_upload_that_the_server_lost_is_announced_again(page, station):
    files = photos(4)
    slowed(page, 60)
    pick(page, files)
    wait_until(lambda: any(each["state"] == "sending" for each in queue(page)))
    with closing(connect(station.home.people)) as db, writing(db):
        db.execute("DELETE FROM uploads WHERE received_at IS NULL")
    all_arrived(page, station, files)
