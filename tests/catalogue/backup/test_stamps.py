"""Which copies are kept follows from when they were made, and from nothing else."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.backup.stamps import Retention, free_stamp, is_stamp, moment_of, retained, stamp_of

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 hypothesis adds zones itself
    lambda naive: naive.replace(tzinfo=UTC, microsecond=0)
)
STAMPS = st.lists(MOMENTS.map(stamp_of), min_size=1, max_size=60, unique=True)
CLOSE = st.lists(
    st.integers(0, 400 * 24).map(
        lambda hour: stamp_of(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour))
    ),
    min_size=1,
    max_size=200,
    unique=True,
)
RULES = st.builds(Retention, st.integers(0, 9), st.integers(0, 9), st.integers(0, 14))


@given(MOMENTS)
def test_stamp_says_its_moment(moment: datetime):
    assert moment_of(stamp_of(moment)) == moment
    assert is_stamp(stamp_of(moment))


@given(STAMPS, MOMENTS)
def test_new_stamp_is_never_taken(stamps: list[str], moment: datetime):
    assert free_stamp(moment, [*stamps, stamp_of(moment)]) not in stamps


@given(STAMPS | CLOSE, RULES)
def test_newest_is_always_kept_and_nothing_is_invented(stamps: list[str], rule: Retention):
    kept = retained(stamps, rule)

    assert max(stamps) in kept
    assert kept <= set(stamps)
    assert len(kept) <= max(1, sum(rule))


@given(CLOSE)
def test_what_is_kept_stays_kept_without_the_others(stamps: list[str]):
    kept = retained(stamps)

    assert retained(kept) == kept


@given(CLOSE)
def test_each_of_the_last_seven_days_keeps_its_newest(stamps: list[str]):
    kept = retained(stamps)

    newest_of_day = {stamp[:8]: stamp for stamp in sorted(stamps)}
    assert set(sorted(newest_of_day.values())[-7:]) <= kept


@given(CLOSE)
def test_each_of_the_last_twelve_months_keeps_its_newest(stamps: list[str]):
    kept = retained(stamps)

    newest_of_month = {stamp[:6]: stamp for stamp in sorted(stamps)}
    assert set(sorted(newest_of_month.values())[-12:]) <= kept


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 800), st.integers(0, 23))
def test_daily_copies_pruned_every_day_leave_what_the_rule_promises(days: int, hour: int):
    """As it is lived: each night a new copy, and what is not retained goes for good."""
    start, stamps = datetime(2026, 1, 1, hour, tzinfo=UTC), set()
    for day in range(days):
        stamps = set(retained({*stamps, stamp_of(start + timedelta(days=day))}))

    moments = sorted(moment_of(stamp) for stamp in stamps)
    last = start + timedelta(days=days - 1)
    assert moments[-1] == last
    assert [m for m in moments if m > last - timedelta(days=7)] == [
        last - timedelta(days=n) for n in reversed(range(min(7, days)))
    ]
    months = {(m.year, m.month) for m in moments}
    lived = {((start + timedelta(days=n)).year, (start + timedelta(days=n)).month) for n in range(days)}
    assert months >= set(sorted(lived)[-12:])
    assert len(stamps) <= 7 + 4 + 12
