"""Photos and their places: what rules say is written, and what a person decided stands."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from making import ingest, jpeg, phototheque, rows, write

from catalogue.database.connection import writing
from catalogue.library import Library, now_text
from catalogue.photos.claims import add_claims
from catalogue.places.gazetteer import NamedPlace, register
from catalogue.placing.classification import classifier_of, place_photos, reclassify
from catalogue.values.claims import Source, position

_PARK = "POLYGON ((2.80 50.40, 2.81 50.40, 2.81 50.41, 2.80 50.41, 2.80 50.40))"
_OTHER = "POLYGON ((2.79 50.39, 2.82 50.39, 2.82 50.42, 2.79 50.42, 2.79 50.39))"
_COMMUNE = "POLYGON ((2.7 50.3, 2.9 50.3, 2.9 50.5, 2.7 50.5, 2.7 50.3))"
_INSIDE = (50.405, 2.805)


def draw(home: Path, *shapes: tuple[str, str, str]) -> list[int]:
    """Places of these kinds and names, with these shapes; returned are their ids."""
    with Library.open(home) as opened, writing(opened.db) as db:
        ids = register(db, [NamedPlace(kind, name) for kind, name, _ in shapes])
        for place_id, (_, _, shape) in zip(ids, shapes, strict=True):
            db.execute("DELETE FROM place_shapes WHERE place_id = ?", [place_id])
            db.execute("INSERT INTO place_shapes VALUES (?, ?, 0, 0, 0, 0, NULL, NULL)", [place_id, shape])
    return ids


def relations(home: Path, *columns: str) -> list[tuple[Any, ...]]:
    """The relations of all photos."""
    asked = ", ".join(columns or ("name", "relation", "main", "decided_by"))
    found = rows(
        home,
        f"SELECT {asked} FROM photo_places JOIN places ON places.id = place_id ORDER BY photo_id, kind, name, relation",
    )
    return [tuple(row.values()) for row in found]


def decide(home: Path, place_id: int, decision: str, by: str = "L. Dupont") -> None:
    """A person decides about the only photo and a place, and what follows from it follows."""
    photo_id = rows(home, "SELECT id FROM photos")[0]["id"]
    with Library.open(home) as opened, writing(opened.db) as db:
        db.execute(
            "INSERT INTO place_decisions VALUES (?, ?, ?, ?, ?)",
            [photo_id, place_id, decision, by, now_text()],
        )
        place_photos(db, [photo_id], classifier_of(db, opened.stored_settings()), now_text())


def classify(home: Path, ids: Iterable[str] | None = None, *, dry: bool = False) -> Any:
    """What a run of the rules moved."""
    with Library.open(home) as opened:
        rules = classifier_of(opened.db, opened.stored_settings())
        return reclassify(opened.db, ids, rules, now_text(), "test", dry=dry)


@pytest.fixture
def placed(source: Path, home: Path) -> Path:
    """A library with one photo in a park, which lies in a commune."""
    draw(home, ("park", "Olhain", _PARK), ("commune", "Fresnicourt", _COMMUNE))
    write(source, "a.jpg", jpeg(1, gps=_INSIDE))
    ingest(source, home)
    return home


def test_photo_is_placed_as_it_comes_in(placed: Path):
    assert relations(placed) == [("Fresnicourt", "inside", 1, None), ("Olhain", "inside", 1, None)]
    assert rows(placed, "SELECT park, commune FROM photos") == [{"park": "Olhain", "commune": "Fresnicourt"}]


def test_position_that_a_second_file_brings_places_the_photo(source: Path, home: Path):
    draw(home, ("park", "Olhain", _PARK))
    write(source, "redacted.jpg", jpeg(1))
    ingest(source, home)
    before = relations(home)
    write(source, "original.jpg", jpeg(1, gps=_INSIDE))

    ran = ingest(source, home)

    assert (before, relations(home)) == ([], [("Olhain", "inside", 1, None)])
    healed = next(line for line in ran.lines if line["path"] == "original.jpg")
    assert (healed["outcome"], "park" in healed["message"]) == ("healed", True)


def test_better_position_moves_the_photo_to_where_it_was_taken(placed: Path):
    photo_id = rows(placed, "SELECT id FROM photos")[0]["id"]
    with Library.open(placed) as opened, writing(opened.db) as db:
        said = position(Source.MANUAL, latitude=50.35, longitude=2.75, made_by="L. Dupont")
        add_claims(db, photo_id, None, None, [said], now_text())
        changed = place_photos(db, [photo_id], classifier_of(db, {}), now_text())

    assert relations(placed) == [("Fresnicourt", "inside", 1, None)]
    assert changed[photo_id]["park"] == ("Olhain", None)
    assert rows(placed, "SELECT position_method FROM photos") == [{"position_method": "manual"}]


def test_layer_that_changed_moves_photos_and_the_run_says_so(placed: Path):
    draw(placed, ("park", "Olhain", _COMMUNE.replace("2.7", "2.85")), ("park", "Autre", _OTHER))

    moved = classify(placed)

    assert relations(placed)[1:] == [("Autre", "inside", 1, None)]
    assert (moved.photos, moved.moved) == (1, 1)
    told = moved.kinds["park"]
    assert (told.gained, told.lost, told.main) == (1, 1, 1)
    assert [(e.kind, e.before, e.after) for e in moved.examples] == [("park", "Olhain", "Autre")]
    assert rows(placed, "SELECT made_by, field, before, after FROM changes") == [
        {"made_by": "test", "field": "park", "before": "Olhain", "after": "Autre"}
    ]


def test_run_that_moves_nothing_writes_nothing(placed: Path):
    before = (placed / "catalogue.db").read_bytes()

    moved = classify(placed)

    assert moved.moved == 0
    assert (placed / "catalogue.db").read_bytes() == before
    assert rows(placed, "SELECT * FROM changes") == []


def test_dry_run_says_what_would_move_and_writes_nothing(placed: Path):
    draw(placed, ("park", "Autre", _OTHER))

    moved = classify(placed, dry=True)

    assert (moved.moved, moved.kinds["park"].gained) == (1, 1)
    assert relations(placed) == [("Fresnicourt", "inside", 1, None), ("Olhain", "inside", 1, None)]


def test_only_the_photos_that_were_asked_for_are_moved(source: Path, placed: Path):
    write(source, "b.jpg", jpeg(2, gps=_INSIDE))
    ingest(source, placed)
    draw(placed, ("park", "Autre", _OTHER))
    first = rows(placed, "SELECT id FROM photos ORDER BY number")[0]["id"]

    moved = classify(placed, [first])

    assert (moved.photos, moved.moved) == (1, 1)
    assert rows(
        placed, "SELECT DISTINCT photo_id FROM photo_places JOIN places ON id = place_id WHERE name = 'Autre'"
    ) == [{"photo_id": first}]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ("is_not", []),
        ("is", [("Olhain", "inside", 1, "L. Dupont")]),
        ("main", [("Olhain", "inside", 1, "L. Dupont")]),
    ],
)
def test_decision_about_a_place_that_rules_find_stands(placed: Path, decision: str, expected: list[Any]):
    (park,) = (row["id"] for row in rows(placed, "SELECT id FROM places WHERE kind = 'park'"))

    decide(placed, park, decision)
    classify(placed)

    assert relations(placed)[1:] == expected
    assert rows(placed, "SELECT park FROM photos")[0]["park"] == (expected[0][0] if expected else None)


def test_place_that_only_a_person_knows_stands_through_every_run(placed: Path):
    (other,) = draw(placed, ("park", "Lens", _PARK.replace("2.8", "2.1")))

    decide(placed, other, "main")
    draw(placed, ("park", "Autre", _OTHER))
    classify(placed)

    assert relations(placed)[1:] == [
        ("Autre", "inside", 0, None),
        ("Lens", "person", 1, "L. Dupont"),
        ("Olhain", "inside", 0, None),
    ]
    assert rows(placed, "SELECT park FROM photos") == [{"park": "Lens"}]


def test_affirmed_place_is_stronger_than_any_rule(placed: Path):
    (other,) = draw(placed, ("park", "Autre", _OTHER))

    decide(placed, other, "is")

    assert relations(placed)[1:] == [("Autre", "inside", 1, "L. Dupont"), ("Olhain", "inside", 0, None)]


def test_of_two_places_that_a_person_affirmed_the_one_made_main_is_the_main_one(placed: Path):
    (other,) = draw(placed, ("park", "Autre", _OTHER))
    (park,) = (row["id"] for row in rows(placed, "SELECT id FROM places WHERE name = 'Olhain'"))

    decide(placed, park, "is")
    decide(placed, other, "main")

    assert relations(placed)[1:] == [
        ("Autre", "inside", 1, "L. Dupont"),
        ("Olhain", "inside", 0, "L. Dupont"),
    ]


def test_retired_place_is_named_by_no_folder(source: Path, home: Path):
    (park,) = draw(home, ("park", "Olhain", _PARK))
    with Library.open(home) as opened:
        opened.db.execute("UPDATE places SET retired_at = '2026-01-01T00:00:00Z' WHERE id = ?", [park])
    write(source, "Olhain/a.jpg", jpeg(1))

    ingest(source, home)

    assert relations(home) == []


def test_retired_place_is_left_and_a_person_who_chose_it_is_heard_on(placed: Path):
    (park,) = (row["id"] for row in rows(placed, "SELECT id FROM places WHERE kind = 'park'"))
    with Library.open(placed) as opened:
        opened.db.execute("UPDATE places SET retired_at = '2026-01-01T00:00:00Z' WHERE id = ?", [park])
    classify(placed)
    left = relations(placed)

    decide(placed, park, "is")

    assert left == [("Fresnicourt", "inside", 1, None)]
    assert relations(placed)[1:] == [("Olhain", "person", 1, "L. Dupont")]


def test_folder_far_from_the_position_is_kept_with_its_distance(source: Path, home: Path):
    draw(home, ("park", "Olhain", _PARK), ("commune", "Lens", _COMMUNE.replace("50.3 ", "50.30 ")))
    write(source, "Olhain/a.jpg", jpeg(1, gps=(50.45, 2.805)))

    ingest(source, home)

    (folder,) = [r for r in relations(home, "name", "relation", "rule", "distance_m") if r[1] == "folder"]
    assert folder[:3] == ("Olhain", "folder", "folder: Olhain")
    assert folder[3] == pytest.approx(4450, abs=20)


def test_shape_that_is_none_stops_no_ingest(source: Path, home: Path):
    draw(home, ("park", "Olhain", "POLYGON ((2.8 50.4"), ("commune", "Lens", _COMMUNE))
    write(source, "a.jpg", jpeg(1, gps=_INSIDE))

    assert ingest(source, home).codes() == {"a.jpg": "new"}
    assert relations(home) == [("Lens", "inside", 1, None)]


def test_tolerance_that_is_set_is_used_by_the_next_run(source: Path, placed: Path):
    write(source, "b.jpg", jpeg(2, gps=(50.405, 2.8115)))  # 107 m east of the park
    ingest(source, placed)
    phototheque("settings", "near_m.park", "200", "--home", placed)

    told = phototheque("classify", "--home", placed)

    assert "2 photos looked at, of which 1 moved." in told.output
    assert "park: 1 photo gained one, 0 lost one, 1 with another main one." in told.output
    assert "none → Olhain" in told.output
    found = [r for r in relations(placed, "name", "rule") if r[0] == "Olhain"]
    assert sorted(found) == [("Olhain", "inside"), ("Olhain", "near: 200 m")]


def test_classify_tells_machines_too(placed: Path):
    draw(placed, ("park", "Autre", _OTHER))

    told = json.loads(phototheque("classify", "--dry-run", "--json", "--home", placed).output)

    assert told["dry_run"] is True
    assert (told["photos"], told["moved"], told["kinds"]) == (
        1,
        1,
        {"park": {"gained": 1, "lost": 0, "main": 0, "relayered": 0}},
    )


def test_classify_needs_a_library(home: Path):
    assert phototheque("classify", "--home", home).status == 2


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("near_m.cite", "0", 0),
        ("near_m.cite.cites-2020", "25", 0),
        ("near_m.planet", "3", 2),
        ("near_m.cite", "-3", 2),
        ("field_of_view_deg", "0", 2),
    ],
)
def test_tolerances_are_settings_by_kind_and_by_layer(
    empty_library: Path, name: str, value: str, status: int
):
    ran = phototheque("settings", name, value, "--home", empty_library)

    assert ran.status == status
    if not status:
        assert name in ran.output
        assert value in ran.output


def test_tolerance_that_may_be_nought_is_refused_in_these_words(empty_library: Path):
    tolerance = phototheque("settings", "near_m.cite", "2.5", "--home", empty_library)
    angle = phototheque("settings", "field_of_view_deg", "0", "--home", empty_library)

    assert "is not a whole number of 0 or more" in tolerance.error
    assert "is not a whole number above 0" in angle.error


def test_tolerance_of_a_layer_that_is_not_there_is_warned_of(empty_library: Path):
    with Library.open(empty_library) as opened, writing(opened.db) as db:
        db.execute("INSERT INTO layers VALUES ('cite', 'cites', 'c', NULL, NULL, '2026', NULL)")

    wrong = phototheque("settings", "near_m.cite.nope", "25", "--home", empty_library)
    right = phototheque("settings", "near_m.cite.cites", "25", "--home", empty_library)

    assert "There is no layer “nope” of kind cite yet. Layers of this kind: cites." in wrong.error
    assert (wrong.status, right.status, right.error) == (0, 0, "")
