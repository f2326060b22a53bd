"""What a photo looks at from afar, by its heading."""

import math
import random

import pytest
import shapely
from territories import area, at, box, degrees, rules, shape, short

from catalogue.photos.evidence import evidence_of, field_of_view_deg, true_heading_deg
from catalogue.territory.tolerances import Tolerances

TERRIL = shape(1, "terril", area(box(-50, 3000, 50, 3100)))


@pytest.mark.parametrize(
    ("heading", "seen"), [(0, True), (28, True), (332, True), (35, False), (180, False), (325, False)]
)
def test_terril_is_looked_at_when_it_is_in_the_picture(heading: float, seen: bool):
    (found,) = rules([TERRIL])([at(0, 0, heading)])

    assert bool(found) is seen


def test_rule_says_heading_angle_and_range():
    (found,) = rules([TERRIL])([at(0, 0, 2.0, 40.0)])

    assert [(r.relation, r.rule, r.distance_m) for r in found] == [
        ("looking_at", "heading: 2° ± 20°, within 4000 m", 3000.0)
    ]


def test_nothing_is_looked_at_beyond_its_range():
    nearer = Tolerances({"looking_m.terril": 2995})

    assert rules([TERRIL], tolerances=nearer)([at(0, 0, 0.0)]) == [()]


def test_narrow_lens_sees_less():
    wide, narrow = rules([TERRIL])([at(0, 0, 10.0, 60.0), at(0, 0, 10.0, 5.0)])

    assert (short(wide), short(narrow)) == ([(1, "looking_at")], [])


def test_place_around_the_camera_is_not_looked_at():
    around = shape(2, "terril", area(box(-500, -500, 500, 500)))

    (found,) = rules([around])([at(0, 0, 0.0)])

    assert short(found) == [(2, "inside")]


def test_site_that_is_a_point_is_looked_at_too():
    longitude, latitude = degrees(0, 800)
    headframe = shape(2, "site", f"POINT ({longitude} {latitude})")

    towards, away, beside = rules([headframe])([at(0, 0, 10.0), at(0, 0, 180.0), at(0, 750, 0.0)])

    assert [(r.relation, r.distance_m) for r in towards] == [("looking_at", 800.0)]
    assert away == ()
    assert short(beside) == [(2, "near"), (2, "looking_at")]


def test_only_the_nearest_few_of_a_kind_are_named():
    row = [shape(n, "terril", area(box(-50, 500.0 * n, 50, 500.0 * n + 50))) for n in range(1, 7)]

    (found,) = rules(row)([at(0, 0, 0.0)])

    assert [r.place_id for r in found] == [1, 2, 3]


def test_distance_is_to_the_part_that_is_seen():
    wall = shape(2, "park", area(box(-1000, 100, 20, 1000)))

    (found,) = rules([wall])([at(0, 0, 0.0, 90.0)])
    (sideways,) = rules([wall])([at(120, 0, 300.0, 20.0)])

    assert [r.distance_m for r in found if r.relation == "looking_at"] == [100.0]
    assert sideways[0].distance_m == pytest.approx(100 / math.sin(math.radians(40)), abs=1)


def test_whole_turn_sees_each_place_once_around():
    seen = [bool(rules([TERRIL])([at(0, 0, float(h), 20.0)])[0]) for h in range(0, 360, 5)]

    assert sum(seen) == 5  # ten degrees on either side, and the width of the terril


def test_angle_meets_what_geometry_says_it_meets():
    """The quick look at circles refuses nothing that the angle meets: compared with the angle drawn out."""
    draw = random.Random(7)  # noqa: S311 the same places each time
    places = []
    for n in range(1, 40):
        east, north, wide = draw.randrange(-3000, 3000), draw.randrange(-3000, 3000), draw.randrange(10, 400)
        places.append((n, box(east, north, east + wide, north + draw.randrange(10, 400))))
    shapes = [shape(n, "terril", area(corners)) for n, corners in places]
    one_by_one = [rules([s]) for s in shapes]
    for heading in range(0, 360, 30):
        spread = [math.radians(heading + 25 * step / 50) for step in range(-50, 51)]
        drawn = shapely.Polygon([(0, 0), *((9000 * math.sin(a), 9000 * math.cos(a)) for a in spread)])
        for (_, corners), rule in zip(places, one_by_one, strict=True):
            polygon = shapely.Polygon(corners)
            visible = drawn.intersection(polygon)
            # Half a degree between the map's north and the true one, 5 km away: skip what is that close to the edge.
            doubtful = 0 < visible.area < 0.2 * polygon.area or drawn.distance(polygon) < 60 > visible.area
            if (
                doubtful
                or polygon.covers(shapely.Point(0, 0))
                or visible.distance(shapely.Point(0, 0)) > 3900
            ):
                continue
            expected = not visible.is_empty and visible.distance(shapely.Point(0, 0)) <= 4000
            (found,) = rule([at(0, 0, float(heading), 50.0)])
            assert ("looking_at" in [r.relation for r in found]) is expected


def test_magnetic_heading_is_corrected_for_its_year():
    assert true_heading_deg(359.5, "magnetic", 2020) == pytest.approx(0.7)
    assert true_heading_deg(100.0, "magnetic", 2012) == pytest.approx(99.84)
    assert true_heading_deg(100.0, "true", 2020) == 100.0
    assert true_heading_deg(None, "magnetic", 2020) is None


def test_field_of_view_follows_from_the_length_on_film_and_how_the_camera_was_held():
    assert field_of_view_deg(26.0, 1) == pytest.approx(69.4, abs=0.1)
    assert field_of_view_deg(26.0, 6) == pytest.approx(49.6, abs=0.1)
    assert field_of_view_deg(None, 1) is None


def test_folders_are_evidence_once_each():
    photo = dict.fromkeys(
        ("latitude", "longitude", "heading_deg", "heading_reference", "taken_year", "orientation")
    )

    assert evidence_of(photo, ["EV5", "2018", "EV5"]).folders == ("EV5", "2018")
