"""Outings over the web: each its agent's alone, for every role; what cannot be is said, and keeps nothing else back."""

import httpx
import pytest
from sending import listening_server

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.values.roles import Role

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
ID = "6d3b8f7e-0f0c-4c38-9d0a-2c8b0d9b1f11"
ALL = "/terrain/api/outings"
SAID = {"name": "EV5", "started_at": "2026-05-12T07:00:00Z", "ended_at": None}
POINTS = [[f"2026-05-12T07:{m:02}:00Z", 50.4, 2.6 + m / 1000, 5] for m in range(10)]
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="OsmAnd"><trk><trkseg>
<trkpt lat="50.41" lon="2.61"><time>2026-05-12T08:00:00Z</time></trkpt>
<trkpt lat="50.42" lon="2.62"><time>2026-05-12T08:01:00Z</time></trkpt></trkseg></trk></gpx>"""


@pytest.fixture
def town(home):
    """A server with accounts; called with a name and a role it gives that person's browser."""
    Library.open(home).close()
    office, pages = Office(Home(home)), []
    with listening_server(Home(home), office) as url:

        def browser(name: str, role: Role = Role.FIELD) -> httpx.Client:
            office.add(name, role, PASSWORD, None)
            session = office.log_in(name, PASSWORD, address="192.0.2.7", device="Firefox").secret
            page = httpx.Client(
                base_url=url,
                cookies={"session": session},
                headers={"sec-fetch-site": "same-origin", "accept-language": "fr"},
            )
            pages.append(page)
            return page

        yield browser
        for page in pages:
            page.close()


@pytest.fixture
def jo(town) -> httpx.Client:
    """Jo, who is on an outing."""
    page = town("Jo Martin")
    assert page.put(f"{ALL}/{ID}", json=SAID).status_code == 200
    return page


def test_an_outing_is_told_listed_and_ended(jo):
    jo.put(f"{ALL}/{ID}", json=SAID | {"ended_at": "2026-05-12T09:00:00Z"})
    [outing] = jo.get(ALL).json()["outings"]

    assert outing["name"] == "EV5"
    assert outing["ended_at"] == "2026-05-12T09:00:00Z"
    assert outing["kept_until"] is None


def test_points_that_come_twice_are_there_once(jo):
    assert jo.post(f"{ALL}/{ID}/points", json={"points": POINTS}).json() == {"new": 10, "left_out": 0}
    assert jo.post(f"{ALL}/{ID}/points", json={"points": POINTS}).json() == {"new": 0, "left_out": 0}
    [outing] = jo.get(ALL).json()["outings"]
    assert outing["points"] == 10
    assert outing["kept_until"] == "2026-07-11T07:09:00Z"


@pytest.mark.parametrize(
    "bad",
    [
        ["2126-05-12T07:00:00Z", 50.4, 2.6, 5],
        ["1970-01-01T00:00:00Z", 50.4, 2.6, 5],
        ["2026-05-12T07:30:00Z", 91, 2.6, 5],
        ["2026-05-12T07:30:00Z", 50.4, 181, 5],
        ["2026-05-12T07:30:00Z", 50.4, 2.6, -1],
    ],
)
def test_a_point_that_cannot_be_keeps_no_other_back(jo, bad):
    answer = jo.post(f"{ALL}/{ID}/points", json={"points": [bad, POINTS[0]]})

    assert answer.json() == {"new": 1, "left_out": 1}


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {},
        [[]],
        ["x"],
        [[1, 2, 3]],
        [["2026-05-12T07:30:00", 50.4, 2.6]],
        [["2026-05-12T07:30:00Z", "north", 2.6]],
        [["2026-05-12T07:30:00Z", None, 2.6]],
    ],
)
def test_points_of_another_shape_are_refused_with_a_sentence(jo, bad):
    answer = jo.post(f"{ALL}/{ID}/points", json={"points": bad})

    assert answer.status_code == 422
    assert answer.json()["message"] == "Ces points ne se lisent pas. Rien n’a été gardé."


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"started_at": "hier"},
        {"started_at": None},
        {"ended_at": "2126-01-01T00:00:00Z"},
    ],
)
def test_an_outing_that_cannot_be_is_refused_with_a_sentence(jo, change):
    answer = jo.put(f"{ALL}/{ID}", json=SAID | change)

    assert answer.status_code == 422
    assert answer.json()["message"].startswith(("Une sortie", "La sortie"))
    assert jo.get(ALL).json()["outings"][0]["name"] == "EV5"


def test_a_gpx_fills_the_track_and_another_file_does_not(jo):
    assert jo.post(f"{ALL}/{ID}/gpx", content=GPX.encode()).json() == {"new": 2, "left_out": 0}
    for content in (b"", b"%PDF-1.4", b'<!DOCTYPE x [<!ENTITY a "b">]><gpx/>'):
        refused = jo.post(f"{ALL}/{ID}/gpx", content=content)
        assert refused.status_code == 422
        assert "GPX" in refused.json()["message"]


@pytest.mark.parametrize("role", list(Role))
def test_somebody_elses_outing_is_no_outing_for_any_role(jo, town, role):
    jo.post(f"{ALL}/{ID}/points", json={"points": POINTS})
    other = town(f"Somebody {role.value}", role)

    answers = [
        other.put(f"{ALL}/{ID}", json=SAID | {"name": "mine"}),
        other.post(f"{ALL}/{ID}/points", json={"points": POINTS}),
        other.post(f"{ALL}/{ID}/gpx", content=GPX.encode()),
        other.delete(f"{ALL}/{ID}/track"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert other.get(ALL).json() == {"outings": []}
    [outing] = jo.get(ALL).json()["outings"]
    assert (outing["name"], outing["points"]) == ("EV5", 10)


def test_another_site_tells_nothing(jo):
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}

    assert jo.put(f"{ALL}/{ID}", json=SAID, headers=foreign).status_code == 403
    assert jo.delete(f"{ALL}/{ID}/track", headers=foreign).status_code == 403


def test_no_track_leaves_by_the_data(jo, town):
    jo.post(f"{ALL}/{ID}/points", json={"points": POINTS})
    admin = town("Camille", Role.ADMIN)

    assert admin.get("/explore/catalogue/track_points.json").status_code in {403, 404}
    assert admin.get("/explore/people/track_points.json").status_code in {403, 404}
    asked = admin.get(
        "/explore/catalogue.json", params={"sql": "SELECT * FROM track_points", "_shape": "array"}
    )
    assert "2026-05-12" not in asked.text
    for address in ("/take/photos.gpkg", "/take/photos.geojson", "/take/photos.xlsx"):
        assert b"2026-05-12T07:0" not in admin.get(address).content
