"""Places that a person affirms or denies, and questions that are left as they are."""

from pathlib import Path

import pytest
from making import ingest, phototheque
from review_library import Opened, decided, known, standing

from catalogue.database.connection import writing
from catalogue.errors import DecisionRefused
from catalogue.library import Library, now_text
from catalogue.photos.refreshing import refresh
from catalogue.reviewing.decisions import place_at
from catalogue.reviewing.placements import accept, decide_place, settle
from catalogue.reviewing.undoing import undo

WHO = "L. Dupont"


def test_place_that_a_person_made_the_main_one_is_shown(opened: Opened):
    decide_place(opened.db, opened.ids("2.jpg"), opened.places["Îles"], "main", WHO)

    assert opened.row("2.jpg")["park"] == "Îles"
    related = opened.db.execute(
        "SELECT name, main, decided_by FROM photo_places JOIN places ON places.id = place_id WHERE photo_id = ?",
        opened.ids("2.jpg"),
    ).fetchall()
    assert sorted(related) == [("Olhain", 0, None), ("Îles", 1, WHO)]


def test_place_that_a_person_denied_is_gone_and_comes_back_by_undoing(opened: Opened):
    before = standing(opened.db)
    action = decide_place(opened.db, opened.ids("2.jpg", "3.jpg"), opened.places["Olhain"], "is_not", WHO)
    assert opened.row("2.jpg")["park"] is None

    undo(opened.db, action.id, WHO)

    assert opened.row("2.jpg")["park"] == "Olhain"
    assert standing(opened.db) == before


def test_second_main_place_takes_the_place_of_the_first(opened: Opened):
    for name in ("Îles", "Olhain"):
        decide_place(opened.db, opened.ids("2.jpg"), opened.places[name], "main", WHO)

    assert opened.row("2.jpg")["park"] == "Olhain"
    decided = opened.db.execute("SELECT place_id, decision FROM place_decisions").fetchall()
    assert dict(decided) == {opened.places["Îles"]: "is", opened.places["Olhain"]: "main"}


@pytest.mark.parametrize("decision", ["perhaps", ""])
def test_decision_that_is_none_is_refused(opened: Opened, decision: str):
    with pytest.raises(DecisionRefused):
        decide_place(opened.db, opened.ids("2.jpg"), opened.places["Îles"], decision, WHO)
    with pytest.raises(DecisionRefused, match="no place"):
        decide_place(opened.db, opened.ids("2.jpg"), 999, "is", WHO)


def test_accepted_candidate_closes_the_question(opened: Opened):
    assert opened.reasons("2.jpg") == {"no-position"}

    action = accept(opened.db, opened.ids("2.jpg"), opened.places["Olhain"], WHO, reason="no-position")

    assert opened.reasons("2.jpg") == set()
    assert opened.row("2.jpg")["latitude"] is None
    undo(opened.db, action.id, WHO)
    assert opened.reasons("2.jpg") == {"no-position"}


def test_accepted_place_denies_what_the_folder_said_otherwise(opened: Opened):
    photo_id = opened.photos["1.jpg"]
    with writing(opened.db) as db:
        db.execute("UPDATE photo_places SET distance_m = 9000 WHERE photo_id = ?", [photo_id])
        refresh(db, photo_id, now_text())
    assert opened.reasons("1.jpg") == {"place-conflict"}

    accept(opened.db, [photo_id], opened.places["Îles"], WHO, reason="place-conflict")

    assert opened.row("1.jpg")["park"] == "Îles"
    assert opened.reasons("1.jpg") == set()


def test_folder_and_position_may_both_be_right(opened: Opened):
    photo_id = opened.photos["1.jpg"]
    with writing(opened.db) as db:
        db.execute("UPDATE photo_places SET distance_m = 9000 WHERE photo_id = ?", [photo_id])
        refresh(db, photo_id, now_text())

    olhain, iles = opened.places["Olhain"], opened.places["Îles"]
    action = accept(opened.db, [photo_id], olhain, WHO, reason="place-conflict", also=iles)

    decided_now = opened.db.execute(
        "SELECT place_id, decision FROM place_decisions ORDER BY place_id"
    ).fetchall()
    assert decided_now == [(olhain, "main"), (iles, "is")]
    assert opened.reasons("1.jpg") == set()
    undo(opened.db, action.id, WHO)
    assert opened.db.execute("SELECT count(*) FROM place_decisions").fetchall() == [(0,)]


def test_question_that_was_left_as_it_is_is_not_asked_again(opened: Opened):
    settle(opened.db, opened.ids("2.jpg", "3.jpg"), "no-position", WHO)
    with writing(opened.db) as db:
        refresh(db, opened.photos["2.jpg"], now_text())

    assert opened.reasons("2.jpg") == opened.reasons("3.jpg") == set()


def test_question_for_one_detail_leaves_the_others_open(opened: Opened):
    settle(opened.db, opened.ids("4.jpg"), "date-implausible", WHO, detail="early")

    assert opened.reasons("4.jpg") == {"no-position", "date-implausible", "year-conflict"}


def test_question_that_is_open_again_was_noted_when_it_was(opened: Opened):
    photo_id = opened.photos["2.jpg"]
    with writing(opened.db) as db:
        db.execute("UPDATE reviews SET noted_at = '2020-01-01T00:00:00Z' WHERE photo_id = ?", [photo_id])
    action = settle(opened.db, [photo_id], "no-position", WHO)

    undo(opened.db, action.id, WHO)

    rows = opened.db.execute("SELECT noted_at FROM reviews WHERE photo_id = ?", [photo_id]).fetchall()
    assert rows == [("2020-01-01T00:00:00Z",)]


def test_decisions_survive_classification_ingest_and_repair(folder: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        decide_place(library.db, opened.ids("2.jpg"), opened.places["Îles"], "main", WHO)
        decide_place(library.db, opened.ids("3.jpg"), opened.places["Olhain"], "is_not", WHO)
        settle(library.db, opened.ids("2.jpg"), "no-position", WHO)
        before = decided(library.db)

    for path in (folder / "source").rglob("*.jpg"):
        path.touch()
    ingest(folder / "source", folder / "library")
    phototheque("classify", "--home", folder / "library")
    phototheque("check", "--repair", "--home", folder / "library")

    with Library.open(folder / "library") as library:
        after = decided(library.db)
    assert after == before


def test_decisions_travel_with_an_export(folder: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        decide_place(library.db, opened.ids("2.jpg"), opened.places["Îles"], "main", WHO)
        decide_place(library.db, opened.ids("3.jpg"), opened.places["Olhain"], "is_not", WHO)
        settle(library.db, opened.ids("2.jpg"), "no-position", WHO)
        rows = library.db.execute("SELECT id, park FROM photos ORDER BY id").fetchall()
        reviews = library.db.execute(
            "SELECT photo_id, reason, detail FROM reviews ORDER BY 1, 2, 3"
        ).fetchall()

    phototheque("export", "tree", folder / "tree", "--home", folder / "library")
    ingest(folder / "tree", folder / "other")

    with Library.open(folder / "other") as library:
        assert library.db.execute("SELECT id, park FROM photos ORDER BY id").fetchall() == rows
        found = library.db.execute("SELECT photo_id, reason, detail FROM reviews ORDER BY 1, 2, 3").fetchall()
    assert found == reviews


def test_word_that_came_with_an_export_and_was_overruled_here_is_not_heard_again(folder: Path):
    with Library.open(folder / "library") as library:
        place_at(library.db, {known(library).photos["2.jpg"]: (50.1, 2.1)}, WHO)
    phototheque("export", "tree", folder / "tree", "--home", folder / "library")
    ingest(folder / "tree", folder / "other")
    with Library.open(folder / "other") as library:
        (photo_id,) = library.db.execute("SELECT id FROM photos WHERE position_method = 'manual'").fetchone()
        action = place_at(library.db, {photo_id: (50.2, 2.2)}, "P. Martin")

    for path in (folder / "tree").rglob("*"):
        path.touch()
    ingest(folder / "tree", folder / "other")

    words = (
        "SELECT latitude FROM claims WHERE subject = 'position' AND source = 'manual' AND withdrawn IS NULL"
    )
    with Library.open(folder / "other") as library:
        assert library.db.execute(words).fetchall() == [(50.2,)]
        undo(library.db, action.id, WHO)
        assert library.db.execute(words).fetchall() == [(50.1,)]
