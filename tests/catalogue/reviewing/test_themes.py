"""The agency's own list of themes, in the terminal and as a theme gets another name."""

from pathlib import Path

import pytest
from making import phototheque, rows
from review_library import Opened, known, standing

from catalogue.errors import DecisionRefused
from catalogue.library import Library, now_text
from catalogue.photos.theme_list import add_theme, listed_themes, offered_themes, remove_theme
from catalogue.reviewing.editing import Edit, edit
from catalogue.reviewing.theming import rename_theme
from catalogue.reviewing.undoing import last_actions, undo

WHO = "L. Dupont"


def _list(opened: Opened) -> list[tuple[str, int]]:
    return [(theme, photos) for theme, _, _, photos in listed_themes(opened.db)]


def test_themes_in_use_are_offered_until_there_is_a_list(opened: Opened):
    edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit(added=("terril",)), WHO)
    edit(opened.db, opened.ids("1.jpg"), Edit(added=("étang",)), WHO)
    assert offered_themes(opened.db) == (["terril", "étang"], False), "the commonest first"

    assert add_theme(opened.db, "  cité   minière ", WHO, now_text())
    assert not add_theme(opened.db, "cité minière", WHO, now_text())

    assert offered_themes(opened.db) == (["cité minière"], True)
    assert _list(opened) == [("cité minière", 0)]


@pytest.mark.parametrize("text", ["", "  ", "a;b", "a" * 201, "a\x07b", "\u202ea"])
def test_what_is_no_theme_is_refused(opened: Opened, text: str):
    with pytest.raises(DecisionRefused):
        add_theme(opened.db, text, WHO, now_text())
    assert _list(opened) == []


def test_a_theme_off_the_list_stays_on_its_photos(opened: Opened):
    edit(opened.db, opened.ids("1.jpg"), Edit(added=("étang",)), WHO)
    add_theme(opened.db, "étang", WHO, now_text())

    assert remove_theme(opened.db, "étang")
    assert not remove_theme(opened.db, "étang")

    assert opened.db.execute("SELECT count(*) FROM photo_themes").fetchone() == (1,)


def test_a_renamed_theme_moves_in_its_photos_and_on_the_list_and_can_be_taken_back(opened: Opened):
    edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit(added=("teril",)), WHO)
    edit(opened.db, opened.ids("2.jpg"), Edit(added=("terril",)), WHO)
    add_theme(opened.db, "teril", WHO, now_text())
    before = standing(opened.db)

    action = rename_theme(opened.db, "teril", " terril ", WHO)

    assert action
    assert action.photos == 2
    assert opened.db.execute("SELECT theme, count(*) FROM photo_themes GROUP BY 1").fetchall() == [
        ("terril", 2)
    ]
    assert _list(opened) == [("terril", 2)]
    undo(opened.db, action.id, WHO)
    assert standing(opened.db) == before


def test_a_theme_without_photos_is_renamed_on_the_list_alone(opened: Opened):
    add_theme(opened.db, "teril", WHO, now_text())

    assert rename_theme(opened.db, "teril", "terril", WHO) is None

    assert _list(opened) == [("terril", 0)]
    assert last_actions(opened.db) == []


def test_a_theme_cannot_be_renamed_to_itself_or_to_nothing(opened: Opened):
    add_theme(opened.db, "terril", WHO, now_text())
    for name in ("terril", " terril", "", "a;b"):
        with pytest.raises(DecisionRefused):
            rename_theme(opened.db, "terril", name, WHO)
    assert _list(opened) == [("terril", 0)]


def test_the_terminal_keeps_the_list(folder: Path):
    home = folder / "library"
    with Library.open(home) as library:
        edit(library.db, known(library).ids("1.jpg"), Edit(added=("étang",)), WHO)

    alone = phototheque("themes", "list", "--home", home).output
    added = phototheque("themes", "add", "terril", "friche", "--home", home, "--by", WHO).output
    listed = phototheque("themes", "list", "--home", home).output
    again = phototheque("themes", "add", "terril", "--home", home).output
    gone = phototheque("themes", "remove", "friche", "cavalier", "--home", home).output
    renamed = phototheque("themes", "rename", "étang", "plan d’eau", "--home", home, "--by", WHO).output

    assert alone == "The list is empty. In use:\n      1  étang\n"
    assert added == "terril: added.\nfriche: added.\n"
    assert listed == "      0  friche\n      0  terril\nIn use, and not on the list:\n      1  étang\n"
    assert again == "terril: on the list already.\n"
    assert gone == "friche: off the list.\ncavalier: was not on the list.\n"
    assert renamed == "plan d’eau: 1 photo has it from now on.\n"
    assert rows(home, "SELECT theme, made_by FROM themes") == [{"theme": "terril", "made_by": WHO}]
    assert rows(home, "SELECT theme FROM photo_themes") == [{"theme": "plan d’eau"}]


def test_the_terminal_says_what_is_no_theme(folder: Path):
    ran = phototheque("themes", "add", "a;b", "--home", folder / "library")

    assert ran.status == 2
    assert "no theme" in ran.error
    assert "without semicolons" in ran.error
