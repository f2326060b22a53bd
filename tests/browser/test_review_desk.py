"""The review desk by keyboard alone, through every queue; the catalogue is looked at again after each decision."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from desks import CAMERA, FOLDER, OLHAIN, PAIRS, every_queue, make_desk, photo_id, step
from playwright.sync_api import Page, expect

from catalogue.database.connection import connect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library in which every queue has somebody waiting."""
    root = tmp_path_factory.mktemp("desk") / "library"
    make_desk(root, every_queue(), pictures=True, pairs=PAIRS)
    return root


@pytest.fixture
def home(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "library"))


@pytest.fixture
def site(home, serve):
    return serve(home)


@pytest.fixture
def ask(home):
    """Ask the catalogue from outside: the rows of a query."""

    def asked(query, *values):
        with closing(connect(home / "catalogue.db", readonly=True)) as db:
            return db.execute(query, values).fetchall()

    return asked


def waits(ask, name):
    """For which reasons a photo waits."""
    return {row[0] for row in ask("SELECT reason FROM reviews WHERE photo_id = ?", photo_id(name))}


def row(ask, name, columns):
    return ask(f"SELECT {columns} FROM photos WHERE id = ?", photo_id(name))[0]


def begin(visit, site, reason) -> Page:
    page = visit(f"{site}/review/{reason}")
    expect(page.locator("html")).to_have_class("scripted")
    return page


def press(page, *keys):
    """Press keys one after the other, each when the page has answered the one before."""
    for key in keys:
        page.keyboard.press(key)
        expect(page.locator("html")).to_have_class("scripted")
        if key == "m":
            expect(page.locator("#map")).to_have_attribute("aria-busy", "false")


def said(page, text):
    expect(page.locator("#said")).to_contain_text(text)


@pytest.mark.parametrize(
    ("reason", "name", "key"),
    [
        ("held", "held.jpg", "Enter"),
        ("conflict", "conflict.jpg", "1"),
        ("place-conflict", "far.jpg", "Enter"),
        ("date-implausible", "reset.jpg", "l"),
        ("year-conflict", "year.jpg", "2"),
        ("outside-area", "abroad.jpg", "Enter"),
        ("no-position", "IMG_0001.jpg", "Enter"),
        ("redacted", "IMG_0004.jpg", "2"),
        ("date-missing", "undated.jpg", "l"),
        ("estimate", "IMG_0009.jpg", "Enter"),
        ("screenshot", "Screenshot_2018.png", "Enter"),
        ("messaging", "IMG-20180512-WA0001.jpg", "Enter"),
    ],
)
def test_one_key_settles_a_photo_of_every_queue_and_z_asks_again(site, visit, ask, reason, name, key):
    page = begin(visit, site, reason)
    expect(page.locator("#stage")).to_have_attribute("data-photo", photo_id(name))

    press(page, key)

    expect(page.locator("#said p")).not_to_be_empty()
    assert reason not in waits(ask, name) or row(ask, name, "state") == ("set_aside",)
    assert ask("SELECT made_by FROM actions") == [("L. Dupont",)]
    assert {by for (by,) in ask("SELECT made_by FROM changes")} == {"L. Dupont"}
    press(page, "z")
    said(page, "Annulé")
    assert reason in waits(ask, name)
    assert row(ask, name, "state") == (("held",) if reason == "held" else ("catalogued",))


def test_a_queue_is_worked_to_its_end_which_has_a_good_word(site, visit, ask):
    page = begin(visit, site, "no-position")

    for left in (4, 3, 2, 1):
        press(page, "Enter")
        expect(page.locator(".done-so-far")).to_contain_text(f"{left} photo")
    press(page, "Enter")

    expect(page.locator("main h1")).to_have_text("Cette file est terminée.")
    expect(page.locator("main")).to_contain_text("Merci, L. Dupont")
    assert ask("SELECT count(*) FROM reviews WHERE reason = 'no-position'") == [(0,)]
    assert row(ask, "IMG_0001.jpg", "position_method, round(latitude, 4)") == ("manual", round(OLHAIN[0], 4))


def test_a_run_is_selected_and_placed_at_once_from_the_map(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "a")
    expect(page.locator("#chosen")).to_have_text("4 photos choisies")
    assert "sel=" in page.url
    press(page, "m")
    expect(page.locator("#map")).to_be_focused()
    press(page, "ArrowRight", "Enter")

    said(page, "4 photos placées")
    placed = ask("SELECT DISTINCT latitude, longitude FROM photos WHERE position_method = 'manual'")
    assert len(placed) == 1
    assert ask("SELECT what, photos FROM actions") == [("place", 4)]
    press(page, "Escape", "z")
    said(page, "Annulé")
    assert ask("SELECT count(*) FROM photos WHERE position_method = 'manual'") == [(0,)]


def test_after_a_photo_was_placed_on_the_map_the_keys_are_those_of_the_desk_again(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "m", "ArrowRight", "Enter")
    said(page, "1 photo placée")
    expect(page.locator("#stage")).to_be_focused()
    press(page, "n")
    expect(page.locator("#stage")).to_have_attribute("data-photo", photo_id("IMG_0013.jpg"))
    press(page, "m", "z")
    said(page, "Annulé")
    press(page, "m", "?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help")).to_contain_text("Échap la quitte")
    press(page, "?")
    expect(page.locator("#help")).not_to_be_visible()

    assert ask("SELECT count(*) FROM actions") == [(1,)]


def test_a_key_that_is_held_down_decides_once(site, visit, ask):
    page = begin(visit, site, "no-position")

    page.keyboard.down("Enter")
    said(page, "1 photo placée")
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    press(page, "l")
    said(page, "laissée telle quelle")

    assert ask("SELECT what FROM actions ORDER BY id") == [("place",), ("settle",)]


def test_a_name_with_a_slip_stays_in_its_field_and_the_nearest_are_offered_above_it(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "p")
    page.keyboard.type("Fresnicout")
    press(page, "Enter")
    said(page, "n’est pas un lieu du catalogue")
    field, offered = page.locator("#where"), page.locator("#found")
    expect(field).to_be_focused()
    expect(field).to_have_value("Fresnicout")
    expect(offered.locator("li").first).to_contain_text("Fresnicourt-le-Dolmen")
    assert offered.bounding_box()["y"] + offered.bounding_box()["height"] <= field.bounding_box()["y"] + 1
    press(page, "ArrowDown", "Enter")

    said(page, "1 photo placée : Fresnicourt-le-Dolmen · Commune")
    assert row(ask, "IMG_0001.jpg", "position_method") == ("manual",)


def test_a_track_that_cannot_be_read_is_refused_with_its_name(site, visit, tmp_path):
    track = tmp_path / "vide.gpx"
    track.write_text("")
    page = begin(visit, site, "no-position")
    press(page, "t")
    page.locator("#gpx").set_input_files(track)

    page.get_by_role("button", name="Voir d’abord").click()

    said(page, "vide.gpx")
    expect(page.locator("#said .bad")).to_be_visible()


def test_shift_selects_a_run_and_x_takes_one_out(site, visit):
    page = begin(visit, site, "no-position")

    press(page, "Shift+ArrowRight")
    expect(page.locator("#stage")).to_have_attribute("data-photo", photo_id("IMG_0002.jpg"))
    press(page, "Shift+ArrowRight")
    expect(page.locator("#chosen")).to_have_text("3 photos choisies")
    expect(page.locator("#stage")).to_have_attribute("data-photo", photo_id("IMG_0003.jpg"))
    press(page, "x")
    expect(page.locator("#chosen")).to_have_text("2 photos choisies")
    press(page, "Escape")

    expect(page.locator("#chosen")).to_have_text("Les décisions valent pour cette photo.")
    press(page, "k")
    expect(page.locator("#stage")).to_have_attribute("data-photo", photo_id("IMG_0002.jpg"))


def test_a_place_a_direction_and_a_date_are_written(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "p")
    page.keyboard.type("50.44, 2.59")
    press(page, "Enter")
    said(page, "1 photo placée")
    press(page, "p")
    page.keyboard.type("fresnic")
    expect(page.locator("#found li").first).to_be_visible()
    press(page, "ArrowDown", "Enter")
    said(page, "1 photo placée")
    press(page, "h")
    page.keyboard.type("nord-est")
    press(page, "Enter")
    said(page, "Direction donnée à 1 photo")
    press(page, "d")
    page.keyboard.type("13 mai 2018 à 14h32")
    press(page, "Enter")
    said(page, "1 photo datée")

    assert row(ask, "IMG_0001.jpg", "latitude, longitude") == (50.44, 2.59)
    method, accuracy_m = row(ask, "IMG_0010.jpg", "position_method, position_accuracy_m")
    assert (method, 1000 < accuracy_m < 5000) == ("manual", True)
    assert row(ask, "IMG_0013.jpg", "heading_deg, heading_reference") == (45.0, "true")
    assert row(ask, "IMG_0013.jpg", "taken_at, taken_method") == ("2018-05-13T14:32:00", "manual")


def test_what_is_not_understood_is_said_and_changes_nothing(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "d")
    page.keyboard.type("hier")
    press(page, "Enter")

    said(page, "hier n’est pas une date")
    assert ask("SELECT count(*) FROM actions") == [(0,)]


def test_the_handle_on_the_map_turns_a_photo_by_keys(site, visit, ask):
    page = begin(visit, site, "estimate")

    page.locator(".heading-handle").focus()
    press(page, "ArrowRight")

    said(page, "Direction donnée à 1 photo")
    assert row(ask, "IMG_0009.jpg", "heading_deg") == (5.0,)


def test_a_clock_is_moved_for_a_camera_between_two_days(site, visit, ask):
    page = begin(visit, site, "no-position")

    press(page, "c")
    page.keyboard.type("+01:00:17")
    press(page, "Enter")

    said(page, "Horloge décalée pour")
    assert row(ask, "IMG_0001.jpg", "taken_at, camera_model") == ("2018-05-12T10:31:17", CAMERA)
    assert row(ask, "reset.jpg", "taken_at") == ("2000-01-01T00:03:00",)
    press(page, "Escape", "z")
    said(page, "Annulé")
    assert row(ask, "IMG_0001.jpg", "taken_at") == ("2018-05-12T09:31:00",)


def test_moving_a_clock_is_foretold_while_the_true_time_is_written(site, visit, ask):
    page = begin(visit, site, "date-implausible")

    press(page, "c")
    page.keyboard.type("12/05/2018 14:32")

    expect(page.locator("#clock-foretold")).to_contain_text("celle-ci devient")
    expect(page.locator("#clock-foretold")).to_contain_text("12 mai 2018")
    assert ask("SELECT count(*) FROM actions") == [(0,)]
    press(page, "Enter")
    said(page, "Horloge décalée pour 1 photo")
    assert row(ask, "reset.jpg", "taken_at") == ("2018-05-12T14:32:00",)


def test_the_map_shows_parks_and_what_is_proposed_and_a_click_within_it_still_places(site, visit, ask):
    page = begin(visit, site, "place-conflict")
    expect(page.locator("#map path.place.park")).to_have_count(1)
    expect(page.locator("#map path.candidate")).to_have_count(2)
    expect(page.locator("#map path.place[tabindex='0']")).to_have_count(0)

    shape = page.locator("#map path.candidate").nth(1).bounding_box()
    page.mouse.click(shape["x"] + shape["width"] * 0.3, shape["y"] + shape["height"] * 0.3)

    said(page, "1 photo placée")
    assert ask("SELECT what FROM actions") == [("place",)]


@pytest.mark.parametrize("size", [(1440, 900), (820, 1180), (390, 844)])
def test_the_first_proposal_is_in_view_without_scrolling(site, visit, size):
    page = visit(f"{site}/review/no-position", size=size)
    expect(page.locator("html")).to_have_class("scripted")

    first, bar = page.locator(".proposals button").first.bounding_box(), page.locator("#bar").bounding_box()

    assert first["y"] + first["height"] <= bar["y"]
    if size[0] > 640:
        box = page.locator("#map").bounding_box()
        assert box["y"] + box["height"] <= bar["y"]
    else:
        assert bar["height"] < 70


def gpx(shift_s=0):
    """A track along the walk of the outing, as UTC: in May the clock of the camera is two hours ahead."""
    points = "".join(
        f'<trkpt lat="{step(n)[0]}" lon="{step(n)[1]}"><time>2018-05-12T07:{30 + n:02}:00Z</time></trkpt>'
        for n in range(18)
    )
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'


def test_a_track_is_looked_at_first_then_followed_then_undone(site, visit, ask, tmp_path):
    track = tmp_path / "olhain.gpx"
    track.write_text(gpx())
    page = begin(visit, site, "no-position")
    press(page, "t")
    page.locator("#gpx").set_input_files(track)

    page.locator("#offset").focus()
    press(page, "Enter")
    box = page.locator(".preview-box")
    expect(box).to_contain_text("4 photos peuvent être placées")
    expect(box.locator("tbody tr")).to_have_count(4)
    expect(page.locator("#map .track")).to_have_count(1)
    assert ask("SELECT count(*) FROM photos WHERE position_method = 'track'") == [(0,)]
    press(page, "Enter")

    said(page, "4 photos placées le long de la trace")
    assert row(ask, "IMG_0001.jpg", "position_method, round(latitude, 4)") == ("track", round(step(1)[0], 4))
    press(page, "Escape", "z")
    said(page, "Annulé")
    assert ask("SELECT count(*) FROM photos WHERE position_method = 'track'") == [(0,)]


def test_near_duplicates_are_settled_by_one_two_three_and_bursts_by_g(site, visit, ask):
    page = begin(visit, site, "near-duplicate")
    expect(page.locator(".differences tr.differs th").first).to_contain_text("Taille")

    press(page, "1")
    said(page, "Même image")
    press(page, "g")
    said(page, "La meilleure de 3 photos est gardée")
    press(page, "2")
    said(page, "Versions")
    press(page, "3")
    said(page, "Différentes")

    expect(page.locator("main h1")).to_have_text("Cette file est terminée.")
    decided = ask("SELECT decision, count(*) FROM near_duplicates GROUP BY decision ORDER BY decision")
    assert decided == [("different", 1), ("same", 1), ("version", 4)]
    assert row(ask, "twin_small.jpg", "state, version_of") == ("set_aside", photo_id("twin_large.jpg"))
    aside = ask("SELECT count(*) FROM photos WHERE state = 'set_aside' AND state_reason = 'burst'")
    assert aside == [(2,)]
    press(page, "z")
    said(page, "Annulé")
    assert "near-duplicate" in waits(ask, "alike_1.jpg")


def test_a_whole_group_is_settled_at_once(site, visit, ask):
    page = begin(visit, site, "near-duplicate")
    press(page, "n")
    expect(page.locator(".strip-head h2")).to_contain_text("3 photos")

    press(page, "6")

    said(page, "Différentes : 3 photos")
    assert ask("SELECT count(*) FROM near_duplicates WHERE decision = 'different'") == [(2,)]


def test_the_desk_asks_for_a_name_once(site, visit, ask):
    page = visit(f"{site}/review/no-position", name="")
    expect(page.locator("#name")).to_be_focused()

    page.keyboard.type("M. Lefebvre")
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_visible()
    expect(page.locator("html")).to_have_class("scripted")
    press(page, "l")

    said(page, "laissée telle quelle")
    assert ask("SELECT made_by FROM actions") == [("M. Lefebvre",)]


def test_help_names_every_key(site, visit):
    page = begin(visit, site, "no-position")

    press(page, "?")

    expect(page.locator("#help")).to_be_visible()
    offered = {
        key for keys in page.eval_on_selector_all("[aria-keyshortcuts]", _KEYS) for key in keys.split()
    }
    told = set(page.locator("#help kbd").all_inner_texts())
    assert offered - {"Enter"} - set("23456789") <= told
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()


_KEYS = "found => found.map(one => one.getAttribute('aria-keyshortcuts'))"


def test_everything_but_the_map_works_without_script(site, visit, ask):
    page = visit(f"{site}/review/no-position", java_script_enabled=False)

    page.locator(".proposals button").first.click()
    expect(page.locator("#said")).to_contain_text("1 photo placée")
    page.get_by_role("button", name="Laisser telle quelle").click()
    expect(page.locator("#said")).to_contain_text("laissée telle quelle")
    page.locator(".tick").nth(13).click()
    expect(page.locator("#chosen")).to_contain_text("1 photo choisie")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#said")).to_contain_text("Annulé")

    assert [what for (what,) in ask("SELECT what FROM actions ORDER BY id")] == ["place", "settle"]
    assert FOLDER in page.content()


@pytest.mark.parametrize("size", [(1440, 900), (820, 1180), (390, 844)])
def test_nothing_is_wider_than_the_screen_and_no_target_is_small(site, visit, size):
    for reason in ("no-position", "near-duplicate"):
        page = visit(f"{site}/review/{reason}", size=size)
        expect(page.locator("html")).to_have_class("scripted")

        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        small = page.eval_on_selector_all(
            "main button, main .button, main summary, main input, .tick", _SMALL
        )
        assert small == []


_SMALL = """
found => found.filter(one => one.checkVisibility() && one.type !== "hidden" && !one.closest(".map"))
    .filter(one => one.getBoundingClientRect().height < 43.5 || one.getBoundingClientRect().width < 43.5)
    .map(one => one.outerHTML.slice(0, 120))
"""
