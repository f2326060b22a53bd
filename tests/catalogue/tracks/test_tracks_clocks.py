"""What cameras' clocks meant, and how wrong they were."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from catalogue.tracks.clocks import moments, parse_offset, utc_text
from catalogue.tracks.gpx import read_gpx
from catalogue.tracks.offsets import by_clocks, by_positions
from catalogue.tracks.points import Floats, Track, segment

PARIS = ZoneInfo("Europe/Paris")
SHIFT_S = 2 * 3600 + 17.0
# What the files say, and where they were taken; see truth.json.
EUROVELO = (
    ("2022-08-26T11:24:10", "+02:00", 46.6396056, 8.6085833),
    ("2022-08-26T16:11:27", "+02:00", 46.7223028, 8.9522444),
)


@pytest.fixture
def eurovelo(shared_data: Path) -> Track:
    """The track of that day."""
    name = "eurovelo15-day1/2022-08-26.gpx"
    return read_gpx((shared_data / "tracks" / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("wall_clock", "offset", "utc"),
    [
        ("2018-05-12T14:32:05", None, "2018-05-12T12:32:05Z"),
        ("2018-01-12T14:32:05", None, "2018-01-12T13:32:05Z"),
        ("2018-05-12T14:32:05", "+00:00", "2018-05-12T14:32:05Z"),
        ("2018-05-12T14:32:05", "-03:30", "2018-05-12T18:02:05Z"),
        ("2018-03-25T01:59:59", None, "2018-03-25T00:59:59Z"),
        ("2018-03-25T03:00:00", None, "2018-03-25T01:00:00Z"),
        ("2018-03-25T02:30:00", None, "2018-03-25T01:30:00Z"),
        ("2018-10-28T03:00:00", None, "2018-10-28T02:00:00Z"),
    ],
    ids=[
        "summer",
        "winter",
        "says-utc",
        "says-newfoundland",
        "before-spring",
        "after-spring",
        "skipped",
        "after-autumn",
    ],
)
def test_wall_clock_is_read_by_its_own_offset_or_else_by_the_zone(wall_clock, offset, utc):
    read = moments(wall_clock, offset, PARIS)

    assert utc_text(read.first_s) == utc
    assert read.second_s is None


def test_the_hour_that_comes_twice_can_mean_two_moments():
    read = moments("2018-10-28T02:30:00", None, PARIS)

    assert [utc_text(s or 0) for s in (read.first_s, read.second_s)] == [
        "2018-10-28T00:30:00Z",
        "2018-10-28T01:30:00Z",
    ]


@pytest.mark.parametrize(
    "text", ["", "+", "2:99", "1:2:3:4", "noon", "+1:00:60", "999999999:00", "1e9", "--5"]
)
def test_offset_that_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match="no clock offset"):
        parse_offset(text)


def _moving(track: Track, count: int) -> tuple[Floats, Floats, Floats]:
    """Moments of a track, and where somebody with a phone stood: five metres off, as phones are."""
    dice = np.random.default_rng(7)
    times, lats, lons = (
        np.concatenate([getattr(s, name) for s in track.segments])
        for name in ("times_s", "latitudes", "longitudes")
    )
    chosen = np.sort(dice.choice(len(times), count, replace=False))
    off = dice.normal(0, 5 / 111_195, (2, count))
    return times[chosen], lats[chosen] + off[0], lons[chosen] + off[1] / np.cos(np.radians(46.7))


@pytest.mark.parametrize("count", [2, 5, 20, 200])
@pytest.mark.parametrize("shift_s", [SHIFT_S, -40.0, 0.0, 86_400.0, -3600.0])
def test_clock_of_photos_taken_on_the_move_is_found_within_five_seconds(eurovelo, count, shift_s):
    times_s, latitudes, longitudes = _moving(eurovelo, count)

    found = by_positions(times_s + shift_s, latitudes, longitudes, [eurovelo])

    assert found
    assert found.seconds == pytest.approx(shift_s, abs=5)
    assert found.uncertain_s <= 5
    assert found.apart_m < 12


def test_photos_taken_at_halts_tell_their_clock_no_better_than_the_halts_are_long(eurovelo):
    """The two real photos were taken while the receiver paused, for 10 and for 19 minutes: any time in both fits."""
    shown = [moments(clock, offset, PARIS).first_s + SHIFT_S for clock, offset, _, _ in EUROVELO]
    latitudes, longitudes = (np.array([photo[i] for photo in EUROVELO]) for i in (2, 3))

    found = by_positions(np.array(shown), latitudes, longitudes, [eurovelo])

    assert found
    assert found.seconds == 7200  # A forgotten zone is likelier than any other error that fits as well.
    assert abs(found.seconds - SHIFT_S) <= found.uncertain_s < 11 * 60


def test_the_two_real_photos_and_one_taken_on_the_move_tell_the_clock_within_five_seconds(eurovelo):
    moving_s, latitude, longitude = (values[:1] for values in _moving(eurovelo, 1))
    shown = np.array([moments(clock, offset, PARIS).first_s for clock, offset, _, _ in EUROVELO])
    latitudes, longitudes = (np.array([photo[i] for photo in EUROVELO]) for i in (2, 3))

    found = by_positions(
        np.concatenate([shown, moving_s]) + SHIFT_S,
        np.concatenate([latitudes, latitude]),
        np.concatenate([longitudes, longitude]),
        [eurovelo],
    )

    assert found
    assert found.seconds == pytest.approx(SHIFT_S, abs=5)


def test_photos_from_elsewhere_tell_nothing(eurovelo):
    noon = datetime.fromisoformat("2022-08-26T10:00:00Z").timestamp()

    assert by_positions(np.array([noon]), np.array([50.43]), np.array([2.58]), [eurovelo]) is None


def test_one_photo_from_elsewhere_does_not_mislead_the_others(eurovelo):
    times_s, latitudes, longitudes = _moving(eurovelo, 5)
    latitudes[2] += 1.0

    found = by_positions(times_s + SHIFT_S, latitudes, longitudes, [eurovelo])

    assert found
    assert found.seconds == pytest.approx(SHIFT_S, abs=5)
    assert found.witnesses == 4


def test_where_a_way_was_walked_twice_one_photo_does_not_move_the_clock_by_hours():
    there = np.linspace(50.43, 50.44, 101)
    lats = np.concatenate([there, there[::-1]])
    times = np.concatenate([np.arange(101.0) * 60, 5 * 3600 + np.arange(101.0) * 60])
    shift = np.where(np.arange(202) < 101, 2.5801, 2.58003)  # Back on the other side, nearer to the photo.
    walk = Track("a.gpx", (segment(times.tolist(), lats.tolist(), shift.tolist()),))

    found = by_positions(np.array([50 * 60.0]), np.array([50.435]), np.array([2.58]), [walk])

    assert found
    assert abs(found.seconds) <= 5


def test_a_gps_clock_that_repeats_an_old_fix_does_not_mislead_the_others():
    found = by_clocks([17.0, 16.0, 18.0, 17.0, 400.0])

    assert found
    assert (found.seconds, found.witnesses) == (17.0, 5)
