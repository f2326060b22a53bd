"""Photos chosen on a phone arrive, each with its receipt, whatever happens to line, page, server or session."""

import time
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from making import exif, picture, png
from phones import (
    GROUND,
    SIZE,
    Station,
    all_arrived,
    erased,
    hashes,
    log_in,
    named,
    phone_of,
    photo,
    photos,
    pick,
    queue,
    received,
    slowed,
    wait_until,
)
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import catalogue
from catalogue.database.connection import connect, writing

pytestmark = pytest.mark.browser

_AXE = Path(catalogue.__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
_SAID = "#send [data-part=gallery-said]"


@pytest.fixture
def phone(chromium: Browser, station: Station) -> Iterator[BrowserContext]:
    """Léa's phone."""
    with phone_of(chromium, station) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The phone's page."""
    return phone.pages[0]


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


def in_format(kind: str) -> bytes:
    """A photo in another format than JPEG, with its position and camera."""
    out = BytesIO()
    picture(5).save(out, kind, exif=exif(gps=(50.43, 2.58), taken="2018-05-12T14:00:00", make="Fairphone"))
    return out.getvalue()


def test_it_says_at_once_how_many_have_a_position(page):
    with_gps = [named(f"a{n}.jpg", photo(n, gps=GROUND, taken="2018-05-12T14:00:00")) for n in range(3)]
    hidden = [
        named(f"b{n}.jpg", erased(photo(10 + n, gps=GROUND, taken="2018-05-12T14:00:00"))) for n in range(2)
    ]
    nowhere = named("nowhere.jpg", photo(20, gps=(0.0, 0.0), taken="2018-05-12T14:00:00"))
    others = [named(f"c.{kind}", in_format(kind), f"image/{kind}") for kind in ("webp", "png")]
    pick(page, [*with_gps, *hidden, *others, nowhere])
    expect(page.locator(f"{_SAID} .picked")).to_contain_text(
        "8 photos choisies : 5 avec position, 2 dont le téléphone a effacé la position, 1 sans position.".replace(
            " :", "\N{NO-BREAK SPACE}:"
        )
    )


def test_screenshots_and_messengers_copies_are_asked_about_once(page, station):
    shot, copy = (
        named("Screenshot_2018.png", png(7), "image/png"),
        named("IMG-20180512-WA0001.jpg", photo(90)),
    )
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
            named(
                "demain.jpg",
                photo(2, taken=time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(time.time() + 86400))),
            ),
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


def test_a_full_phone_says_how_many_are_in_and_queues_nothing_else(chromium, station):
    files = photos(8)
    context = chromium.new_context(viewport=SIZE, locale="fr-FR")
    page = context.new_page()
    # Told before the first visit: Chromium remembers for half a minute how much room there was.
    room = context.new_cdp_session(page)
    room.send("Storage.overrideQuotaForOrigin", {"origin": station.url, "quotaSize": 1_200_000})
    log_in(page, station)
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    pick(page, files)
    said = page.locator(_SAID)
    kept = queue(page)
    assert 0 < len(kept) < 8
    assert all(each["kept"] for each in kept)
    expect(said).to_contain_text(f"Le stockage du téléphone est plein\N{NO-BREAK SPACE}: {len(kept)} photo")
    expect(said).to_contain_text(f"{8 - len(kept)} n’y sont pas.")
    expect(page.locator("[data-part=received]")).to_contain_text(f"0 photo sur {len(kept)}")
    room.send("Storage.overrideQuotaForOrigin", {"origin": station.url})
    page.locator("[data-part=paused]").uncheck()
    all_arrived(page, station, [file for file in files if file["name"] in {each["name"] for each in kept}])
    context.close()


def test_little_room_is_told_on_every_screen(phone, station):
    page = phone.new_page()
    # Chromium tells pages of ten free gigabytes, whatever there are; others tell the truth.
    page.add_init_script("navigator.storage.estimate = async () => ({ quota: 1e9, usage: 0.85e9 })")
    page.goto(f"{station.url}/terrain/#mine")
    expect(page.locator("#band [data-part=room]")).to_contain_text(
        "Plus que 150\N{NO-BREAK SPACE}Mo de place"
    )


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
    expect(page.locator("[data-part=awake]")).to_have_text("L’écran reste allumé tant que cette page envoie.")
    with closing(connect(station.home.people)) as db, writing(db):
        db.execute("DELETE FROM uploads WHERE received_at IS NULL")
    all_arrived(page, station, files)


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_is_opened_in_the_page(page, station):
    one, two = photos(2)
    content = zipped(
        ("2018/Olhain/IMG_1.jpg", one["buffer"]),
        ("../../etc/passwd.jpg", two["buffer"]),
        ("__MACOSX/2018/._IMG_1.jpg", b"macos"),
        ("notes.txt", b"rien"),
    )
    page.goto(f"{station.url}/terrain/#send")
    page.locator("#send [data-part=gallery-zip]").set_input_files(
        [named("sortie.zip", content, "application/zip")]
    )
    expect(page.locator(_SAID)).to_contain_text("2 photos choisies")
    expect(page.locator(_SAID)).to_contain_text("Ce fichier n’est pas une photo\N{NO-BREAK SPACE}: notes.txt")
    all_arrived(page, station, [one, two])
    assert sorted(each["path"] for each in queue(page)) == [
        "sortie/2018/Olhain/IMG_1.jpg",
        "sortie/etc/passwd.jpg",
    ]


def test_a_zip_that_bursts_is_refused(page):
    (one,) = photos(1)
    content = zipped(
        ("a.jpg", one["buffer"]), ("b.jpg", b"\xff\xd8\xff" + bytes(60_000_000)), ("c.jpg", one["buffer"])
    )
    lying = bytearray(content)
    at = content.index(b"b.jpg") - 30
    lying[at + 22 : at + 26] = (2_000).to_bytes(4, "little")
    page.goto(page.url.split("#")[0] + "#send")
    for archive in (content, bytes(lying)):
        page.locator("#send [data-part=gallery-zip]").set_input_files(
            [named("z.zip", archive, "application/zip")]
        )
        expect(page.locator(_SAID)).to_contain_text("Ce ZIP se déplie bien au-delà de ce que font des photos")
        page.locator(_SAID).evaluate("said => said.replaceChildren()")
    assert [each["name"] for each in queue(page)] == ["a.jpg"]


def test_a_zip_that_was_cut_off_says_so(page):
    one, two = photos(2)
    content = zipped(("a.jpg", one["buffer"]), ("b.jpg", two["buffer"]))[: len(one["buffer"]) + 50_000]
    page.goto(page.url.split("#")[0] + "#send")
    page.locator("#send [data-part=gallery-zip]").set_input_files(
        [named("z.zip", content, "application/zip")]
    )
    expect(page.locator(_SAID)).to_contain_text("Ce ZIP est abîmé ou incomplet\N{NO-BREAK SPACE}: z.zip")
    assert [each["name"] for each in queue(page)] == ["a.jpg"]


def test_who_took_them_is_said_once_and_can_be_changed_until_they_leave(page, station):
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    taker, name = (
        page.locator("#send [data-part=gallery-taker]"),
        page.locator("#send [data-part=gallery-taker-name]"),
    )
    taker.select_option("colleague")
    page.locator("#send [data-part=gallery-files]").set_input_files(photos(2))
    expect(page.locator("#notice")).to_have_text("Écrivez le nom de la personne qui a pris ces photos.")
    assert queue(page) == []
    name.fill("Omar Ben")
    name.blur()
    pick(page, photos(2))
    name.fill("Omar Benali")
    name.blur()
    expect(page.locator("#notice")).to_have_text("C’est noté pour 2 photos.")
    page.locator("[data-part=paused]").uncheck()
    all_arrived(page, station, photos(2))
    assert station.rows("SELECT creator, count(*) FROM photos") == [("Omar Benali", 2)]


def test_a_picture_that_is_gone_when_it_is_read_is_told(page, station, tmp_path):
    (one,) = photos(1)
    path = tmp_path / "partie.jpg"
    path.write_bytes(one["buffer"])
    page.goto(f"{station.url}/terrain/#send")
    page.evaluate(
        """() => {
            const read = Blob.prototype.arrayBuffer;
            const later = () => new Promise((go) => setTimeout(go, 1500));
            Blob.prototype.arrayBuffer = function () { return later().then(() => read.call(this)); };
        }"""
    )
    page.locator("#send [data-part=gallery-files]").set_input_files(path)
    path.unlink()
    expect(page.locator(_SAID)).to_contain_text(
        "Cette image n’est plus lisible\N{NO-BREAK SPACE}: partie.jpg"
    )
    assert queue(page) == []


def test_a_folder_that_is_dropped_is_told(page, station):
    page.goto(f"{station.url}/terrain/#send")
    page.evaluate(
        """() => {
            const drop = new Event('drop', { bubbles: true, cancelable: true });
            const entry = { isDirectory: true, name: '2018-05' };
            const file = new File([], '2018-05');
            const item = { kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => file };
            drop.dataTransfer = { items: [item] };
            document.querySelector('#send [data-part=gallery]').dispatchEvent(drop);
        }"""
    )
    expect(page.locator(_SAID)).to_contain_text(
        "Un dossier ne peut pas être pris ici\N{NO-BREAK SPACE}: 2018-05."
    )


def test_my_photos_are_seen_placed_and_described_and_are_there_offline(phone, page, station):
    file = named("IMG_1.jpg", photo(1, taken="2018-05-12T14:32:08", make="Fairphone"))
    pick(page, [file])
    all_arrived(page, station, [file])
    phone.grant_permissions(["geolocation"])
    phone.set_geolocation({"latitude": 50.4287, "longitude": 2.5801, "accuracy": 6})
    page.goto(f"{station.url}/terrain/#mine")
    row = page.locator("#mine ul.own li")
    expect(row).to_contain_text("à placer · à décrire")
    row.get_by_role("link").click()
    page.get_by_role("button", name="Placer sur la carte").click()
    page.get_by_role("button", name="Là où je suis").click()
    page.get_by_role("button", name="C’était ici").click()
    done = page.locator("#mine [data-part=done]")
    expect(done).to_contain_text("Placée.")
    expect(page.locator("#mine [data-part=where]")).to_contain_text("✎ placée à la main")
    assert station.rows("SELECT round(latitude, 4), round(longitude, 4) FROM photos") == [(50.4287, 2.5801)]
    page.locator("#mine [data-part=caption]").fill("Le chevalement")
    page.get_by_role("button", name="Enregistrer").click()
    expect(done).to_contain_text("Enregistré.")
    done.get_by_role("button", name="Annuler").click()
    expect(done).to_contain_text("Annulé.")
    assert station.rows("SELECT caption FROM photos") == [(None,)]
    phone.set_offline(True)
    page.locator("#mine [data-part=caption]").fill("Dit hors ligne")
    page.get_by_role("button", name="Enregistrer").click()
    expect(done).to_contain_text("Gardé sur ce téléphone")
    page.goto(f"{station.url}/terrain/#mine")
    expect(row).to_contain_text("12 mai 2018")
    expect(page.locator("#mine [data-part=seen]")).to_contain_text("il n’y a pas de réseau")
    phone.set_offline(False)
    wait_until(lambda: station.rows("SELECT caption FROM photos") == [("Dit hors ligne",)])


def answering(page: Page, status: int, sentence: str, times: int, **headers: str) -> list[str]:
    """The server answers so to bytes that are sent, so many times; returned is what was asked meanwhile."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method != "PATCH" or len(asked) >= times:
            return route.fallback()
        asked.append(route.request.url)
        return route.fulfill(
            status=status, body=sentence, headers={"content-type": "text/plain; charset=utf-8", **headers}
        )

    page.route("**/uploads/*", answer)
    return asked


def test_a_photo_that_arrives_damaged_is_sent_anew_and_told_after_three_times(page, station):
    files = photos(1)
    asked = answering(page, 460, "", 3)
    pick(page, files)
    row = page.locator("ul.sending li")
    expect(row).to_contain_text("Cette photo est arrivée abîmée trois fois.")
    assert len(set(asked)) == 3
    assert [(each["state"], each["kept"]) for each in queue(page)] == [("refused", True)]
    row.get_by_role("button", name="Réessayer").click()
    all_arrived(page, station, files)


def test_a_photo_that_the_server_does_not_take_keeps_its_sentence_and_stops_no_other(page, station):
    files = photos(3)
    answering(page, 413, "Les fichiers de plus de 200 Mo ne sont pas pris.", 1)
    pick(page, files)
    wait_until(lambda: received(page) == 2)
    row = page.locator("ul.sending li[data-state=refused]")
    expect(row).to_contain_text("Les fichiers de plus de 200 Mo ne sont pas pris.")
    row.get_by_role("button", name="Retirer de la file").click()
    expect(page.locator("[data-part=closing]")).to_contain_text("2 photos reçues et vérifiées")
    expect(row).to_have_count(0)
    assert len(queue(page)) == 2


def test_a_server_without_room_is_tried_again_with_its_sentence(page, station):
    files = photos(2)
    answering(page, 507, "Le disque du serveur est plein.", 2, **{"retry-after": "5"})
    pick(page, files)
    expect(page.locator("[data-part=line]")).to_contain_text("Le disque du serveur est plein. · reprise dans")
    page.get_by_role("button", name="Envoyer maintenant").click()
    all_arrived(page, station, files)


def test_a_hash_that_differs_is_no_receipt(page, station):
    (file,) = photos(1)

    def lie(route: Route) -> None:
        if route.request.method != "PATCH" or lied:
            return route.fallback()
        lied.append(True)
        answer = route.fetch()
        return route.fulfill(response=answer, headers={**answer.headers, "upload-sha256": "0" * 64})

    lied: list[bool] = []
    page.route("**/uploads/*", lie)
    pick(page, [file])
    wait_until(lambda: received(page) == 1)
    assert lied
    (kept,) = queue(page)
    assert kept["spoiled"] == 1
    assert kept["receipt"]["sha256"] in hashes([file])


def test_on_wifi_only_nothing_leaves_by_the_mobile_network(phone, station):
    page = phone.new_page()
    page.add_init_script(
        "Object.defineProperty(navigator.connection, 'type', { get: () => window.by ?? 'cellular' })"
    )
    page.goto(f"{station.url}/terrain/#send")
    # Only one tab sends, and the first one knows of no such network.
    phone.pages[0].close()
    page.locator("[data-part=wifi-only]").check()
    pick(page, photos(2))
    expect(page.locator("[data-part=line]")).to_have_text("attend le Wi-Fi")
    page.wait_for_timeout(1500)
    assert received(page) == 0
    page.evaluate("window.by = 'wifi'; navigator.connection.dispatchEvent(new Event('change'))")
    # Nobody waits for the next round, which is a minute away.
    wait_until(lambda: received(page) == 2, 30)
    all_arrived(page, station, photos(2))


def test_photos_of_an_outing_are_told_to_be_placed_by_its_track(page, station):
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    page.evaluate(
        """() => new Promise((done) => {
            indexedDB.open('phototheque').onsuccess = ({ target: { result: db } }) => {
                const change = db.transaction(['outings', 'points'], 'readwrite');
                const id = '0b5e4c1e-2f4e-4d0c-9d53-0d9a3f2b7c11';
                const start = new Date('2018-05-12T14:00:00').getTime();
                const at = (seconds) => new Date(start + seconds * 1000).toISOString();
                change.objectStore('outings').put({ id, name: 'EV5', started_at: at(0), ended_at: at(3600) });
                for (let s = 0; s <= 180; s += 30)
                    change.objectStore('points').put(
                        { outing: id, at: at(s), latitude: 50.43, longitude: 2.58, accuracy: 5, sent: 1 });
                change.oncomplete = () => (db.close(), done());
            };
        })"""
    )
    hidden = [each | {"buffer": erased(each["buffer"])} for each in photos(3, gps=GROUND)]
    later = named("later.jpg", photo(9, taken="2018-05-13T09:00:00", make="Fairphone"))
    pick(page, hidden)
    expect(page.locator(_SAID)).to_contain_text("; la trace de la sortie les placera.")
    page.locator(_SAID).evaluate("said => said.replaceChildren()")
    pick(page, [later])
    expect(page.locator(_SAID)).to_contain_text("Choisissez leur sortie")
    page.locator("#send [data-part=gallery-outing]").select_option(index=1)
    expect(page.locator("#notice")).to_have_text("C’est noté pour 1 photo.")
    page.locator("[data-part=paused]").uncheck()
    all_arrived(page, station, [*hidden, later])
    with closing(connect(station.home.people, readonly=True)) as db:
        found = db.execute("SELECT DISTINCT outing FROM uploads WHERE received_at IS NOT NULL").fetchall()
    assert found == [("0b5e4c1e-2f4e-4d0c-9d53-0d9a3f2b7c11",)]


def test_a_picture_that_is_changed_after_it_was_chosen_arrives_as_it_was(page, station, tmp_path):
    (one,) = photos(1)
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(one["buffer"])
    page.goto(f"{station.url}/terrain/#send")
    page.locator("[data-part=paused]").check()
    page.locator("#send [data-part=gallery-files]").set_input_files(path)
    expect(page.locator(_SAID)).to_contain_text("1 photo choisie")
    path.write_bytes(b"something else")
    page.reload()
    page.locator("[data-part=paused]").uncheck()
    all_arrived(page, station, [one])


def test_a_page_without_https_hashes_and_sends_all_the_same(phone, station):
    page = phone.new_page()
    # What browsers take away from an address that is not secure.
    page.add_init_script(
        """for (const [of, name] of
            [[crypto, 'subtle'], [crypto, 'randomUUID'], [navigator, 'storage'], [navigator, 'locks']])
            Object.defineProperty(of, name, { get: () => undefined });"""
    )
    phone.pages[0].close()
    page.goto(f"{station.url}/terrain/#send")
    pick(page, photos(2))
    all_arrived(page, station, photos(2))


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: run `make setup`")
@pytest.mark.parametrize("light", ["light", "dark"])
def test_screens_of_the_queue_have_no_grave_fault(chromium, station, light):
    context = chromium.new_context(viewport=SIZE, locale="fr-FR", color_scheme=light, bypass_csp=True)
    page = context.new_page()
    log_in(page, station)
    pick(page, [*photos(2), named("Screenshot_2018.png", png(7), "image/png"), named("vide.jpg", b"")])
    wait_until(lambda: received(page) == 2)
    station.wait_for_photos(2)
    assert grave_faults(page) == []
    page.goto(f"{station.url}/terrain/#mine")
    expect(page.locator("#mine ul.own li")).to_have_count(2)
    assert grave_faults(page) == []
    page.locator("#mine ul.own a").first.click()
    page.get_by_role("button", name="Placer sur la carte").click()
    expect(page.locator("#mine .leaflet-container")).to_be_visible()
    assert grave_faults(page) == []
    context.close()


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds that is serious, each with the first element that has it."""
    page.evaluate(_AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((told) => told.violations)")
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
