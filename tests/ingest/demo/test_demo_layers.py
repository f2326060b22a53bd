"""The demo's layers are rough, and agree with each other: what is said to lie in a commune does."""

import json
from itertools import combinations

import pytest
from shapely.geometry import Point, Polygon, shape

from ingest.demo.layers import demo_layers, outline, write_layers
from ingest.demo.outlines import cells, square_ring
from ingest.demo.places import DEMO_PLACES
from ingest.demo.shots import all_shots
from ingest.demo.spots import Spot


@pytest.fixture(scope="module")
def layers() -> dict[str, list[dict]]:
    """The features of each layer, by kind."""
    return {str(layer.kind): list(layer.features) for layer in demo_layers()}


def test_every_shape_is_valid_and_every_file_says_that_it_is_approximate(tmp_path):
    for layer, path in write_layers(tmp_path):
        written = json.loads(path.read_text(encoding="utf-8"))
        assert "APPROXIMATIF" in written["remarque"]
        assert len(written["features"]) == len(layer.features)
        assert all(shape(feature["geometry"]).is_valid for feature in written["features"]), layer.file


def test_layers_are_the_same_every_time():
    assert [layer.text for layer in demo_layers()] == [layer.text for layer in demo_layers()]


@pytest.mark.parametrize("kind", ["commune", "epci"])
def test_areas_of_one_kind_do_not_overlap(layers, kind):
    areas = [shape(feature["geometry"]) for feature in layers[kind]]

    # Square degrees: slivers of a few metres, for a degree is not as wide everywhere.
    assert all(one.intersection(other).area < 1e-6 for one, other in combinations(areas, 2))


def test_a_place_lies_in_its_commune_and_a_commune_in_its_agglomeration(layers):
    communes = {f["properties"]["nom"]: f for f in layers["commune"]}
    epcis = {f["properties"]["siren"]: shape(f["geometry"]) for f in layers["epci"]}

    for place in DEMO_PLACES:
        point = Point(place.spot.longitude, place.spot.latitude)
        assert shape(communes[place.commune]["geometry"]).contains(point), place.name
    for commune in communes.values():
        middle = shape(commune["geometry"]).representative_point()
        assert epcis[commune["properties"]["epci_siren"]].contains(middle), commune["properties"]["nom"]


def test_photos_stand_in_a_commune_of_the_demo_unless_they_stand_outside_the_basin(layers):
    communes = [shape(feature["geometry"]) for feature in layers["commune"]]

    strays = [
        shot.scene.subject
        for shot in all_shots()
        if not any(c.contains(Point(shot.notes.spot.longitude, shot.notes.spot.latitude)) for c in communes)
    ]

    assert strays == ["Arras", "Arras"]


def test_four_estates_bear_one_name_in_four_communes():
    communes = {place.commune for place in DEMO_PLACES if place.name == "Cité du Moulin"}

    assert len(communes) == 4


def test_estates_do_not_overlap():
    estates = [Polygon(outline(place)) for place in DEMO_PLACES if place.kind == "cite"]

    assert not any(one.intersects(other) for one, other in combinations(estates, 2))


def test_where_two_cells_would_overlap_a_line_parts_them():
    one, other, alone = cells([(Spot(50.0, 3.0), 1000), (Spot(50.0, 3.01), 1000), (Spot(51.0, 3.0), 1000)])

    assert Polygon(one).intersection(Polygon(other)).area < 1e-9
    assert Polygon(one).touches(Polygon(other))
    assert Polygon(alone).area > Polygon(one).area


def test_a_square_reaches_as_far_as_it_says():
    ring = square_ring(Spot(50.0, 3.0), (200, 100))

    assert max(lat for _lon, lat in ring) == pytest.approx(50.0 + 100 / 111_320, abs=1e-6)
    assert ring[0] == ring[-1]
    assert Polygon(ring).exterior.is_ccw
