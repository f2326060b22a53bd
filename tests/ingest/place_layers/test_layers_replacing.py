"""A layer that is imported again: its places stay who they are, and no photo loses one."""

from pathlib import Path
from typing import Any

import pytest
from catalogues import make_catalogue, photos
from layermaking import Feature, feature, imported, layer, line, notes, places, square
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


def test_layer_that_would_replace_most_of_another_says_so_before_anything_is_written(
    source: Path, home: Path
):
    _parks(source, home, *(feature(square(2.8 + n / 50), nom=f"Parc {n}") for n in range(4)))
    other = layer(source, "parcs.geojson", *(feature(square(2.8), nom=f"Cité {n}") for n in range(3)))

    told = phototheque("layers", "import", other, "--kind", "park", "--home", home, "--dry-run").output

    assert (
        "Look: 4 of the 4 places that layer “parcs” had go, and 3 are new. Is this the same layer? "
        "--layer NAME gives it a name of its own, and “parcs” stays as it is." in told
    )
    assert len(places(home)) == 4
    done = imported(other, "park", home)
    assert done["notes"][0]["code"] == "replaces-most"


def test_layer_that_keeps_most_of_its_places_asks_nothing(source: Path, home: Path):
    kept = [feature(square(2.8 + n / 50), nom=f"Parc {n}") for n in range(4)]
    _parks(source, home, *kept)

    told = imported(layer(source, "parcs.geojson", *kept[:3], feature(square(2.9), nom="B")), "park", home)

    assert notes(told) == set()


def test_rehearsed_removal_says_what_would_go_and_changes_nothing(source: Path, home: Path):
    _parks(source, home, feature(square(), nom="A"), feature(square(2.9), nom="B"))
    _photograph(home, _id(home, "A"))
    before = places(home)

    ran = phototheque("layers", "remove", "park", "parcs", "--home", home, "--dry-run")

    assert "Layer “parcs” would go." in ran.output
    assert "     1  gone, and retired" in ran.output
    assert "It has 3 photos. Nothing was changed." in ran.output
    assert places(home) == before
    assert rows(home, "SELECT name FROM layers") == [{"name": "parcs"}]


def _doubles(told: dict[str, Any]) -> list[str]:
    return [note["message"] for note in told["notes"] if note["code"] == "double"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("A", "59", 2.8, 0.01), ("A", "59", 2.8, 0.01), True),
        (("A", "59", 2.8, 0.01), ("B", "59", 2.801, 0.01), True),
        (("A", "1", 2.8, 0.01), ("A", "2", 2.801, 0.01), True),
        (("A", "59", 2.8, 0.01), ("A", "59", 3.0, 0.01), True),
        (("A", "59", 2.8, 0.01), ("Nord", "59", 2.5, 0.6), False),
        (("A", "59", 2.8, 0.01), ("B", "59", 3.0, 0.01), False),
        (("A", None, 2.8, 0.01), ("A", None, 3.0, 0.01), False),
    ],
    ids=["all", "code-and-spot", "name-and-spot", "name-and-code", "county", "row-numbers", "namesakes"],
)
def test_code_alone_makes_no_double(source: Path, home: Path, first: Any, second: Any, same: bool):
    for number, (name, code, west, side) in enumerate((first, second)):
        drawn = feature(square(west, 50.4, side), nom=name, code=code)
        told = imported(layer(source, f"couche{number}.geojson", drawn), "park", home)

    assert bool(_doubles(told)) is same
    assert not any("remove" in message for message in _doubles(told))


def test_namesakes_that_nothing_tells_apart_are_told(source: Path, home: Path):
    alike = [feature(square(lon), nom="Cité du Moulin") for lon in (2.8, 2.9)]
    told = imported(layer(source, "cites.geojson", *alike, feature(square(2.7), nom="Autre")), "cite", home)
    coded = [feature(square(lon), nom="Cité du Moulin", code=f"M{lon}") for lon in (2.8, 2.9)]
    other = imported(layer(source, "codes.geojson", *coded), "cite", home)

    (note,) = [note["message"] for note in told["notes"] if note["code"] == "namesakes"]
    assert "“Cité du Moulin” (2)" in note
    assert "namesakes" not in notes(other)
