"""A partner without an account sees the photos of a link, and nothing else, for as long as it is open."""

import io
import re
import zipfile

import pytest
from httpx import ASGITransport, AsyncClient
from making import ingest, jpeg, rows, write

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role
from catalogue.web.server import application

PASSWORD = "trois mots bien choisis"  # noqa: S105 of a person of these tests alone
HERE = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture
def opened(home, source):
    """A library of four photos: one is for internal use, one is set aside."""
    for n in range(4):
        write(source, f"Olhain/IMG_{n}.jpg", jpeg(n + 1))
    ingest(source, home)
    db = connect(home / "catalogue.db")
    with writing(db):
        db.execute("UPDATE photos SET diffusion = 'internal' WHERE number = 1")
        db.execute("UPDATE photos SET state = 'set_aside', state_reason = 'private' WHERE number = 2")
    db.close()
    Office(Home(home)).add("Admin", Role.ADMIN, PASSWORD, None)
    return Home(home)


class Visit:
    """The administration in one browser, a partner in another."""

    def __init__(self, home: Home) -> None:
        self.office = Office(home)
        transport = ASGITransport(application(home, self.office))
        self.admin, self.partner = (
            AsyncClient(transport=transport, base_url="http://localhost", headers=HERE) for _ in range(2)
        )
        session = self.office.log_in("Admin", PASSWORD, address="127.0.0.1", device="test")
        self.admin.cookies.set("session", session.secret)

    async def link(self, kind: str, query: str = "") -> str:
        """The path of a new link, as the page shows it."""
        form = {"kind": kind, "query": query, "name": "Exposition de Lens", "days": "7"}
        page = (await self.admin.post("/team/links", data=form)).text
        return re.search(r"http://localhost(/links/[\w-]+)<", page)[1]


def _pictures(page: str) -> list[str]:
    return re.findall(r'src="(/links/[^"]+)"', page)


async def test_partner_sees_what_may_be_published_and_nothing_else(opened: Home):
    visit = Visit(opened)
    path = await visit.link("gallery")
    page = await visit.partner.get(path)
    pictures = _pictures(page.text)
    others = [row["id"] for row in rows(opened.root, "SELECT id FROM photos WHERE number IN (1, 2)")]

    assert (page.status_code, len(pictures)) == (200, 2)
    assert "Exposition de Lens" in page.text
    assert "IMG_" not in page.text
    assert page.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert [(await visit.partner.get(one)).headers["content-type"] for one in pictures] == ["image/jpeg"] * 2
    assert [(await visit.partner.get(f"{path}/images/400/{one}")).status_code for one in others] == [404, 404]
    assert (await visit.partner.get(f"{path}/photos.zip")).status_code == 404
    assert (await visit.partner.get("/explore/catalogue/photos")).headers["location"].startswith("/login")


async def test_pictures_of_a_link_are_taken_alone_and_it_is_written_down(opened: Home):
    visit = Visit(opened)
    path = await visit.link("zip")
    answer = await visit.partner.get(f"{path}/photos.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()

    assert sum(name.endswith(".jpg") for name in names) == 2
    assert not any(name.endswith((".gpkg", ".xlsx")) for name in names)
    assert [(one.person, one.what) for one in visit.office.access_log()] == [(None, "zip")]


async def test_link_that_is_closed_opens_nothing_from_then_on(opened: Home):
    visit = Visit(opened)
    path = await visit.link("gallery")
    pictures = _pictures((await visit.partner.get(path)).text)
    await visit.admin.get(path)
    (made,) = visit.office.links()
    await visit.admin.post(f"/team/links/{made.id}/revoke")

    assert made.opened == 2
    assert (await visit.partner.get(path)).status_code == 410
    assert (await visit.partner.get(pictures[0])).status_code == 404
    assert (await visit.partner.get("/links/forged")).status_code == 410


@pytest.mark.parametrize("query", ["_where=1", "state=set_aside", "_through={}", "sql=select 1"])
async def test_no_link_is_made_of_sql_or_of_what_was_set_aside(opened: Home, query: str):
    visit = Visit(opened)
    answer = await visit.admin.post("/team/links", data={"kind": "gallery", "query": query, "name": "x"})

    assert answer.status_code == 422
    assert visit.office.links() == []
