"""No page, table or answer of a library full of markers takes one for anything but text.

The whole application is asked in this process: every kind of page with all that it links to, every form with markers
in its fields, and every address that takes a value with a marker for it.
"""

from contextlib import closing
from urllib.parse import quote, urlencode, urlsplit

import pytest
from making import rows
from marked_crawling import HERE, Walk, filled, kinds_in_turn, send, visiting
from marked_library import EXEMPT, columns_of_text
from marked_people import invite
from marking import KINDS, mark, places

from catalogue.database.connection import connect
from catalogue.home.paths import Home

pytest_plugins = ["marked"]

_PHOTOS = "/explore/catalogue/photos"
_STARTS = (
    "/",
    _PHOTOS,
    "/explore/catalogue",
    f"{_PHOTOS}?_view=table",
    f"{_PHOTOS}?_map=1",
    "/map/places.geojson",
    "/map/photos.geojson",
    "/review/api/places?q=mk",
    "/explore/-/search?q=mk",
)
#: Addresses that take a value from whoever asks, which is put for the star.
_TOLD = (
    "/*",
    "/photos/*",
    "/places/*",
    "/places/?q=*",
    "/places/?kind=*",
    "/runs/*",
    "/review/*",
    "/review/name?next=*",
    "/review/api/places?q=*",
    "/review/api/clock?span=*",
    "/language/*",
    "/language/fr?next=*",
    "/language/fr?next=/*",
    "/edit?_q=*",
    "/edit?_among=*",
    "/edit?next=*",
    "/edit/done/*",
    "/take?park=*",
    "/take?_q=*",
    "/take?size=*",
    "/take/photos.xlsx?_q=*",
    "/take/photos.zip?_q=*",
    "/take/photos.geojson?park=*",
    "/aside?skip=*",
    "/account?next=*",
    "/team?made=*",
    "/photos/*/erase",
    "/erased?skip=*",
    "/ingest?root=*",
    "/ingest?root=*&path=*",
    "/ingest/*",
    "/layers?taken=*",
    "/layers?removed=*",
    "/layers/waiting/*",
    "/captions/waiting/*",
    "/images/400/*",
    "/originals/*",
    "/tiles/1/1/*",
    "/static/*",
    "/map/places.geojson?kind=*",
    "/map/places.geojson?bbox=*",
    "/map/photos.geojson?_q=*",
    "/explore/*",
    "/explore/catalogue/*",
    f"{_PHOTOS}/*",
    f"{_PHOTOS}.json?park=*",
    "/explore/catalogue/places.json?name=*",
    "/explore/-/*",
    "/explore/-/catalogue/photos.numbers?park=*",
    "/explore/-/catalogue/photos.around?_at=*",
    "/explore/catalogue/files?name__contains=*",
    "/explore/catalogue/files?*=1",
    "/explore/catalogue/files.csv?path=*",
    "/explore/catalogue/photos_with_codes.csv?_q=*",
    *(f"{_PHOTOS}?{name}=*" for name in (
        "park", "theme", "creator", "epci", "taken_year", "taken_year__gte", "camera_model__contains", "caption__like",
        "_q", "_sort", "_sort_desc", "_next", "_size", "_facet", "_where", "_bbox", "_among", "_ticked", "_view",
        "_map", "_col", "_run", "_shape", "_facet_size", "_far", "place", "state", "rights", "_search", "_nocol",
    )),
)  # fmt: skip
#: The same for somebody who is not logged in.
_TOLD_TO_STRANGERS = (
    "/*",
    "/login?next=/*",
    "/invitation/*",
    "/language/fr?next=/*",
    "/photos/*",
    "/explore/*",
)
_SEARCH = f"{_PHOTOS}?_q=*"
#: A question whose columns, values and parameters are all somebody else's.
_SQL = "select {0} as {0}, '{1}' as value, :{2} as asked from photos limit 2"


#: Forms that end the session of these tests, or start a run, which they would have to wait for.
_NOT_SENT = ("/again", "/logout", "/revoke")


@pytest.mark.parametrize(("language", "bare", "asked"), [("fr", 3, 1), ("en", 1, 0)])
async def test_no_marker_is_more_than_text_on_any_page(marked: Home, language: str, bare: int, asked: int):
    walk = Walk(bare, asked)

    async with visiting(marked, language) as client:
        await walk.go(client, *_STARTS, f"/invitation/{invite(marked)}")

    assert walk.faults == []
    assert walk.pages["text/html"] > 60
    assert walk.pages["application/json"] >= 8
    assert language == "en" or _served(marked) - places(walk.shown) == set()
    assert {"people.name", "sessions.device", "sessions.address", "tokens.name"} <= places(walk.shown)
    assert {kind for where, kind in walk.shown if where == "photos.caption"} == set(KINDS)


def _served(home: Home) -> set[str]:
    """The columns whose markers pages show: all that have any of their own, but for settings, which no page shows."""
    with closing(connect(home.catalogue, readonly=True)) as db:
        columns = set(columns_of_text(db)) - set(EXEMPT) - {"places.layer"}
    return {column for column in columns if not column.startswith("settings.")}


async def test_no_value_of_an_address_is_more_than_text(marked: Home):
    walk, kinds = Walk(), kinds_in_turn()

    async with visiting(marked, "fr") as client:
        for address in _TOLD:
            for kind in KINDS if address == _SEARCH else ("markup", "quotes", next(kinds)):
                asked = address.replace("*", quote(mark("address.value", kind), safe=""))
                walk.look(asked, await client.get(asked))

    assert walk.faults == []
    assert {kind for where, kind in walk.shown if where == "address.value"} == set(KINDS)


async def test_no_value_is_more_than_text_to_strangers(marked: Home):
    walk = Walk()

    async with visiting(marked, "fr") as client:
        client.cookies.delete("session")
        for address in _TOLD_TO_STRANGERS:
            for kind in KINDS:
                asked = address.replace("*", quote(mark("address.value", kind), safe=""))
                walk.look(asked, await client.get(asked))
        for kind in ("markup", "quotes"):
            form = {"name": mark("login.name", kind), "password": "x", "next": mark("login.next", kind)}
            walk.look("/login", await client.post("/login", data=form, headers=HERE))

    assert walk.faults == []
    assert "login.name" in places(walk.shown)


async def test_every_original_is_sent_as_a_picture_under_one_plain_name(marked: Home):
    walk, sent = Walk(), 0
    found = rows(marked.root, "SELECT DISTINCT sha256 FROM files")

    async with visiting(marked, "fr") as client:
        for row in found:
            answer = await client.get(f"/originals/{row['sha256']}")
            walk.look(f"/originals/{row['sha256']}", answer)
            sent += answer.status_code == 200

    assert walk.faults == []
    assert walk.pages["image/jpeg"] == sent >= len(KINDS)


async def test_no_part_of_a_question_in_sql_is_more_than_text(marked: Home):
    walk = Walk()

    async with visiting(marked, "fr") as client:
        for kind in KINDS:
            name, value = mark("sql.column", kind), mark("sql.value", kind).replace("'", "''")
            sql = _SQL.format('"' + name.replace('"', '""') + '"', value, "p")
            for form in ("", ".json", ".csv"):
                asked = f"/explore/catalogue{form}?{urlencode({'sql': sql, 'p': mark('sql.asked', kind)})}"
                walk.look(asked, await client.get(asked))

    assert walk.faults == []
    assert {"sql.column", "sql.value", "sql.asked"} <= places(walk.shown)


async def test_no_field_of_a_form_is_more_than_text(marked_to_change: Home):
    walk, kinds = Walk(bare=2, asked=1), kinds_in_turn()

    async with visiting(marked_to_change, "fr") as client:
        await walk.go(client, *_STARTS)
        forms, walk = list(walk.forms.values()), Walk()
        for form in forms:
            for hidden in (False, True, True):
                if not form.action.endswith(_NOT_SENT):
                    walk.look(*await send(client, form, filled(form, kinds, hidden=hidden)))
        still_there = await client.get("/account")

    assert walk.faults == []
    assert still_there.status_code == 200
    assert {urlsplit(form.action).path.split("/")[1] for form in forms} >= {
        *("explore", "edit", "review", "themes", "layers", "captions", "take", "aside", "photos", "places"),
        *("account", "team"),
    }
    assert any(where.startswith("form.") for where in places(walk.shown))
