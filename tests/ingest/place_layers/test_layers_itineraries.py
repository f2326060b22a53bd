"""Stretches of one name are one itinerary to walk along, with its sections in metres from the start."""

from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from layermaking import feature, imported, layer, line, places
from making import rows

from ingest.place_layers.chaining import Link, Stretch, chains

pytestmark = pytest.mark.usefixtures("at_once")

_A, _B, _C, _D = (0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([(_A, _B), (_B, _C), (_C, _D)], [[(0, False), (1, False), (2, False)]]),
        ([(_A, _B), (_C, _B), (_C, _D)], [[(0, False), (1, True), (2, False)]]),
        ([(_B, _A), (_B, _C)], [[(0, True), (1, False)]]),
        ([(_B, _C), (_C, _D), (_A, _B)], [[(2, False), (0, False), (1, False)]]),
        ([(_A, _B), (_C, _D)], [[(0, False)], [(1, False)]]),
        ([(_A, (100.4, 0.3)), (_B, _C)], [[(0, False), (1, False)]]),
        ([(_A, _B), (_B, _A)], [[(0, False), (1, False)]]),
        ([(_A, _A), (_A, _B)], [[(0, False), (1, False)]]),
        ([(_A, _B), (_B, _D), (_B, _C)], [[(0, False), (1, False)], [(2, False)]]),
    ],
    ids=["in order", "one turned", "first turned", "first last", "a gap", "ends a step apart", "there and back",
         "a loop first", "a fork"],
)  # fmt: skip
def test_stretches_are_walked_one_after_another(
    stretches: list[tuple[tuple[float, float], tuple[float, float]]], expected: list[list[tuple[int, bool]]]
):
    found = chains([Stretch(*ends) for ends in stretches])

    assert found == [[Link(number, turned) for number, turned in chain] for chain in expected]


_ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (p[0] * 100.0, p[1] * 100.0))


@given(st.lists(st.builds(Stretch, _ENDS, _ENDS), max_size=12))
def test_every_stretch_is_walked_once_and_no_chain_jumps(stretches: list[Stretch]):
    found = chains(stretches)

    assert sorted(link.number for chain in found for link in chain) == list(range(len(stretches)))
    for chain in found:
        ends = [(stretches[n].end, stretches[n].start) if turned else (stretches[n].start, stretches[n].end)
                for n, turned in ((link.number, link.turned) for link in chain)]  # fmt: skip
        assert all(before[1] == after[0] for before, after in pairwise(ends))


def test_rows_of_one_name_are_one_itinerary_in_one_line(home: Path, source: Path):
    path = layer(
        source,
        "v31.geojson",
        line((2.8, 50.4), (2.81, 50.4), nom="V31"),
        line((2.82, 50.4), (2.81, 50.4), nom="v31"),
        line((2.9, 50.4), (2.91, 50.4), nom="Boucle 1"),
    )

    told = imported(path, "itinerary", home)

    assert told["changes"]["created"] == ["V31", "Boucle 1"]
    assert places(home)["V31"]["shape"] == "LINESTRING (2.8 50.4, 2.81 50.4, 2.82 50.4)"


def test_parts_that_do_not_touch_stay_parts_and_go_on_counting(home: Path, source: Path):
    path = layer(
        source,
        "ev5.geojson",
        line((2.8, 50.4), (2.81, 50.4), nom="EuroVelo 5", troncon="Loos–Wingles"),
        line((2.9, 50.4), (2.91, 50.4), nom="EuroVelo 5", troncon="Angres–Olhain"),
    )

    imported(path, "itinerary", home, "--section-field", "troncon")

    whole = places(home)["EuroVelo 5"]
    first, second = rows(home, "SELECT name, start_m, end_m FROM place_sections ORDER BY number")
    assert shapely.from_wkt(whole["shape"]).geom_type == "MultiLineString"
    assert (first["name"], first["start_m"]) == ("Loos–Wingles", 0)
    assert second["start_m"] == first["end_m"] == pytest.approx(710, abs=5)
    assert second["end_m"] == whole["length_m"]


def test_section_of_several_rows_is_told_once(home: Path, source: Path):
    path = layer(
        source,
        "ev5.geojson",
        line((2.8, 50.4), (2.81, 50.4), nom="E", troncon="1"),
        line((2.81, 50.4), (2.82, 50.4), nom="E", troncon="1"),
        line((2.82, 50.4), (2.83, 50.4), nom="E"),
        line((2.83, 50.4), (2.84, 50.4), nom="E", troncon="2"),
    )

    imported(path, "itinerary", home, "--section-field", "troncon")

    sections = rows(home, "SELECT name, start_m, end_m FROM place_sections ORDER BY number")
    quarter = places(home)["E"]["length_m"] / 4
    assert [section["name"] for section in sections] == ["1", "2"]
    assert [sections[0]["end_m"], sections[1]["start_m"]] == pytest.approx(
        [2 * quarter, 3 * quarter], abs=0.1
    )


def test_itinerary_has_a_point_on_it_and_an_area_one_in_it(home: Path, source: Path):
    horseshoe = [[[2.8, 50.4], [2.9, 50.4], [2.9, 50.41], [2.81, 50.41], [2.81, 50.49], [2.9, 50.49], [2.9, 50.5],
                  [2.8, 50.5], [2.8, 50.4]]]  # fmt: skip
    imported(layer(source, "l.geojson", line((2.8, 50.4), (2.82, 50.4), nom="L")), "itinerary", home)
    imported(layer(source, "p.geojson", feature(horseshoe, nom="P")), "park", home)

    found = places(home)
    assert (found["L"]["longitude"], found["L"]["latitude"]) == (2.81, 50.4)
    inside = shapely.Point(found["P"]["longitude"], found["P"]["latitude"])
    assert shapely.from_wkt(found["P"]["shape"]).contains(inside)
