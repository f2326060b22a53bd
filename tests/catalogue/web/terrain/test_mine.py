"""What an agent sees of the photos they sent, and says of them; nobody else's are within reach, for any role."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import httpx
import pytest
from making import jpeg, phototheque
from sending import Phone, listening_server

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.people.office import Office
from catalogue.photos.theme_list import add_theme
from catalogue.values.roles import Role

PASSWORD = "brume tuyau cerise"  # noqa: S105 of nobody
TAKEN = "2018-05-12T14:32:08"
PLACE = {"latitude": 50.42871, "longitude": 2.58012}


@dataclass
class Agent:
    """Somebody with a phone whose page is open, and a token of a program."""

    name: str
    phone: Phone
    page: httpx.Client

    def mine(self) -> list[dict]:
        """What they sent, as the page lists it."""
        return self.page.get("/terrain/api/mine").json()["photos"]

    def say(self, photo: str, **said: object) -> httpx.Response:
        """What they say of a photo."""
        return self.page.post(f"/terrain/api/photos/{photo}", json=said)

    def undo(self, action: str) -> httpx.Response:
        """What they said is taken back."""
        return self.page.post(f"/terrain/api/actions/{action}/undo", json={})


class Ground:
    """A library, its server, and its agents."""

    def __init__(self, home: Home, office: Office, url: str) -> None:
        self.home, self.office, self.url = home, office, url
        self.pages: list[httpx.Client] = []

    def agent(self, name: str, role: Role = Role.FIELD) -> Agent:
        """Somebody new."""
        account = self.office.add(name, role, PASSWORD, None)
        token = self.office.make_token(account.id, "script", None, 30, None).secret
        session = self.office.log_in(name, PASSWORD, address="192.0.2.7", device="Firefox").secret
        page = httpx.Client(
            base_url=self.url,
            cookies={"session": session},
            headers={"sec-fetch-site": "same-origin", "accept-language": "fr", "accept": "application/json"},
        )
        self.pages.append(page)
        return Agent(name, Phone(self.url, token), page)

    def take_in(self) -> None:
        """What waits in the inbox is taken in."""
        phototheque("ingest", "--inbox", "--home", self.home.root, "--json")

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Rows of the catalogue."""
        with Library.open(self.home.root) as library:
            return library.db.execute(sql, values).fetchall()


@pytest.fixture
def ground(home) -> Iterator[Ground]:
    """A library that nothing is in yet, and its server."""
    Library.open(home).close()
    library = Home(home)
    office = Office(library)
    with listening_server(library, office) as url:
        made = Ground(library, office, url)
        yield made
        for page in made.pages:
            page.close()


@pytest.fixture
def lea(ground) -> Agent:
    """An agent who has sent one photo, that is in the catalogue."""
    agent = ground.agent("Léa Dupont")
    content = jpeg(1, taken=TAKEN, make="Fairphone")
    agent.phone.send(content, filename="IMG_1.jpg", sha256=sha256(content).hexdigest(), door="gallery")
    ground.take_in()
    return agent


def test_what_was_sent_is_listed_with_what_the_catalogue_knows(lea):
    (photo,) = lea.mine()
    assert (photo["name"], photo["state"], photo["theirs"]) == ("IMG_1.jpg", "catalogued", True)
    assert photo["facts"]["when"] == "12 mai 2018, 14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}32"
    assert photo["facts"]["sign"] is None
    assert photo["facts"]["position"] == "L’appareil n’a pas noté de position."
    assert photo["facts"]["needs"] == ["position", "words"]


def test_what_waits_in_the_inbox_is_listed_without_a_photo(ground):
    agent = ground.agent("Léa Dupont")
    agent.phone.send(jpeg(2), filename="IMG_2.jpg")
    (photo,) = agent.mine()
    assert (photo["state"], photo["facts"], photo["theirs"]) == ("received", None, False)


def test_a_photo_is_placed_and_described_in_one_action_that_can_be_undone(ground, lea):
    photo = lea.mine()[0]["photo"]
    said = lea.say(photo, caption="Chevalement du 11/19", themes=["chevalement"], **PLACE)
    assert said.status_code == 200, said.text
    facts = lea.mine()[0]["facts"]
    assert (facts["latitude"], facts["longitude"]) == (PLACE["latitude"], PLACE["longitude"])
    assert (facts["sign"], facts["position"]) == ("✎", "placée à la main")
    assert (facts["caption"], facts["themes"], facts["needs"]) == ("Chevalement du 11/19", ["chevalement"], [])
    assert ground.rows("SELECT DISTINCT source, made_by FROM claims WHERE action_id = ?", said.json()["action"]) == [
        ("manual", "Léa Dupont")
    ]
    assert lea.undo(said.json()["action"]).status_code == 200
    facts = lea.mine()[0]["facts"]
    assert (facts["latitude"], facts["caption"], facts["themes"]) == (None, "", [])


def test_a_theme_goes_when_it_is_no_longer_told(lea):
    photo = lea.mine()[0]["photo"]
    lea.say(photo, themes=["étang", "terril"])
    lea.say(photo, themes=["terril"])
    assert lea.mine()[0]["facts"]["themes"] == ["terril"]


def test_only_themes_of_the_list_are_taken_where_there_is_one(ground, lea):
    with Library.open(ground.home.root) as library:
        add_theme(library.db, "terril", None, "2026-01-01T00:00:00Z")
    photo = lea.mine()[0]["photo"]
    assert lea.page.get("/terrain/api/mine").json()["themes"] == ["terril"]
    refused = lea.say(photo, themes=["n’importe quoi"])
    assert refused.status_code == 422
    assert refused.json()["message"]
    assert lea.say(photo, themes=["terril"]).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_reaches_a_photo_whatever_their_role(ground, lea, role):
    photo = lea.mine()[0]["photo"]
    action = lea.say(photo, caption="À moi").json()["action"]
    other = ground.agent("Omar Ben", role)
    assert other.mine() == []
    assert other.say(photo, caption="À lui").status_code == 404
    assert other.say("0" * 32, caption="À lui").status_code == 404
    assert other.undo(action).status_code == 404
    assert lea.mine()[0]["facts"]["caption"] == "À moi"


def test_a_copy_of_somebody_elses_photo_gives_no_right_to_it(ground, lea):
    other = ground.agent("Omar Ben")
    other.phone.send(jpeg(1, taken=TAKEN, make="Fairphone"), filename="copie.jpg")
    ground.take_in()
    (photo,) = other.mine()
    assert (photo["state"], photo["theirs"]) == ("duplicate", False)
    assert other.say(photo["photo"], caption="À lui").status_code == 404


def test_a_program_with_a_token_says_nothing_of_photos(lea):
    photo = lea.mine()[0]["photo"]
    sent = httpx.post(
        f"{lea.phone.url}/terrain/api/photos/{photo}",
        json={"caption": "par jeton"},
        headers={"authorization": lea.phone.headers["authorization"]},
    )
    assert sent.status_code == 403


def test_a_page_of_another_site_says_nothing_of_photos(lea):
    photo = lea.mine()[0]["photo"]
    sent = lea.page.post(
        f"/terrain/api/photos/{photo}", json={"caption": "d’ailleurs"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert sent.status_code == 403


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"latitude": 0, "longitude": 0}, 422),
        ({"latitude": 91, "longitude": 2}, 422),
        ({"latitude": 50.4}, 400),
        ({"latitude": "ici", "longitude": "là"}, 400),
        ({"caption": 5}, 400),
        ({"caption": "x" * 5001}, 422),
        ({"caption": "a\x00b"}, 422),
        ({"themes": "terril"}, 400),
        ({"themes": [5]}, 400),
        ({"themes": ["x"] * 51}, 400),
        ({}, 422),
        ({"caption": ""}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(lea, said, status):
    photo = lea.mine()[0]["photo"]
    before = lea.mine()
    refused = lea.say(photo, **said)
    assert refused.status_code == status, refused.text
    if status == 422:
        assert refused.json()["message"].endswith(".")
    assert lea.mine() == before
