"""Photos that a person sets aside with a reason: out of sight, never lost, and brought back."""

from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, rows, write
from review_library import Opened, known, standing

from catalogue.errors import DecisionRefused
from catalogue.library import Library
from catalogue.reviewing import pairs
from catalogue.reviewing.editing import Edit, edit
from catalogue.reviewing.keeping import REASONS, aside, restore, set_aside
from catalogue.reviewing.undoing import undo

WHO, OTHER = "L. Dupont", "M. Petit"


def _listed(opened: Opened) -> list[tuple[str, str, str]]:
    names = {photo_id: name for name, photo_id in opened.photos.items()}
    return [(names[row["id"]], row["state_reason"], row["made_by"]) for row in aside(opened.db, 50)]


@pytest.mark.parametrize("reason", REASONS)
def test_photo_goes_with_its_reason_and_comes_back_as_it_was(opened: Opened, reason: str):
    before = standing(opened.db)

    action = set_aside(opened.db, opened.ids("1.jpg", "3.jpg"), WHO, reason)

    assert (opened.row("1.jpg")["state"], opened.row("1.jpg")["state_reason"]) == ("set_aside", reason)
    assert (action.what, action.photos) == ("set-aside", 2)
    restore(opened.db, opened.ids("1.jpg", "3.jpg"), OTHER)
    assert standing(opened.db) == before


def test_a_photo_that_waits_for_somebody_waits_again_once_it_is_back(folder: Path):
    source = write(folder / "more", "cut.jpg", jpeg(40, size=(800, 600))[:-6000]).parent
    ingest(source, folder / "library")
    with Library.open(folder / "library") as library:
        opened = known(library)
        set_aside(opened.db, opened.ids("cut.jpg"), WHO, "blurred")
        restore(opened.db, opened.ids("cut.jpg"), WHO)

        row = opened.row("cut.jpg")
        assert (row["state"], row["state_reason"], opened.reasons("cut.jpg") >= {"held"}) == (
            "held",
            "partial",
            True,
        )


def test_both_setting_aside_and_restoring_can_be_undone(opened: Opened):
    at_first = standing(opened.db)
    gone = set_aside(opened.db, opened.ids("1.jpg", "2.jpg"), WHO, "private")
    while_aside = standing(opened.db)

    back = restore(opened.db, opened.ids("1.jpg", "2.jpg"), WHO)
    undo(opened.db, back.id, WHO)
    assert standing(opened.db) == while_aside
    undo(opened.db, gone.id, WHO)
    assert standing(opened.db) == at_first


def test_what_is_aside_is_listed_the_latest_first_with_who_and_why(opened: Opened):
    set_aside(opened.db, opened.ids("2.jpg"), WHO, "blurred")
    set_aside(opened.db, opened.ids("1.jpg"), OTHER, "off-topic")

    assert _listed(opened) == [("1.jpg", "off-topic", OTHER), ("2.jpg", "blurred", WHO)]
    restore(opened.db, opened.ids("1.jpg"), WHO)
    assert _listed(opened) == [("2.jpg", "blurred", WHO)]


def test_an_undone_restoration_is_listed_again(opened: Opened):
    set_aside(opened.db, opened.ids("2.jpg"), WHO, "blurred")
    undo(opened.db, restore(opened.db, opened.ids("2.jpg"), OTHER).id, OTHER)

    assert [(name, reason) for name, reason, _ in _listed(opened)] == [("2.jpg", "blurred")]


def test_another_reason_replaces_the_first_and_the_same_is_refused(opened: Opened):
    set_aside(opened.db, opened.ids("1.jpg"), WHO, "blurred")
    with pytest.raises(DecisionRefused):
        set_aside(opened.db, opened.ids("1.jpg"), OTHER, "blurred")

    action = set_aside(opened.db, opened.ids("1.jpg", "2.jpg"), OTHER, "private")

    assert action.photos == 2
    assert opened.row("1.jpg")["state_reason"] == "private"


def test_a_photo_that_follows_another_keeps_following_it(opened: Opened):
    large, small = opened.ids("6.jpg", "6 small.jpg")
    pairs.decide_group(opened.db, [large, small], "same", WHO, leader=large)
    before = opened.row("6 small.jpg")

    with pytest.raises(DecisionRefused):
        set_aside(opened.db, [small], WHO, "blurred")
    assert set_aside(opened.db, [small, opened.photos["1.jpg"]], WHO, "blurred").photos == 1

    assert opened.row("6 small.jpg") == before
    with pytest.raises(DecisionRefused):
        restore(opened.db, [small], WHO)


def test_a_reason_that_is_none_and_a_photo_that_is_not_aside_are_refused(opened: Opened):
    before = standing(opened.db)
    with pytest.raises(DecisionRefused):
        set_aside(opened.db, opened.ids("1.jpg"), WHO, "ugly")
    with pytest.raises(DecisionRefused):
        restore(opened.db, opened.ids("1.jpg"), WHO)
    assert standing(opened.db) == before


def test_the_same_picture_stays_aside_whatever_its_name_and_the_run_says_so(folder: Path):
    home = folder / "library"
    with Library.open(home) as library:
        opened = known(library)
        set_aside(library.db, opened.ids("1.jpg", "2.jpg"), WHO, "private")
    source = folder / "again"
    write(source, "other name.jpg", (folder / "source" / "Olhain/2018-05/1.jpg").read_bytes())
    write(source, "told more.jpg", jpeg(2, taken="2018-05-12T14:31:00", model="D90", gps=(50.4, 2.6)))

    ran = ingest(source, home)

    told = {line["path"]: (line["outcome"], line["code"], line["message"]) for line in ran.lines}
    assert told["other name.jpg"] == ("duplicate", "set-aside", "This photo was set aside, and stays so.")
    assert told["told more.jpg"][:2] == ("healed", "healed")
    assert told["told more.jpg"][2].endswith("The photo was set aside, and stays so.")
    with Library.open(home) as library:
        opened = known(library)
        assert {opened.row(name)["state"] for name in ("1.jpg", "2.jpg")} == {"set_aside"}
        assert opened.row("2.jpg")["latitude"] == pytest.approx(50.4)


def test_what_is_aside_can_still_be_written_about_and_the_audit_agrees(folder: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        set_aside(library.db, opened.ids("1.jpg", "6.jpg"), WHO, "duplicate")
        edit(library.db, opened.ids("1.jpg"), Edit({"caption": "Gardée"}), WHO)
        assert opened.row("1.jpg")["caption"] == "Gardée"

    assert phototheque("check", "--home", folder / "library").status == 0


def test_what_is_aside_leaves_with_the_tree_and_comes_back_aside(folder: Path, tmp_path: Path):
    home = folder / "library"
    with Library.open(home) as library:
        set_aside(library.db, known(library).ids("1.jpg"), WHO, "private")
    query = "SELECT id, state, state_reason FROM photos ORDER BY id"

    phototheque("export", "tree", tmp_path / "tree", "--home", home)
    ingest(tmp_path / "tree", tmp_path / "other")

    assert rows(tmp_path / "other", query) == rows(home, query)
