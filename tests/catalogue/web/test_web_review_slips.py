"""What a person writes at the review desk by mistake: asked back, never guessed, and said where it led."""

import json
import re
import shutil
from contextlib import closing
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from catalogues import insert
from desks import every_queue, make_desk, photo_id

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.photos.refreshing import refresh
from catalogue.web.app import create_app

SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
NBSP = "\N{NO-BREAK SPACE}"
MOULINS = {
    "Somain": (50.36, 3.28),
    "Fouquières": (50.43, 2.91),
    "Anzin": (50.37, 3.50),
    "Auby": (50.41, 3.05),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library in which every queue has somebody waiting, and four places share one name."""
    home = make_desk(tmp_path_factory.mktemp("slips") / "library", every_queue())
    with closing(connect(home.catalogue)) as db, writing(db):
        insert(
            db,
            "layers",
            {"kind": "cite", "name": "made", "source": "x.gpkg", "imported_at": "2026-11-20T14:08:00Z"},
        )
        for number, (commune, (latitude, longitude)) in enumerate(MOULINS.items(), start=50):
            row = {
                "id": number,
                "kind": "cite",
                "name": "Cité du Moulin",
                "commune": commune,
                "layer": "made",
            }
            insert(db, "places", row | {"latitude": latitude, "longitude": longitude})
    return home.root


@pytest.fixture
def library(made, tmp_path):
    return Home(Path(shutil.copytree(made, tmp_path / "library")))


@pytest.fixture
def ask(library):
    """Ask the catalogue from a second connection."""

    def asked(query, *values):
        with closing(connect(library.catalogue, readonly=True)) as db:
            return db.execute(query, values).fetchall()

    return asked


@pytest.fixture
def page(library):
    """A browser of the desk, whose reader has said their name."""
    with create_app(library).test_client() as client:
        client.set_cookie("reviewer", "L.%20Dupont")
        client.set_cookie("language", "fr")
        yield client


@pytest.fixture
def decide(page):
    """Decide about one photo, as the script does."""

    def decided(what, name="IMG_0001.jpg", reason="no-position", **fields):
        photo = photo_id(name)
        data = {"what": what, "photos": photo, "photo": photo, "reason": reason, **fields}
        return page.post("/review/decide", data=data, headers=SCRIPT)

    return decided


@pytest.fixture
def where(ask):
    """Where a photo stands now, and how it is known."""

    def stands(name="IMG_0001.jpg"):
        return ask(
            "SELECT round(latitude, 3), round(longitude, 3), position_method FROM photos WHERE id = ?",
            photo_id(name),
        )[0]

    return stands


def test_a_name_that_four_places_bear_is_asked_back_with_all_four(decide, where):
    answer = decide("place", where="cité du moulin")

    assert answer.status_code == 422
    for commune in MOULINS:
        assert f"Cité du Moulin ({commune})" in answer.json["said"]
    assert [each["where"] for each in answer.json["places"]] == [
        f"Cité du Moulin ({commune})" for commune in sorted(MOULINS)
    ]
    assert answer.json["stay"]
    assert where() == (None, None, None)


@pytest.mark.parametrize("text", ["Cité du Moulin (Anzin)", "cite du moulin anzin", "CITÉ DU MOULIN, Anzin"])
def test_with_its_commune_it_is_one_place_and_the_answer_says_which(decide, where, text):
    answer = decide("place", where=text)

    assert answer.json["said"] == f"1 photo placée{NBSP}: Cité du Moulin (Anzin) · Cité minière"
    assert where() == (50.37, 3.5, "manual")


def test_places_that_share_even_their_commune_are_told_apart_by_number(library, decide, where):
    with closing(connect(library.catalogue)) as db, writing(db):
        row = {"id": 60, "kind": "cite", "name": "Cité du Moulin", "commune": "Auby", "layer": "made"}
        insert(db, "places", row | {"latitude": 50.42, "longitude": 3.06})

    offered = [each["where"] for each in decide("place", where="cité du moulin (auby)").json["places"]]
    assert offered == ["Cité du Moulin (Auby) #53", "Cité du Moulin (Auby) #60"]

    decide("place", where=offered[1])
    assert where() == (50.42, 3.06, "manual")


@pytest.mark.parametrize(("text", "meant"), [("Olhin", "Olhain"), ("Fresnicout", "Fresnicourt-le-Dolmen")])
def test_a_name_with_a_slip_is_refused_with_the_nearest_ones(page, decide, where, text, meant):
    answer = decide("place", where=text)

    assert answer.status_code == 422
    assert meant in answer.json["said"]
    assert [each["name"] for each in answer.json["places"]] == [meant]
    assert meant in [each["name"] for each in page.get(f"/review/api/places?q={text}").json["places"]]
    assert where() == (None, None, None)


def test_coordinates_with_the_longitude_first_are_turned_round_and_the_answer_says_so(decide, where):
    answer = decide("place", where="2.58, 50.43")

    assert where() == (50.43, 2.58, "manual")
    assert f"50,43000° N, 2,58000° E (la longitude était écrite d’abord{NBSP}: " in answer.json["said"]


@pytest.mark.parametrize(
    "text", ["12.5, 50.1", "48.85, 2.35", "-50.43, 2.58", "50.43 N, 12.5 E", "89.9, 170.1"]
)
def test_coordinates_far_from_the_territory_both_ways_are_refused_with_how_to_write_them(decide, where, text):
    answer = decide("place", where=text)

    assert answer.status_code == 422
    assert "latitude d’abord" in answer.json["said"]
    assert "50.43, 2.58" in answer.json["said"]
    assert where() == (None, None, None)


def test_a_click_on_the_map_is_believed_wherever_it_is(decide, where):
    decide("place", where="48.850000, 2.350000", pointed="1")

    assert where() == (48.85, 2.35, "manual")


@pytest.mark.parametrize("text", ["12,50", "50, 3", "50 3", "12.50"])
def test_whole_numbers_are_no_coordinates(decide, where, text):
    assert decide("place", where=text).status_code == 422
    assert where() == (None, None, None)


def test_coordinates_near_the_territory_are_taken_as_they_are(decide, where):
    decide("place", where="50,95 1,86")

    assert where() == (50.95, 1.86, "manual")


def test_a_proposed_place_is_named_in_the_answer(decide):
    answer = decide("choose", "far.jpg", "place-conflict", candidate="place:3")

    assert answer.json["said"].endswith(f"{NBSP}: Lens · Commune")


def proposals(page, name, reason):
    """Keys and words of what is proposed, in order."""
    text = page.get(f"/review/{reason}/{photo_id(name)}").text
    found = re.findall(
        r'<button name="candidate" value="([^"]*)".*?class="label">(.*?)</span>', text, re.DOTALL
    )
    return [(unescape(key), " ".join(unescape(label).split())) for key, label in found]


def test_where_folder_and_position_disagree_the_answers_come_first(page):
    assert proposals(page, "far.jpg", "place-conflict")[:3] == [
        ("place:2", "Olhain (Fresnicourt-le-Dolmen) · Parc"),
        ("place:3", "Lens · Commune"),
        ("both:2,3", "Les deux : Olhain (Fresnicourt-le-Dolmen) et Lens"),
    ]


def test_folder_and_position_are_both_right(decide, ask):
    answer = decide("choose", "far.jpg", "place-conflict", candidate="both:2,3")

    assert not answer.json["bad"]
    assert ask("SELECT place_id, decision FROM place_decisions ORDER BY place_id") == [
        (2, "main"),
        (3, "main"),
    ]
    assert ask("SELECT count(*) FROM reviews WHERE reason = 'place-conflict'") == [(0,)]


@pytest.mark.parametrize(
    "key", ["both:2", "both:,", "both:2,99", "both:2,x", "text:", "text:0", "text:99999999"]
)
def test_a_proposal_that_nobody_made_is_refused(decide, ask, key):
    assert decide("choose", "far.jpg", "place-conflict", candidate=key).status_code == 422
    assert ask("SELECT count(*) FROM actions") == [(0,)]


def test_the_badge_of_a_measurement_stands_by_the_place_that_was_measured(page):
    text = page.get(f"/review/place-conflict/{photo_id('far.jpg')}").text

    line = text.split('class="facts-line"')[1].split("</figcaption>")[0]
    measured = " ".join(
        re.sub(r"<[^>]*>", " ", line.split("mesurée (GPS)")[0].rpartition("<span>")[2]).split()
    )
    assert measured == "Lens ●"


@pytest.mark.parametrize(
    ("text", "why"),
    [("2999", "à venir"), ("mai 1830", "1839"), ("mai 1985", "1990, première année de cette photothèque")],
)
def test_a_date_that_cannot_be_is_refused_with_the_reason(library, decide, ask, text, why):
    with closing(connect(library.catalogue)) as db, writing(db):
        db.execute(
            "INSERT INTO settings (name, value) VALUES ('earliest_year', '1990')"
        ) if "85" in text else None

    answer = decide("date", "undated.jpg", "date-missing", date=text)

    assert answer.status_code == 422
    assert why in answer.json["said"]
    assert ask("SELECT count(*) FROM actions") == [(0,)]


def test_where_nobody_said_when_the_library_begins_an_old_photo_is_dated(decide, ask):
    decide("date", "undated.jpg", "date-missing", date="mai 1958")

    assert ask("SELECT taken_year FROM photos WHERE id = ?", photo_id("undated.jpg")) == [(1958,)]


def test_a_clock_that_is_moved_to_another_implausible_time_leaves_the_question_open(decide, ask):
    days = {"since": "2000-01-01", "until": "2000-01-01"}
    answer = decide("clock", "reset.jpg", "date-implausible", span="-00:30", **days)

    assert answer.json["said"].endswith("Sa date reste invraisemblable.")
    assert answer.json["next"].startswith(f"/review/date-implausible/{photo_id('reset.jpg')}")
    assert ask("SELECT count(*) FROM reviews WHERE reason = 'date-implausible'") == [(1,)]


@pytest.fixture
def two_captions(library):
    """Two files of one photo, each with another caption."""
    photo = photo_id("conflict.jpg")
    with closing(connect(library.catalogue)) as db, writing(db):
        for file, caption in ((20, "Le belvédère"), (1020, "La descente")):
            claim = [photo, file, "caption", "iptc", caption, "2026-11-20T14:08:00Z"]
            db.execute(
                "INSERT INTO claims (photo_id, file_id, subject, source, value, made_at, run_id)"
                " VALUES (?, ?, ?, ?, ?, ?, (SELECT min(id) FROM runs))",
                claim,
            )
        refresh(db, photo, "2026-11-20T14:08:00Z")


@pytest.mark.usefixtures("two_captions")
def test_of_two_captions_each_is_shown_with_its_file_and_can_be_chosen(page, decide, ask):
    captions = [each for each in proposals(page, "conflict.jpg", "conflict") if each[0].startswith("text:")]
    assert [label for _, label in captions] == ["Le belvédère", "La descente"]
    assert "légende · Mail/conflict.jpg" in page.get(f"/review/conflict/{photo_id('conflict.jpg')}").text

    decide("choose", "conflict.jpg", "conflict", candidate=captions[1][0])

    assert ask("SELECT caption FROM photos WHERE id = ?", photo_id("conflict.jpg")) == [("La descente",)]
    assert ask("SELECT detail FROM reviews WHERE reason = 'conflict'") == [("taken",)]


@pytest.mark.usefixtures("two_captions")
def test_a_text_of_another_photo_is_not_to_be_chosen(page, decide, ask):
    key = next(key for key, _ in proposals(page, "conflict.jpg", "conflict") if key.startswith("text:"))

    assert decide("choose", "far.jpg", "place-conflict", candidate=key).status_code == 422


def test_what_was_kept_without_being_shown_says_why(page):
    text = page.get(f"/review/held/{photo_id('held.jpg')}").text

    assert "Une partie seulement de l’image est lisible" in text


@pytest.mark.parametrize("photo", ["Screenshot_2018.png", ""])
def test_undoing_that_a_photo_was_set_aside_shows_it_again(page, decide, ask, photo):
    decide("set-aside", "Screenshot_2018.png", "screenshot")
    (action,) = ask("SELECT id FROM actions")[0]

    data = {"action": action, "reason": "screenshot", "of": "1"} | (
        {"photo": photo_id(photo)} if photo else {}
    )
    answer = page.post("/review/undo", data=data, headers=SCRIPT)

    assert answer.json["next"] == f"/review/screenshot/{photo_id('Screenshot_2018.png')}?of=1"


DAYS = {"since": "2000-01-01", "until": "2000-01-01"}


@pytest.mark.parametrize(
    ("text", "taken_at", "moved"),
    [
        ("12 mai 2018, 14 h 32", "2018-05-12T14:32:00", "+6 706 jours 14:29:00"),
        ("12/05/2018 14:32:30", "2018-05-12T14:32:30", "+6 706 jours 14:29:30"),
        ("-48:00:10", "1999-12-30T00:02:50", "−2 jours 00:00:10"),
    ],
)
def test_a_clock_is_moved_by_a_span_or_to_the_true_time_of_the_photo(
    page, decide, ask, text, taken_at, moved
):
    photo = photo_id("reset.jpg")
    told = page.get("/review/api/clock", query_string={"photo": photo, "span": text, **DAYS}).json["said"]
    assert told.replace("\u202f", " ").startswith(f"1 photo est décalée de {moved}")
    assert ask("SELECT taken_at FROM photos WHERE id = ?", photo) == [("2000-01-01T00:03:00",)]

    answer = decide("clock", "reset.jpg", "date-implausible", span=text, **DAYS)

    assert f"Horloge décalée pour 1 photo{NBSP}: {moved}" in answer.json["said"].replace("\u202f", " ")
    assert ask("SELECT taken_at FROM photos WHERE id = ?", photo) == [(taken_at,)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("demain", "ni un décalage, comme +01:00, ni la vraie date"),
        ("12/05/2018", "ne dit pas l’heure"),
        ("01/01/2000 00:03", "porte déjà cette heure"),
        ("12/05/2999 14:32", "à venir"),
    ],
)
def test_a_clock_is_not_moved_to_what_is_no_time(page, decide, ask, text, why):
    answer = decide("clock", "reset.jpg", "date-implausible", span=text, **DAYS)

    assert answer.status_code == 422
    assert why in answer.json["said"]
    assert ask("SELECT count(*) FROM actions") == [(0,)]


@pytest.mark.parametrize(
    "asked",
    [{}, {"photo": "x", "span": "1:00"}, {"span": "1:00", "since": "hier"}, {"span": "99999:00", **DAYS}],
)
def test_what_a_clock_cannot_do_is_foretold_in_a_sentence_too(page, asked):
    answer = page.get("/review/api/clock", query_string={"photo": photo_id("reset.jpg"), **asked})

    assert answer.status_code == 200
    assert answer.json["said"].endswith(".")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "il est vide"),
        (
            "<gpx><trk><trkseg><trkpt lat='50.4' lon='2.5'/></trkseg></trk></gpx>",
            "ses points n’ont pas d’heure",
        ),
        ("<kml></kml>", "ce n’est pas du GPX"),
    ],
)
def test_a_track_that_cannot_be_used_is_refused_with_the_reason(page, content, why):
    photo = photo_id("IMG_0001.jpg")
    data = {"what": "track", "photos": photo, "photo": photo, "reason": "no-position"}
    answer = page.post(
        "/review/track", data=data | {"gpx": (BytesIO(content.encode()), "olhain.gpx")}, headers=SCRIPT
    )

    assert answer.status_code == 422
    assert f"olhain.gpx ({why})" in answer.json["said"]


def test_the_map_draws_what_is_proposed_and_the_layers_around_it(page):
    text = page.get(f"/review/no-position/{photo_id('twin_small.jpg')}").text
    drawn = json.loads(text.split('id="map-data">')[1].split("</script>")[0])
    assert drawn["shown"] == ["park", "itinerary", "cite"]

    text = page.get(f"/review/place-conflict/{photo_id('far.jpg')}").text
    drawn = json.loads(text.split('id="map-data">')[1].split("</script>")[0])
    assert [each["shape"] and each["shape"]["type"] for each in drawn["candidates"]][:3] == [
        "Polygon",
        "Polygon",
        None,
    ]
