"""Whatever was decided, undoing it in reverse order leaves every row as it was."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_library import Opened, known, standing

from catalogue.errors import DecisionRefused
from catalogue.library import Library
from catalogue.reviewing import decisions, pairs, placements
from catalogue.reviewing.journal import Action
from catalogue.reviewing.queues import progress
from catalogue.reviewing.undoing import last_actions, undo

Deed = Callable[[Opened, random.Random], Action]


def _some(opened: Opened, dice: random.Random, least: int = 1) -> list[str]:
    return dice.sample(sorted(opened.photos.values()), dice.randint(least, 4))


def _keep_first(opened: Opened, ids: list[str]) -> Action:
    return pairs.keep_best(opened.db, ids, ids[0], "A")


DEEDS: dict[str, Deed] = {
    "place": lambda o, d: decisions.place_at(o.db, {i: (50 + d.random(), 2.5) for i in _some(o, d)}, "A"),
    "heading": lambda o, d: decisions.set_heading(o.db, {i: d.randint(0, 359) for i in _some(o, d)}, "B"),
    "date": lambda o, d: decisions.set_date(o.db, _some(o, d), d.choice(("2018", "2017-03-02T10:00")), "A"),
    "clock": lambda o, d: decisions.shift_clock(
        o.db, d.choice(("D90", "Pixel 4a")), "1999-01-01", "2030-12-31", d.randint(-9999, 9999), "B"
    ),
    "decide": lambda o, d: placements.decide_place(
        o.db, _some(o, d), d.choice(sorted(o.places.values())), d.choice(placements.PLACE_DECISIONS), "A"
    ),
    "accept": lambda o, d: placements.accept(
        o.db, _some(o, d), d.choice(sorted(o.places.values())), "B", reason="no-position"
    ),
    "settle": lambda o, d: placements.settle(
        o.db, _some(o, d), d.choice(("no-position", "year-conflict", "near-duplicate", "messaging")), "A"
    ),
    "group": lambda o, d: pairs.decide_group(
        o.db, _some(o, d, 2), d.choice(("same", "version", "different")), "B"
    ),
    "burst": lambda o, d: _keep_first(o, _some(o, d, 2)),
    "separate": lambda o, d: pairs.separate(o.db, d.choice(sorted(o.photos.values())), "B"),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(DEEDS)), min_size=1, max_size=8), seed=st.integers(0, 10**6))
def test_undoing_in_reverse_restores_every_row(opened: Opened, names: list[str], seed: int):
    dice, before, looks = random.Random(seed), standing(opened.db), []  # noqa: S311
    for name in names:
        look = standing(opened.db)
        try:
            looks.append((look, DEEDS[name](opened, dice)))
        except DecisionRefused:
            assert standing(opened.db) == look, "what is refused changes nothing"

    for look, action in reversed(looks):
        undo(opened.db, action.id, "C")
        assert standing(opened.db) == look, action.what

    assert standing(opened.db) == before
    assert last_actions(opened.db) == []


def test_every_deed_is_tried_once(opened: Opened):
    before, dice = standing(opened.db), random.Random(3)  # noqa: S311
    actions = [DEEDS[name](opened, dice) for name in DEEDS if name != "separate"]

    assert len(last_actions(opened.db)) == len(actions)
    for action in reversed(actions):
        undo(opened.db, action.id, "C")

    assert standing(opened.db) == before


def test_what_fails_half_way_changes_nothing(opened: Opened, monkeypatch: pytest.MonkeyPatch):
    before = standing(opened.db)

    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("catalogue.reviewing.acting.places_follow", fail)
    with pytest.raises(OSError, match="disk"):
        decisions.place_at(opened.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, "A")

    assert standing(opened.db) == before
    assert last_actions(opened.db) == []
    assert opened.db.execute("SELECT count(*) FROM actions").fetchone() == (0,)


def test_progress_counts_what_stands(opened: Opened):
    waiting = progress(opened.db).remaining
    action = decisions.place_at(opened.db, dict.fromkeys(opened.ids("2.jpg", "3.jpg"), (50.1, 2.1)), "A")

    assert progress(opened.db, "no-position").settled_today == 2
    assert progress(opened.db).remaining == waiting - 2
    undo(opened.db, action.id, "A")
    assert progress(opened.db, "no-position").settled_today == 0
    assert progress(opened.db).remaining == waiting


def test_decision_is_seen_from_a_second_connection(folder: Path):
    with Library.open(folder / "library") as library, Library.open(folder / "library") as other:
        opened = known(library)
        action = decisions.place_at(library.db, {opened.photos["2.jpg"]: (50.1, 2.1)}, "A")

        assert known(other).row("2.jpg")["latitude"] == 50.1
        undo(other.db, action.id, "B")
        assert opened.row("2.jpg")["latitude"] is None


def test_photo_that_changed_its_leader_twice_has_its_leaders_back(opened: Opened):
    one, two, three, four = opened.ids("1.jpg", "2.jpg", "3.jpg", "4.jpg")
    pairs.decide_group(opened.db, [one, two], "same", "A", leader=two)
    pairs.decide_group(opened.db, [two, three], "version", "A", leader=three)
    before = standing(opened.db)

    action = pairs.decide_group(opened.db, [one, four], "same", "A", leader=four)
    undo(opened.db, action.id, "A")

    assert standing(opened.db) == before
