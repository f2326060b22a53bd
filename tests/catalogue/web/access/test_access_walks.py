"""Each role walks through all that its pages offer: nothing is refused, and nothing told that is not theirs."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from httpx import ASGITransport, AsyncClient
from making import ingest, jpeg, write

from catalogue.home.paths import Home
from catalogue.people.office import Office
from catalogue.values.roles import Role
from catalogue.web.server import application

PASSWORD = "trois mots bien choisis"  # noqa: S105 of people of these tests alone
SITE = "http://localhost"
MOST_PAGES = 130
#: Only those who sort may read where files came from.
SECRET_FOLDER, SECRET_NAME = "dossier-tres-personnel", "IMG_secret_4711.jpg"


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link or a picture."""
        given = dict(attrs)
        leads = given.get("href") if tag == "a" else given.get("src") if tag == "img" else None
        if leads:
            self.found.append(leads)


@pytest.fixture
def walked(home, source):
    """A library whose files have telling names."""
    for n in range(4):
        name = SECRET_NAME if n == 0 else f"IMG_{n}.jpg"
        write(source, f"{SECRET_FOLDER}/{name}", jpeg(n + 1))
    ingest(source, home)
    return Home(home)


async def walk(home: Home, role: Role) -> tuple[dict[str, int], dict[str, str]]:
    """Every address that pages offer somebody of a role, with what it answered, and the pages."""
    office = Office(home)
    office.add("Somebody", role, PASSWORD, None)
    secret = office.log_in("Somebody", PASSWORD, address="127.0.0.1", device="test").secret
    answers, pages, waiting = {}, {}, ["/"]
    async with AsyncClient(transport=ASGITransport(application(home, office)), base_url=SITE) as client:
        client.cookies.set("session", secret)
        while waiting and len(answers) < MOST_PAGES:
            address = waiting.pop(0)
            if address in answers:
                continue
            response = await client.get(address, headers={"accept": "text/html"})
            answers[address] = response.status_code
            if (
                "text" in response.headers.get("content-type", "")
                or "json" in response.headers["content-type"]
            ):
                pages[address] = response.text
            if response.headers.get("content-type", "").startswith("text/html"):
                joined = [
                    urldefrag(urljoin(f"{SITE}{address}", link))[0] for link in Links(response.text).found
                ]
                waiting += [one.removeprefix(SITE) for one in joined if urlsplit(one).netloc == "localhost"]
    return answers, pages


@pytest.mark.parametrize("role", list(Role))
async def test_nobody_is_offered_what_they_may_not_open(walked: Home, role: Role):
    answers, pages = await walk(walked, role)
    told = [address for address, text in pages.items() if SECRET_FOLDER in text or SECRET_NAME in text]

    assert len(answers) > 25
    assert {address: status for address, status in answers.items() if status not in (200, 302, 303)} == {}
    if role in (Role.ANALYST, Role.ADMIN):
        assert told, "those who sort read where a file came from"
    else:
        assert told == []


async def test_somebody_unknown_is_told_nothing(walked: Home):
    office = Office(walked)
    office.add("Lucie Dupont", Role.ADMIN, PASSWORD, None)
    answers, pages = await walk(walked, Role.ADMIN)
    async with AsyncClient(transport=ASGITransport(application(walked, office)), base_url=SITE) as client:
        for accept in ("text/html", "application/json"):
            for address in answers:
                response = await client.get(address, headers={"accept": accept})
                assert response.status_code in (303, 401) or address.startswith(
                    ("/language/", "/login", "/static/")
                )
                told = response.text.replace(address, "")
                assert not any(
                    word in told for word in (SECRET_FOLDER, SECRET_NAME, "Lucie Dupont", "Somebody")
                )
    assert pages
