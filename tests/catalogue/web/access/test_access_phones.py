"""A phone is enrolled by a code on a screen, sent to its own page, and told what to do when its code is over."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from httpx import ASGITransport, AsyncClient

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.people.sessions import PHONE_LONGEST_DAYS
from catalogue.values.roles import Role
from catalogue.web.server import application

SITE = "http://localhost"
OURS = {"sec-fetch-site": "same-origin"}
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/149.0 Mobile Safari/537.36"
PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody


@pytest.fixture
async def asked(home):
    """Ways to ask a library: as whom, on which device."""
    Library.open(home).close()
    office = Office(Home(home))
    clients = []

    def client(session: str = "", agent: str = "Firefox/140.0") -> AsyncClient:
        made = AsyncClient(
            transport=ASGITransport(application(Home(home), office)),
            base_url=SITE,
            headers=OURS | {"user-agent": agent, "accept": "text/html", "accept-language": "fr"},
        )
        if session:
            made.cookies.set("session", session)
        clients.append(made)
        return made

    yield office, client
    for made in clients:
        await made.aclose()


def jo_of(office: Office, role: Role = Role.FIELD):
    jo = office.add("Jo", role, PASSWORD, None)
    return jo, office.log_in("Jo", PASSWORD, address="", device="Firefox").secret


async def code_shown(computer: AsyncClient, name: str = "Téléphone de Jo") -> str:
    page = await computer.post("/account/phones", data={"name": name})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "<svg" in page.text
    return re.search(r"http://localhost(/phone/[\w-]+)", page.text)[1]


async def test_a_phone_that_photographs_the_code_is_its_owners(asked):
    office, client = asked
    _, session = jo_of(office)
    address = await code_shown(client(session))
    phone = client(agent=ANDROID)

    seen = await phone.get(address)
    assert "Téléphone de Jo" in seen.text
    entered = await phone.post(address)

    assert (entered.status_code, entered.headers["location"]) == (303, "/terrain/#install")
    assert f"Max-Age={PHONE_LONGEST_DAYS * 24 * 3600}" in entered.headers["set-cookie"]
    assert (await phone.get("/terrain/api/me")).json()["name"] == "Jo"
    page = (await client(session).get("/account")).text
    assert "<strong>Téléphone de Jo</strong>" in page


@pytest.mark.parametrize("again", ["used", "expired", "replaced"])
async def test_a_code_that_is_over_says_what_to_do(asked, again):
    office, client = asked
    _, session = jo_of(office)
    address = await code_shown(client(session))
    if again == "used":
        await client(agent=ANDROID).post(address)
    elif again == "expired":
        office._clock = lambda: datetime.now(UTC) + timedelta(minutes=11)
    else:
        await code_shown(client(session))
    late = client(agent=ANDROID)
    told = [await late.get(address), await late.post(address)]

    assert [answer.status_code for answer in told] == [410, 410]
    assert all("Ajouter un téléphone" in answer.text and "y restent" in answer.text for answer in told)
    assert "session" not in late.cookies


async def test_another_sites_page_enrols_nothing(asked):
    office, client = asked
    _, session = jo_of(office)
    address = await code_shown(client(session))
    stranger = client(agent=ANDROID)

    answer = await stranger.post(
        address, headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert (await client(agent=ANDROID).post(address)).status_code == 303


async def test_a_phone_that_was_somebody_elses_is_asked_first_and_its_session_ends(asked):
    office, client = asked
    _, session = jo_of(office)
    ana = office.add("Ana", Role.FIELD, PASSWORD, None)
    hers = office.log_in("Ana", PASSWORD, address="", device=ANDROID).secret
    phone = client(hers, ANDROID)
    address = await code_shown(client(session))

    assert "Il est pour l’instant au nom de Ana" in (await phone.get(address)).text
    await phone.post(address)

    assert office.sessions_of(ana.id) == []


async def test_a_token_makes_no_codes(asked):
    office, client = asked
    jo, _ = jo_of(office)
    token = office.make_token(jo.id, "script", None, 30, None).secret

    answer = await client().post("/account/phones", headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("role", "agent", "leads", "phone"),
    [
        (Role.FIELD, ANDROID, "/terrain/#install", "Téléphone d’Ana"),
        (Role.FIELD, "Firefox/140.0", "/", None),
        (Role.AUTHOR, ANDROID, "/", "Téléphone d’Ana"),
    ],
)
async def test_an_invitation_leads_a_phone_of_the_field_to_its_page(asked, role, agent, leads, phone):
    office, client = asked
    invited = office.invite("Ana", role, by=None)
    browser = client(agent=agent)

    answer = await browser.post(
        f"/invitation/{invited.secret}", data={"password": PASSWORD, "again": PASSWORD}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, leads)
    (session,) = office.sessions_of(invited.person.id)
    assert session.phone == phone


async def test_logging_out_leaves_the_queue_on_the_phone(asked):
    office, client = asked
    _, session = jo_of(office)

    answer = await client(session).post("/logout")

    assert "storage" not in answer.headers["clear-site-data"]
