"""Every route of both applications has a row, and each role is answered as its row says."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from catalogues import make_catalogue, photos
from httpx import ASGITransport, AsyncClient, Response

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.people.person import Person
from catalogue.uploads.reception import Reception
from catalogue.values.roles import Role
from catalogue.web.access.rules import NOBODY as NO_ROW
from catalogue.web.access.rules import SITE, UPLOADS, Rule, rule_of_data
from catalogue.web.app import create_app
from catalogue.web.asgi import PERSON
from catalogue.web.server import SERVED, application, explorer
from catalogue.web.uploads.app import Uploads

PASSWORD = "trois mots bien choisis"  # noqa: S105 of people of these tests alone
NOBODY = "anonymous"
LOCAL = "http://localhost"
HERE = {"sec-fetch-site": "same-origin"}
#: What stands for the variable parts of a route.
PARTS = {
    "photo_id": "0" * 32,
    "sha256": "0" * 64,
    "size": "400",
    "place_id": "1",
    "filename": "phototheque.css",
    "code": "en",
    "reason": "conflict",
    "person_id": "999",
    "session_id": "999",
    "token_id": "999",
}
#: For each route of Datasette, addresses that it answers.
DATA = {
    r"^/-/catalogue/photos\.geojson$": ["/-/catalogue/photos.geojson"],
    r"^/-/catalogue/photos\.numbers$": ["/-/catalogue/photos.numbers"],
    r"^/-/catalogue/photos\.around$": ["/-/catalogue/photos.around?_at=" + "0" * 32],
    r"/(\.(?P<format>jsono?))?$": ["/", "/.json"],
    r"/favicon.ico": ["/favicon.ico"],
    r"/-/static/(?P<path>.*)$": ["/-/static/app.css"],
    r"/:memory:(?P<rest>.*)$": ["/:memory:"],
    r"/-/metadata(\.(?P<format>json))?$": ["/-/metadata", "/-/metadata.json"],
    r"/-/versions(\.(?P<format>json))?$": ["/-/versions", "/-/versions.json"],
    r"/-/plugins(\.(?P<format>json))?$": ["/-/plugins.json"],
    r"/-/settings(\.(?P<format>json))?$": ["/-/settings.json"],
    r"/-/config.json": ["/-/config.json"],
    r"/-/config": ["/-/config"],
    r"/-/threads(\.(?P<format>json))?$": ["/-/threads.json"],
    r"/-/databases(\.(?P<format>json))?$": ["/-/databases.json"],
    r"/-/actor(\.(?P<format>json))?$": ["/-/actor.json"],
    r"/-/auth-token$": ["/-/auth-token"],
    r"/-/logout$": ["/-/logout"],
    r"/-/permissions$": ["/-/permissions"],
    r"/-/messages$": ["/-/messages"],
    r"/-/allow-debug$": ["/-/allow-debug"],
    r"/-/patterns$": ["/-/patterns"],
    r"/(?P<database>[^\/\.]+)\.db$": ["/catalogue.db"],
    r"/(?P<database>[^\/\.]+)(\.(?P<format>\w+))?$": [
        "/catalogue",
        "/catalogue.json",
        "/catalogue?sql=select+1",
        "/catalogue.json?sql=select+1",
        "/catalogue.csv?sql=select+1",
        "/_internal",
    ],
    r"/(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$": [
        *(f"/catalogue/{table}{ending}" for table in SERVED for ending in ("", ".json", ".csv")),
        "/catalogue/photos?_where=1",
        "/catalogue/photos?state=set_aside",
        "/catalogue/photos.json?state__exact=set_aside",
        "/catalogue/photos?state=held",
        '/catalogue/photos?_through={"table":"files","column":"name","value":"a.jpg"}',
        "/catalogue/photo_search",
        "/catalogue/photo_search_data",
        "/catalogue/settings.json",
        "/catalogue/sqlite_master",
    ],
    r"/(?P<database>[^\/\.]+)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$": [
        "/catalogue/photos/1",
        "/catalogue/files/1.json",
        "/catalogue/settings/1",
        "/catalogue/photo_search_content/1",
    ],
}


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small library with one person of each role."""
    home = make_catalogue(tmp_path_factory.mktemp("access") / "library", photos(5))
    office = Office(home)
    for role in Role:
        office.add(f"Person {role}", role, PASSWORD, None)
    return home


@asynccontextmanager
async def browsers_of(home: Home) -> AsyncIterator[dict[str, AsyncClient]]:
    """A browser of nobody, and one of each role that has logged in."""
    office = Office(home)
    transport = ASGITransport(application(home, office), raise_app_exceptions=False)
    made = {
        str(who): AsyncClient(transport=transport, base_url=LOCAL, headers={"accept": "text/html", **HERE})
        for who in (NOBODY, *Role)
    }
    for role in Role:
        session = office.log_in(f"Person {role}", PASSWORD, address="127.0.0.1", device="test")
        made[role].cookies.set("session", session.secret)
    try:
        yield made
    finally:
        for client in made.values():
            await client.aclose()


def verdict(response: Response, rule: Rule) -> str:
    """What an answer comes to: `login`, `no`, or `yes`, whatever else is said."""
    to_login = response.status_code == 303 and response.headers["location"].partition("?")[0] == "/login"
    if response.status_code == 401 or to_login:
        return "login"
    if response.status_code == 404 and rule == NO_ROW:
        return "not here"
    return "no" if response.status_code == 403 else "yes"


def expected(rule: Rule, who: str) -> str:
    """What a row says of somebody."""
    role = None if who == NOBODY else Role(who)
    if rule.admits(role):
        return "yes"
    refused = "not here" if rule == NO_ROW else "no"
    return "login" if role is None else refused


def address(route: str) -> str:
    """An address of a route."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: PARTS.get(found[1], "1"), route)


def test_every_route_of_the_site_has_a_row_and_every_row_a_route(staffed: Home):
    rules = create_app(staffed, Office(staffed)).url_map.iter_rules()
    routes = {(method, rule.rule) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}

    assert routes - set(SITE) == set()
    assert set(SITE) - routes == set()


def test_every_route_of_uploads_has_a_row_and_every_row_a_route(staffed: Home):
    assert set(Uploads(Reception(staffed)).routes) == set(UPLOADS)


async def test_each_role_is_answered_about_uploads_as_the_row_says(staffed: Home):
    wrong = []
    async with browsers_of(staffed) as browsers:
        for (method, route), rule in UPLOADS.items():
            for who, client in browsers.items():
                path = route.replace("<upload_id>", "01M8C5RWHJEX261BXQEVTFHC8A")
                sent = {"tus-resumable": "1.0.0", "upload-length": "5", "upload-offset": "0"}
                found = verdict(await client.request(method, path, headers=sent), rule)
                if found != expected(rule, who):
                    wrong.append((method, route, who, found))

    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
async def test_a_route_of_uploads_without_a_row_is_answered_to_nobody(
    staffed: Home, role: Role, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delitem(UPLOADS, ("GET", "/uploads/"))
    async with browsers_of(staffed) as browsers:
        answers = [(await browsers[str(who)].get("/uploads/")).status_code for who in (role, NOBODY)]

    assert answers == [403, 401]


async def test_every_route_of_datasette_was_asked_about(staffed: Home):
    datasette = explorer(staffed, accounts=True)
    await datasette.invoke_startup()
    routes = {pattern.pattern for pattern, _ in datasette._routes()}

    assert {one for one in routes if "static-plugins" not in one} - set(DATA) == set()


async def test_each_role_is_answered_as_the_row_of_the_route_says(staffed: Home):
    wrong = []
    # What logs in or out is asked by tests of its own.
    rows = [(key, rule) for key, rule in SITE.items() if key[1] not in {"/logout", "/login", "/not-yours"}]
    async with browsers_of(staffed) as browsers:
        for (method, route), rule in rows:
            for who, client in browsers.items():
                found = verdict(await client.request(method, address(route)), rule)
                if found != expected(rule, who):
                    wrong.append((method, route, who, found))

    assert wrong == []


async def test_each_role_reads_of_the_data_what_its_row_says(staffed: Home):
    wrong, asked = [], 0
    async with browsers_of(staffed) as browsers:
        for path in [path for paths in DATA.values() for path in paths]:
            bare, _, query = path.partition("?")
            rule = rule_of_data(bare, query, frozenset(SERVED))
            for who, client in browsers.items():
                found, asked = verdict(await client.get(f"/explore{path}"), rule), asked + 1
                if found != expected(rule, who):
                    wrong.append((path, who, found))

    assert wrong == []
    assert asked > 500


@pytest.mark.parametrize("role", list(Role))
async def test_datasette_itself_refuses_too_if_the_rules_let_somebody_through(staffed: Home, role: Role):
    app = explorer(staffed, accounts=True).app()
    person = Person(1, "P", role, "fr", "session", 1)

    async def asked(scope, receive, send):
        await app({**scope, PERSON: person}, receive, send)

    paths = ("photos.json", "files.json", "photo_search_data.json", "../catalogue.json?sql=select+1")
    async with AsyncClient(transport=ASGITransport(asked), base_url=LOCAL) as client:
        answers = [(await client.get(f"/catalogue/{path}")).status_code for path in paths]
        whole = (await client.get("/catalogue.db")).status_code

    deep = 200 if role in (Role.ANALYST, Role.ADMIN) else 403
    assert (answers, whole) == ([200, deep, 403, deep], 403)


async def test_a_result_is_asked_for_with_the_rights_of_whoever_asks(staffed: Home):
    async with browsers_of(staffed) as browsers:
        author = await browsers[Role.AUTHOR].get("/take?_where=1")
        analyst = await browsers[Role.ANALYST].get("/take?_where=1")

    assert author.status_code >= 400
    assert analyst.status_code == 200


async def test_a_token_stands_for_its_owner_but_not_in_person(staffed: Home):
    office = Office(staffed)
    admin = office.account("Person admin")
    wide = office.make_token(admin.id, "QGIS", None, 1, None)
    narrow = office.make_token(admin.id, "carte", Role.FIELD, 1, None)
    ask, ask_narrowly = ({"authorization": f"Bearer {made.secret}"} for made in (wide, narrow))
    forged = {"authorization": "Bearer pht_forged"}
    files = "/explore/catalogue/files.json"
    async with AsyncClient(transport=ASGITransport(application(staffed, office)), base_url=LOCAL) as client:
        allowed = [
            (await client.get(files, headers=asked)).status_code for asked in (ask, ask_narrowly, forged)
        ]
        in_person = [
            (await client.get("/team", headers=ask)).status_code,
            (await client.post("/account/tokens", headers=ask | HERE)).status_code,
        ]
        office.revoke_token(admin.id, wide.token.id, None)
        revoked = (await client.get(files, headers=ask)).status_code

    assert (allowed, in_person, revoked) == ([200, 403, 401], [403, 403], 401)


async def test_a_token_of_somebody_who_is_disabled_is_worth_nothing(staffed: Home):
    office = Office(staffed)
    leaving = office.add("Leaving with a token", Role.ANALYST, PASSWORD, None)
    token = office.make_token(leaving.id, "QGIS", None, 1, None).secret
    office.disable(leaving.id, None)
    async with AsyncClient(transport=ASGITransport(application(staffed, office)), base_url=LOCAL) as client:
        answer = await client.get("/", headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 401


async def test_somebody_who_is_disabled_is_out_at_once(staffed: Home):
    office = Office(staffed)
    leaving = office.add("Leaving", Role.ANALYST, PASSWORD, None)
    session = office.log_in("Leaving", PASSWORD, address="127.0.0.1", device="test")
    async with AsyncClient(transport=ASGITransport(application(staffed, office)), base_url=LOCAL) as client:
        client.cookies.set("session", session.secret)
        before = (await client.get("/explore/catalogue/photos.json")).status_code
        await asyncio.to_thread(office.disable, leaving.id, None)
        after = (await client.get("/explore/catalogue/photos.json")).status_code
        client.cookies.set("session", "0" * 43)
        forged = (await client.get("/explore/catalogue/photos.json")).status_code

    assert (before, after, forged) == (200, 401, 401)


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}]
)
async def test_a_page_of_another_site_changes_nothing(staffed: Home, headers: dict[str, str]):
    async with browsers_of(staffed) as browsers:
        client = browsers[Role.ADMIN]
        client.headers.pop("sec-fetch-site")
        asked = ("/logout", "/team", "/login", "/edit/apply")
        refused = [(await client.post(path, headers=headers)).status_code for path in asked]
        still = (await client.get("/team")).status_code

    assert (refused, still) == ([403] * 4, 200)


@pytest.mark.parametrize("then", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nX: y"])
async def test_logging_in_leads_nowhere_else(staffed: Home, then: str):
    app = application(staffed, Office(staffed))
    async with AsyncClient(transport=ASGITransport(app), base_url=LOCAL) as client:
        form = {"name": "Person field", "password": PASSWORD, "next": then}
        answer = await client.post("/login", data=form, headers=HERE)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_who_took_a_table_away_is_written_down_without_the_words_searched_for(home):
    library = make_catalogue(home, photos(5))
    office = Office(library)
    office.add("Lucie", Role.AUTHOR, PASSWORD, None)
    session = office.log_in("Lucie", PASSWORD, address="127.0.0.1", device="test")
    transport = ASGITransport(application(library, office))
    async with AsyncClient(
        transport=transport, base_url=LOCAL, cookies={"session": session.secret}
    ) as client:
        answer = await client.get("/take/photos.xlsx?_q=IMG_2041.jpg&_sort=number")

    assert answer.status_code == 200
    assert [(one.person, one.what, one.detail) for one in office.access_log()] == [
        ("Lucie", "xlsx", "_sort=number")
    ]
