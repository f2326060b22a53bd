"""Photos that came with an outing stand where its track says, and nowhere where it says nothing."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from making import jpeg, rows
from sending import Phone, listening_server

from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.outings.diary import Diary
from catalogue.outings.outing import Point, Told
from catalogue.outings.placing import Fruits, fruits, place_by_outings, unplaced
from catalogue.people.office import Office
from catalogue.values.roles import Role
from ingest.session import Order, new_run
from ingest.watch import take_in_inbox

OUTING = "6d3b8f7e-0f0c-4c38-9d0a-2c8b0d9b1f11"
START = datetime(2022, 8, 26, 9, 0, tzinfo=UTC)
METRES_A_DEGREE = 111_195.0


def walked(seconds: range, step: int = 10) -> list[Point]:
    """A track along a meridian, a metre a second from 50.4° north."""
    return [
        Point((START + timedelta(seconds=s)).timestamp(), 50.4 + s / METRES_A_DEGREE, 2.7, 5.0)
        for s in range(seconds.start, seconds.stop, step)
    ]


def taken(seed: int, seconds: float) -> bytes:
    """A photo of a camera whose clock shows the time of France, its position taken away."""
    wall = START + timedelta(hours=2, seconds=seconds)
    return jpeg(seed, taken=wall.strftime("%Y:%m:%d %H:%M:%S"), offset="+02:00", gps=None)


class Field:
    """A library, and an agent on an outing."""

    def __init__(self, home: Home, url: str, office: Office) -> None:
        self.home, self.diary = home, Diary(home)
        self.agent = office.add("Jo Martin", Role.FIELD, None, None)
        token = office.make_token(self.agent.id, "phone", None, 30, None).secret
        self.phone = Phone(url, token)
        self.tell()

    def tell(self) -> None:
        """The outing has begun."""
        self.diary.tell(OUTING, self.agent.id, Told("EV5", None, "2022-08-26T09:00:00Z", None))

    def walk(self, points: list[Point]) -> int:
        """The phone tells where it was."""
        return self.diary.add(OUTING, self.agent.id, points)

    def send(self, content: bytes, name: str = "IMG.jpg", outing: str = OUTING) -> None:
        """A photo is received, for the outing."""
        self.phone.send(content, filename=name, sha256=sha256(content).hexdigest(), outing=outing)

    def round(self) -> int:
        """What a round of the inbox's worker does; returned is how many photos were placed."""
        with Library.open(self.home.root) as library:
            list(take_in_inbox(library, new_run("inbox", "inbox", None), Order()))
            return place_by_outings(library)

    def photos(self) -> list[dict]:
        """Name, position and method of each photo."""
        return rows(
            self.home.root,
            "SELECT id, latitude, longitude, position_method, position_accuracy_m FROM photos ORDER BY taken_at",
        )


@pytest.fixture
def field(home):
    Library.open(home).close()
    kept = Home(home)
    office = Office(kept)
    with listening_server(kept, office) as url:
        yield Field(kept, url, office)


def metres_off(photo: dict, seconds: float) -> float:
    """How far a photo stands from where the agent was."""
    north = (photo["latitude"] - 50.4) * METRES_A_DEGREE - seconds
    east = (photo["longitude"] - 2.7) * METRES_A_DEGREE * 0.64
    return (north**2 + east**2) ** 0.5


def test_photos_without_a_position_stand_on_the_track(field):
    field.walk(walked(range(1200)))
    for n, seconds in enumerate((63, 604, 1107)):
        field.send(taken(n + 1, seconds), f"IMG_{n}.jpg")

    assert field.round() == 3
    photos = field.photos()

    assert [one["position_method"] for one in photos] == ["track"] * 3
    assert all(metres_off(one, s) < 10 for one, s in zip(photos, (63, 604, 1107), strict=True))
    [claim, *_] = rows(field.home.root, "SELECT detail, made_by FROM claims WHERE source = 'track'")
    assert "trace de la sortie" in claim["detail"]
    assert claim["made_by"] == "Jo Martin"
    assert field.round() == 0


def test_a_gap_of_twenty_minutes_places_nobody_and_is_named(field):
    field.walk([*walked(range(600)), *walked(range(1800, 2400))])
    field.send(taken(1, 1200))

    assert field.round() == 0
    [photo] = field.photos()
    with Library.open(field.home.root) as library:
        [(photo_id, gap)] = unplaced(field.home, library.db, OUTING, field.agent.id).items()

    assert photo["latitude"] is None
    assert photo_id == photo["id"]
    assert gap.from_s == (START + timedelta(seconds=590)).timestamp()
    assert gap.to_s == (START + timedelta(seconds=1800)).timestamp()


def test_a_last_photo_just_after_the_track_stands_at_its_end_and_a_later_one_nowhere(field):
    field.walk(walked(range(610)))
    for seed, seconds in ((1, 602), (2, 640)):
        field.send(taken(seed, seconds), f"IMG_{seed}.jpg")

    assert field.round() == 1
    last, later = field.photos()
    assert metres_off(last, 602) < 10
    assert last["position_accuracy_m"] == pytest.approx(10 + 1.4 * 2)
    assert later["latitude"] is None


def test_an_outing_says_what_became_of_its_photos(field):
    field.walk([*walked(range(600)), *walked(range(1800, 2400))])
    for seed, seconds in ((1, 60), (2, 300), (3, 1200)):
        field.send(taken(seed, seconds), f"IMG_{seed}.jpg")
    field.send(taken(4, 60), "other.jpg", outing="another")
    field.round()
    with Library.open(field.home.root) as library:
        asked = fruits(field.home, library.db, field.agent.id), fruits(field.home, library.db, None)

    assert asked == ({OUTING: Fruits(3, 2, 1)}, {})


def test_points_that_come_late_place_what_waited(field):
    field.send(taken(1, 300))
    assert field.round() == 0
    field.walk(walked(range(600)))

    assert field.round() == 1
    assert metres_off(field.photos()[0], 300) < 10


def test_a_photo_that_was_received_and_not_taken_in_yet_is_not_forgotten(field):
    field.walk(walked(range(600)))
    field.send(taken(1, 300))
    with Library.open(field.home.root) as library:
        assert place_by_outings(library) == 0

    assert field.round() == 1


@pytest.mark.parametrize(("away_s", "placed"), [(100, 1), (500, 1), (1500, 0)])
def test_who_stood_still_is_placed_unless_they_were_away_for_long(field, away_s, placed):
    here = walked(range(10))[0]
    field.walk([here, here._replace(at_s=here.at_s + away_s)])
    field.send(taken(1, away_s / 2))

    assert field.round() == placed


@pytest.mark.parametrize(("away_s", "placed"), [(100, 1), (500, 0)])
def test_between_two_points_far_apart_in_time_nobody_knows_the_way(field, away_s, placed):
    field.walk([*walked(range(60)), *walked(range(50 + away_s, 300 + away_s))])
    field.send(taken(1, 50 + away_s / 2))

    assert field.round() == placed


def test_a_track_that_is_deleted_leaves_positions(field):
    field.walk(walked(range(600)))
    field.send(taken(1, 300))
    field.round()

    assert field.diary.forget_track(OUTING, field.agent.id) == 60
    field.round()

    assert field.diary.points(OUTING, field.agent.id) == []
    assert field.photos()[0]["position_method"] == "track"
    people = field.home.people
    files = [p for p in people.parent.iterdir() if p.name.startswith(people.name)]
    assert not [p for p in files if b"2022-08-26T09:05:00.000Z" in p.read_bytes()]


def test_tracks_are_kept_no_longer_than_is_set(field):
    field.walk(walked(range(600)))
    ended = START + timedelta(seconds=590)

    def at(days: float) -> Diary:
        return Diary(field.home, clock=lambda: ended + timedelta(days=days))

    assert at(59.9).purge() == 0
    assert at(60).purge() == 60


def test_an_outing_of_somebody_else_places_nothing(field):
    other = Office(field.home).add("Lou", Role.FIELD, None, None)
    elsewhere = "11111111-0f0c-4c38-9d0a-2c8b0d9b1f11"
    field.diary.tell(elsewhere, other.id, Told("their way", None, "2022-08-26T09:00:00Z", None))
    field.diary.add(elsewhere, other.id, walked(range(600)))
    field.send(taken(1, 300), outing=elsewhere)

    assert field.round() == 0
    assert field.photos()[0]["latitude"] is None
