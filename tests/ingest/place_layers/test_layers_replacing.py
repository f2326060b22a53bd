"""A layer that is imported again: its places stay who they are, and no photo loses one."""

from pathlib import Path
from typing import Any

import pytest
from catalogues import make_catalogue, photos
from layermaking import Feature, feature, imported, layer, line, places, square
from making import phototheque, rows

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.places.gazetteer import NamedPlace, register
from catalogue.places.shapes import load_shapes

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of three photos."""
    return make_catalogue(tmp_path / "library", photos(3)).root


def _parks(source: Path, home: Path, *features: Feature, words: tuple[object, ...] = ()) -> dict[str, Any]:
    return imported(layer(source, "parcs.geojson", *features), "park", home, *words)["changes"]


def _id(home: Path, name: str) -> int:
    return places(home)[name]["id"]


def _change(home: Path, query: str, *values: object) -> None:
    with Library.open(home) as library, writing(library.db) as db:
        db.execute(query, values)


def _photograph(home: Path, place_id: int) -> None:
    _change(
        home,
        "INSERT INTO photo_places (photo_id, place_id, relation, rule) SELECT id, ?, 'inside', 'inside' FROM photos",
        place_id,
    )


def test_places_stay_by_code_even_when_renamed_and_moved(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="Étang du Vignoble", code="P7"))
    before = _id(home, "Étang du Vignoble")

    change = _parks(source, home, feature(square(2.9), nom="Grand étang", code="P7"))

    assert (_id(home, "Grand étang"), len(places(home))) == (before, 1)
    assert change["changed"] == ["Grand étang"]
    assert change["renamed"] == [["Étang du Vignoble", "Grand étang"]]
    assert rows(home, "SELECT alias FROM place_aliases") == [{"alias": "Étang du Vignoble"}]


def test_places_stay_by_name_in_other_letters(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="Parc des Îles"))
    before = _id(home, "Parc des Îles")

    change = _parks(source, home, feature(square(), nom="PARC DES ILES"))

    assert (_id(home, "PARC DES ILES"), change["created"]) == (before, [])


def test_layer_imported_again_changes_nothing(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))
    before = places(home)

    change = _parks(source, home, feature(square(2.9), nom="B"), feature(square(), nom="A"))

    assert change["unchanged"] == ["B", "A"]
    assert places(home) == before


def test_namesakes_are_told_apart_by_commune(source: Path, home: Path):
    moulin = [
        feature(square(2.8 + n / 10), nom="Cité du Moulin", commune=c)
        for n, c in enumerate(("Lens", "Denain"))
    ]
    imported(layer(source, "cites.geojson", *moulin), "cite", home)
    before = {row["commune"]: row["id"] for row in rows(home, "SELECT id, commune FROM places")}

    imported(layer(source, "cites.geojson", moulin[1]), "cite", home)

    assert {row["commune"]: row["id"] for row in rows(home, "SELECT id, commune FROM places")} == {
        "Denain": before["Denain"]
    }


@pytest.mark.parametrize("reference", ["photo", "decision", "alias"])
def test_place_that_photos_or_people_know_is_retired_and_comes_back(source: Path, home: Path, reference: str):
    _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))
    known = _id(home, "A")
    if reference == "photo":
        _photograph(home, known)
    elif reference == "decision":
        _change(
            home,
            "INSERT INTO place_decisions SELECT id, ?, 'is', 'Ada', '2026-11-25T10:00:00Z' FROM photos LIMIT 1",
            known,
        )
    else:
        assert phototheque("layers", "alias", "park", "A", "11/19", "--home", home).status == 0

    gone = _parks(source, home, feature(square(2.9), nom="B"))
    assert (gone["retired"], gone["dropped"]) == (["A"], [])
    assert places(home)["A"]["retired_at"]
    with Library.open(home) as library:
        assert [shape.name for shape in load_shapes(library.db)] == ["B"]

    back = _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))
    assert (back["returned"], _id(home, "A")) == (["A"], known)
    assert places(home)["A"]["retired_at"] is None


def test_place_that_nothing_knows_is_dropped(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))

    change = _parks(source, home, feature(square(2.9), nom="B"))

    assert change["dropped"] == ["A"]
    assert list(places(home)) == ["B"]


def test_another_name_adds(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="A"))

    change = _parks(source, home, feature(square(2.9), nom="B"), words=("--layer", "autres"))

    assert change["created"] == ["B"]
    assert list(places(home)) == ["A", "B"]


@pytest.mark.parametrize(
    "known",
    [
        NamedPlace("itinerary", "EuroVelo 5"),
        NamedPlace("itinerary", "EUROVELO 5"),
        NamedPlace("itinerary", "Véloroute", aliases=("EuroVelo 5",)),
        NamedPlace("itinerary", "Autre nom", code="EV5"),
    ],
    ids=["name", "letters", "alias", "code"],
)
def test_place_known_by_name_alone_is_adopted(source: Path, home: Path, known: NamedPlace):
    with Library.open(home) as library, writing(library.db) as db:
        (place_id,) = register(db, [known])
    path = layer(source, "ev5.geojson", line((2.8, 50.4), (2.81, 50.4), nom="EuroVelo 5", code="EV5"))

    change = imported(path, "itinerary", home)["changes"]

    assert change["adopted"] == ["EuroVelo 5"]
    place = places(home)["EuroVelo 5"]
    assert (place["id"], place["layer"], place["code"]) == (place_id, "ev5", "EV5")


def test_namesake_of_another_commune_or_code_is_not_adopted(source: Path, home: Path):
    with Library.open(home) as library, writing(library.db) as db:
        register(
            db,
            [NamedPlace("cite", "Cité du Moulin", commune="Lens"), NamedPlace("cite", "Cité 4", code="4A")],
        )
    path = layer(
        source,
        "cites.geojson",
        feature(square(), nom="Cité du Moulin", commune="Denain", code="1"),
        feature(square(2.9), nom="Cité 4", code="4B", commune="Lens"),
    )

    assert imported(path, "cite", home)["changes"]["adopted"] == []


def test_rehearsal_writes_nothing(source: Path, home: Path):
    change = _parks(source, home, feature(square(), nom="A"), words=("--dry-run",))

    assert change["created"] == ["A"]
    assert rows(home, "SELECT * FROM layers") == rows(home, "SELECT * FROM places") == []


def test_removed_layer_leaves_places_with_photos_and_takes_them_up_again(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))
    known = _id(home, "A")
    _photograph(home, known)

    ran = phototheque("layers", "remove", "park", "parcs", "--home", home)
    assert ran.status == 0
    assert [(p["name"], p["layer"], bool(p["retired_at"])) for p in places(home).values()] == [
        ("A", None, True)
    ]

    change = _parks(source, home, feature(square(), nom="A"))
    assert (change["adopted"], _id(home, "A")) == (["A"], known)
    assert places(home)["A"]["retired_at"] is None


def test_commune_of_a_place_is_the_one_around_it_when_the_layer_tells_none(source: Path, home: Path):
    imported(
        layer(source, "communes.geojson", feature(square(2.8, 50.4, 0.1), nom="Lens", insee="62498")),
        "commune",
        home,
    )

    imported(layer(source, "t.geojson", feature(square(2.85, 50.45), nom="Terril 94")), "terril", home)

    assert places(home)["Terril 94"]["commune"] == "Lens"


def test_three_thousand_shapes_load_in_a_moment(home: Path):
    from time import perf_counter  # noqa: PLC0415

    with Library.open(home) as library:
        with writing(library.db) as db:
            db.executemany(
                "INSERT INTO places (id, kind, name) VALUES (?, 'park', ?)",
                [(n, f"P{n}") for n in range(3000)],
            )
            db.executemany(
                "INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)",
                [(n, f"POLYGON (({'2.8 50.4, ' * 100}2.8 50.4))") for n in range(3000)],
            )
        started = perf_counter()
        found = load_shapes(library.db)

    assert len(found) == 3000
    assert perf_counter() - started < 1
