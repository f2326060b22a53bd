"""`phototheque where`: one answer a line, in the order of the points."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from making import phototheque

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.places.gazetteer import NamedPlace, register

_PARK = "POLYGON ((2.80 50.40, 2.81 50.40, 2.81 50.41, 2.80 50.41, 2.80 50.40))"
_ROUTE = "LINESTRING (2.80 50.42, 2.81 50.42)"
_WEST = "POLYGON ((-1.6 48.0, -1.4 48.0, -1.4 48.2, -1.6 48.2, -1.6 48.0))"


@pytest.fixture
def drawn(home: Path) -> Path:
    """A library with a park, a route north of it, and a commune west of Greenwich."""
    places = [
        NamedPlace("park", "Olhain", code="P1"),
        NamedPlace("itinerary", "EuroVelo 5"),
        NamedPlace("commune", "Rennes", code="35238"),
    ]
    with Library.open(home) as opened, writing(opened.db) as db:
        db.execute(
            "INSERT INTO layers VALUES ('park', 'parcs', '/parcs.gpkg', NULL, NULL, '2026-01-01T00:00:00Z', NULL)"
        )
        for place_id, shape in zip(register(db, places), (_PARK, _ROUTE, _WEST), strict=True):
            db.execute("INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)", [place_id, shape])
        db.execute("UPDATE places SET layer = 'parcs' WHERE kind = 'park'")
    return home


def test_answer_has_the_published_shape(drawn: Path):
    (line,) = phototheque("where", "2.805,50.405", "--json", "--home", drawn).output.splitlines()

    assert json.loads(line) == {
        "lon": 2.805,
        "lat": 50.405,
        "places": [
            {
                "kind": "park",
                "name": "Olhain",
                "code": "P1",
                "id": 1,
                "layer": "parcs",
                "relation": "inside",
                "distance_m": 0.0,
                "chainage_m": None,
            }
        ],
    }


def test_points_are_answered_in_their_order_and_west_of_greenwich_too(drawn: Path):
    told = phototheque("where", "-1.5,48.1", "2.805,50.405", "-1.5,48.1", "12,43", "--json", "--home", drawn)

    answers = [json.loads(line) for line in told.output.splitlines()]
    assert [[place["name"] for place in a["places"]] for a in answers] == [
        ["Rennes"],
        ["Olhain"],
        ["Rennes"],
        [],
    ]


def test_route_has_chainage_from_its_start(drawn: Path):
    told = phototheque("where", "2.805,50.4201", "--json", "--home", drawn)

    (place,) = json.loads(told.output)["places"]
    assert (place["relation"], place["distance_m"]) == ("along", pytest.approx(11.1, abs=0.2))
    assert place["chainage_m"] == pytest.approx(355, abs=1)


def test_within_gives_the_nearest_of_each_kind(drawn: Path):
    told = phototheque("where", "2.805,50.405", "--within", "2000", "--json", "--home", drawn)
    nearer = phototheque("where", "2.805,50.405", "--within", "100", "--json", "--home", drawn)

    found = {p["kind"]: (p["relation"], p["distance_m"]) for p in json.loads(told.output)["places"]}
    assert found == {"park": ("inside", 0.0), "itinerary": ("near", pytest.approx(1668, abs=3))}
    assert [p["kind"] for p in json.loads(nearer.output)["places"]] == ["park"]


def test_heading_says_what_is_looked_at(drawn: Path):
    north = phototheque("where", "2.805,50.395", "--heading", "0", "--json", "--home", drawn)
    south = phototheque("where", "2.805,50.395", "--heading", "-180", "--json", "--home", drawn)

    assert [(p["name"], p["relation"]) for p in json.loads(north.output)["places"]] == [
        ("Olhain", "looking_at")
    ]
    assert json.loads(south.output)["places"] == []


def test_answer_for_a_person_is_a_sentence(drawn: Path):
    told = phototheque("where", "2.805,50.405", "12,43", "--home", drawn).output.splitlines()

    assert told == ["2.805,50.405: inside park Olhain", "12.0,43.0: no place that the library knows"]


def test_point_with_its_latitude_first_is_asked_about(drawn: Path):
    told = phototheque("where", "50.405,2.805", "12,43", "--home", drawn).output.splitlines()

    assert told == [
        "50.405,2.805: no place that the library knows; longitude comes first: is 2.805,50.405 meant?",
        "12.0,43.0: no place that the library knows",
    ]


def test_long_ways_are_said_in_kilometres(drawn: Path):
    told = phototheque("where", "2.83,50.415", "--within", "5000", "--home", drawn).output

    assert re.search(r"near park Olhain, 1\.5 km off", told)
    assert not re.search(r"[0-9]{4,} m", told)


def test_points_are_read_from_standard_input(drawn: Path):
    asked = "2.805,50.405\r\n\n 12,43\n"

    ran = subprocess.run(
        [sys.executable, "-m", "catalogue.cli.main", "where", "-", "--json", "--home", str(drawn)],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )

    assert [json.loads(line)["lon"] for line in ran.stdout.splitlines()] == [2.805, 12.0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2.8", "is not longitude,latitude"),
        ("2.8;50.4", "is not longitude,latitude"),
        ("2,8,50,4", "is not longitude,latitude"),
        ("here,there", "is not two numbers"),
        ("nan,50", "no place on Earth"),
        ("1e400,50", "no place on Earth"),
        ("2.8,95", "longitude comes first"),
        ("181,0", "longitude comes first"),
        ("", "is not longitude,latitude"),
    ],
)
def test_point_that_is_none_is_told_by_its_number(drawn: Path, text: str, why: str):
    ran = phototheque("where", "2.8,50.4", text, "--home", drawn)

    assert (ran.status, ran.output) == (2, "")
    assert "point 2: " in ran.error
    assert why in ran.error


def test_option_that_does_not_exist_is_told_as_a_point(drawn: Path):
    ran = phototheque("where", "--whither", "--home", drawn)

    assert ran.status == 2
    assert "'--whither' is not longitude,latitude" in ran.error


def test_where_needs_a_library(home: Path):
    assert phototheque("where", "2.8,50.4", "--home", home).status == 2
