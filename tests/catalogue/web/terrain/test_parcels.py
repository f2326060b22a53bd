"""A parcel holds what lies within 500 m of a place and nothing else, few enough squares, only what all may see."""

from math import asinh, cos, hypot, pi, radians, tan
from pathlib import Path

import pytest
import shapely
from catalogues import change, insert
from making import ingest, jpeg, rows, write

from catalogue.database.connection import connect, writing
from catalogue.home.paths import Home
from catalogue.library import Library
from catalogue.web.app import create_app
from catalogue.web.terrain.corridor import DEEPEST, corridor, tiles_of
from catalogue.web.terrain.holding import MOST_PHOTOS, MOST_TILES

LATITUDE = 50.43
DEGREE_M = 111_232.0
WEST, EAST = 2.56, 2.60
LINE = f"LINESTRING ({WEST} {LATITUDE}, {EAST} {LATITUDE})"
#: Across the mining basin and back, twice: more squares than a phone takes at the deepest scale.
LONG = "LINESTRING (2.3 50.4, 3.7 50.45, 2.3 50.6, 3.7 50.65)"

ROAD, SHAPELESS, BARE_POINT, WINDING, GONE = 1, 2, 3, 4, 5


def north(metres: float) -> float:
    """So many metres north of the road."""
    return LATITUDE + metres / DEGREE_M


def square(metres: float) -> str:
    """A field that begins so many metres north of the road, in the middle of it."""
    low, high = north(metres), north(metres + 100)
    return f"POLYGON ((2.57 {low}, 2.58 {low}, 2.58 {high}, 2.57 {high}, 2.57 {low}))"


class Ground:
    """A library with places, and its site."""

    def __init__(self, root: Path) -> None:
        Library.open(root).close()
        self.home = Home(root)
        self.client = create_app(self.home).test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"

    def place(self, number: int, kind: str, name: str, wkt: str | None, **more: object) -> None:
        """A place is there, drawn or not."""
        db = connect(self.home.catalogue)
        with writing(db):
            insert(db, "places", {"id": number, "kind": kind, "name": name, **more})
            if wkt:
                box = dict(zip(("west", "south", "east", "north"), shapely.from_wkt(wkt).bounds, strict=True))
                insert(db, "place_shapes", {"place_id": number, "shape": wkt, **box})
        db.close()

    def photos(self, source: Path, *positions: tuple[float, float]) -> list[str]:
        """Photos taken there, a minute after each other; returned are their ids, by time."""
        for n, gps in enumerate(positions):
            taken = f"2018-05-12T{10 + n // 60}:{n % 60:02}:00"
            write(source, f"IMG_{n:03}.jpg", jpeg(n + 1, gps=gps, taken=taken))
        ingest(source, self.home.root)
        return [row["id"] for row in rows(self.home.root, "SELECT id FROM photos ORDER BY taken_at")]

    def parcel(self, asked: str) -> dict:
        """What the parcel of a place holds."""
        answer = self.client.get(f"/terrain/api/parcels?{asked}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def bytes_of(self, address: str) -> int:
        """How much the site sends for an address."""
        with self.client.get(address) as answer:
            return len(answer.data)

    def refusal(self, asked: str) -> tuple[int, str]:
        """Why there is no parcel."""
        answer = self.client.get(f"/terrain/api/parcels?{asked}")
        return answer.status_code, (answer.json or {}).get("message", "")


@pytest.fixture
def ground(home: Path, monkeypatch) -> Ground:
    """A road that runs east, and places that nobody drew."""
    # A source that no test reaches: parcels are planned without asking it.
    monkeypatch.setenv("PHOTOTHEQUE_TILES", "http://127.0.0.1:9/{z}/{x}/{y}")
    made = Ground(home)
    made.place(ROAD, "itinerary", "EuroVelo 5", LINE)
    made.place(SHAPELESS, "cite", "Cité des Oubliés", None)
    made.place(BARE_POINT, "park", "Étang", None, latitude=LATITUDE, longitude=2.7)
    made.place(WINDING, "itinerary", "Tour du bassin", LONG)
    made.place(GONE, "park", "Ancien parc", square(0), retired_at="2020-01-01T00:00:00Z")
    return made


def ids(parcel: dict) -> list[str]:
    return [photo["id"] for photo in parcel["photos"]]


def test_the_corridor_is_500_metres_to_each_side_for_photos(ground, source):
    near = [(north(490), 2.58), (north(-490), 2.58), (LATITUDE, EAST + 0.0068)]
    far = [(north(510), 2.58), (north(-510), 2.58), (LATITUDE, EAST + 0.0073), (50.9, 2.58)]
    photos = ground.photos(source, *near, *far)
    assert sorted(ids(ground.parcel(f"place={ROAD}"))) == sorted(photos[:3])


def test_places_of_all_kinds_that_touch_the_corridor_are_in_it_and_no_others(ground):
    for number, (kind, metres) in enumerate(
        [("terril", 490), ("cite", 0), ("park", 510), ("commune", 3000)], 10
    ):
        ground.place(number, kind, f"{kind} {metres}", square(metres))
    ground.place(20, "site", "Point proche", None, latitude=north(400), longitude=2.58)
    ground.place(21, "site", "Point loin", None, latitude=north(600), longitude=2.58)
    features = ground.parcel(f"place={ROAD}")["layers"]["features"]
    assert {feature["properties"]["id"] for feature in features} == {ROAD, 10, 11, 20}
    assert {feature["geometry"]["type"] for feature in features} == {"LineString", "Polygon", "Point"}


def test_a_place_that_is_a_point_has_500_metres_around_it(ground, source):
    inside, _ = ground.photos(source, (north(490), 2.7), (north(510), 2.7))
    assert ids(ground.parcel(f"place={BARE_POINT}")) == [inside]


def test_around_me_is_5_kilometres(ground, source):
    ground.place(30, "commune", "Angres", "POLYGON ((2.5 50.4, 2.9 50.4, 2.9 50.5, 2.5 50.5, 2.5 50.4))")
    inside, _ = ground.photos(source, (north(4950), 2.7), (north(5050), 2.7))
    parcel = ground.parcel(f"near={LATITUDE},2.7")
    assert ids(parcel) == [inside]
    assert (parcel["id"], parcel["name"]) == ("near-50.430,2.700", "Angres et alentours")


def _grid(longitude: float, latitude: float, z: int) -> tuple[float, float]:
    """Where a point lies on the grid of squares, in squares."""
    return (longitude + 180) / 360 * 2**z, (1 - asinh(tan(radians(latitude))) / pi) / 2 * 2**z


def test_the_background_covers_the_corridor_and_hardly_more(ground):
    addresses = ground.parcel(f"place={ROAD}")["tiles"]["addresses"]
    tiles = {tuple(int(part) for part in address.split("/")[2:]) for address in addresses}
    assert {z for z, _, _ in tiles} == set(range(8, DEEPEST + 1))
    for z in range(8, DEEPEST + 1):
        for step in range(201):
            for metres in (-495, 0, 495):
                x, y = _grid(WEST + (EAST - WEST) * step / 200, north(metres), z)
                assert (z, int(x), int(y)) in tiles
    # Flat ground is true enough here: how far the middle of a square lies from the road, less half its diagonal.
    a_square = 40_075_017 * cos(radians(LATITUDE)) / 2**DEEPEST
    for z, x, y in tiles:
        if z == DEEPEST:
            (left, line), (right, _) = _grid(WEST, LATITUDE, z), _grid(EAST, LATITUDE, z)
            aside = max(left - (x + 0.5), 0, (x + 0.5) - right)
            assert hypot(aside, y + 0.5 - line) * a_square <= 500 + a_square * 0.71 + 5


def test_there_are_never_more_squares_than_the_bound_and_the_deepest_scale_gives_way(ground):
    tiles = ground.parcel(f"place={WINDING}")["tiles"]
    assert len(tiles["addresses"]) <= MOST_TILES
    assert tiles["deepest"] < DEEPEST
    assert ground.parcel(f"place={ROAD}")["tiles"]["deepest"] == DEEPEST
    area = corridor(LINE, 500)
    assert max(tile.z for tile in tiles_of(area, 60)) < DEEPEST
    assert len(tiles_of(area, 60)) <= 60


def test_the_size_is_measured_where_files_are_known(ground, source):
    ground.photos(source, (LATITUDE, 2.57), (LATITUDE, 2.58))
    first = ground.parcel(f"place={ROAD}")
    assert first["tiles"]["measured"] == 0
    address = first["tiles"]["addresses"][0]
    write(ground.home.root, address[1:], b"\x89PNG\r\n\x1a\n" + bytes(1992))
    parcel = ground.parcel(f"place={ROAD}")
    assert parcel["tiles"]["measured"] == 1
    # The others are taken to be like it.
    assert parcel["tiles"]["bytes"] == 2000 * len(parcel["tiles"]["addresses"])
    served = [ground.bytes_of(f"/images/400/{photo}") for photo in ids(parcel)]
    assert served == [photo["bytes"] for photo in parcel["photos"]]
    assert parcel["sizes"]["photos"] == sum(served)


def test_without_a_source_only_squares_that_are_here_are_offered(home, monkeypatch):
    monkeypatch.setenv("PHOTOTHEQUE_TILES", "off")
    ground = Ground(home)
    ground.place(ROAD, "itinerary", "EuroVelo 5", LINE)
    assert ground.parcel(f"place={ROAD}")["tiles"] == {
        "addresses": [],
        "deepest": None,
        "measured": 0,
        "bytes": 0,
    }
    write(home, "tiles/8/129/86", b"\x89PNG\r\n\x1a\n")
    assert ground.parcel(f"place={ROAD}")["tiles"]["addresses"] == ["/tiles/8/129/86"]


def test_the_latest_photos_come_first_and_no_more_than_a_phone_shows(ground, source):
    photos = ground.photos(source, *[(LATITUDE, 2.57 + n / 10_000) for n in range(MOST_PHOTOS + 3)])
    parcel = ground.parcel(f"place={ROAD}")
    assert ids(parcel) == photos[: -MOST_PHOTOS - 1 : -1]
    assert parcel["photos"][0]["taken_at"].startswith("2018-05-12T11:02")


@pytest.mark.parametrize(
    "hidden",
    ["state = 'held'", "state = 'set_aside'", "version_of = (SELECT max(id) FROM photos WHERE id <> '{}')"],
)
def test_what_field_staff_may_not_see_is_in_no_parcel(ground, source, hidden):
    away, stays = ground.photos(source, (LATITUDE, 2.57), (LATITUDE, 2.58))
    change(ground.home, f"UPDATE photos SET {hidden.format(away)} WHERE id = '{away}'")
    assert ids(ground.parcel(f"place={ROAD}")) == [stays]


def test_a_phone_hears_of_photos_that_it_may_keep_no_longer(ground, source):
    kept, aside = ground.photos(source, (north(1), 2.58), (north(2), 2.58))
    erased = "0" * 32
    change(ground.home, "UPDATE photos SET state = 'set_aside' WHERE id = ?", [aside])

    def told(asked: object) -> object:
        answer = ground.client.post("/terrain/api/parcels/gone", json=asked)
        return answer.json["gone"] if answer.status_code == 200 else answer.status_code

    assert told({"ids": [kept, erased, aside, "nonsense", 7]}) == [erased, aside, "nonsense", 7]
    assert told({"ids": []}) == []
    assert [told(each) for each in ([], {"ids": "all"}, None)] == [400] * 3


def test_a_place_that_nobody_drew_says_what_to_do(ground):
    sentence = (
        "Ce lieu n’est pas encore dessiné sur la carte\N{NO-BREAK SPACE}: choisissez "
        "«\N{NO-BREAK SPACE}Autour de moi\N{NO-BREAK SPACE}» une fois sur place."
    )
    assert ground.refusal(f"place={SHAPELESS}") == (422, sentence)


@pytest.mark.parametrize("place", ["999", str(GONE), "x", "-1", "9" * 40])
def test_a_place_that_is_not_there_is_404(ground, place):
    assert ground.refusal(f"place={place}") == (404, "Ce lieu n’existe plus.")


@pytest.mark.parametrize("asked", ["", "near=x", "near=1,2,3", "near=nan,2", "near=91,2", "near=inf,inf"])
def test_nonsense_is_refused(ground, asked):
    assert ground.refusal(asked)[0] == 400


@pytest.mark.parametrize("near", ["0,0", "-89.99,0", "48,179.9"])
def test_where_the_map_of_france_ends_it_says_so(ground, near):
    status, sentence = ground.refusal(f"near={near}")
    assert (status, sentence[:21]) == (422, "Rien à préparer ici\N{NO-BREAK SPACE}:")


def test_the_list_has_what_outings_go_to(ground: Ground):
    ground.place(40, "commune", "Lens", square(0))
    listed = ground.client.get("/terrain/api/places").json["places"]
    assert [(place["id"], place["drawn"]) for place in listed] == [
        (SHAPELESS, 0),
        (ROAD, 1),
        (WINDING, 1),
        (BARE_POINT, 1),
    ]
