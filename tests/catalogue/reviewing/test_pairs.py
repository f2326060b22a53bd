"""Photos that look alike: noted when one comes in, decided by a person, taken apart again."""

from pathlib import Path

import pytest
from making import ingest, jpeg, phototheque, write
from review_library import Opened, decided, known, standing

from catalogue.database.connection import writing
from catalogue.errors import DecisionRefused
from catalogue.library import Library
from catalogue.photos.looks import hash_looks
from catalogue.reviewing.decisions import place_at
from catalogue.reviewing.desk import desk_view
from catalogue.reviewing.pairs import decide_group, decide_pair, keep_best, richest, separate
from catalogue.reviewing.placements import settle
from catalogue.reviewing.queues import groups, queue
from catalogue.reviewing.undoing import undo

WHO = "L. Dupont"
PAIR = ("6.jpg", "6 small.jpg")


def test_smaller_copy_is_noted_when_it_comes_in(opened: Opened):
    (group,) = groups(opened.db)

    assert set(group.photo_ids) == set(opened.ids(*PAIR))
    assert group.pairs[0][2] <= 2
    assert set(queue(opened.db, "near-duplicate")) == set(opened.ids(*PAIR))


def test_same_image_is_led_by_the_richer_one(opened: Opened):
    before = standing(opened.db)
    action = decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO)

    small = opened.row("6 small.jpg")
    assert (small["state"], small["state_reason"]) == ("set_aside", "same-image")
    assert small["version_of"] == opened.photos["6.jpg"]
    assert opened.row("6.jpg")["state"] == "catalogued"
    assert groups(opened.db) == []
    assert queue(opened.db, "near-duplicate") == []
    undo(opened.db, action.id, WHO)
    assert standing(opened.db) == before


@pytest.mark.parametrize(
    ("better", "column", "value"),
    [
        ("6 small.jpg", "position_method", "exif"),
        ("6 small.jpg", "position_method", "folder"),
        ("6 small.jpg", "caption", "Belvédère"),
        ("6.jpg", "rating", 5),
    ],
)
def test_position_then_caption_then_pixels_make_a_photo_the_richer_one(
    opened: Opened, better: str, column: str, value: object
):
    with writing(opened.db) as db:
        db.execute(f"UPDATE photos SET {column} = ? WHERE id = ?", [value, opened.photos["6 small.jpg"]])

    assert richest(opened.db, opened.ids(*PAIR)) == opened.photos[better]


def test_measured_position_goes_before_an_estimate(opened: Opened):
    with writing(opened.db) as db:
        db.execute("UPDATE photos SET position_method = 'track' WHERE id = ?", opened.ids("6.jpg"))
        db.execute("UPDATE photos SET position_method = 'exif' WHERE id = ?", opened.ids("6 small.jpg"))

    assert richest(opened.db, opened.ids(*PAIR)) == opened.photos["6 small.jpg"]


def test_version_is_hidden_behind_the_one_that_a_person_chose(opened: Opened):
    decide_pair(opened.db, *opened.ids(*PAIR), "version", WHO, leader=opened.photos["6 small.jpg"])

    large = opened.row("6.jpg")
    assert (large["state"], large["state_reason"]) == ("set_aside", "version")
    view = desk_view(opened.db, opened.photos["6 small.jpg"])
    assert view
    assert [(row["id"], row["decision"]) for row in view.relatives] == [(opened.photos["6.jpg"], "version")]


def test_different_photos_are_never_asked_for_again(opened: Opened):
    decide_pair(opened.db, *opened.ids(*PAIR), "different", WHO)
    with writing(opened.db) as db:
        db.execute("UPDATE photos SET picture_hash = NULL")
    assert hash_looks(opened.library) == 8

    assert groups(opened.db) == []
    assert opened.row("6 small.jpg")["state"] == "catalogued"


def test_left_as_it_is_means_different(opened: Opened):
    settle(opened.db, opened.ids("6.jpg"), "near-duplicate", WHO)

    rows = opened.db.execute("SELECT decision, made_by FROM near_duplicates").fetchall()
    assert rows == [("different", WHO)]
    assert queue(opened.db, "near-duplicate") == []


def test_same_image_is_taken_apart_again(opened: Opened):
    decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO)
    before = standing(opened.db)

    action = separate(opened.db, opened.photos["6 small.jpg"], WHO)

    small = opened.row("6 small.jpg")
    assert (small["state"], small["state_reason"], small["version_of"]) == ("catalogued", None, None)
    assert groups(opened.db) == []
    undo(opened.db, action.id, WHO)
    assert standing(opened.db) == before
    with pytest.raises(DecisionRefused, match="follows no other"):
        separate(opened.db, opened.photos["6.jpg"], WHO)


def test_best_of_a_burst_is_kept(opened: Opened):
    before = standing(opened.db)
    burst = opened.ids("5.jpg", "6.jpg", "6 small.jpg")

    action = keep_best(opened.db, burst, opened.photos["5.jpg"], WHO)

    assert opened.row("5.jpg")["state"] == "catalogued"
    for name in PAIR:
        row = opened.row(name)
        assert (row["state"], row["state_reason"]) == ("set_aside", "burst")
        assert row["version_of"] == opened.photos["5.jpg"]
    undo(opened.db, action.id, WHO)
    assert standing(opened.db) == before


def test_photos_of_one_camera_within_seconds_are_a_burst(opened: Opened):
    assert groups(opened.db)[0].burst

    with writing(opened.db) as db:
        db.execute("UPDATE photos SET taken_at = '2019-07-01T10:00:13' WHERE id = ?", opened.ids("6.jpg"))

    assert not groups(opened.db)[0].burst


def test_what_followed_a_photo_follows_its_leader(opened: Opened):
    decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO)

    decide_group(opened.db, opened.ids("6.jpg", "1.jpg"), "version", WHO, leader=opened.photos["1.jpg"])

    assert {opened.row(name)["version_of"] for name in PAIR} == {opened.photos["1.jpg"]}
    assert opened.row("6 small.jpg")["state_reason"] == "same-image"


def test_leader_that_was_set_aside_stands_again(opened: Opened):
    decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO)

    decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO, leader=opened.photos["6 small.jpg"])

    assert opened.row("6 small.jpg")["state"] == "catalogued"
    assert opened.row("6.jpg")["version_of"] == opened.photos["6 small.jpg"]
    assert opened.row("6 small.jpg")["version_of"] is None


@pytest.mark.parametrize("ids", [("6.jpg",), ("6.jpg", "6.jpg")])
def test_pair_takes_two(opened: Opened, ids: tuple[str, ...]):
    with pytest.raises(DecisionRefused, match="two"):
        decide_group(opened.db, opened.ids(*ids), "same", WHO)


def test_leader_is_one_of_them_and_decisions_have_names(opened: Opened):
    with pytest.raises(DecisionRefused, match="none of them"):
        decide_pair(opened.db, *opened.ids(*PAIR), "same", WHO, leader=opened.photos["1.jpg"])
    with pytest.raises(DecisionRefused, match="none of same"):
        decide_pair(opened.db, *opened.ids(*PAIR), "twin", WHO)


def test_decisions_survive_ingest_and_repair(folder: Path):
    with Library.open(folder / "library") as library:
        opened = known(library)
        decide_pair(library.db, *opened.ids(*PAIR), "same", WHO)
        place_at(library.db, {opened.photos["6.jpg"]: (50.2, 2.2)}, WHO)
        before = decided(library.db)

    for path in (folder / "source").rglob("*.jpg"):
        path.touch()
    ingest(folder / "source", folder / "library")
    phototheque("check", "--repair", "--home", folder / "library")

    with Library.open(folder / "library") as library:
        assert decided(library.db) == before


@pytest.mark.parametrize("decision", ["same", "version", "different", "burst"])
@pytest.mark.parametrize("order", [1, -1], ids=["leader first", "follower first"])
def test_decisions_about_pairs_travel_with_an_export(folder: Path, decision: str, order: int):
    with Library.open(folder / "library") as library:
        opened = known(library)
        if decision == "burst":
            keep_best(library.db, opened.ids(*PAIR), opened.photos["6.jpg"], WHO)
        else:
            decide_pair(library.db, *opened.ids(*PAIR), decision, WHO)
        face = "SELECT id, state, state_reason, version_of FROM photos ORDER BY id"
        pairs = "SELECT first_id, second_id, decision, made_by FROM near_duplicates"
        rows, decided = library.db.execute(face).fetchall(), library.db.execute(pairs).fetchall()

    phototheque("export", "tree", folder / "tree", "--home", folder / "library")
    for tree in sorted((folder / "tree").rglob("*.jpg"))[::order]:
        write(folder / "part", tree.name, tree.read_bytes())
        write(folder / "part", f"{tree.name}.xmp", tree.with_name(f"{tree.name}.xmp").read_bytes())
        ingest(folder / "part", folder / "other")

    with Library.open(folder / "other") as library:
        assert library.db.execute(face).fetchall() == rows
        assert library.db.execute(pairs).fetchall() == decided
        assert groups(library.db) == []


def test_older_photos_are_hashed_by_a_repair_and_compared(folder: Path):
    with Library.open(folder / "library") as library, writing(library.db) as db:
        looks = db.execute("SELECT id, picture_hash FROM photos ORDER BY id").fetchall()
        db.execute("DELETE FROM near_duplicates")
        db.execute("UPDATE photos SET picture_hash = NULL")

    phototheque("check", "--repair", "--home", folder / "library")

    with Library.open(folder / "library") as library:
        again = library.db.execute("SELECT id, picture_hash FROM photos ORDER BY id").fetchall()
        assert [photo_id for photo_id, _ in again] == [photo_id for photo_id, _ in looks]
        assert all(look for _, look in again)
        assert len(groups(library.db)) == 1


def test_plain_picture_looks_like_no_other(folder: Path):
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    for grey in (90, 91):
        out = BytesIO()
        Image.new("RGB", (96, 64), (grey, grey, grey)).save(out, "JPEG")
        write(folder / "more", f"{grey}.jpg", out.getvalue())
    write(folder / "more", "8.jpg", jpeg(8))

    assert ingest(folder / "more", folder / "library").totals["stored"] == 3

    with Library.open(folder / "library") as library:
        opened = known(library)
        assert opened.row("90.jpg")["picture_hash"] == ""
        assert opened.row("8.jpg")["picture_hash"]
        assert len(groups(library.db)) == 1


def test_run_that_is_undone_takes_its_questions_along_and_brings_them_back(folder: Path):
    write(folder / "more", "6 again.jpg", jpeg(6, size=(112, 84)))
    ingest(folder / "more", folder / "library")
    with Library.open(folder / "library") as library:
        decide_pair(library.db, *known(library).ids(*PAIR), "different", WHO)
        assert len(queue(library.db, "near-duplicate")) == 3
        run = library.db.execute("SELECT id FROM runs ORDER BY started_at DESC, id DESC").fetchone()[0]

    phototheque("runs", "undo", run, "--home", folder / "library")
    with Library.open(folder / "library") as library:
        waiting = library.db.execute(
            "SELECT count(*) FROM reviews WHERE reason = 'near-duplicate'"
        ).fetchone()
        assert waiting == (0,)
    assert phototheque("check", "--home", folder / "library").status == 0

    ingest(folder / "more", folder / "library")
    with Library.open(folder / "library") as library:
        assert len(queue(library.db, "near-duplicate")) == 3
    assert phototheque("check", "--home", folder / "library").status == 0
