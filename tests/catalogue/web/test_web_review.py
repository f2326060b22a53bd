"""The review desk, as its server answers: who may decide, what is refused, what comes next."""

import shutil
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from desks import FOLDER, PAIRS, Shot, every_queue, make_desk, photo_id, step

from catalogue.database.connection import connect
from catalogue.home.paths import Home
from catalogue.web.app import create_app

HERE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = HERE | {"Accept": "application/json"}
WICKED = '<img src=x onerror="alert(1)">.jpg'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library in which every queue has somebody waiting, and one file has a wicked name."""
    root = tmp_path_factory.mktemp("desk") / "library"
    wicked = Shot(WICKED, None, None, folder="A & <b>")
    return make_desk(root, [*every_queue(), wicked], pairs=PAIRS).root


@pytest.fixture
def library(made, tmp_path):
    return Home(Path(shutil.copytree(made, tmp_path / "library")))


@pytest.fixture
def desk(library):
    """A browser of the desk, whose reader has said their name."""
    with create_app(library).test_client() as client:
        client.set_cookie("reviewer", "L.%20Dupont")
        client.set_cookie("language", "fr")
        yield client


@pytest.fixture
def ask(library):
    """Ask the catalogue from a second connection."""

    def asked(query, *values):
        with closing(connect(library.catalogue, readonly=True)) as db:
            return db.execute(query, values).fetchall()

    return asked


def form(what, name="IMG_0001.jpg", reason="no-position", **fields):
    """A form of the desk about one photo."""
    photo = photo_id(name)
    return {"what": what, "photos": photo, "photo": photo, "reason": reason, "of": "5", **fields}


def test_the_door_names_every_queue_that_has_somebody_waiting(desk):
    page = desk.get("/review").text

    for reason in ("held", "conflict", "place-conflict", "near-duplicate", "messaging"):
        assert f'href="/review/{reason}"' in page
    assert page.index("/review/held") < page.index("/review/no-position") < page.index("/review/estimate")


def test_a_queue_begins_at_its_first_photo_and_remembers_how_long_it_was(desk):
    response = desk.get("/review/redacted")

    assert response.status_code == 302
    assert response.location == f"/review/redacted/{photo_id('IMG_0004.jpg')}?of=2"


def test_an_empty_queue_thanks_and_shows_the_next(desk):
    desk.post("/review/decide", data=form("settle", "held.jpg", "held"), headers=HERE)

    page = desk.get("/review/held?of=1").text

    assert "Cette file est terminée." in page
    assert 'href="/review/conflict"' in page


@pytest.mark.parametrize("address", ["/review/hunger", f"/review/no-position/{'0' * 32}", "/review/hunger/x"])
def test_what_is_not_there_is_not_found(desk, address):
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize(
    "asked", ["sel=1,2,3", "sel=x,,-1,999999999999", "of=999999999999", "of=-3", "sel=", "of=x"]
)
def test_any_address_of_a_photo_shows_it(desk, asked):
    response = desk.get(f"/review/no-position/{photo_id('IMG_0001.jpg')}?{asked}")

    assert response.status_code == 200


def test_who_has_no_name_yet_is_asked_before_the_first_photo(library):
    with create_app(library).test_client() as stranger:
        response = stranger.get(f"/review/held/{photo_id('held.jpg')}")
        assert response.location.startswith("/review/name?next=%2Freview%2Fheld")
        refused = stranger.post("/review/name", data={"name": " \u202e\n", "next": "/review"}, headers=HERE)
        assert refused.status_code == 422
        kept = stranger.post("/review/name", data={"name": " M.  Lefèvre\n", "next": "/review"}, headers=HERE)
        assert (kept.status_code, kept.location) == (303, "/review")
        assert "M. Lefèvre" in stranger.get("/review").text


def test_a_name_leads_to_no_other_site(desk):
    response = desk.post("/review/name", data={"name": "x", "next": "//example.org"}, headers=HERE)

    assert response.location == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://example.org"},
        {"Origin": "null"},
        {"Origin": "http://localhost.example.org"},
    ],
)
@pytest.mark.parametrize("address", ["/review/decide", "/review/undo", "/review/name", "/review/track"])
def test_a_page_of_another_site_decides_nothing(desk, ask, address, headers):
    response = desk.post(address, data=form("settle"), headers=headers)

    assert response.status_code == 403
    assert ask("SELECT count(*) FROM actions") == [(0,)]


def test_an_older_browser_is_known_by_its_origin(desk, ask):
    desk.post("/review/decide", data=form("settle"), headers={"Origin": "http://localhost"})

    assert ask("SELECT made_by FROM actions") == [("L. Dupont",)]


def test_a_plain_form_leads_to_the_next_photo_which_says_once_what_was_done(desk):
    response = desk.post("/review/decide", data=form("place", where="50.43, 2.58"), headers=HERE)
    assert response.status_code == 303
    assert response.location == f"/review/no-position/{photo_id('IMG_0010.jpg')}?of=5"

    assert "1 photo placée" in desk.get(response.location).text
    assert "1 photo placée" not in desk.get(response.location).text


def test_a_decision_that_leaves_the_question_open_stays_at_the_photo(desk):
    response = desk.post("/review/decide", data=form("heading", heading="47"), headers=HERE)

    assert response.location == f"/review/no-position/{photo_id('IMG_0001.jpg')}?of=5"


def test_the_last_photo_of_a_queue_leads_to_the_first_that_was_left(desk):
    response = desk.post("/review/decide", data=form("settle", "twin_small.jpg"), headers=HERE)

    assert response.location.startswith("/review/no-position/")
    assert photo_id("twin_small.jpg") not in response.location


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(desk, library, ask):
    seen = ask("SELECT coalesce(max(id), 0) FROM changes")[0][0]
    with create_app(library).test_client() as other:
        other.set_cookie("reviewer", "M.%20Martin")
        other.post("/review/decide", data=form("place", where="50.44, 2.59"), headers=HERE)

    response = desk.post("/review/decide", data=form("place", where="50.5, 3.0", seen=seen), headers=SCRIPT)

    assert response.status_code == 409
    assert response.json["bad"]
    assert "Quelqu’un a décidé" in response.json["said"]
    assert ask("SELECT latitude FROM photos WHERE id = ?", photo_id("IMG_0001.jpg")) == [(50.44,)]


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("place", {"where": "Atlantis"}),
        ("place", {"where": ""}),
        ("place", {"where": "91, 2"}),
        ("heading", {"heading": "400"}),
        ("date", {"date": "31/02/2018"}),
        ("clock", {"span": "demain", "since": "2018-05-12", "until": "2018-05-12"}),
        ("clock", {"span": "+01:00", "since": "hier", "until": "2018-05-12"}),
        ("clock", {"span": "+01:00", "since": "2018-05-12"}),
        ("choose", {"candidate": "at:nowhere"}),
        ("choose", {"candidate": "place:99999999999999999999999"}),
        ("choose", {"candidate": "place:77"}),
        ("choose", {"candidate": "date:jamais"}),
        ("choose", {"candidate": "own"}),
        ("choose", {}),
        ("pair", {"pair": "x-y", "decision": "same"}),
        ("pair", {"pair": "", "decision": ""}),
        ("group", {"members": "", "decision": "best"}),
        ("group", {"members": "x,y", "decision": "best"}),
        ("erase", {}),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(desk, ask, what, fields):
    response = desk.post("/review/decide", data=form(what, **fields), headers=SCRIPT)

    assert response.status_code == 422
    assert response.json["bad"]
    assert response.json["said"].endswith(".")
    assert ask("SELECT count(*) FROM actions") == [(0,)]


@pytest.mark.parametrize("photos", ["", "x", "../../etc", ",".join(f"{n:032x}" for n in range(2001))])
def test_what_are_no_photos_is_a_bad_request(desk, photos):
    assert (
        desk.post("/review/decide", data=form("settle") | {"photos": photos}, headers=HERE).status_code == 400
    )


def test_a_form_that_is_too_large_is_not_read(desk):
    data = form("date", date="x" * 600_000)

    assert desk.post("/review/decide", data=data, headers=HERE).status_code == 413


def test_undoing_what_is_not_there_is_refused(desk):
    for action in ("nothing", "run:nothing", ""):
        response = desk.post("/review/undo", data={"action": action, "reason": "held"}, headers=SCRIPT)
        assert response.status_code == 409
        assert "Impossible d’annuler" in response.json["said"]


def test_a_decision_is_undone_from_the_door(desk, ask):
    desk.post("/review/decide", data=form("settle"), headers=HERE)
    (action,) = ask("SELECT id FROM actions")[0]

    response = desk.post("/review/undo", data={"action": action, "next": "/review"}, headers=HERE)

    assert (response.status_code, response.location) == (303, "/review")
    assert ask("SELECT undone_at IS NOT NULL FROM actions") == [(1,)]


def test_names_of_files_are_text_and_nothing_else(desk):
    page = desk.get(f"/review/date-missing/{photo_id(WICKED)}").text

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "A &amp; &lt;b&gt;" in page


def test_places_are_found_by_the_beginning_of_their_name_without_accents(desk):
    found = desk.get("/review/api/places?q=FRESN").json["places"]

    assert [place["name"] for place in found] == ["Fresnicourt-le-Dolmen", "Olhain"][: len(found)]
    assert desk.get("/review/api/places?q=").json == {"places": []}
    assert desk.get("/review/api/places?q=olh").json["places"][0]["about"] == "Parc · Fresnicourt-le-Dolmen"


def test_every_photo_of_a_selection_stands_where_its_own_neighbour_does(desk, ask):
    photos = [photo_id("IMG_0001.jpg"), photo_id("IMG_0016.jpg")]
    page = desk.get(f"/review/no-position/{photos[0]}").text
    key = page.split('name="candidate" value="')[1].split('"')[0]
    assert key.startswith("near:neighbour:")

    desk.post(
        "/review/decide", data=form("choose", candidate=key) | {"photos": ",".join(photos)}, headers=HERE
    )

    found = dict(ask("SELECT id, latitude FROM photos WHERE position_method = 'manual'"))
    assert found.keys() == set(photos)
    assert len(set(found.values())) == 2


def test_estimates_are_confirmed_each_where_it_stands(desk, ask):
    photos = [photo_id("IMG_0009.jpg"), photo_id("IMG_0012.jpg")]
    before = ask("SELECT id, latitude, longitude FROM photos WHERE id IN (?, ?) ORDER BY id", *photos)

    data = form("choose", "IMG_0009.jpg", "estimate", candidate="own") | {"photos": ",".join(photos)}
    desk.post("/review/decide", data=data, headers=HERE)

    after = ask("SELECT id, latitude, longitude FROM photos WHERE id IN (?, ?) ORDER BY id", *photos)
    assert after == before
    assert ask("SELECT count(*) FROM reviews WHERE reason = 'estimate'") == [(0,)]


def test_a_hostile_track_is_refused_by_name(desk, ask, tmp_path):
    bomb = tmp_path / "bomb.gpx"
    bomb.write_text('<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx><trk><name>&a;</name></trk></gpx>')
    with bomb.open("rb") as file:
        response = desk.post(
            "/review/track", data=form("track") | {"gpx": (file, "bomb.gpx")}, headers=SCRIPT
        )

    assert response.status_code == 422
    assert response.json["said"] == "Aucune trace lisible dans\N{NO-BREAK SPACE}: bomb.gpx."
    assert ask("SELECT count(*) FROM runs WHERE door = 'track'") == [(0,)]


@pytest.mark.parametrize("packed", ["", "x", "x.y", "YQ==.YQ==", "YQ==.H4sIAAAAAAAA"])
def test_a_track_that_did_not_come_back_whole_places_nothing(desk, ask, packed):
    response = desk.post("/review/track/apply", data=form("track", packed=packed), headers=SCRIPT)

    assert response.status_code == 422
    assert ask("SELECT count(*) FROM runs WHERE door = 'track'") == [(0,)]


def test_home_and_the_page_of_a_photo_lead_to_the_desk(desk):
    assert 'href="/review"' in desk.get("/").text
    assert (
        f"/review/redacted/{photo_id('IMG_0004.jpg')}" in desk.get(f"/photos/{photo_id('IMG_0004.jpg')}").text
    )


def test_the_desk_speaks_english_too(desk):
    desk.set_cookie("language", "en")

    page = desk.get(f"/review/no-position/{photo_id('IMG_0001.jpg')}").text

    assert "Leave as it is" in page
    assert "Where photo 1 was taken" in page
    assert FOLDER in page


def track_along_the_walk():
    """A GPX file of the outing, in UTC: in May the clock of the camera is two hours ahead."""
    points = "".join(
        f'<trkpt lat="{step(n)[0]}" lon="{step(n)[1]}"><time>2018-05-12T07:{30 + n:02}:00Z</time></trkpt>'
        for n in range(18)
    )
    return (
        f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{points}</trkseg></trk></gpx>'.encode()
    )


def test_without_script_a_track_is_looked_at_then_followed_and_undone(desk, ask):
    gpx = BytesIO(track_along_the_walk())
    page = desk.post("/review/track", data=form("track") | {"gpx": (gpx, "olhain.gpx")}, headers=HERE).text
    assert "1 photo peut être placée" in page
    assert ask("SELECT count(*) FROM runs WHERE door = 'track'") == [(0,)]
    packed = page.split('name="packed" value="')[1].split('"')[0]

    response = desk.post("/review/track/apply", data=form("track", packed=packed), headers=HERE)

    assert response.location == f"/review/no-position/{photo_id('IMG_0010.jpg')}?of=5"
    placed = ask("SELECT id, round(latitude, 4) FROM photos WHERE position_method = 'track'")
    assert placed == [(photo_id("IMG_0001.jpg"), round(step(1)[0], 4))]
    action = desk.get(response.location).text.split('name="action" value="')[1].split('"')[0]
    desk.post("/review/undo", data=form("undo", action=action), headers=HERE)
    assert ask("SELECT count(*) FROM photos WHERE position_method = 'track'") == [(0,)]


def test_the_page_of_a_photo_that_follows_another_one_separates_it(desk, ask):
    large, small = photo_id("twin_large.jpg"), photo_id("twin_small.jpg")
    pair = form("pair", "twin_large.jpg", "near-duplicate", pair=f"{large}-{small}", decision="same")
    desk.post("/review/decide", data=pair, headers=HERE)
    page = desk.get(f"/photos/{small}").text
    assert f'href="/photos/{large}"' in page
    assert "La séparer de nouveau" in page

    data = form("separate", "twin_small.jpg", "near-duplicate", next=f"/photos/{small}")
    response = desk.post("/review/decide", data=data, headers=HERE)

    assert response.location == f"/photos/{small}"
    assert ask("SELECT state, version_of FROM photos WHERE id = ?", small) == [("catalogued", None)]


def test_a_track_may_place_all_that_wait_in_the_outing_unless_some_are_selected(desk):
    def offered(asked):
        page = desk.get(f"/review/no-position/{photo_id('IMG_0001.jpg')}{asked}").text
        return page.split('data-chosen="track"')[0].rpartition('value="')[2].split('"')[0].split(",")

    assert offered("") == [photo_id(f"IMG_{n:04}.jpg") for n in (1, 10, 13, 16)]
    assert offered("?sel=2,3") == [photo_id("IMG_0001.jpg"), photo_id("IMG_0002.jpg")]


def test_a_photo_that_waits_for_two_reasons_is_counted_once(desk, ask):
    waiting = ask(
        "SELECT count(DISTINCT photo_id) FROM reviews JOIN photos ON id = photo_id WHERE state <> 'set_aside'"
    )
    reasons = ask("SELECT count(*) FROM (SELECT DISTINCT photo_id, reason FROM reviews)")

    assert waiting[0][0] < reasons[0][0]
    assert f"<h1>{waiting[0][0]}\N{NO-BREAK SPACE}photos" in desk.get("/review").text.replace(
        " photos", "\N{NO-BREAK SPACE}photos"
    )
