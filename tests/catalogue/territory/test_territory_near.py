"""Inside, near, and along: what is where, and how far."""

import itertools

import pytest
from territories import area, at, box, lines, rules, shape, short

from catalogue.territory.classifier import Frame
from catalogue.territory.tolerances import Tolerances, tolerances
from catalogue.values.gazetteer import Place
from catalogue.values.places import Evidence, Section

PARK = shape(1, "park", area(box(0, 0, 1000, 1000), box(400, 400, 600, 600)))
ROUTE = shape(
    2,
    "itinerary",
    lines([(0, 2000), (1000, 2000)], [(1500, 2000), (2500, 2000)]),
    sections=[Section("Loos–Wingles", 0, 1200), Section("Wingles–Lens", 1200, 2000)],
)


def test_point_in_a_polygon_is_inside_it():
    (found,) = rules([PARK])([at(100, 100)])

    assert [(r.place_id, r.relation, r.rule, r.distance_m, r.main) for r in found] == [
        (1, "inside", "inside", 0.0, True)
    ]


def test_point_in_a_hole_is_not_inside():
    (in_the_hole, at_its_edge) = rules([PARK])([at(500, 500), at(500, 430)])

    assert short(in_the_hole) == []
    assert [(r.relation, r.distance_m) for r in at_its_edge] == [("near", 30.0)]


@pytest.mark.parametrize(("north", "expected"), [(1049, ["near"]), (1051, [])])
def test_near_ends_where_the_tolerance_ends(north: float, expected: list[str]):
    (found,) = rules([PARK])([at(500, north)])

    assert [r.relation for r in found] == expected


def test_layer_has_a_tolerance_of_its_own():
    chosen = tolerances({"near_m.park": "10", "near_m.park.wide": "500"})
    wide = shape(3, "park", PARK.shape, layer="wide")

    (found,) = rules([PARK, wide], tolerances=chosen)([at(500, 1400)])

    assert [(r.place_id, r.rule, r.distance_m) for r in found] == [(3, "near: 500 m", 400.0)]


def test_tolerance_of_zero_turns_the_rule_off():
    (found,) = rules([PARK], tolerances=Tolerances({"near_m.park": 0}))([at(500, 1001)])

    assert short(found) == []


@pytest.mark.parametrize(
    ("east", "relation", "distance", "chainage", "section"),
    [
        (0, "along", 20.0, 0.0, "Loos–Wingles"),
        (700, "along", 20.0, 700.0, "Loos–Wingles"),
        (1500, "along", 20.0, 1000.0, "Loos–Wingles"),
        (1900, "along", 20.0, 1400.0, "Wingles–Lens"),
        (2500, "along", 20.0, 2000.0, "Wingles–Lens"),
        (2600, "near", 102.0, 2000.0, "Wingles–Lens"),
    ],
)
def test_chainage_runs_over_all_parts_in_order(
    east: float, relation: str, distance: float, chainage: float, section: str
):
    (found,) = rules([ROUTE])([at(east, 2020)])

    (only,) = found
    assert (only.relation, only.section) == (relation, section)
    assert only.distance_m == pytest.approx(distance, abs=0.2)
    assert only.chainage_m == pytest.approx(chainage, abs=0.2)


def test_long_line_is_measured_to_as_a_whole():
    zigzag = [(float(n), 2000.0 + 10 * (n % 2)) for n in range(500)]
    (found,) = rules([shape(4, "itinerary", lines(zigzag))])([at(400, 2000)])

    step = (1 + 100) ** 0.5
    assert found[0].distance_m == pytest.approx(0, abs=0.1)
    assert found[0].chainage_m == pytest.approx(400 * step, abs=0.5)


@pytest.mark.parametrize(
    "text", ["POLYGON ((2.6 50.4", "", "POLYGON EMPTY", "POINT (1e400 50)", "no shape", "LINESTRING (2 50)"]
)
def test_text_that_is_no_shape_is_passed_over(text: str):
    (found,) = rules([shape(9, "cite", text), PARK])([at(100, 100)])

    assert short(found) == [(1, "inside")]


def test_polygon_that_crosses_itself_stops_nothing():
    bow_tie = shape(5, "terril", area([(0, 0), (1000, 1000), (1000, 0), (0, 1000)]))

    (found,) = rules([bow_tie])([at(990, 500, heading_deg=0.0)])

    assert short(found) == [(5, "inside")]


@pytest.mark.parametrize(
    "evidence",
    [Evidence(90.0, 0.0), Evidence(-90.0, 12.0), Evidence(float("nan"), 2.0), Evidence(0.0, -177.0)],
)
def test_point_off_the_map_is_in_no_place(evidence: Evidence):
    assert rules([PARK])([evidence]) == [()]


def test_photo_without_a_position_is_in_no_place_but_stops_no_other():
    without, within = rules([PARK])([Evidence(), at(100, 100)])

    assert (short(without), short(within)) == ([], [(1, "inside")])


def test_no_photos_have_no_places():
    assert rules([PARK])([]) == []


def test_shared_border_is_inside_both():
    left, right = area(box(0, 0, 500, 500)), area(box(500, 0, 900, 500))
    both = rules([shape(1, "commune", left), shape(2, "commune", right)])
    corner = left.removeprefix("POLYGON ((").split(", ")[1]  # a corner that both polygons have
    longitude, latitude = (float(number) for number in corner.split())

    (found,) = both([Evidence(latitude, longitude)])

    assert sorted(r.place_id for r in found) == [1, 2]
    assert [r.place_id for r in found if r.main] == [2]  # the smaller


def test_epci_of_the_commune_stands_where_no_polygon_of_an_epci_holds_the_photo():
    commune = shape(1, "commune", area(box(0, 0, 1000, 1000)))
    drawn = shape(3, "epci", area(box(0, 0, 100, 1000)))
    placed = rules([commune, drawn], [Place(2, "epci", "CALL")], frame=Frame({1: 2}))

    in_the_polygon, beside_it = placed([at(50, 50), at(500, 500)])

    assert [(r.place_id, r.rule) for r in in_the_polygon if r.kind == "epci"] == [(3, "inside")]
    assert [(r.place_id, r.rule, r.main) for r in beside_it if r.kind == "epci"] == [
        (2, "inside: its commune", True)
    ]


def test_many_points_get_the_same_answers_as_one_at_a_time():
    both = rules([PARK, ROUTE])
    points = [at(e, n) for e, n in itertools.product(range(-200, 2700, 173), range(-100, 2200, 131))]

    assert both(points) == [both([point])[0] for point in points]
