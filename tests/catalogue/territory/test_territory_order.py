"""Which place is the main one of its kind."""

import itertools
import random

from territories import area, at, box, lines, rules, shape, short

from catalogue.territory.classifier import Frame
from catalogue.values.gazetteer import Place
from catalogue.values.places import Relation

_STRENGTH = list(Relation)


def test_inside_is_stronger_than_a_folder_and_a_folder_than_nearness():
    inside, near = shape(1, "park", area(box(0, 0, 100, 100))), shape(2, "park", area(box(0, 120, 100, 200)))
    named = Place(3, "park", "Olhain")
    both = rules([inside, near], [named])

    within, beside = both([at(50, 80, folders=("Olhain",)), at(50, 115, folders=("Olhain",))])

    assert short(within) == [(1, "inside"), (3, "folder"), (2, "near")]
    assert [r.place_id for r in within if r.main] == [1]
    assert [r.place_id for r in beside if r.main] == [3]


def test_nearer_is_stronger_than_smaller():
    far, near = shape(1, "cite", area(box(0, 0, 10, 10))), shape(2, "cite", area(box(0, 50, 500, 500)))

    (found,) = rules([far, near])([at(5, 35)])

    assert short(found) == [(2, "near"), (1, "near")]


def test_smaller_polygon_is_stronger_inside_both():
    large, small = shape(1, "park", area(box(0, 0, 500, 500))), shape(2, "park", area(box(0, 0, 50, 50)))

    (found,) = rules([large, small])([at(20, 20)])

    assert [r.place_id for r in found if r.main] == [2]


def test_newer_layer_is_stronger_between_equals():
    text = area(box(0, 0, 500, 500))
    old, new = shape(1, "commune", text, layer="2018"), shape(2, "commune", text, layer="2026")
    recency = {("commune", "2018"): "2026-01-01", ("commune", "2026"): "2026-02-01"}

    (found,) = rules([old, new], frame=Frame(recency=recency))([at(20, 20)])

    assert [r.place_id for r in found if r.main] == [2]


def test_inner_folder_is_stronger_than_an_outer_one_that_is_nearer():
    near, far = (
        shape(1, "park", area(box(0, 0, 10, 10)), name="Olhain"),
        shape(2, "park", area(box(9000, 0, 9010, 10)), name="Argales"),
    )

    (found,) = rules([near, far])([at(500, 5, folders=("Olhain", "Argales"))])

    assert [(r.place_id, r.main) for r in found] == [(2, True), (1, False)]


def test_order_is_the_published_one_whatever_the_places():
    draw = random.Random(3)  # noqa: S311 the same places each time
    squares = [(draw.randrange(0, 900), draw.randrange(0, 900), draw.randrange(20, 400)) for _ in range(60)]
    parks = [shape(n, "park", area(box(e, s, e + w, s + w))) for n, (e, s, w) in enumerate(squares, start=1)]
    routes = [
        shape(100 + n, "itinerary", lines([(draw.randrange(1000), 0), (draw.randrange(1000), 1000)]))
        for n in range(20)
    ]
    points = [at(draw.randrange(1000), draw.randrange(1000), draw.randrange(360)) for _ in range(80)]

    for found in rules([*parks, *routes])(points):
        for _, of_kind in itertools.groupby(found, key=lambda r: r.kind):
            same = list(of_kind)
            ranks = [(_STRENGTH.index(Relation(r.relation)), r.distance_m) for r in same]
            assert ranks == sorted(ranks)
            assert [r.main for r in same] == [True] + [False] * (len(same) - 1)


def test_folder_says_how_far_the_camera_was_from_what_it_names():
    park = shape(1, "park", area(box(0, 0, 100, 100)), name="Olhain")

    inside, away, unknown = rules([park], [Place(2, "cite", "Declercq")])(
        [
            at(50, 50, folders=("Olhain",)),
            at(50, 12_100, folders=("Olhain",)),
            at(0, 0, folders=("Declercq",)),
        ]
    )

    assert [r.distance_m for r in inside if r.relation == "folder"] == [0.0]
    assert [r.distance_m for r in away] == [12_000.0]
    assert [r.distance_m for r in unknown if r.relation == "folder"] == [None]
