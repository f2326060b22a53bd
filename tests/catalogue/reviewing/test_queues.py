"""Queues by reason, worst first, in the order of a filmstrip; and what the desk shows of a photo."""

from pathlib import Path

import pytest
from review_library import Opened

from catalogue.database.connection import writing
from catalogue.library import Library
from catalogue.reviewing.candidates import Candidate
from catalogue.reviewing.decisions import place_at, set_date
from catalogue.reviewing.desk import desk_view, outing_of
from catalogue.reviewing.keeping import set_aside
from catalogue.reviewing.placements import decide_place
from catalogue.reviewing.queues import connected, group_of, groups, progress, queue, queues

WHO = "L. Dupont"


def test_queues_are_counted_worst_first(opened: Opened):
    found = queues(opened.db)

    assert [q.severity for q in found] == list(range(len(found)))
    assert {q.reason: q.count for q in found if q.count} == {
        "date-implausible": 1,
        "year-conflict": 1,
        "no-position": 7,
        "near-duplicate": 2,
        "messaging": 1,
    }


def test_queue_is_in_order_of_time_and_those_without_come_last(opened: Opened):
    names = {photo_id: name for name, photo_id in opened.photos.items()}

    found = [names[photo_id] for photo_id in queue(opened.db, "no-position")]

    assert found[:4] == ["4.jpg", "2.jpg", "3.jpg", "5.jpg"]
    assert found[-1] == "IMG-20190701-WA0001.jpg"


def test_queue_is_read_page_by_page(opened: Opened):
    every, pages, after = queue(opened.db, "no-position"), [], None
    while page := queue(opened.db, "no-position", most=2, after=after):
        pages += page
        after = page[-1]

    assert pages == every


def test_photo_that_was_set_aside_waits_for_nobody(opened: Opened):
    set_aside(opened.db, opened.ids("6.jpg"), WHO)

    assert opened.photos["6.jpg"] not in queue(opened.db, "no-position")
    assert queue(opened.db, "near-duplicate") == []
    assert groups(opened.db) == []


def test_answered_question_leaves_the_queue_and_counts_as_progress(opened: Opened):
    before = progress(opened.db, "date-implausible")

    set_date(opened.db, opened.ids("4.jpg"), "2018-05-12", WHO)

    after = progress(opened.db, "date-implausible")
    assert (before.settled_today, before.remaining) == (0, 1)
    assert (after.settled_today, after.remaining) == (1, 0)


def test_groups_are_what_pairs_tie_together():
    pairs = [("a", "b"), ("c", "d"), ("e", "f"), ("d", "e"), ("b", "a")]

    assert [sorted(group) for group in connected(pairs)] == [["a", "b"], ["c", "d", "e", "f"]]
    assert connected([]) == []


def test_group_of_a_photo_is_found(opened: Opened):
    group = group_of(opened.db, opened.photos["6.jpg"])

    assert group
    assert set(group.photo_ids) == set(opened.ids("6.jpg", "6 small.jpg"))
    assert group_of(opened.db, opened.photos["1.jpg"]) is None


def test_outing_is_the_photos_of_the_folder_on_that_day(opened: Opened):
    frames = outing_of(opened.db, opened.photos["2.jpg"])

    assert [row["id"] for row in frames] == opened.ids("1.jpg", "2.jpg", "3.jpg")
    assert [row["questions"] for row in frames] == [0, 1, 1]


def test_outing_of_a_photo_without_time_is_its_folder(opened: Opened):
    frames = outing_of(opened.db, opened.photos["IMG-20190701-WA0001.jpg"])

    assert [row["id"] for row in frames] == opened.ids("IMG-20190701-WA0001.jpg")


def _candidates(opened: Opened, name: str) -> list[Candidate]:
    view = desk_view(opened.db, opened.photos[name])
    assert view
    return list(view.candidates)


def test_photo_without_position_is_offered_places_of_its_folder_and_positions_of_its_neighbours(
    opened: Opened,
):
    found = _candidates(opened, "2.jpg")

    assert [(c.why, c.name) for c in found] == [("folder", "Olhain"), ("neighbour", None)]
    assert found[1].photo_id == opened.photos["1.jpg"]
    assert (round(found[1].latitude or 0, 2), found[1].seconds) == (50.43, 60)


def test_nearest_neighbours_come_first(opened: Opened):
    place_at(opened.db, {opened.photos["3.jpg"]: (50.5, 2.6)}, WHO)
    set_date(opened.db, opened.ids("3.jpg"), "2018-05-12T14:31:20", WHO)

    neighbours = [c for c in _candidates(opened, "2.jpg") if c.why == "neighbour"]

    assert [c.seconds for c in neighbours] == [20, 60]


def test_main_places_of_neighbours_are_offered_too(opened: Opened):
    place_at(opened.db, {opened.photos["5.jpg"]: (50.5, 2.6)}, WHO)
    decide_place(opened.db, opened.ids("5.jpg"), opened.places["Îles"], "main", WHO)

    found = _candidates(opened, "6.jpg")

    assert [(c.why, c.name) for c in found if c.place_id] == [("folder", "EuroVelo 5"), ("outing", "Îles")]


def test_last_position_of_the_camera_is_offered_where_the_outing_has_none(opened: Opened):
    with writing(opened.db) as db:
        db.execute("UPDATE photos SET taken_at = '2018-05-13T02:29:00' WHERE id = ?", opened.ids("2.jpg"))

    found = _candidates(opened, "2.jpg")

    assert [c.why for c in found][:2] == ["folder", "last-known"]
    assert found[1].photo_id == opened.photos["1.jpg"]


@pytest.mark.parametrize("taken_at", ["2018-05-13T02:30:01", "2032-11-18T10:00:00", "2018-05-12T02:29:59"])
def test_position_of_more_than_half_a_day_before_or_after_is_not_offered(opened: Opened, taken_at: str):
    with writing(opened.db) as db:
        db.execute("UPDATE photos SET taken_at = ? WHERE id = ?", [taken_at, opened.photos["2.jpg"]])

    assert [c.why for c in _candidates(opened, "2.jpg")] == ["folder"]


def test_place_that_is_only_seen_from_afar_comes_after_the_one_that_it_was_taken_in(opened: Opened):
    photo_id = opened.photos["1.jpg"]
    with writing(opened.db) as db:
        db.execute("DELETE FROM photo_places WHERE photo_id = ?", [photo_id])
        lens = db.execute("INSERT INTO places (kind, name) VALUES ('commune', 'Lens') RETURNING id")
        for place, relation in ((lens.fetchone()[0], "inside"), (opened.places["Îles"], "looking_at")):
            row = [photo_id, place, relation, relation, 0]
            db.execute(
                "INSERT INTO photo_places (photo_id, place_id, relation, rule, main) VALUES (?, ?, ?, ?, ?)",
                row,
            )

    assert [c.name for c in _candidates(opened, "1.jpg")] == ["Lens", "Îles"]


def test_desk_shows_what_is_known_and_how(opened: Opened):
    view = desk_view(opened.db, opened.photos["6.jpg"])

    assert view
    assert {row["reason"] for row in view.questions} == {"no-position", "near-duplicate"}
    assert [row["id"] for row in view.relatives] == opened.ids("6 small.jpg")
    assert view.relatives[0]["decision"] is None
    assert view.names == ["6.jpg"]
    assert [row["value"] for row in view.dates] == ["2019-07-01T10:00:02"]
    assert desk_view(opened.db, "nothing") is None


def test_desk_reads_without_writing(folder: Path, opened: Opened):
    with Library.open(folder / "library") as other, writing(other.db):
        view = desk_view(opened.db, opened.photos["2.jpg"])

    assert view
