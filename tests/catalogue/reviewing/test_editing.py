"""What a person writes about many photos at once: only what differs, in one action, that can be taken back."""

from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, rows, write
from review_library import Opened, known, standing

from catalogue.errors import CannotUndo, ChangedSince, DecisionRefused
from catalogue.library import Library
from catalogue.reviewing.editing import (
    FIELDS,
    LONGEST,
    THEME,
    Edit,
    Problem,
    changed_since,
    edit,
    edit_each,
    preview,
    problems,
    values_now,
)
from catalogue.reviewing.journal import last_change
from catalogue.reviewing.undoing import last_actions, undo

# Pillow writes accents into EXIF as question marks.
_BELVEDERE = "Belv?d?re"
WHO, OTHER = "L. Dupont", "M. Petit"
EVERYTHING = Edit(
    {
        "caption": "Chevalement d’Olhain\nvu du nord",
        "creator": "L. Dupont",
        "credit": "© MBM",
        "copyright": "Mission Bassin Minier",
        "licence": "CC-BY-4.0",
        "usage_terms": "Avec le crédit",
        "diffusion": "open",
        "rating": "4",
        "alt_text": "Une tour d’acier",
    },
    added=("étang", "terril"),
)


def _themes(opened: Opened, name: str) -> set[str]:
    query = "SELECT theme FROM photo_themes WHERE photo_id = ?"
    return {row[0] for row in opened.db.execute(query, [opened.photos[name]])}


def _journal(opened: Opened, action_id: str) -> set[tuple[str, str, str | None, str | None]]:
    names = {photo_id: name for name, photo_id in opened.photos.items()}
    found = opened.db.execute(
        "SELECT photo_id, field, before, after FROM changes WHERE action_id = ?", [action_id]
    )
    return {(names[photo_id], *rest) for photo_id, *rest in found}


def test_every_field_is_written_and_shown(opened: Opened):
    action = edit(opened.db, opened.ids("1.jpg", "2.jpg"), EVERYTHING, WHO)

    for name in ("1.jpg", "2.jpg"):
        row = opened.row(name)
        assert {field: str(row[field]) for field in FIELDS} == EVERYTHING.texts
        assert row["rights"] == "ready"
        assert _themes(opened, name) == {"étang", "terril"}
    assert opened.row("3.jpg")["caption"] == _BELVEDERE
    assert (action.what, action.photos) == ("edit", 2)
    assert last_actions(opened.db, WHO)[0].id == action.id


def test_fields_that_are_not_written_stay(opened: Opened):
    before = opened.row("3.jpg")

    edit(opened.db, opened.ids("3.jpg"), Edit({"credit": "© MBM"}), WHO)

    after = opened.row("3.jpg")
    assert {k: v for k, v in after.items() if before[k] != v} == {"credit": "© MBM", "rights": "ready"}


def test_an_empty_text_says_that_there_is_none(opened: Opened):
    edit(opened.db, opened.ids("1.jpg", "3.jpg"), Edit({"caption": "", "rating": "0"}), WHO)

    assert opened.row("3.jpg")["caption"] is None
    said = opened.db.execute("SELECT photo_id FROM claims WHERE source = 'manual' AND subject = 'caption'")
    assert said.fetchall() == [(opened.photos["3.jpg"],)], "of photos without caption nothing need be said"


def test_what_is_written_is_found_and_what_was_there_no_longer(opened: Opened):
    edit(opened.db, opened.ids("3.jpg"), Edit({"caption": "Étang salé"}, added=("Roselière",)), WHO)

    def found(word: str) -> int:
        query = "SELECT count(*) FROM photo_search WHERE photo_search MATCH ?"
        return opened.db.execute(query, [word]).fetchone()[0]

    assert [found(word) for word in ("etang", "roseliere", "belvedere")] == [1, 1, 0]


def test_a_theme_that_a_file_brings_can_be_taken_away_and_given_back(folder: Path):
    source = write(folder / "more", "roman.jpg", jpeg(30)).parent
    write(source, "roman.xmp", _SIDECAR.encode())
    ingest(source, folder / "library")
    with Library.open(folder / "library") as library:
        opened = known(library)
        ids = opened.ids("roman.jpg")
        assert _themes(opened, "roman.jpg") == {"terril", "étang"}

        edit(opened.db, ids, Edit(removed=("terril", "never there")), WHO)
        assert _themes(opened, "roman.jpg") == {"étang"}
        edit(opened.db, ids, Edit(added=("terril",)), WHO)
        assert _themes(opened, "roman.jpg") == {"terril", "étang"}

        for action in last_actions(opened.db):
            undo(opened.db, action.id, WHO)
        assert _themes(opened, "roman.jpg") == {"terril", "étang"}


_SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:subject><rdf:Bag><rdf:li>terril</rdf:li><rdf:li>étang</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_the_journal_tells_each_field_and_each_theme(opened: Opened):
    first = edit(opened.db, opened.ids("1.jpg"), Edit({"licence": "CC0-1.0"}, added=("étang",)), WHO)
    second = edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit(removed=("étang",)), WHO)

    assert _journal(opened, first.id) == {
        ("1.jpg", "licence", None, "CC0-1.0"),
        ("1.jpg", "theme:étang", None, "étang"),
    }
    assert _journal(opened, second.id) == {("1.jpg", "theme:étang", "étang", None)}


def test_a_preview_tells_what_an_edit_does(opened: Opened):
    ids = opened.ids("1.jpg", "2.jpg", "3.jpg")
    edit(opened.db, opened.ids("1.jpg"), Edit({"credit": "© MBM"}, added=("étang",)), WHO)
    change = Edit({"credit": "© MBM", "caption": ""}, added=("étang",), removed=("terril",))

    told = {(one.field, one.changes, one.already) for one in preview(opened.db, ids, change)}
    examples = preview(opened.db, ids, change)[0].examples

    assert told == {("credit", 2, 1), ("caption", 1, 2), (THEME, 2, 1), (THEME, 0, 3)}
    assert examples == ((ids[2], _BELVEDERE, None),), "fields stand in their order"


def test_what_photos_have_now_is_counted_the_commonest_first(opened: Opened):
    ids = opened.ids("1.jpg", "2.jpg", "3.jpg")
    edit(opened.db, ids[:2], Edit({"creator": "A"}, added=("étang",)), WHO)
    edit(opened.db, ids[2:], Edit({"creator": "B"}), WHO)

    now = values_now(opened.db, ids)

    assert now["creator"] == [("A", 2), ("B", 1)]
    assert now["licence"] == [(None, 3)]
    assert now[THEME] == [("étang", 2)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Edit({"caption": "a" * (LONGEST + 1)}), [("caption", "too-long")]),
        (Edit({"caption": "a\x00b", "credit": "\x1b[31m"}), [("caption", "control"), ("credit", "control")]),
        (Edit({"caption": "\ud800"}), [("caption", "control")]),
        (Edit({"diffusion": "everywhere"}), [("diffusion", "diffusion")]),
        (Edit({"rating": "6"}), [("rating", "rating")]),
        (Edit({"rating": "-1"}), [("rating", "rating")]),
        (Edit({"rating": ""}), [("rating", "rating")]),
        (Edit({"id": "x"}), [("id", "field")]),
        (Edit(added=(" ",)), [("theme", "empty-theme")]),
        (Edit(added=("a",), removed=("a",)), [("theme", "both")]),
        (Edit({"caption": "a" * LONGEST}), []),
        (Edit({"caption": "<script>\n\t= שלום \u200f \u202eevil"}), []),
    ],
)
def test_all_that_speaks_against_an_edit_is_told_at_once(
    opened: Opened, change: Edit, expected: list[tuple[str, str]]
):
    assert problems(change) == [Problem(*one) for one in expected]
    if expected:
        before = standing(opened.db)
        with pytest.raises(DecisionRefused):
            edit(opened.db, opened.ids("1.jpg"), change, WHO)
        assert standing(opened.db) == before


def test_an_edit_of_nothing_of_nobody_or_of_no_photo_is_refused(opened: Opened):
    before = standing(opened.db)
    for ids, change, by in (
        (opened.ids("1.jpg"), Edit(), WHO),
        (opened.ids("1.jpg"), EVERYTHING, " "),
        ([], EVERYTHING, WHO),
        (["0" * 32], EVERYTHING, WHO),
    ):
        with pytest.raises(DecisionRefused):
            edit(opened.db, ids, change, by)
    assert standing(opened.db) == before


def test_markup_and_right_to_left_text_are_kept_as_they_are(opened: Opened):
    text = "<script>alert(1)</script> = שלום \u200f & « é »"

    edit(opened.db, opened.ids("1.jpg"), Edit({"caption": text}), WHO)

    assert opened.row("1.jpg")["caption"] == text


def test_undoing_restores_every_row_and_the_journal_says_so(opened: Opened):
    edit(opened.db, opened.ids("1.jpg"), Edit({"caption": "Avant"}, added=("étang",)), WHO)
    before = standing(opened.db)

    action = edit(
        opened.db, sorted(opened.photos.values()), Edit(EVERYTHING.texts, ("terril",), ("étang",)), WHO
    )
    undo(opened.db, action.id, OTHER)

    assert standing(opened.db) == before
    assert ("1.jpg", "theme:étang", None, "étang") in _journal(opened, action.id)


def test_edits_by_photo_are_one_action(opened: Opened):
    before = standing(opened.db)
    one, two = opened.ids("1.jpg", "2.jpg")

    action = edit_each(opened.db, {one: Edit({"caption": "Un"}), two: Edit({"credit": "Deux"})}, WHO)

    assert (opened.row("1.jpg")["caption"], opened.row("2.jpg")["credit"]) == ("Un", "Deux")
    assert opened.row("2.jpg")["caption"] is None
    undo(opened.db, action.id, WHO)
    assert standing(opened.db) == before


def test_an_edit_under_a_later_one_cannot_be_taken_back_first(opened: Opened):
    first = edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit({"credit": "A"}), WHO)
    second = edit(opened.db, opened.ids("1.jpg"), Edit({"credit": "B"}), OTHER)

    with pytest.raises(CannotUndo):
        undo(opened.db, first.id, WHO)
    undo(opened.db, second.id, WHO)
    undo(opened.db, first.id, WHO)

    assert opened.row("1.jpg")["credit"] is None


def test_the_second_of_two_people_learns_what_the_first_wrote(opened: Opened):
    ids = opened.ids("1.jpg", "2.jpg")
    seen = last_change(opened.db)
    edit(opened.db, ids[:1], Edit({"credit": "A", "caption": "Un"}, added=("étang",)), OTHER)

    told = changed_since(opened.db, ids, ["credit", "licence"], WHO, seen)
    themes = changed_since(opened.db, ids, [THEME], WHO, seen)

    assert [(t.photo_id, t.field, t.before, t.after, t.made_by) for t in told] == [
        (ids[0], "credit", None, "A", OTHER)
    ]
    assert [(t.field, t.before, t.after) for t in themes] == [(THEME, None, "étang")]
    assert changed_since(opened.db, ids, ["licence", "alt_text"], WHO, seen) == []
    assert changed_since(opened.db, ids, ["credit"], OTHER, seen) == [], "nobody is told of their own words"
    with pytest.raises(ChangedSince):
        edit(opened.db, ids, Edit({"credit": "B"}), WHO, seen=seen)


def test_what_a_person_wrote_outlives_runs_and_rules(folder: Path):
    with Library.open(folder / "library") as library:
        edit(library.db, sorted(known(library).photos.values()), EVERYTHING, WHO)
        before = {name: rows_of(known(library), name) for name in known(library).photos}

    write(folder / "source", "copy of 3.jpg", jpeg(3, caption="Autre légende", creator="Inconnu"))
    ingest(folder / "source", folder / "library")
    phototheque("classify", "--home", folder / "library")

    with Library.open(folder / "library") as library:
        again = known(library)
        assert {name: rows_of(again, name) for name in before} == before


def rows_of(opened: Opened, name: str) -> tuple[dict[str, str], set[str]]:
    """What a person can write of a photo, as it is."""
    row = opened.row(name)
    return {field: str(row[field]) for field in FIELDS}, _themes(opened, name)


def test_audit_finds_nothing_out_of_step_after_edits_and_undoing(folder: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        everyone = sorted(opened.photos.values())
        edit(opened.db, everyone, EVERYTHING, WHO)
        action = edit(
            opened.db, everyone[:4], Edit({"caption": "", "rating": "0"}, removed=("étang",)), OTHER
        )
    assert phototheque("check", "--home", folder / "library").status == 0

    with Library.open(folder / "library") as library:
        undo(library.db, action.id, WHO)
    assert phototheque("check", "--home", folder / "library").status == 0


def test_edits_leave_with_the_tree_and_come_back(folder: Path, tmp_path: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        edit(opened.db, opened.ids("1.jpg", "3.jpg"), EVERYTHING, WHO)
        edit(opened.db, opened.ids("3.jpg"), Edit({"caption": ""}, removed=("terril",)), WHO)
    query = f"SELECT id, {', '.join(FIELDS)}, rights FROM photos ORDER BY id"
    themes = "SELECT * FROM photo_themes ORDER BY photo_id, theme"

    phototheque("export", "tree", tmp_path / "tree", "--home", folder / "library")
    ingest(tmp_path / "tree", tmp_path / "other")

    assert rows(tmp_path / "other", query) == rows(folder / "library", query)
    assert rows(tmp_path / "other", themes) == rows(folder / "library", themes)


def test_only_photos_that_change_are_counted_and_an_edit_that_changes_nothing_is_refused(opened: Opened):
    edit(opened.db, opened.ids("1.jpg"), Edit({"credit": "© MBM"}), WHO)

    action = edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit({"credit": "© MBM"}), WHO)

    assert action.photos == 1
    assert last_actions(opened.db)[0].photos == 1
    with pytest.raises(DecisionRefused):
        edit(opened.db, opened.ids("1.jpg", "2.jpg"), Edit({"credit": "© MBM"}), WHO)
    assert last_actions(opened.db)[0].id == action.id, "what is refused leaves no action"


def test_two_people_may_write_different_fields_of_one_photo(opened: Opened):
    seen = last_change(opened.db)
    edit(opened.db, opened.ids("1.jpg"), Edit({"caption": "Un"}), OTHER)

    edit(opened.db, opened.ids("1.jpg"), Edit({"credit": "B"}), WHO, seen=seen)

    assert (opened.row("1.jpg")["caption"], opened.row("1.jpg")["credit"]) == ("Un", "B")
