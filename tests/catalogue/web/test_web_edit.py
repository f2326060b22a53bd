"""Editing from any result: looked at, written, undone; two people; set aside and brought back; the list of themes."""

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from catalogues import Row
from flask.testing import FlaskClient

from catalogue.database.connection import connect
from catalogue.home.paths import Home

pytest_plugins = ["serving"]

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def desk(site: FlaskClient) -> FlaskClient:
    """A browser of somebody whose name is known."""
    site.set_cookie("reviewer", "L.%20Dupont")
    return site


def carried(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page."""
    found: dict[str, list[str]] = {}
    for name, value in _HIDDEN.findall(page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def post(client: FlaskClient, address: str, data: Mapping[str, Any]) -> Any:
    """Send a form as a page of the site does."""
    return client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def numbers(rows: list[Row], n: int) -> str:
    """Numbers of photos that are shown."""
    return ",".join([str(row["number"]) for row in rows if row["state"] != "set_aside"][:n])


def values(home: Home, query: str) -> list[tuple[Any, ...]]:
    """What a query finds, on a connection of its own."""
    db = connect(home.catalogue, readonly=True)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def apply(client: FlaskClient, among: str, **fields: str) -> Any:
    """Ask, look, and write."""
    form = carried(client.get(f"/edit?_among={among}").text)
    looked = post(client, "/edit/preview", form | {name: [text] for name, text in fields.items()})
    return post(client, "/edit/apply", carried(looked.text))


def test_what_is_written_is_looked_at_first_and_can_be_undone(
    desk: FlaskClient, library: Home, rows: list[Row]
):
    among = numbers(rows, 12)
    form = carried(desk.get(f"/edit?_among={among}").text)

    looked = post(desk, "/edit/preview", form | {"credit": "© MBM", "diffusion": "open", "add": "essai"})
    before = values(library, "SELECT count(*) FROM photos WHERE credit = '© MBM'")
    made = post(desk, "/edit/apply", carried(looked.text))

    ids = f"SELECT id FROM photos WHERE number IN ({among})"
    written = values(library, f"SELECT DISTINCT credit, diffusion, rights FROM photos WHERE id IN ({ids})")
    themed = values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'essai'")
    assert looked.status_code == 200
    assert before == [(0,)]
    assert (made.status_code, written, themed) == (303, [("© MBM", "open", "ready")], [(12,)])

    done = desk.get(made.location)
    post(desk, "/review/undo", carried(done.text))

    assert "12 photos modifiées" in done.text
    assert values(library, "SELECT count(*) FROM photos WHERE credit = '© MBM'") == [(0,)]
    assert values(library, "SELECT count(*) FROM photo_themes WHERE theme = 'essai'") == [(0,)]


def test_a_field_that_is_left_as_it_is_changes_nothing(desk: FlaskClient, library: Home, rows: list[Row]):
    apply(desk, numbers(rows, 3), caption="Terril", creator="L. Dupont")
    before = values(library, "SELECT number, caption, creator FROM photos ORDER BY number")

    apply(desk, numbers(rows, 3), copyright="Agence")

    assert ("Terril", "L. Dupont") in [row[1:] for row in before]
    assert values(library, "SELECT number, caption, creator FROM photos ORDER BY number") == before


def test_a_field_is_emptied_only_when_asked(desk: FlaskClient, library: Home, rows: list[Row]):
    among = numbers(rows, 3)

    form = carried(desk.get(f"/edit?_among={among}").text)
    looked = post(desk, "/edit/preview", form | {"clear-creator": "1"})
    post(desk, "/edit/apply", carried(looked.text))

    assert values(library, f"SELECT DISTINCT creator FROM photos WHERE number IN ({among})") == [(None,)]


def test_one_photo_is_written_at_once(desk: FlaskClient, library: Home, rows: list[Row]):
    among = numbers(rows, 1)

    form = carried(desk.get(f"/edit?_among={among}&next=/photos/x").text)
    made = post(desk, "/edit/preview", form | {"caption": "<script>alert(1)</script> \u202eabc"})

    page = desk.get(f"/edit?_among={among}").text
    assert made.status_code == 303
    assert values(library, f"SELECT caption FROM photos WHERE number = {among}") == [
        ("<script>alert(1)</script> \u202eabc",)
    ]
    assert "<script>alert" not in page


def test_the_second_of_two_people_is_told_what_changed(desk: FlaskClient, library: Home, rows: list[Row]):
    among = numbers(rows, 2)
    form = carried(desk.get(f"/edit?_among={among}").text)
    apply(desk, among, credit="© L. Dupont")
    desk.set_cookie("reviewer", "Zo%C3%A9")

    looked = post(desk, "/edit/preview", form | {"credit": "© Zoé"})
    refused = post(desk, "/edit/apply", carried(looked.text))
    standing = values(library, f"SELECT DISTINCT credit FROM photos WHERE number IN ({among})")
    anyway = post(desk, "/edit/apply", carried(refused.text))

    assert (refused.status_code, standing) == (409, [("© L. Dupont",)])
    assert "L. Dupont l’a changé de" in refused.text
    assert anyway.status_code == 303
    assert values(library, f"SELECT DISTINCT credit FROM photos WHERE number IN ({among})") == [("© Zoé",)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Rien n’a été changé"),
        ({"caption": "x" * 5001}, "dépasse"),
        ({"credit": "a\x07b"}, "invisibles"),
        ({"diffusion": "nonsense"}, "Diffusion"),
        ({"rating": "9"}, "0 à 5"),
    ],
    ids=["nothing", "too long", "control", "diffusion", "rating"],
)
def test_what_cannot_be_written_is_told_and_nothing_is_lost(
    desk: FlaskClient, rows: list[Row], fields: dict[str, str], told: str
):
    form = carried(desk.get(f"/edit?_among={numbers(rows, 2)}").text)

    refused = post(desk, "/edit/preview", form | {"alt_text": ""} | fields)

    assert refused.status_code == 422
    assert told in refused.text


def test_a_form_of_no_photo_or_of_another_site_is_refused(desk: FlaskClient):
    assert post(desk, "/edit/preview", {"numbers": "x", "credit": "a"}).status_code == 400
    assert desk.post("/edit/apply", data={"numbers": "1"}).status_code == 403


def test_a_photo_set_aside_is_in_the_list_of_those_and_comes_back(
    desk: FlaskClient, library: Home, rows: list[Row]
):
    photo = next(row for row in rows if row["state"] == "catalogued")
    state = f"SELECT state, state_reason FROM photos WHERE id = '{photo['id']}'"

    put = post(desk, "/edit/aside", {"photos": photo["id"], "reason": "blurred"})
    aside = values(library, state)
    listed = desk.get("/aside").text
    back = post(desk, "/aside/restore", {"photo": photo["id"]})

    assert (put.status_code, aside) == (303, [("set_aside", "blurred")])
    assert "Floue" in listed
    assert photo["id"] in listed
    assert (back.status_code, values(library, state)) == (303, [("catalogued", None)])


def test_who_has_no_name_yet_is_asked_for_it_and_loses_nothing(
    site: FlaskClient, library: Home, rows: list[Row]
):
    photo = next(row for row in rows if row["state"] == "catalogued")

    asked = post(site, "/edit/aside", {"photos": photo["id"], "reason": "private"})
    post(site, "/edit/aside", carried(asked.text) | {"by": "Zoé"})

    found = values(
        library, f"SELECT made_by FROM changes WHERE photo_id = '{photo['id']}' AND field = 'state'"
    )
    assert asked.status_code == 422
    assert found == [("Zoé",)]


def test_list_of_themes_is_offered_instead_of_those_in_use(desk: FlaskClient, rows: list[Row]):
    post(desk, "/themes", {"theme": " chevalement ", "what": "add"})

    listed, edit = desk.get("/themes").text, desk.get(f"/edit?_among={numbers(rows, 2)}").text
    post(desk, "/themes", {"theme": "chevalement", "what": "remove"})

    assert "chevalement" in listed
    assert 'name="add" value="chevalement"' in edit
    assert 'name="add" value="chevalement"' not in desk.get(f"/edit?_among={numbers(rows, 2)}").text
