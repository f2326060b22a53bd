"""What a person says of where and when a photo was taken."""

import pytest
from review_library import Opened, standing

from catalogue.errors import CannotUndo, ChangedSince, DecisionRefused
from catalogue.reviewing.dates import ImpossibleDate, check_possible
from catalogue.reviewing.decisions import choose_text, clock_of, place_at, set_date, set_heading, shift_clock
from catalogue.reviewing.desk import desk_view
from catalogue.reviewing.journal import last_change
from catalogue.reviewing.undoing import last_actions, undo
from catalogue.values.claims import Subject

WHO = "L. Dupont"


def test_photo_stands_where_a_person_put_it(opened: Opened):
    action = place_at(opened.db, dict.fromkeys(opened.ids("2.jpg", "3.jpg"), (50.1, 2.1)), WHO)

    row = opened.row("2.jpg")
    assert (row["latitude"], row["longitude"], row["position_method"]) == (50.1, 2.1, "manual")
    assert row["position_accuracy_m"] is None
    assert opened.reasons("2.jpg") == set()
    assert (action.what, action.photos) == ("place", 2)


def test_person_overrules_the_camera_and_the_camera_stays_known(opened: Opened):
    place_at(opened.db, {opened.photos["1.jpg"]: (50.1, 2.1)}, WHO)

    view = desk_view(opened.db, opened.photos["1.jpg"])
    assert view
    assert [row["source"] for row in view.positions] == ["manual", "exif"]
    assert view.positions[0]["made_by"] == WHO


def test_last_word_of_a_person_counts(opened: Opened):
    for latitude in (50.1, 50.2):
        place_at(opened.db, {opened.photos["2.jpg"]: (latitude, 2.1)}, WHO)

    assert opened.row("2.jpg")["latitude"] == 50.2


def test_heading_is_kept_within_the_circle(opened: Opened):
    set_heading(opened.db, {opened.photos["1.jpg"]: -10, opened.photos["2.jpg"]: 359.99}, WHO)

    assert (opened.row("1.jpg")["heading_deg"], opened.row("1.jpg")["heading_reference"]) == (350.0, "true")
    assert opened.row("2.jpg")["heading_deg"] == 0.0


@pytest.mark.parametrize(
    ("text", "taken_at", "year", "month"),
    [
        ("2018", None, 2018, None),
        ("2018-05", None, 2018, 5),
        ("2018-05-13", None, 2018, 5),
        ("2018-05-13 14:32", "2018-05-13T14:32:00", 2018, 5),
        ("2018-05-13T14:32:08", "2018-05-13T14:32:08", 2018, 5),
    ],
)
def test_date_is_as_fine_as_the_person_knows_it(
    opened: Opened, text: str, taken_at: str | None, year: int, month: int | None
):
    set_date(opened.db, opened.ids("4.jpg"), text, WHO)

    row = opened.row("4.jpg")
    assert (row["taken_at"], row["taken_year"], row["taken_month"]) == (taken_at, year, month)
    assert row["taken_method"] == "manual"
    assert not {"date-implausible", "year-conflict"} & opened.reasons("4.jpg")


def test_day_that_a_person_confirms_keeps_the_hour_of_the_camera(opened: Opened):
    set_date(opened.db, opened.ids("2.jpg"), "2018-05-12", WHO)

    assert opened.row("2.jpg")["taken_at"] == "2018-05-12T14:31:00"


@pytest.mark.parametrize("text", ["", "hier", "2018-13", "2018-02-30", "20180512", "2018-05-12T25:00"])
def test_date_that_is_none_is_refused_and_nothing_changes(opened: Opened, text: str):
    before = standing(opened.db)

    with pytest.raises(DecisionRefused):
        set_date(opened.db, opened.ids("4.jpg"), text, WHO)

    assert standing(opened.db) == before


@pytest.mark.parametrize("text", ["1838", "1830-05", "2999", "2999-01-01T10:00"])
def test_date_on_which_nothing_can_have_been_photographed_is_refused(opened: Opened, text: str):
    before = standing(opened.db)

    with pytest.raises(ImpossibleDate):
        set_date(opened.db, opened.ids("4.jpg"), text, WHO)

    assert standing(opened.db) == before


def test_date_before_the_first_year_of_the_library_is_refused(opened: Opened):
    with pytest.raises(ImpossibleDate):
        set_date(opened.db, opened.ids("4.jpg"), "1959-12-31", WHO, first_year=1960)

    set_date(opened.db, opened.ids("4.jpg"), "1960", WHO, first_year=1960)
    assert opened.row("4.jpg")["taken_year"] == 1960


@pytest.mark.parametrize(
    ("value", "why"), [("2026-11-22", "future"), ("2026-12", "future"), ("1838", "early")]
)
def test_tomorrow_is_the_last_day_that_can_be(value: str, why: str):
    for sound in ("2026", "2026-11", "2026-11-21T23:59", "1839"):
        check_possible(sound, "2026-11-20T14:08:00Z")

    with pytest.raises(ImpossibleDate) as refused:
        check_possible(value, "2026-11-20T14:08:00Z")
    assert refused.value.why == why


def test_clock_that_would_lead_to_a_time_that_cannot_be_is_not_moved(opened: Opened):
    before = standing(opened.db)

    for seconds in (200 * 366 * 86_400, -200 * 366 * 86_400):
        with pytest.raises(ImpossibleDate):
            shift_clock(opened.db, "D90", "2018-05-12", "2018-05-12", seconds, WHO)

    assert standing(opened.db) == before


def test_clock_that_was_never_set_is_still_doubted_when_it_is_moved_by_minutes(opened: Opened):
    shift_clock(opened.db, "D90", "2000-01-01", "2000-01-01", -1800, WHO)
    assert opened.row("4.jpg")["taken_at"] == "1999-12-31T23:31:00"
    assert "date-implausible" in opened.reasons("4.jpg")

    shift_clock(opened.db, "D90", "1999-12-31", "1999-12-31", 18 * 365 * 86_400, WHO)
    assert opened.row("4.jpg")["taken_year"] == 2017
    assert "date-implausible" not in opened.reasons("4.jpg")


def test_of_two_captions_the_one_that_is_right_is_chosen(opened: Opened):
    before = opened.row("3.jpg")["caption"]

    action = choose_text(opened.db, opened.ids("3.jpg"), Subject.CAPTION, "Le belvédère", WHO)

    assert (action.what, opened.row("3.jpg")["caption"]) == ("captions", "Le belvédère")
    undo(opened.db, action.id, WHO)
    assert opened.row("3.jpg")["caption"] == before


def test_clock_of_a_camera_is_corrected_between_two_days(opened: Opened):
    assert [taken for _, taken in clock_of(opened.db, "D90", "2018-05-12", "2018-05-12")] == [
        "2018-05-12T14:30:00",
        "2018-05-12T14:31:00",
        "2018-05-12T14:32:00",
    ]

    action = shift_clock(opened.db, "D90", "2018-05-12", "2018-05-12", -7217, WHO)

    assert action.photos == 3
    assert opened.row("2.jpg")["taken_at"] == "2018-05-12T12:30:43"
    assert opened.row("4.jpg")["taken_at"] == "2000-01-01T00:01:00"
    assert opened.row("5.jpg")["taken_at"] == "2019-07-01T10:00:00"


def test_clock_that_is_corrected_twice_is_corrected_by_both(opened: Opened):
    for seconds in (3600, 60):
        shift_clock(opened.db, "D90", "2018-05-12", "2018-05-12", seconds, WHO)

    assert opened.row("2.jpg")["taken_at"] == "2018-05-12T15:32:00"


def test_clock_leaves_alone_what_a_person_dated(opened: Opened):
    set_date(opened.db, opened.ids("2.jpg"), "2018-05-12T09:00", WHO)

    shift_clock(opened.db, "D90", "2018-05-12", "2018-05-12", 3600, WHO)

    assert opened.row("2.jpg")["taken_at"] == "2018-05-12T09:00:00"
    assert opened.row("3.jpg")["taken_at"] == "2018-05-12T15:32:00"


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91.0, 2.0), (50.0, 181.0), (float("nan"), 2.0)], ids=["north", "east", "nan"]
)
def test_position_that_is_none_is_refused(opened: Opened, latitude: float, longitude: float):
    with pytest.raises(DecisionRefused):
        place_at(opened.db, {opened.photos["2.jpg"]: (latitude, longitude)}, WHO)


def test_decision_needs_a_name_and_a_photo_that_is_there(opened: Opened):
    with pytest.raises(DecisionRefused, match="name"):
        place_at(opened.db, {opened.photos["2.jpg"]: (50.0, 2.0)}, "  ")
    with pytest.raises(DecisionRefused, match="no photo"):
        place_at(opened.db, {}, WHO)
    with pytest.raises(DecisionRefused, match="no photo"):
        place_at(opened.db, {opened.photos["2.jpg"]: (50.0, 2.0), "f" * 32: (50.0, 2.0)}, WHO)
    assert opened.row("2.jpg")["latitude"] is None


def test_journal_says_who_changed_what_in_which_action(opened: Opened):
    action = place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, WHO)

    rows = opened.db.execute(
        "SELECT field, before, after, made_by FROM changes WHERE action_id = ? ORDER BY field", [action.id]
    ).fetchall()
    assert ("latitude", None, "50.1", WHO) in rows
    assert ("position_method", None, "manual", WHO) in rows


def test_somebody_else_who_decided_meanwhile_is_named(opened: Opened):
    seen = last_change(opened.db)
    place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, "P. Martin", seen=seen)

    with pytest.raises(ChangedSince, match=r"P\. Martin"):
        set_date(opened.db, opened.ids("2.jpg"), "2018", WHO, seen=seen)

    assert opened.row("2.jpg")["taken_method"] == "exif"


def test_own_decisions_and_those_about_other_photos_do_not_stop_anybody(opened: Opened):
    seen = last_change(opened.db)
    place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, WHO, seen=seen)
    place_at(opened.db, {opened.photos["3.jpg"]: (50.1, 2.1)}, "P. Martin", seen=seen)

    set_date(opened.db, opened.ids("2.jpg"), "2018", WHO, seen=seen)

    assert opened.row("2.jpg")["taken_method"] == "manual"


def test_undone_action_stands_in_the_journal_and_is_not_undone_twice(opened: Opened):
    action = place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, WHO)

    undo(opened.db, action.id, "P. Martin")

    assert opened.row("2.jpg")["latitude"] is None
    last = opened.db.execute(
        "SELECT made_by, before, after FROM changes WHERE field = 'latitude' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert last == ("P. Martin", "50.1", None)
    assert last_actions(opened.db) == []
    with pytest.raises(CannotUndo, match="undone at"):
        undo(opened.db, action.id, WHO)
    with pytest.raises(CannotUndo, match="no action"):
        undo(opened.db, "nothing", WHO)


def test_action_that_a_later_one_builds_on_is_undone_after_it(opened: Opened):
    first = place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, WHO)
    second = place_at(opened.db, {opened.photos["2.jpg"]: (50.2, 2.1)}, "P. Martin")

    with pytest.raises(CannotUndo, match=r"P\. Martin"):
        undo(opened.db, first.id, WHO)
    undo(opened.db, second.id, WHO)
    assert opened.row("2.jpg")["latitude"] == 50.1
    undo(opened.db, first.id, WHO)
    assert opened.row("2.jpg")["latitude"] is None


def test_actions_about_other_fields_are_undone_in_any_order(opened: Opened):
    before = standing(opened.db)
    first = place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, WHO)
    second = set_date(opened.db, opened.ids("2.jpg"), "2018", WHO)

    undo(opened.db, first.id, WHO)
    undo(opened.db, second.id, WHO)

    assert standing(opened.db) == before
